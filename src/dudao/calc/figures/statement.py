"""What is written somewhere for a figure: known or unknown, always with where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

# A number is an int or a Fraction, never a float; a list figure is a tuple of rows, column name → statement.
Value = int | Fraction | bool | str | date | tuple[Mapping[str, "Statement"], ...]


class Key(NamedTuple):
    """Where a figure stands: unit '' is the county itself, stage '' where the figure has none, year 0 is "the current one"."""

    unit: str
    figure: str
    stage: str = ""
    year: int = 0


class Reason(StrEnum):
    """Why a figure is not known. The value is the word that people read."""

    NEVER = "没有填报"
    BLANK = "空白"
    DASH = "横线"
    PENDING = "待核"
    NO_CACHE = "公式没有可信的结果"
    CONFLICT = "与分项不一致"
    UNDECIDED = "列的口径未定"
    TWICE = "同校同学段两行"
    WITHDRAWN = "已撤回"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """The row as it stood in that upload: its sheet, its number and (column letters, head, text) of its cells."""

    file: str
    sheet: str
    number: int
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The cell a statement came from. `head` is the column's (or row's) own heading, `remark` what was decided about it."""

    file: str
    sheet: str
    cell: str
    head: str = ""
    row: SourceRow | None = None
    remark: str = ""  # e.g. 元 ÷ 10000 → 万元; 空白按 0（贺某 2026-11-02 定）; 由他人手填
    by: str = ""
    at: str = ""

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return f"{self.file} {place}".strip()


@dataclass(frozen=True, slots=True)
class Known:
    """A value as stated. `decimals` is how many the writer gave: a derived value must agree when rounded to them."""

    value: Value
    text: str = ""
    decimals: int = 0
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing usable is stated. `text` is what stands there (待核, —, ''); `both` the two sides of a conflict."""

    reason: Reason
    text: str = ""
    source: Source | None = None
    both: tuple["Known", ...] = ()


Statement = Known | Unknown
