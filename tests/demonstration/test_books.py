"""The workbooks, in the county's own style, are read whole with the mapping files that are shipped, and exactly."""

from datetime import date
from typing import Any

from dudao import demonstration
from dudao.calc.figures import Key, Known
from dudao.demonstration import COUNTY_BOOK, SCHOOL_BOOK, UNDECIDED
from dudao.demonstration.county import County, School, Value
from dudao.library.read import catalogue
from dudao.spreadsheets.mapping import Kind, mapping_from_text
from tests.demonstration.conftest import Read
from tests.demonstration.make_mappings import make

PLANTED = {where for planted in UNDECIDED for where in (planted.where, *(where for where, _ in planted.also))}


def test_the_shipped_mapping_files_are_what_the_mapper_and_a_person_decide() -> None:
    for name, text in make().items():
        assert decided(demonstration.mapping(name)) == decided(text), (
            f"{name}: run tests/demonstration/make_mappings.py"
        )


def decided(text: str) -> tuple[Any, ...]:
    """What a mapping file decides, without the words that explain it."""
    mapping = mapping_from_text(text)
    lines = [
        (table.sheet, table.nth, table.kind, line.head, line.role, line.figure, line.stage, line.year, line.factor)
        for table in mapping.tables
        for line in table.lines
    ]
    return lines, {question: answer.choice for question, answer in mapping.answers.items()}


def test_nothing_is_left_to_decide_and_no_cell_is_wrong(brought: Read) -> None:
    for name, reading in brought.readings.items():
        assert reading.faults == (), name
        assert [question.id for question in reading.questions if question.needed] == [], name
    assert brought.whole.faults == ()
    assert brought.whole.is_roll
    assert len(brought.whole.schools) == 150


def test_sub_totals_hidden_parts_and_notes_are_told(brought: Read) -> None:
    facts = {(one.sheet, one.nth): one for one in brought.readings[SCHOOL_BOOK].sheets}
    basics = facts["基本情况", 1]

    assert (basics.rows_read, basics.totals_skipped) == (150, 15)
    assert (basics.hidden_rows, basics.hidden_columns) == (1, 1)
    assert {one.kind for one in brought.readings[COUNTY_BOOK].sheets} >= {Kind.COUNTY, Kind.LIST, Kind.JUDGEMENTS}


def test_every_figure_of_every_school_is_read_exactly(made_up: County, brought: Read) -> None:
    """Text numbers, full-width digits, thousands separators, units in cells, 元 and 万元: the same numbers come back."""
    different = [
        (school.name, figure, stage, value, brought.snapshot.statements.get(Key(school.code, figure, stage)))
        for school in made_up.schools
        if not school.silent
        for (figure, stage), value in school.figures.items()
        if (school.name, figure, stage, 0) not in PLANTED
        and asked(figure, stage)
        and stated(brought, Key(school.code, figure, stage)) != value
    ]

    assert different == []


def asked(figure: str, stage: str) -> bool:
    return not stage or stage in catalogue()[figure].stages


def stated(brought: Read, key: Key) -> Value | None:
    said = brought.snapshot.statements.get(key)
    return said.value if isinstance(said, Known) else None  # type: ignore[return-value]


def test_every_figure_of_the_county_is_read_exactly(made_up: County, brought: Read) -> None:
    different = [
        (key, value, stated(brought, Key("", *key)))
        for key, value in made_up.figures.items()
        if ("", *key) not in PLANTED and stated(brought, Key("", *key)) != value
    ]

    assert different == []


def test_who_the_schools_are_is_read_from_the_words_of_the_county(made_up: County, brought: Read) -> None:
    for school in made_up.schools:
        assert identity(brought, school) == (
            school.type,
            {"city": "city", "town": "town", "rural": "rural"}[school.place],
            "public" if school.public else "10",
            not school.main_code,
        ), school.name


def identity(brought: Read, school: School) -> tuple[Any, ...]:
    names = ("school_type", "urban_rural_code", "owner_code", "counts_as_school")
    return tuple(stated(brought, Key(school.code, name)) for name in names)


def test_lists_come_back_row_by_row(made_up: County, brought: Read) -> None:
    for name, rows in made_up.lists.items():
        said = brought.snapshot.statements[Key("", name)]
        assert isinstance(said, Known) and isinstance(said.value, tuple)
        assert len(said.value) == len(rows), name
    funds = brought.snapshot.statements[Key("", "special_funds")]
    assert isinstance(funds, Known) and isinstance(funds.value, tuple)
    third = {column: getattr(said, "value", None) for column, said in funds.value[2].items()}
    assert third["issued_on"] == date(2026, 4, 7)
    assert third["amount"] == made_up.lists["special_funds"][2]["amount"]


def test_the_judgements_come_back(made_up: County, brought: Read) -> None:
    told = {key: said.level for key, said in made_up.judgements.items()}
    read = {key: said.level for key, said in brought.snapshot.judgements.items() if said.level}

    assert read == told
    assert brought.snapshot.judgements["YZJH-2.1", ""].reason.startswith("布局专项规划已批复")
