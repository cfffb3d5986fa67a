"""Everything that a person judges in the standards of a campaign, and how far it is judged."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from dudao.apps.campaigns.choices import choices as choices_of
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.models import Unit
from dudao.apps.returns.models import Judged
from dudao.calc.figures.snapshot import ChoiceMade
from dudao.calc.standard.model import Item, JudgementLevel, JudgementSpec, Standard, Trigger
from dudao.library.read import catalogue, standards

EFFECTS = {"veto": "一票否决", "cap": "不得评最高等次", "drop": "降一等", "precondition": "前提条件"}


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One item, veto or precondition that a person judges."""

    standard: Standard
    code: str
    name: str
    of_school: bool
    spec: JudgementSpec
    aspect: str
    group: str
    methods: Sequence[str]
    evidence: Sequence[str]
    departments: Sequence[str]
    note: str
    source: str
    points: Fraction | None
    effect: str  # of a veto or precondition, in words
    on: bool = True  # the standard's own default; a county switches it

    def points_at(self, level: JudgementLevel) -> Fraction | None:
        """Points of a level before the share of items that do not apply is spread."""
        return None if self.points is None or level.share is None else self.points * level.share


@dataclass(frozen=True, kw_only=True)
class State:
    """How far a matter is judged: of the county its level, of schools how many have one."""

    matter: Matter
    level: JudgementLevel | None
    judged: int
    schools: int

    @property
    def open(self) -> bool:
        return self.schools == 0 or self.judged < self.schools if self.matter.of_school else self.level is None

    @property
    def kind(self) -> str:
        """The shape that stands for it."""
        if self.open:
            return "do" if self.matter.of_school and self.judged else "open"
        if self.matter.of_school or self.level is None:
            return "pass"
        if self.level.share is not None:
            return "pass" if self.level.share == 1 else "fail" if self.level.share == 0 else "warn"
        return "pass" if good(self.matter, self.level) else "fail"

    @property
    def word(self) -> str:
        if self.matter.of_school:
            return f"{self.judged} / {self.schools} 校"
        return self.level.label if self.level else "未定"


def good(matter: Matter, level: JudgementLevel) -> bool:
    """Whether a level is what one wishes: met, a veto that does not exist."""
    return (not level.met) if matter.effect and matter.effect != EFFECTS["precondition"] else bool(level.met)


@lru_cache(maxsize=8)
def matters(codes: tuple[str, ...]) -> tuple[Matter, ...]:
    """All that a person judges, standard by standard, in the order of the standard."""
    found: list[Matter] = []
    for chosen in standards(codes):
        found += [_of_item(chosen, item, item.judgement) for item in chosen.items if item.judgement is not None]
        found += [_of_trigger(chosen, one, one.judgement) for one in chosen.triggers if one.judgement is not None]
    return tuple(found)


def _of_item(chosen: Standard, item: Item, spec: JudgementSpec) -> Matter:
    groups = chosen.group_by_code
    path: list[str] = []
    code = item.parent
    while code in groups:
        path.insert(0, f"{code} {groups[code].name}")
        code = groups[code].parent
    return Matter(
        standard=chosen,
        code=item.code,
        name=item.name,
        of_school=item.level.of_school,
        spec=spec,
        aspect=path[0] if path else chosen.short,
        group=" / ".join(path),
        methods=item.methods,
        evidence=item.evidence,
        departments=_called(item.departments),
        note=item.note,
        source=item.source,
        points=item.points,
        effect="",
    )


def _of_trigger(chosen: Standard, trigger: Trigger, spec: JudgementSpec) -> Matter:
    return Matter(
        standard=chosen,
        code=trigger.code,
        name=trigger.name,
        of_school=False,
        spec=spec,
        aspect="否决、前提",
        group=EFFECTS[trigger.effect],
        methods=(),
        evidence=trigger.evidence,
        departments=_called(trigger.departments),
        note=trigger.note,
        source=trigger.source,
        points=None,
        effect=EFFECTS[trigger.effect],
        on=trigger.on,
    )


def _called(departments: Sequence[str]) -> tuple[str, ...]:
    reporters = catalogue().reporters
    return tuple(reporters.get(one, one) for one in departments)


def states(campaign: Campaign) -> list[State]:
    """All matters in use with how far they are judged, in three queries."""
    switches = choices_of(campaign).switches
    rows = Judged.objects.filter(campaign=campaign).current().exclude(level="")
    levels = list(rows.values_list("item", "unit_id", "level"))
    of_county = {item: level for item, unit, level in levels if unit is None}
    of_schools = Counter(item for item, unit, _level in levels if unit is not None)
    types = Counter(
        Unit.objects.filter(county=campaign.county_id, closed=None).schools().values_list("school_type", flat=True)
    )
    return [
        State(
            matter=matter,
            level=matter.spec.level(of_county.get(matter.code, "")),
            judged=of_schools[matter.code],
            schools=_asked_of(matter.standard, types),
        )
        for matter in matters(tuple(campaign.standards))
        if _in_use(matter, switches)
    ]


def _in_use(matter: Matter, switches: Mapping[tuple[str, str], ChoiceMade]) -> bool:
    """A veto that the standard leaves off is nobody's to judge until the county switches it on."""
    made = switches.get((matter.standard.code, matter.code))
    return matter.on if made is None else bool(made.value)


def _asked_of(chosen: Standard, types: Mapping[str, int]) -> int:
    """How many schools a standard's school items are asked of; of unknown type ones too, until it is known."""
    return sum(count for kind, count in types.items() if is_asked(chosen, kind))


def is_asked(chosen: Standard, school_type: str) -> bool:
    if chosen.scope is None or not school_type:
        return True
    place = chosen.scope.types.get(school_type)
    return place is not None and place.listed
