"""What a figure is, what is stated for it, and the set of statements of one county at one moment."""

from dudao.calc.figures.declaration import Catalogue, Choice, Column, Figure, Kind, Level
from dudao.calc.figures.snapshot import Judgement, School, Snapshot
from dudao.calc.figures.statement import Key, Known, Reason, Source, SourceRow, Statement, Unknown

__all__ = [
    "Catalogue",
    "Choice",
    "Column",
    "Figure",
    "Judgement",
    "Key",
    "Kind",
    "Known",
    "Level",
    "Reason",
    "School",
    "Snapshot",
    "Source",
    "SourceRow",
    "Statement",
    "Unknown",
]
