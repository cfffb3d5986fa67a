"""What a table has to be, how it is read from files, and what the engine refuses."""

from datetime import date
from fractions import Fraction as F

import pytest

from dudao.calc.columns import Column, Engine, Table, TableError, read_table
from dudao.calc.columns.found import FAIL, OPEN, PASS
from dudao.calc.figures import Known
from dudao.calc.figures.snapshot import Choices, Granted
from dudao.library.read import catalogue, standard

COUNTIES = [
    "county,fund_std.primary,fiscal_edu[-1],judged YZJH-2.1,date_jbjh_recognised",
    "C1,650.00,12.5,met,2020-01-02",
]
SCHOOLS = ["county,school,school_type,counts_as_school,area_teaching", "C1,S1,primary,1,4500", "C1,S2,nine_year,,"]
ROWS = ["school,stage,stu,t_backbone", "S1,primary,1000,10", "S2,primary,400,3", "S2,junior,,4"]


def table(**columns: Column) -> Table:
    """One primary school of 1,000 pupils in each of three counties."""
    return Table(
        counties=["A", "B", "C"],
        schools=["a", "b", "c"],
        county_of=[0, 1, 2],
        school_of=[0, 1, 2],
        stage_of=["primary"] * 3,
        school={"school_type": Column(["primary"] * 3)},
        row={"stu": Column([1000] * 3), **columns},
    )


def test_files_become_whole_numbers_in_the_units_of_the_figures() -> None:
    read = read_table(COUNTIES, SCHOOLS, ROWS, catalogue())

    assert read.county["fund_std", "primary", 0] == Column((65000,), 2)
    assert read.county["fiscal_edu", "", -1] == Column((1250,), 2)
    assert read.county["date_jbjh_recognised", "", 0].values == (date(2020, 1, 2),)
    assert read.judged_county == {"YZJH-2.1": ("met",)}
    assert (read.school["area_teaching"].cells(), read.school["area_teaching"].decimals) == ([450000, None], 2)
    assert read.school["counts_as_school"].cells() == [True, None]
    assert (read.school_of, read.stage_of) == ([0, 1, 1], ("primary", "primary", "junior"))
    assert read.row["stu"].cells() == [1000, 400, None]


@pytest.mark.parametrize(
    ("file", "line", "text", "says"),
    [
        ("schools", 1, "C1,S1,primary,1,4500.125", "小数超过 2 位"),
        ("schools", 1, "C1,S1,primary,是,4500", "应写 1（是）或 0（否）"),
        ("schools", 1, "C9,S1,primary,1,4500", "不在清单里"),
        ("rows", 1, "S1,primary,千人,10", "不是一个数"),
        ("rows", 1, "S1,primary,1000", "3 格"),
        ("rows", 2, "S1,primary,400,3", "同一学段写了两行"),
        ("rows", 0, "school,stage,pupils,t_backbone", "不是数据项"),
        ("counties", 0, "county,fund_std.primary,a+b,judged YZJH-2.1,date_jbjh_recognised", "不是数据项"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(file: str, line: int, text: str, says: str) -> None:
    files = {"counties": list(COUNTIES), "schools": list(SCHOOLS), "rows": list(ROWS)}
    files[file][line] = text

    with pytest.raises(TableError, match=says):
        read_table(*files.values(), catalogue())


def test_columns_of_another_length_or_order_are_refused() -> None:
    with pytest.raises(TableError, match="要一样多"):
        table(t_backbone=Column([1, 2]))
    with pytest.raises(TableError, match="连在一起"):
        Table(counties=["A", "B"], schools=["b", "a"], county_of=[1, 0], school_of=[], stage_of=[])


def test_whole_counties_stay_together_however_few_rows_are_asked_for() -> None:
    engine = Engine(standard("YZJH-2017"), catalogue(), Choices(evaluation_year=2026))

    assert [[county.code for county in block.counties] for block in engine.blocks(table(), 2)] == [["A", "B"], ["C"]]
    assert [len(block.counties) for block in engine.blocks(table(), 1)] == [1, 1, 1]


def test_a_value_on_its_limit_passes_and_one_just_below_is_flagged_as_printed() -> None:
    """10 in 1,000 is exactly 1 in a hundred; 1,990 in 199,001 prints as 1.00 and is less."""
    backbone = Column([10, 1990, None])
    found = table(t_backbone=backbone)
    found = Table(**{**{name: getattr(found, name) for name in found.__dataclass_fields__},
                     "row": {"stu": Column([1000, 199_001, 1000]), "t_backbone": backbone}})  # fmt: skip
    engine = Engine(standard("YZJH-2017"), catalogue(), Choices(evaluation_year=2026))
    (block,) = engine.blocks(found)
    rows = next(one for one in block.items if (one.item, one.stage) == ("YZJH-1.2", "primary"))

    assert list(rows.codes) == [PASS, FAIL, OPEN]
    assert [rows.values[0].at(place) for place in range(3)] == [1, F(199000, 199001), None]
    assert list(rows.edges[0]) == [1]


def test_lists_are_left_to_the_exact_evaluator_and_counted() -> None:
    rooms = tuple({"area": Known(area)} for area in (95, 96, 120))
    base = table(n_classes=Column([24] * 3))
    school = {**base.school, "music_rooms": Column([rooms, (), None]), "n_art_rooms_90": Column([2] * 3)}
    found = Table(**{**{name: getattr(base, name) for name in base.__dataclass_fields__}, "school": school})
    engine = Engine(standard("YZJH-2017"), catalogue(), Choices(evaluation_year=2026))
    (block,) = engine.blocks(found)
    rows = next(one for one in block.items if one.item == "YZJH-2.3")

    assert list(rows.codes) == [PASS, FAIL, OPEN]
    assert engine.fallen["count_rows(music_rooms)"] == 3


def test_relaxations_are_refused_not_ignored() -> None:
    grant = Granted(
        standard="YZJH-2017",
        relaxation="YZJH-R1",
        school="a",
        proof="某文",
        until=date(2027, 1, 1),
        by="甲",
        on="2026-01-01",
    )

    with pytest.raises(TableError, match="放宽规定"):
        Engine(standard("YZJH-2017"), catalogue(), Choices(evaluation_year=2026, relaxations=(grant,)))
