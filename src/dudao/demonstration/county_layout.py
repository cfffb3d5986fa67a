"""How the departments' tables are laid out: items in rows, stages in rows, small lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

ONE = Fraction(1)
STAGE_WORDS: Mapping[str, str] = {
    "kindergarten": "幼儿园",
    "primary": "小学",
    "junior": "初中",
    "senior": "普通高中",
    "vocational": "中等职业",
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """A row: what it is called, in which unit; figure × scale = what is written."""

    words: str
    figure: str
    unit: str
    stage: str = ""
    several: bool = False  # asked for several years, each in its own column
    scale: Fraction = ONE
    remark: str = ""
    percent: bool = False


@dataclass(frozen=True, kw_only=True)
class Items:
    """Items in rows. `years`: a column for each; none: one column 数值."""

    title: str
    items: tuple[Item, ...]
    years: tuple[int, ...] = ()
    units: str = ""
    notes: tuple[str, ...] = ()
    value_head: str = "数值"


@dataclass(frozen=True, kw_only=True)
class Stages:
    """Stages in rows, figures in columns: (head, figure)."""

    title: str
    figures: tuple[tuple[str, str], ...]
    stages: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A small table that is a list: heads over columns of a list figure."""

    title: str
    figure: str
    heads: tuple[tuple[str, str], ...]  # (column of the list, its head here)
    words: Mapping[tuple[str, object], str]  # (column, value) → what is written
    notes: tuple[str, ...] = ()
    units: str = ""


@dataclass(frozen=True, kw_only=True)
class CountySheet:
    name: str
    parts: tuple[Items | Stages | Ledger, ...]
