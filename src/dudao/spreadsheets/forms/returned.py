"""What came in when many files were brought at once: a line a file, and which schools are missing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dudao.calc.figures import Known, School
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.forms.folded import Folded
from dudao.spreadsheets.mapping import Reading

IDENTITY = frozenset({"school_name", "school_code", "township", "school_type"})
MANY = 3  # schools of one file that are named


@dataclass(slots=True)
class Came:
    """One file: its schools by code, the form it has, and what became of its cells."""

    file: str
    form: str = ""
    schools: dict[str, str] = field(default_factory=dict)
    known: int = 0
    blank: int = 0
    wrong: int = 0

    @property
    def told(self) -> str:
        """The names of its schools, the first few of many."""
        names = list(self.schools.values())
        return "、".join(names[:MANY]) + (f" 等 {len(names)} 所" if len(names) > MANY else "")


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
                    found[file].schools[key.unit] = names.get(key.unit, key.unit)
                found[file].known += isinstance(statement, Known)
                found[file].blank += not isinstance(statement, Known)
    for file, times in Counter(fault.file for fault in reading.faults).items():
        if file in found:
            found[file].wrong += times


def missing(reading: Reading, rolls: Sequence[str], roll: Sequence[School] = ()) -> list[School]:
    """The schools of the roll that no file but the roll says anything of; none where nothing else came.

    `rolls`: the files that list the schools there should be; `roll`: schools that should be there besides.
    """
    heard: dict[str, set[str]] = defaultdict(set)
    for key, said in reading.said.items():
        if key.unit and key.figure not in IDENTITY:
            heard[key.unit].update(each.source.file for each in said if each.source is not None)
    others = {file for files in heard.values() for file in files} - set(rolls)
    if not others:
        return []
    schools = {school.code: school for school in (*roll, *reading.schools)}
    return [school for school in schools.values() if not heard[school.code] - set(rolls)]
