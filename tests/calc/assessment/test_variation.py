"""Difference coefficients against published numbers: T1, T5–T7, T9, T21 and 2,668 real schools."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction as F
from pathlib import Path

import pytest

from dudao.calc.assessment.result import Row, Variation, Verdict
from dudao.calc.assessment.variation import printed_root_holds, root_text, spread, variation
from dudao.calc.figures.showing import from_text, shown
from dudao.calc.formula.ratio import holds
from tests.calc.assessment.counties import assess, county, lines, synthetic
from tests.calc.assessment.test_verdict import primary


def coefficient(pairs: Sequence[tuple[int, F | int]]) -> tuple[F, str, str]:
    """(mean, S, CV) of (pupils, value per pupil)."""
    found = spread(pairs)
    square = found.square
    assert square is not None
    return found.mean, root_text(*found.variance), root_text(*square)


def six(text: str) -> str:
    return shown(from_text(text), 6)


def test_t1_the_worked_example_that_was_circulated(shared: Path) -> None:
    schools = lines(shared / "domain/examples/moe_cv_worked_example.csv")
    expected = {
        line["item"]: line["unrounded"] for line in lines(shared / "domain/examples/moe_cv_worked_example.expected.csv")
    }
    pairs = [(int(line["stu"]), F(line["n_books"]) / int(line["stu"])) for line in schools]
    mean, deviation, cv = coefficient(pairs)
    assert mean == F(1913, 302) and shown(mean, 6) == expected["county_mean"]
    assert six(deviation) == expected["S"] and six(cv) == expected["CV"]
    # the file added up printed terms: 10.652785 where the exact sum is 10.652787
    assert abs(F(*spread(pairs).variance) - F(expected["weighted_variance"])) < F(5, 10**6)


T5 = {
    "teachers": ((54, 27, 15, 4), 100, "4.629630", "0.385123", "0.083187"),
    "equipment": ((2520000, 1140000, 720000, 96000), 1, "2,072.222222", "172.580273", "0.083283"),
    "sports": ((7200, 5400, 3600, 1200), 1, "8.055556", "2.952818", "0.366557"),
}


@pytest.mark.parametrize("resource", T5)
def test_t5_four_schools(resource: str) -> None:
    amounts, scale, mean, deviation, cv = T5[resource]
    pairs = [(pupils, F(amount, pupils) * scale) for pupils, amount in zip((1200, 600, 300, 60), amounts, strict=True)]
    found = coefficient(pairs)
    assert (shown(found[0], 6), six(found[1]), six(found[2])) == (mean, deviation, cv)
    per_pupil = coefficient([(pupils, value / scale) for pupils, value in pairs])
    assert per_pupil[2] == found[2], "the factor of a hundred cancels out"


def test_t6_weighting_decides() -> None:
    values: list[F | int] = [F(15, 2), 8, 26]
    mean, deviation, cv = coefficient(list(zip((1500, 1500, 60), values, strict=True)))
    assert (shown(mean, 6), six(deviation), six(cv)) == ("8.107843", "2.542412", "0.313574")
    assert shown(from_text(coefficient([(1, value) for value in values])[2]), 4) == "0.6221"


def test_t7_the_rounding_edge_is_flagged() -> None:
    schools = {unit: primary(stu__primary=500, area_field=area) for unit, area in (("甲", "3747"), ("乙", "11253"))}
    found = of(assess(county(schools)).variations, "YZJH-1.5")
    assert (found.mean, found.deviation[:5], found.cv[:6]) == (15, "7.506", "0.5004")
    assert (found.verdict, found.edge) == (Verdict.FAIL, True)
    assert shown(from_text(found.cv), 3) == "0.500"


def of(found: Sequence[Variation], item: str, stage: str = "primary") -> Variation:
    return next(one for one in found if (one.item, one.stage) == (item, stage))


def test_t9_all_coefficients_of_the_made_up_county(shared: Path) -> None:
    expected = {
        (line["stage"], line["row"]): line for line in lines(shared / "domain/examples/synthetic_county_expected.csv")
    }
    found = assess(county(synthetic(shared))).variations
    assert len(found) == 14
    for one in found:
        mean = expected[one.stage, "county_mean"][one.item]
        assert one.mean is not None and shown(one.mean, 4, thousands=False) == shown(F(mean), 4, thousands=False)
        for text, row in ((one.deviation, "weighted_S"), (one.cv, "CV")):
            printed = expected[one.stage, row][one.item]
            assert shown(from_text(text), 4) == shown(F(printed), 4), (one.item, one.stage, row)
        assert one.verdict is Verdict.PASS


def test_t21_a_county_as_it_published_itself(shared: Path) -> None:
    """Printed coefficients compared with the limits: one of seven met in each stage."""
    published = lines(shared / "domain/examples/ningguo_2022_cv.csv")
    limits = {
        stage: of(assess(county({"甲": primary()})).variations, "YZJH-1.4", stage).limit
        for stage in ("primary", "junior")
    }
    met = {stage: [] for stage in limits}  # type: dict[str, list[str]]
    missed: dict[str, list[tuple[F, str]]] = {stage: [] for stage in limits}
    for line in published:
        limit, cv = limits[line["stage"]], F(line["cv_published"])
        assert limit is not None
        if holds(cv * cv, "<=", limit * limit):
            met[line["stage"]].append(line["indicator_id"])
        else:
            missed[line["stage"]].append((cv - limit, line["indicator_id"]))
    assert met == {"primary": ["YZJH-1.6"], "junior": ["YZJH-1.6"]}
    assert min(missed["primary"])[1] == "YZJH-1.4" and min(missed["junior"])[1] == "YZJH-1.7"


def test_the_golden_values_of_real_schools(shared: Path) -> None:
    """Mean, S and CV of 22 counties and all together, three resources, with and without small schools: to 1e-12."""
    folder = shared / "data/schools-tw-elementary"
    if not folder.is_dir():
        pytest.skip("the real schools are not beside this checkout")
    groups = real_schools(folder / "schools.csv.gz")
    for line in lines(folder / "expected_indicators.csv"):
        least = int(line["min_pupils"])
        resource = line["indicator"].removesuffix("_per_100")
        pairs = [
            (school["pupils"], F(100 * school[resource], school["pupils"]))
            for school in groups[line["group"]]
            if school["pupils"] >= least
        ]
        assert len(pairs) == int(line["schools"])
        found = spread(pairs)
        assert near(found.mean, line["county_mean_per_100"])
        square = found.square
        assert square is not None
        assert near(F(root_text(*found.variance)), line["std"]) and near(F(root_text(*square)), line["cv"])
        limit = F(1, 2)
        assert holds(F(*square), "<=", limit * limit) == (F(line["cv"]) <= limit)


def near(value: F, printed: str) -> bool:
    return abs(value - F(printed)) <= abs(F(printed)) * F(1, 10**12)


def real_schools(path: Path) -> dict[str, list[dict[str, int]]]:
    groups: dict[str, list[dict[str, int]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            school = {
                "pupils": sum(int(line[f"{sex}_g{grade}"]) for sex in ("boys", "girls") for grade in range(1, 7)),
                "teachers": int(line["teachers_m"]) + int(line["teachers_f"]),
                "staff": int(line["staff_m"]) + int(line["staff_f"]),
                "classes": sum(int(line[f"classes_g{grade}"]) for grade in range(1, 7)),
            }
            groups["ALL"].append(school)
            groups[line["county"]].append(school)
    return groups


def test_a_coefficient_at_its_limit_exactly_passes_and_needs_no_root() -> None:
    pairs = [(1, F(1, 2)), (1, F(3, 2))]  # mean 1, S ½
    rows = [
        Row("R", str(place), "primary", Verdict.PASS, comparisons_of(value), pupils=pupils)
        for place, (pupils, value) in enumerate(pairs)
    ]
    assert variation("R", "primary", rows, op="<=", limit=F(1, 2), decimals=3).verdict is Verdict.PASS
    assert variation("R", "primary", rows, op="<", limit=F(1, 2), decimals=3).verdict is Verdict.FAIL


def comparisons_of(value: F) -> tuple[object, ...]:
    from dudao.calc.assessment.result import Comparison

    return (Comparison("", "", value, ">=", F(0), True),)


@pytest.mark.parametrize(
    ("root", "op", "met"),
    [
        ("0.5004", "<=", True),
        ("0.5005", "<=", False),
        ("0.4995", "<", False),
        ("0.4994", "<", True),
        ("0.4996", ">=", True),
    ],
)
def test_how_a_root_is_printed_is_known_without_taking_it(root: str, op: str, met: bool) -> None:
    square = F(root) ** 2
    assert printed_root_holds((square.numerator, square.denominator), op, F(1, 2), 3) is met


def test_one_missing_figure_leaves_the_coefficient_open_with_its_cell() -> None:
    found = of(assess(county({"甲": primary(), "乙": primary(n_media_rooms=None)})).variations, "YZJH-1.7")
    assert (found.verdict, found.cv, found.square) == (Verdict.OPEN, "", None)
    assert [(need.key.unit, need.key.figure) for need in found.needs if need.key] == [("乙", "n_media_rooms")]


def test_the_furthest_schools_their_shares_and_what_raising_the_lowest_would_do() -> None:
    schools = {unit: primary(n_media_rooms=rooms) for unit, rooms in (("低", 10), ("中", 25), ("次低", 15), ("高", 50))}
    found = of(assess(county(schools)).variations, "YZJH-1.7")
    assert [unit for unit, _ in found.lowest] == ["低", "次低"] and [unit for unit, _ in found.highest] == ["高"]
    assert (sum(found.shares.values()), shown(found.shares["高"], 6)) == (1, "0.657895")
    raised = coefficient([(1000, F(25, 10)), (1000, F(25, 10)), (1000, F(15, 10)), (1000, 5)])
    assert found.if_lowest_raised == raised[2]


def test_all_values_alike_have_no_spread_and_no_shares() -> None:
    found = of(assess(county({"甲": primary(), "乙": primary()})).variations, "YZJH-1.7")
    assert (found.square, found.verdict, set(found.shares.values())) == (0, Verdict.PASS, {0})
