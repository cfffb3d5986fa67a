"""Ours, from the same files: `python -m benchmarks.size_ours FOLDER [ANSWERS]`. No package, no floats."""

import gc
import sys

from benchmarks.size_child import Clock

clock = Clock()

from datetime import date  # noqa: E402

from dudao.calc.columns import Engine, Table, blocks, read_table  # noqa: E402
from dudao.calc.columns.found import Block  # noqa: E402
from dudao.calc.figures.snapshot import ChoiceMade, Choices  # noqa: E402
from dudao.library.read import catalogue, standards  # noqa: E402

CHOICES = Choices(
    evaluation_year=2026,
    visit_date=date(2026, 12, 15),
    parameters={("YZJH-2017", "kindergarten_weight"): ChoiceMade(value="0.8")},
)


def read(folder: str) -> Table:
    with (
        open(f"{folder}/counties.csv", encoding="utf-8") as counties,
        open(f"{folder}/schools.csv", encoding="utf-8") as schools,
        open(f"{folder}/rows.csv", encoding="utf-8") as rows,
    ):
        return read_table(counties, schools, rows, catalogue())


def main(folder: str, answers: str) -> None:
    engines = [Engine(standard, catalogue(), CHOICES) for standard in standards(("YZJH-2017", "DEMO-6A-100"))]
    clock.mark("import")
    table = read(folder)
    clock.mark("read")
    gc.freeze()  # the table stays, and a chunk leaves nothing in cycles: there is nothing to collect
    gc.disable()
    kept, counted = [], 0
    for found in blocks(engines, table):
        counted += sum(county.score is not None for county in found[1].counties)
        if answers:
            kept.append(found)
    clock.mark("work")
    if answers:
        write(answers, kept)
    clock.tell(rows=len(table.school_of), counties=counted, fallen={**engines[0].fallen, **engines[1].fallen})


def write(path: str, kept: list[tuple[Block, ...]]) -> None:
    """What was found, as plain data for `benchmarks.size` to compare; exact values as texts."""
    import json

    told: dict[str, dict] = {
        name: {} for name in ("rows", "edges", "ties", "rules", "variations", "squares", "schools", "counties", "score")
    }
    for national, six in kept:
        _tell_rows(told, national)
        for rows in national.of_counties:
            codes = [rows.codes[place] for place in range(len(national.counties))]
            told["counties"].setdefault(rows.item, {})[rows.stage] = (
                told["counties"].get(rows.item, {}).get(rows.stage, []) + codes
            )
        for county in national.counties:
            told["variations"][county.code] = {
                f"{stage} {item}": found.code for (item, stage), found in county.variations.items()
            }
            told["squares"][county.code] = {
                f"{stage} {item}": [str(one) for one in found.square] if found.square else None
                for (item, stage), found in county.variations.items()
            }
        for county in six.counties:
            assert county.score is not None
            told["score"][county.code] = [str(county.score.items_low), str(county.score.items_high)]
    with open(path, "w", encoding="utf-8") as out:
        json.dump(told, out)


RESOURCES = tuple(f"YZJH-1.{number}" for number in range(1, 8))
SCHOOL_ITEMS = ("YZJH-2.3", "YZJH-2.4", "YZJH-2.5", "YZJH-2.6", "YZJH-3.4")


def _tell_rows(told: dict[str, dict], block: Block) -> None:
    for rows in block.items:
        if rows.item in RESOURCES and rows.stage:
            edges = set(rows.edges[0])
            limit = LIMITS[rows.stage][RESOURCES.index(rows.item)]
            for place, school in enumerate(rows.schools):
                key = f"{block.schools[school]} {rows.stage}"
                told["rows"][key] = told["rows"].get(key, "") + str(rows.codes[place])
                told["edges"][key] = told["edges"].get(key, "") + ("1" if place in edges else "0")
                value = rows.values[0].at(place)
                tie = value is not None and min(abs(value - limit), abs(value - limit * FLOOR)) == 0
                near = value is not None and 2 * abs(limit - value) * 100 == 1
                told["ties"][key] = told["ties"].get(key, "") + ("t" if tie else "p" if near else "-")
        elif rows.item in SCHOOL_ITEMS:
            for place, school in enumerate(rows.schools):
                key = block.schools[school] + (f" {rows.stage}" if rows.item == "YZJH-2.5" else "")
                told["schools"].setdefault(rows.item, {})[key] = rows.codes[place]
    for rule in block.rules:
        for place, school in enumerate(rule.schools):
            if rule.stage:
                told["rules"][f"{block.schools[school]} {rule.stage}"] = rule.codes[place]


def _limits() -> dict[str, list]:
    from fractions import Fraction

    items = standards(("YZJH-2017",))[0].by_code
    return {
        stage: [Fraction(items[code].measures[0].limit_for(stage).value) for code in RESOURCES]  # type: ignore[union-attr]
        for stage in ("primary", "junior")
    }


if __name__ == "__main__":
    if len(sys.argv) > 2:
        from fractions import Fraction

        LIMITS, FLOOR = _limits(), Fraction(85, 100)
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
