"""What changed between two runs of a standard: every verdict and all points that moved, and what moved them.

A change moves a verdict when there is a way from one to the other on which everything changed: the cell is looked at by
a row whose verdict became another, which counts in a rule whose verdict became another, and so on up to the county.
Where one change alone decides, the newer run without it would still say what the older one said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.comparing_inputs import Input, without
from dudao.calc.assessment.comparing_movers import Movers
from dudao.calc.assessment.comparing_reads import Reader
from dudao.calc.assessment.comparing_standings import Place, Standing, Standings, result_standings
from dudao.calc.assessment.result import StandardResult
from dudao.calc.figures import Snapshot

MOST_TRIED = 200  # so many changes are taken back one by one; where more became others, one cell seldom decides


@dataclass(frozen=True, slots=True)
class Mover:
    """A change that moved a verdict. `without`: how it would stand had this one not been made; None: not tried."""

    change: Input
    without: Standing | None = None
    decides: bool = False  # without it, it would still be as it was


@dataclass(frozen=True, slots=True)
class Moved:
    """A verdict, or points, that became another. None: there was, or is, no such row."""

    place: Place
    kind: str  # better · worse · opened · other
    before: Standing | None
    after: Standing | None
    movers: tuple[Mover, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One run of a standard: how it stood as it was told, the figures it saw, and the standard as it was then."""

    assessor: Assessor
    snapshot: Snapshot
    standings: Standings


def compare_runs(before: Side, after: Side, changes: Sequence[Input]) -> tuple[Moved, ...]:
    """Everything of one standard that moved, in its order: the county, aspects, items, then schools.

    `changes` are all that differ between the two (`changed_inputs`); a `standard` or `software` among them may have moved
    anything. Where the standard's text differs, what has the same code is compared and the newer text says what hangs
    on what.
    """
    apart = {
        place: (before.standings.get(place), after.standings.get(place))
        for place in dict.fromkeys((*after.standings, *before.standings))
    }
    moved = {place: pair for place, pair in apart.items() if _told(pair[0]) != _told(pair[1])}
    result = after.assessor.assess(after.snapshot)
    readers = (Reader(after.assessor, before.snapshot), Reader(after.assessor, after.snapshot))
    movers = Movers(after.assessor.standard, changes, readers, apart)
    found = {place: movers.of(place) for place in moved}
    tried = _tried(after, result, found)
    return tuple(
        Moved(place, _kind(*pair), *pair, _weighed(place, pair, found[place], tried)) for place, pair in moved.items()
    )


def _told(standing: Standing | None) -> object:
    return None if standing is None else standing.told


def _kind(before: Standing | None, after: Standing | None) -> str:
    """Better, worse, newly open, or neither (不适用, a row that came or went)."""
    if before is None or after is None:
        return "opened" if after is not None and after.verdict == "open" else "other"
    if _points_open(after) and not _points_open(before):
        return "opened"
    if after.low:
        return _by_points(before, after)
    if "na" in (before.verdict, after.verdict):
        return "opened" if after.verdict == "open" else "other"
    if after.verdict == "open":
        return "opened"
    return "better" if after.verdict == "pass" else "worse"


def _points_open(standing: Standing) -> bool:
    return bool(standing.low) and standing.low != standing.high


def _by_points(before: Standing, after: Standing) -> str:
    if before.na or after.na or not before.low:
        return "other"
    ends = [(Fraction(getattr(before, end)), Fraction(getattr(after, end))) for end in ("low", "high")]
    for was, now in ends:
        if was != now:
            return "better" if now > was else "worse"
    order = (before.grades, after.grades)
    return "other" if order[0] == order[1] else "worse"


def _tried(after: Side, result: StandardResult, found: Mapping[Place, Sequence[Input]]) -> Mapping[int, Standings]:
    """For each change that may share a place with others: how the places it touches stand without it."""
    touched: dict[int, tuple[Input, list[Place]]] = {}
    for place, changes in found.items():
        for change in changes if len(changes) > 1 else ():
            touched.setdefault(id(change), (change, []))[1].append(place)
    if len(touched) > MOST_TRIED:
        return {}
    tried: dict[int, Standings] = {}
    for change, places in touched.values():
        snapshot = without(after.snapshot, change)
        if snapshot is not None:
            again = _again(after.assessor, result, snapshot, change)
            tried[id(change)] = result_standings(after.assessor.standard, again, places)
    return tried


def _again(assessor: Assessor, result: StandardResult, snapshot: Snapshot, change: Input) -> StandardResult:
    if change.kind == "figure":
        return assessor.update(result, snapshot, [change.place])
    if change.kind == "judgement":
        return assessor.rejudge(result, snapshot, [change.place[0]])
    return assessor.assess(snapshot)


def _weighed(
    place: Place,
    pair: tuple[Standing | None, Standing | None],
    changes: Sequence[Input],
    tried: Mapping[int, Standings],
) -> tuple[Mover, ...]:
    before = pair[0]
    if len(changes) == 1 and changes[0].kind not in ("standard", "software"):
        return (Mover(changes[0], before, True),)
    movers = []
    for change in changes:
        standings = tried.get(id(change))
        stands = standings.get(place) if standings is not None else None
        decides = standings is not None and _told(stands) == _told(before)
        movers.append(Mover(change, stands, decides))
    movers.sort(key=lambda mover: not mover.decides)
    return tuple(movers)
