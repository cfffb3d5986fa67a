"""The same standards at size: columns of whole numbers instead of one statement after another, exact all the same.

`Table` holds the figures of many counties, `Engine(standard, catalogue, choices).blocks(table)` works a standard out
over them. Formulas, limits, strictness, points and triggers are those of the one standard; see docs/columns.md.
"""

from dudao.calc.columns.engine import Engine, blocks
from dudao.calc.columns.found import Block, CountyFound, ItemRows, RuleRows, VariationFound
from dudao.calc.columns.reading import read_table
from dudao.calc.columns.table import Column, Table, TableError

__all__ = [
    "Block",
    "Column",
    "CountyFound",
    "Engine",
    "ItemRows",
    "RuleRows",
    "Table",
    "TableError",
    "VariationFound",
    "blocks",
    "read_table",
]
