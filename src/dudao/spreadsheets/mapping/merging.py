"""Several workbooks of one import as one: schools matched across them, one statement a key."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import replace

from dudao.calc.figures import Catalogue, Key, School
from dudao.spreadsheets.mapping.collecting import Collection, Said
from dudao.spreadsheets.mapping.decision import Answer
from dudao.spreadsheets.mapping.draft import plain_name
from dudao.spreadsheets.mapping.reading import Reading


def merge_readings(
    readings: Sequence[Reading], catalogue: Catalogue | None = None, answers: MappingOf[str, Answer] | None = None
) -> Reading:
    """What several workbooks of one import say together.

    A school that one file names only by name is the one another file gives a code. Two different values for one figure
    are asked (and a fault while undecided), the same value twice is fine, and a blank never hides a value.
    Without `catalogue` and `answers` those with which the workbooks were read are taken.
    """
    if len(readings) == 1:
        return readings[0]
    codes = _codes(readings)
    known = catalogue or next((reading.catalogue for reading in readings if reading.catalogue is not None), None)
    if answers is None:
        answers = {name: answer for reading in readings for name, answer in reading.answers.items()}
    collection = Collection(known or Catalogue(figures={}, reporters={}), dict(answers))
    for reading in readings:
        file = reading.files[0] if reading.files else ""
        for key, statement in reading.statements.items():
            table = f"{file} {statement.source.sheet if statement.source else ''}:{file}"
            row = statement.source.row.number if statement.source and statement.source.row else 0
            collection.said[Key(codes.get(key.unit, key.unit), key.figure, key.stage, key.year)].append(
                Said(statement, table, row)
            )
    statements = collection.settled()
    return Reading(
        files=tuple(file for reading in readings for file in reading.files), statements=statements, schools=_schools(readings, codes),
        is_roll=any(reading.is_roll for reading in readings),
        judgements={(code, codes.get(unit, unit)): judgement for reading in readings for (code, unit), judgement in reading.judgements.items()},
        faults=(*(fault for reading in readings for fault in reading.faults), *collection.faults),
        questions=(*{question.id: question for reading in readings for question in reading.questions}.values(), *collection.questions),
        remarks=tuple(dict.fromkeys(remark for reading in readings for remark in reading.remarks)),
        sheets=tuple(facts for reading in readings for facts in reading.sheets), said=collection.said, catalogue=known, answers=dict(answers),
    )  # fmt: skip


def _codes(readings: Sequence[Reading]) -> dict[str, str]:
    """Which made-up code ("name:…") stands for which real one that another file knows."""
    real: dict[str, set[str]] = {}
    townships: dict[str, str] = {}
    for reading in readings:
        for school in reading.schools:
            townships[school.code] = townships.get(school.code) or plain_name(school.township)
            if not school.code.startswith("name:"):
                real.setdefault(plain_name(school.name), set()).add(school.code)
    codes: dict[str, str] = {}
    for reading in readings:
        for school in reading.schools:
            found = real.get(plain_name(school.name), set()) if school.code.startswith("name:") else set()
            if len(found) > 1 and school.township:
                found = {code for code in found if townships.get(code) == plain_name(school.township)}
            if len(found) == 1:
                codes[school.code] = next(iter(found))
    return codes


def _schools(readings: Sequence[Reading], codes: dict[str, str]) -> tuple[School, ...]:
    """The schools of all files: in the order of the roll where one file has it."""
    ordered = sorted(readings, key=lambda reading: not reading.is_roll)
    schools: dict[str, School] = {}
    for reading in ordered:
        for school in reading.schools:
            code = codes.get(school.code, school.code)
            known = schools.get(code)
            if known is None:
                schools[code] = replace(school, code=code)
            elif not known.township and school.township:
                schools[code] = replace(known, township=school.township)
    return tuple(schools.values())
