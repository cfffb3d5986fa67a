"""What came in when many files were brought at once: one line a file, and who is missing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dudao.calc.figures import Known, School
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.forms import Folded
from dudao.spreadsheets.mapping import Reading

IDENTITY = frozenset({"school_name", "school_code", "township", "school_type"})
MANY = 3  # schools of one file that are named


@dataclass(slots=True)
class Came:
    """One file: its schools, the form it has, and what became of its cells."""

    file: str
    form: str = ""
    schools: dict[str, None] = field(default_factory=dict)
    known: int = 0
    blank: int = 0
    wrong: int = 0

    def line(self) -> str:
        names = list(self.schools)
        told = "、".join(names[:MANY]) + (f" 等 {len(names)} 所" if len(names) > MANY else "")
        return f"{self.file}\t{told or '—'}\t{self.form or '—'}\t{self.known}\t{self.blank}\t{self.wrong}"


HEAD = "文件\t学校\t表\t读到\t空白\t有错"


def came(books: Sequence[Book], folded: Folded, readings: Sequence[Reading]) -> list[Came]:
    """The files in the order they came, each with what was read of it."""
    found = {book.name: Came(book.name) for book in books}
    for form in folded.forms:
        for member in form.members:
            if member.file in found:
                found[member.file].form = form.name
    for reading in readings:
        _count(found, reading)
    return list(found.values())


def _count(found: Mapping[str, Came], reading: Reading) -> None:
    names = {school.code: school.name for school in reading.schools}
    for key, said in reading.said.items():
        for file, statement in {each.source.file: each.statement for each in said if each.source is not None}.items():
            if file in found:  # a school that came twice counts in both files
                if key.unit:
                    found[file].schools[names.get(key.unit, key.unit)] = None
                found[file].known += isinstance(statement, Known)
                found[file].blank += not isinstance(statement, Known)
    for file, times in Counter(fault.file for fault in reading.faults).items():
        if file in found:
            found[file].wrong += times


def missing(reading: Reading, rolls: Sequence[str]) -> list[School]:
    """The schools of the roll that no file but the roll says anything of; none where nothing else came."""
    heard: dict[str, set[str]] = defaultdict(set)
    for key, statement in reading.statements.items():
        if key.unit and key.figure not in IDENTITY and statement.source is not None:
            heard[key.unit].add(statement.source.file)
    others = {file for files in heard.values() for file in files} - set(rolls)
    if not others:
        return []
    return [school for school in reading.schools if not heard[school.code] - set(rolls)]


def lines(
    books: Sequence[Book], folded: Folded, readings: Sequence[Reading], whole: Reading, rolls: Sequence[str]
) -> list[str]:
    """The dry run: a line a file, then who is missing, and what was folded."""
    lacking = missing(whole, rolls)
    told = [HEAD, *(row.line() for row in came(books, folded, readings))]
    if lacking:
        told.append(f"名册上有 {len(lacking)} 所学校没有报来：" + "、".join(school.name for school in lacking))
    return [*told, *(f"说明：{remark}" for remark in folded.remarks)]
