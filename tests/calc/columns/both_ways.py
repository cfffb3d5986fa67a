"""The same figures told both ways: as columns, and county by county as statements for the exact evaluator."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.result import StandardResult
from dudao.calc.columns import Block, Column, Engine, Table
from dudao.calc.columns.found import FAIL, NA, VERDICTS
from dudao.calc.figures import Catalogue, Judgement, Key, Kind, Known, School, Snapshot, Unknown
from dudao.calc.figures.snapshot import Choices
from dudao.calc.figures.statement import Reason
from dudao.calc.standard.model import Standard

BLANK = Unknown(Reason.BLANK)


def snapshots(table: Table, catalogue: Catalogue, choices: Choices) -> Iterator[Snapshot]:
    """One a county."""
    statement = _statements(table, catalogue)
    for county in range(len(table.counties)):
        schools = range(*(bisect_left(table.county_of, one) for one in (county, county + 1)))
        rows = range(*(bisect_left(table.school_of, one) for one in (schools.start, schools.stop)))
        statements: dict[Key, Any] = {}
        judgements: dict[tuple[str, str], Judgement] = {}
        for name, stage, offset in table.county:
            figure = catalogue[name]
            year = choices.evaluation_year + offset if figure.several_years else 0
            statements[Key("", name, stage, year)] = statement[name, stage, offset][county]
        for code, levels in table.judged_county.items():
            _judge(judgements, code, "", levels[county])
        for place in schools:
            for name in table.school:
                statements[Key(table.schools[place], name)] = statement[name][place]
            for code, levels in table.judged_school.items():
                _judge(judgements, code, table.schools[place], levels[place])
        for row in rows:
            for name in table.row:
                key = Key(table.schools[table.school_of[row]], name, table.stage_of[row])
                statements[key] = statement[name][row]
        roll = tuple(School(code=table.schools[place], name=table.schools[place]) for place in schools)
        yield Snapshot(schools=roll, statements=statements, judgements=judgements, choices=choices)


def _statements(table: Table, catalogue: Catalogue) -> dict[Any, list[Known | Unknown]]:
    """Every cell of every column as a statement; equal cells of a column share one."""
    named = [(key, key[0], column) for key, column in table.county.items()]
    named += [(name, name, column) for columns in (table.school, table.row) for name, column in columns.items()]
    return {key: list(_stated(column, catalogue[name].kind)) for key, name, column in named}


def _stated(column: Column, kind: Kind) -> Iterator[Known | Unknown]:
    numbers: dict[int, Known] = {}
    for value in column.cells():
        if value is None:
            yield BLANK
        elif kind is not Kind.NUMBER:
            yield Known(value)
        else:
            if value not in numbers:
                exact = Fraction(value, 10**column.decimals)
                numbers[value] = Known(exact.numerator if exact.denominator == 1 else exact, "", column.decimals)
            yield numbers[value]


def _judge(judgements: dict[tuple[str, str], Judgement], code: str, unit: str, level: str | None) -> None:
    if level:
        judgements[code, unit] = Judgement(level=level)


def by_columns(table: Table, standard: Standard, catalogue: Catalogue, choices: Choices, rows: int) -> list[dict]:
    """What the columns say, as plain data, county by county."""
    return [
        told for block in Engine(standard, catalogue, choices).blocks(table, rows) for told in _told_by(block, standard)
    ]


def _told_by(block: Block, standard: Standard) -> Iterator[dict]:
    told: list[dict] = [{"rows": {}, "rules": {}} for _ in block.counties]
    for rows in block.items:
        for place, school in enumerate(rows.schools):
            told[block.county_of[school]]["rows"][rows.item, block.schools[school], rows.stage] = _row(rows, place)
    for rule in block.rules:
        for place, school in enumerate(rule.schools):
            told[block.county_of[school]]["rules"][block.schools[school], rule.stage] = (
                VERDICTS[rule.codes[place]].value,
                rule.met[place],
                rule.missed[place],
                rule.open[place],
                rule.below[place],
            )
    for rows in block.of_counties:
        for place in range(len(block.counties)):
            told[place]["rows"][rows.item, "", rows.stage] = _row(rows, place)
    for one, county in zip(told, block.counties):
        one |= {
            "variations": {
                pair: (
                    found.rows,
                    None if found.square is None else Fraction(*found.square),
                    None if found.mean is None else Fraction(*found.mean),
                    VERDICTS[found.code].value,
                    found.edge,
                )
                for pair, found in county.variations.items()
            },
            "items": {item: verdict.value for item, verdict in county.items.items()},
            "counts": {item: _named(counts) for item, counts in county.counts.items()},
            "verdict": county.verdict,
            "parts": dict(county.parts),
            "triggers": {state.code: state.struck for state in county.triggers},
            "points": {code: county.points[code] for code in sorted(county.points)},
            "score": county.score,
        }
        yield one


def _row(rows: Any, place: int) -> tuple:
    compared = place not in rows.bare
    edges = tuple(place in edges for edges in rows.edges) if compared else ()
    values = tuple(value.at(place) for value in rows.values) if compared else ()
    met = tuple(one.at(place) for one in rows.met) if compared else ()
    return VERDICTS[rows.codes[place]].value, values, met, edges, place in rows.below


def _named(counts: tuple[int, ...]) -> dict[str, int]:
    return {VERDICTS[code].value: counts[code] for code in range(FAIL, NA + 1) if counts[code]}


def by_statements(table: Table, standard: Standard, catalogue: Catalogue, choices: Choices) -> list[dict]:
    """The same from the exact evaluator."""
    assessor = Assessor(standard, catalogue)
    return [_told(assessor.assess(snapshot), standard) for snapshot in snapshots(table, catalogue, choices)]


def _told(result: StandardResult, standard: Standard) -> dict:
    rows = {}
    for row in result.rows:
        values = tuple(one.value for one in row.comparisons)
        met = tuple(one.met for one in row.comparisons)
        edges = tuple(one.edge for one in row.comparisons)
        rows[row.item, row.unit, row.stage] = row.verdict.value, values, met, edges, row.below_floor is True
    for item in standard.items:
        if item.level.value == "county" and item.points is None:
            found = result.items[item.code]
            values = tuple(one.value for one in found.comparisons)
            met = tuple(one.met for one in found.comparisons)
            edges = tuple(one.edge for one in found.comparisons)
            rows[item.code, "", ""] = found.verdict.value, values, met, edges, False
    points: Mapping[str, Any] = {code: one.points for code, one in result.items.items() if one.points is not None}
    points = {**points, **result.groups}
    return {
        "rows": rows,
        "rules": {
            (rule.unit, rule.stage): (
                rule.verdict.value,
                rule.met,
                len(rule.missed),
                len(rule.open),
                len(rule.below_floor),
            )
            for rule in result.school_rules
        },
        "variations": {
            (one.item, one.stage): (one.rows, one.square, one.mean, one.verdict.value, one.edge)
            for one in result.variations
        },
        "items": {code: one.verdict.value for code, one in result.items.items()},
        "counts": {
            code: dict(one.counts)
            for code, one in result.items.items()
            if standard.by_code[code].level.of_school and one.counts
        },
        "verdict": result.verdict,
        "parts": dict(result.parts),
        "triggers": {state.code: state.struck for state in result.triggers},
        "points": {code: points[code] for code in sorted(points)},
        "score": result.score,
    }


def differences(ours: list[dict], theirs: list[dict]) -> list[str]:
    """Where the two disagree, in words; [] where they do not."""
    found = []
    for county, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        for part in other:
            if part in ("rows", "rules", "variations", "items", "triggers", "points", "parts", "counts"):
                mine = {key: value for key, value in one[part].items() if part != "counts" or value}
                for key in mine.keys() | other[part].keys():
                    if mine.get(key) != other[part].get(key):
                        found.append(f"{county} {part} {key}: columns {mine.get(key)}, exact {other[part].get(key)}")
            elif one[part] != other[part]:
                found.append(f"{county} {part}: columns {one[part]}, exact {other[part]}")
    return found


def known_row(county: dict, standard: Standard) -> Iterator[str]:
    """The cells of a county that lie exactly on a limit, on the floor of the school rule, or half a printed digit off."""
    lines = {item.code: item for item in standard.items if item.resource}
    for (code, _unit, stage), (_, values, _, edges, _) in county["rows"].items():
        if code in lines and values and values[0] is not None:
            limit = lines[code].measures[0].limit_for(stage).value  # type: ignore[union-attr]
            if values[0] == limit:
                yield "limit"
            elif values[0] == limit * Fraction(85, 100):
                yield "floor"
            elif edges[0] and (limit - values[0]) * 200 == 1:
                yield "printed"
