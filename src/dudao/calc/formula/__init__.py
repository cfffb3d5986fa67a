"""The formula language of the standards: its tree, apart from whoever works it out."""

from dudao.calc.formula.tree import FormulaError, Node, names, parse

__all__ = ["FormulaError", "Node", "names", "parse"]
