"""A county of 300 school-stage rows, both standards: the whole, one edited cell; beside it the same by hand in floats."""

from collections.abc import Iterator
from math import sqrt

from benchmarks.county import county
from benchmarks.measuring import Measured, measure
from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.explaining import Explainer
from dudao.calc.figures import Key, Known, Snapshot
from dudao.calc.figures.snapshot import ChoiceMade, Choices
from dudao.calc.standard.model import Standard
from dudao.library.read import catalogue, standards

LINES = {"primary": (4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3), "junior": (5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4)}
SCHOOLS = 250  # a fifth of them with two stages: 300 rows


def settled(snapshot: Snapshot) -> Snapshot:
    """With the one parameter that has no default, so that nothing is open for its sake."""
    choices = Choices(
        evaluation_year=snapshot.choices.evaluation_year,
        parameters={("YZJH-2017", "kindergarten_weight"): ChoiceMade(value="1", by="甲", on="2026-11-01")},
    )
    return Snapshot(
        schools=snapshot.schools, statements=snapshot.statements, judgements=snapshot.judgements, choices=choices
    )


def run() -> Iterator[Measured]:
    chosen = standards()
    snapshot = settled(county(SCHOOLS, catalogue(), chosen))
    assessors = {standard.code: Assessor(standard, catalogue()) for standard in chosen}
    results = {code: assessor.assess(snapshot) for code, assessor in assessors.items()}
    rows = len(results["YZJH-2017"].school_rules)
    yield measure(
        f"both standards, {rows} rows",
        lambda: [assessor.assess(snapshot) for assessor in assessors.values()],
        bar=0.150,
    )
    for code, assessor in assessors.items():
        yield measure(f"  {code}", lambda assessor=assessor: assessor.assess(snapshot))
    yield from _edits(assessors, snapshot, results)
    explainer = Explainer(assessors["YZJH-2017"], snapshot, results["YZJH-2017"])
    unit = snapshot.schools[0].code
    yield measure("one explanation, down to the cells", lambda: explainer("YZJH-1.4", unit, "primary"), times=21)
    yield measure(
        f"peer: seven ratios, rule and CVs of {rows} rows by hand in floats", lambda: by_hand(snapshot, chosen)
    )


def _edits(assessors: dict[str, Assessor], snapshot: Snapshot, results: dict[str, object]) -> Iterator[Measured]:
    unit = snapshot.schools[4].code  # a nine-year school
    for figure, stage, value in (("area_teaching", "", 3210), ("stu", "primary", 611), ("t_bachelor", "junior", 40)):
        key = Key(unit, figure, stage)
        edited = snapshot.replace(key, Known(value, str(value)))
        for code, assessor in assessors.items():
            assert assessor.update(results[code], edited, [key]) == assessor.assess(edited)
        yield measure(
            f"one edited cell ({figure}), both standards",
            lambda key=key, edited=edited: [
                assessor.update(results[code], edited, [key]) for code, assessor in assessors.items()
            ],
            times=21,
            bar=0.005,
        )


def by_hand(snapshot: Snapshot, _standards: tuple[Standard, ...]) -> dict[tuple[str, int], float]:
    """What a clerk's spreadsheet does: binary floats, no unknowns, no explanation, one standard's resource part."""
    stated = {key: known.value for key, known in snapshot.statements.items() if isinstance(known, Known)}

    def of(unit: str, figure: str, stage: str = "") -> float:
        return float(stated.get(Key(unit, figure, stage), 0))

    groups: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for school in snapshot.schools:
        unit = school.code
        stages = [stage for stage in LINES if Key(unit, "stu", stage) in stated]
        weight = {"primary": 1.0, "junior": 1.1} if len(stages) == 2 else dict.fromkeys(stages, 1.0)
        divisor = sum(weight[stage] * of(unit, "stu", stage) for stage in stages)
        for stage in stages:
            pupils = of(unit, "stu", stage)
            degrees = ("t_bachelor", "t_master", "t_doctor", *(("t_college",) if stage == "primary" else ()))
            own = (
                sum(of(unit, degree, stage) for degree in degrees),
                of(unit, "t_backbone", stage),
                sum(of(unit, subject, stage) for subject in ("t_pe", "t_music", "t_fineart", "t_art")),
            )
            shared = (
                of(unit, "area_teaching") - of(unit, "area_indoor_sport"),
                of(unit, "area_field") + of(unit, "area_indoor_sport"),
                of(unit, "equip_value_wanyuan") * 10000,
                of(unit, "n_media_rooms"),
            )
            values = [value / pupils * 100 for value in own]
            values += [
                weight[stage] * value / divisor * scale for value, scale in zip(shared, (1, 1, 1, 100), strict=True)
            ]
            sum(value >= line for value, line in zip(values, LINES[stage], strict=True))
            for number, value in enumerate(values):
                groups.setdefault((stage, number), []).append((pupils, value))
    return {place: _cv(rows) for place, rows in groups.items()}


def _cv(rows: list[tuple[float, float]]) -> float:
    whole = sum(pupils for pupils, _ in rows)
    mean = sum(pupils * value for pupils, value in rows) / whole
    return sqrt(sum(pupils / whole * (value - mean) ** 2 for pupils, value in rows)) / mean
