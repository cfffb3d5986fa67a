"""What a template asks: its sheets and their columns, before anything is written."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dudao.calc.figures import Catalogue, Figure, Kind, Level
from dudao.calc.figures.declaration import Choice
from dudao.calc.standard.asking import figures_asked, parts_of
from dudao.calc.standard.model import Standard
from dudao.spreadsheets.mapping.decision import JudgedItem

# School types that share a sheet, and what it is called.
TYPE_SHEETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("小学与教学点", ("primary", "teaching_point")),
    ("初级中学", ("junior",)),
    ("九年一贯制学校", ("nine_year",)),
    ("十二年一贯制学校", ("twelve_year",)),
    ("完全中学", ("complete_secondary",)),
    ("高级中学", ("senior",)),
    ("中职与职业初中", ("vocational", "vocational_junior")),
    ("特殊教育学校", ("special",)),
)

IDENTITY = ("school_name", "school_code", "township")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One column (or row of the county sheet): a figure at a stage; `role` for what only tells where a row belongs."""

    head: str
    figure: str = ""
    stage: str = ""
    role: str = ""
    kind: Kind = Kind.TEXT
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    whole: bool = False
    bounds: tuple[str, str] = ("", "")
    definition: str = ""
    reporter: str = ""
    example: str = ""
    years: tuple[int, ...] = (0,)


@dataclass(frozen=True, kw_only=True)
class PlannedSheet:
    """A sheet of the template: heads in its fourth row, one column each (the county sheet: one row each)."""

    name: str
    kind: str  # schools county list judgements
    columns: tuple[Asked, ...]
    list_figure: str = ""
    note: str = ""
    rows: int = 60


def plan(
    standards: Sequence[Standard],
    catalogue: Catalogue,
    stages_of_type: Mapping[str, tuple[str, ...]],
    judged: Sequence[JudgedItem],
    relaxed: Collection[str] = (),
) -> tuple[PlannedSheet, ...]:
    """The sheets of a template of some standards; nothing is asked that no item and no relaxation switched on uses."""
    asked = [figure for figure in figures_asked(standards, catalogue, relaxed) if _to_be_given(figure, catalogue)]
    return (
        *_school_sheets(asked, catalogue, stages_of_type),
        _county_sheet(asked, catalogue),
        *_list_sheets(asked, catalogue),
        *_judgement_sheets(judged),
    )


def _to_be_given(figure: Figure, catalogue: Catalogue) -> bool:
    """A derived figure is asked only where one of its parts is not: else it follows from what is asked."""
    return not figure.derived or any(not catalogue[part].asked for part in parts_of(figure.name, catalogue))


def _school_sheets(
    asked: Sequence[Figure], catalogue: Catalogue, stages_of_type: Mapping[str, tuple[str, ...]]
) -> Iterator[PlannedSheet]:
    # who a row is about is asked of every school, though no item works with it
    named = [catalogue[name] for name in IDENTITY]
    figures = named + [
        figure
        for figure in asked
        if figure.level.of_school and figure.kind is not Kind.LIST and figure.name not in IDENTITY
    ]
    for name, types in TYPE_SHEETS:
        stages = {stage for kind in types for stage in stages_of_type.get(kind, ())}
        columns = tuple(
            _column(figure, stage, catalogue)
            for figure in figures
            if not figure.types or set(figure.types) & set(types)
            for stage in _stages(figure, stages)
        )
        yield PlannedSheet(
            name=name, kind="schools", columns=columns, note="一校一行；空着表示还不知道，不要填 0 代替。"
        )


def _stages(figure: Figure, stages: set[str]) -> tuple[str, ...]:
    if figure.level is not Level.SCHOOL_STAGE:
        return ("",)
    return tuple(stage for stage in figure.stages if stage in stages)


def _column(figure: Figure, stage: str, catalogue: Catalogue) -> Asked:
    label = figure.label_of(stage)
    return Asked(
        head=f"{label}（{figure.unit}）" if figure.unit else label,
        figure=figure.name,
        stage=stage,
        role={"school_name": "@name", "school_code": "@code", "township": "@township"}.get(figure.name, ""),
        kind=figure.kind,
        unit=figure.unit,
        choices=figure.choices,
        whole=figure.whole,
        bounds=(_bound(figure.at_least), _bound(figure.at_most)),
        definition=figure.definition,
        reporter=catalogue.reporters.get(figure.reporter, figure.reporter),
        example=figure.example,
        years=figure.years,
    )


def _bound(value: object) -> str:
    return "" if value is None else str(value)


def _county_sheet(asked: Sequence[Figure], catalogue: Catalogue) -> PlannedSheet:
    figures = [figure for figure in asked if not figure.level.of_school and figure.kind is not Kind.LIST]
    rows = tuple(
        _column(figure, stage, catalogue)
        for figure in figures
        for stage in (figure.stages if figure.level is Level.COUNTY_STAGE else ("",))
    )
    return PlannedSheet(
        name="县级数据", kind="county", columns=rows, note="每行一项；只填白色的年份格。", rows=len(rows)
    )


def _list_sheets(asked: Sequence[Figure], catalogue: Catalogue) -> Iterator[PlannedSheet]:
    for figure in asked:
        if figure.kind is not Kind.LIST:
            continue
        columns = tuple(
            Asked(
                head=f"{column.label}（{column.unit}）" if column.unit else column.label,
                figure=column.name,
                kind=column.kind,
                unit=column.unit,
                choices=column.choices,
                whole=column.whole,
                bounds=(_bound(column.at_least), _bound(column.at_most)),
                example=column.example,
            )
            for column in figure.columns
        )
        if figure.level.of_school:
            columns = (Asked(head="学校名称", role="@name"), *columns)
        note = f"{figure.definition} 报送：{catalogue.reporters.get(figure.reporter, figure.reporter)}。"
        yield PlannedSheet(
            name=figure.label[:28], kind="list", columns=columns, list_figure=figure.name, note=note, rows=200
        )


def _judgement_sheets(judged: Sequence[JudgedItem]) -> Iterator[PlannedSheet]:
    of_county = [item for item in judged if not item.of_school]
    if of_county:
        columns = tuple(
            Asked(head=f"{item.code} {item.name}", figure=item.code, kind=Kind.CHOICE, choices=_levels(item))
            for item in of_county
        )
        yield PlannedSheet(
            name="定性判断（县）", kind="judgements", columns=columns, rows=len(columns), note="没有判断的空着。"
        )
    of_school = [item for item in judged if item.of_school]
    if of_school:
        columns = (
            Asked(head="学校名称", role="@name"),
            *(
                Asked(head=f"{item.code} {item.name}", figure=item.code, kind=Kind.CHOICE, choices=_levels(item))
                for item in of_school
            ),
        )
        yield PlannedSheet(name="定性判断（学校）", kind="schools", columns=columns, rows=300, note="没有判断的空着。")


def _levels(item: JudgedItem) -> tuple[Choice, ...]:
    return tuple(Choice(code=code, label=label) for code, label in item.levels)
