"""单位人员表: the workbook in which a county tells its units and people on the first day, and again whenever they change.

`directory_template` writes it, empty or as things stand; `read_directory` makes plain rows of one that came back, with
everything that is wrong by sheet and cell. What the rows would change is worked out where units and people are kept.
"""

from dudao.spreadsheets.directory.plain import from_plain, to_plain
from dudao.spreadsheets.directory.reading import read_directory
from dudao.spreadsheets.directory.rows import PEOPLE, UNITS, CellError, Directory, PersonRow, UnitRow, Words
from dudao.spreadsheets.directory.template import directory_template

__all__ = [
    "PEOPLE", "UNITS", "CellError", "Directory", "PersonRow", "UnitRow", "Words", "directory_template", "from_plain",
    "read_directory", "to_plain",
]  # fmt: skip
