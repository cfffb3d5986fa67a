"""What the demonstration county is: schools, figures, lists, judgements. Plain data, before any workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

# One cell's worth: a number, yes/no, a day, or a text (choices by their code).
Value = int | Fraction | bool | date | str
Row = Mapping[str, Value | None]

YEAR = 2026  # of the evaluation


@dataclass(frozen=True, kw_only=True)
class Township:
    name: str
    seat: bool = False  # the county town
    town: bool = True  # 镇, not 乡


@dataclass(kw_only=True)
class School:
    """A school with its true figures: (figure, stage) → value, stage '' where the figure has none.

    A list figure holds rows. `head` is who signs the returns. `silent`: stands on the roll and handed nothing in.
    """

    code: str
    name: str
    type: str
    township: Township
    place: str  # 城乡分类: city, town, rural
    head: str
    public: bool = True
    main_code: str = ""  # of the school that a campus belongs to
    silent: bool = False
    figures: dict[tuple[str, str], Value] = field(default_factory=dict)
    lists: dict[str, tuple[Row, ...]] = field(default_factory=dict)

    def number(self, figure: str, stage: str = "") -> int:
        """A whole number, 0 where the school has no such figure."""
        value = self.figures.get((figure, stage), 0)
        assert isinstance(value, int)
        return value

    @property
    def stages(self) -> tuple[str, ...]:
        return STAGES_OF.get(self.type, ())

    @property
    def compulsory(self) -> tuple[str, ...]:
        return tuple(stage for stage in self.stages if stage in ("primary", "junior"))

    @property
    def pupils(self) -> int:
        """In 小学 and 初中 together."""
        return sum(self.number("stu", stage) for stage in self.compulsory)


STAGES_OF: Mapping[str, tuple[str, ...]] = {
    "primary": ("primary",),
    "teaching_point": ("primary",),
    "junior": ("junior",),
    "nine_year": ("primary", "junior"),
    "twelve_year": ("primary", "junior", "senior"),
    "complete_secondary": ("junior", "senior"),
    "senior": ("senior",),
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A judgement: an item's level and why, by whom and when."""

    level: str
    reason: str = ""
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class County:
    """The whole county. County figures: (figure, stage, year) → value, year 0 where only the newest is asked for."""

    name: str
    seed: int
    townships: tuple[Township, ...]
    schools: tuple[School, ...]
    figures: Mapping[tuple[str, str, int], Value]
    lists: Mapping[str, tuple[Row, ...]]
    judgements: Mapping[tuple[str, str], Said]  # (item, school code or '')

    def called(self, name: str) -> School:
        """The school of this name."""
        return next(school for school in self.schools if school.name == name)
