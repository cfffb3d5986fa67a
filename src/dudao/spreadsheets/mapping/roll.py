"""Which school a row speaks of: by code, then by exact name, and by township where two have one name."""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from dudao.calc.figures import School
from dudao.spreadsheets.mapping.draft import plain_name

_PART = re.compile(r"[(（]?(小学部|初中部|高中部|中学部|小学段|初中段|高中段)[)）]?$|[(（](小学|初中|高中)[)）]$")


_NEAR = 0.75  # of the signs


@dataclass(slots=True)
class Roll:
    """The schools met so far. Codes are text; a school without one gets a stable code made from its name."""

    schools: dict[str, School] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    doubled: set[str] = field(default_factory=set)  # names that several townships have
    _with_pair: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, school: School) -> School:
        self.schools[school.code] = school
        plain = plain_name(school.name)
        codes = self.by_name[plain]
        for pair in _pairs(plain):
            self._with_pair[pair].add(plain)
        if school.code not in codes:
            codes.append(school.code)
        return school

    def find(self, name: str, code: str, township: str) -> list[School]:
        """The schools that a name, a code and a township may mean; one where it is clear."""
        if code and code in self.schools:
            return [self.schools[code]]
        found = [self.schools[each] for each in self.by_name.get(plain_name(name), ())]
        if code:
            found = [school for school in found if school.code.startswith("name:")]
        if township and any(school.township for school in found):
            same = [
                school for school in found if not school.township or plain_name(school.township) == plain_name(township)
            ]
            return same
        return found

    def place(self, name: str, code: str, township: str) -> School:
        """A new school."""
        return self.add(
            School(
                code=code or name_code(name, township if plain_name(name) in self.doubled else ""),
                name=name.strip(),
                township=township,
            )
        )

    def near(self, name: str) -> list[School]:
        """Schools whose names look much like this one, the likest first."""
        plain = plain_name(name)
        shared = Counter(known for pair in _pairs(plain) for known in self._with_pair[pair])
        likeness = {known: _likeness(plain, known) for known, _ in shared.most_common(20)}
        close = sorted(
            (known for known, share in likeness.items() if share >= _NEAR), key=lambda known: -likeness[known]
        )
        return [self.schools[code] for known in close for code in self.by_name[known]][:4]


def _pairs(plain: str) -> set[str]:
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def _likeness(one: str, other: str) -> float:
    """How much of two names is the same, in order; a name within the other is always near."""
    if min(len(one), len(other)) >= 4 and (one in other or other in one):
        return 1.0
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def name_code(name: str, township: str = "") -> str:
    """The code of a school that has none: "name:青石镇中心小学"."""
    return f"name:{plain_name(name)}" + (f"@{plain_name(township)}" if township else "")


def doubled_names(rows: Iterable[tuple[str, str]]) -> set[str]:
    """The names that stand with more than one township."""
    townships: dict[str, set[str]] = defaultdict(set)
    for name, township in rows:
        townships[plain_name(name)].add(plain_name(township))
    return {name for name, found in townships.items() if len(found - {""}) > 1}


def without_part(name: str) -> str:
    """The name of a through-school without 小学部 or 初中部 behind it."""
    return _PART.sub("", name.strip()).strip()


def part_of(name: str) -> str:
    """The part (小学部, 初中部) that a school's name ends in, '' without one. Whoever uses it has been told to."""
    found = _PART.search(name.strip())
    return (found[1] or found[2]) if found else ""


def clean_code(text: str) -> str:
    """A school's code as written: without blanks and without the .0 a spreadsheet leaves."""
    plain = re.sub(r"\s", "", text).strip("'’`")
    return re.sub(r"\.0+$", "", plain)
