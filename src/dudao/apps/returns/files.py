"""A batch in one table: what each file says, which schools are missing, which came twice or are not on the roll."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dudao.apps.returns.calculation import DryRun
from dudao.apps.returns.parts import Part
from dudao.calc.figures import Known, School
from dudao.spreadsheets.forms import FORM_WORDS, Form
from dudao.spreadsheets.forms.returned import IDENTITY, Came, came, missing

MANY = 20  # missing schools that are named


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """One file of the table: what was read of it, and what is to be looked at."""

    came: Came
    twice: Sequence[str] = ()  # 龙头镇中学：也在 乙.xlsx
    strange: Sequence[str] = ()  # schools that nobody knew before

    @property
    def notes(self) -> list[str]:
        """Everything to be looked at, in words."""
        return [
            *(f"来了两次：{each}" for each in self.twice),
            *(f"名册里没有：{name}" for name in self.strange),
            *(["没有读到数"] if not (self.came.known or self.came.blank or self.came.wrong) else []),
        ]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """All files of a draft."""

    rows: list[FileRow]
    forms: Sequence[tuple[Part, Form, str, int]]  # the form of several files, how it was folded, of how many files
    missing: Sequence[School]
    schools: int  # that some file speaks of
    twice: int
    strange: int

    @property
    def missing_names(self) -> str:
        names = "、".join(school.name for school in self.missing[:MANY])
        return f"{names} 等" if len(self.missing) > MANY else names


def batch_of(run: DryRun) -> Batch:
    """What the files of a draft say, file by file."""
    found = came(run.folded.brought, run.folded, [part.reading for part in run.parts.all])
    rolls = [file for part in run.parts.all if part.reading.is_roll for file in part.reading.files]
    roll = _roll(run, rolls)
    twice = _twice(run)
    rows = [
        FileRow(
            came=one,
            twice=twice.get(one.file, ()),
            strange=[name for code, name in one.schools.items() if roll and code not in roll],
        )
        for one in found
    ]
    known = {school.code: school for school in run.reading.schools}
    lacking = missing(run.reading, rolls, run.held)
    return Batch(
        rows=rows,
        forms=_forms(run),
        missing=lacking,
        schools=len(known.keys() - {school.code for school in lacking}),
        twice=sum(bool(row.twice) for row in rows),
        strange=len({name for row in rows for name in row.strange}),
    )


def _roll(run: DryRun, rolls: Sequence[str]) -> set[str]:
    """The schools there should be: those of the site, and those that a workbook lists."""
    listed = {
        school.code for part in run.parts.all if set(part.reading.files) & set(rolls) for school in part.reading.schools
    }
    return {school.code for school in run.held} | listed


def _twice(run: DryRun) -> dict[str, list[str]]:
    """File → the schools of which another file of the same form gives figures too, each with that file."""
    folded = {form.book for form in run.folded.forms}
    files: dict[str, dict[str, None]] = defaultdict(dict)
    for part in run.parts.all:
        if part.book.name not in folded:
            continue
        for key, said in part.reading.said.items():
            if key.unit and key.figure not in IDENTITY:
                for each in said:
                    if each.source is not None and isinstance(each.statement, Known):
                        files[key.unit][each.source.file] = None
    told: dict[str, list[str]] = defaultdict(list)
    for unit, of in files.items():
        for file in of if len(of) > 1 else ():
            told[file].append(f"{run.names.get(unit, unit)}，也在 {'、'.join(each for each in of if each != file)}")
    return told


def _forms(run: DryRun) -> list[tuple[Part, Form, str, int]]:
    parts = {part.book.name: part for part in run.parts.all}
    return [
        (parts[form.book], form, FORM_WORDS[form.kind], len({member.file for member in form.members}))
        for form in run.folded.forms
        if form.book in parts
    ]
