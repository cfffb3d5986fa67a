"""What the standards of a campaign ask for, who reports it, and what nobody has handed in yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dudao.apps.campaigns.choices import relaxed_in
from dudao.apps.campaigns.models import Campaign
from dudao.apps.returns.models import Stated
from dudao.calc.figures import Figure
from dudao.calc.formula import names, parse
from dudao.calc.standard.asking import figure_uses, figures_asked
from dudao.library.read import catalogue, standards


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A figure that is asked for, and the items that need it."""

    figure: Figure
    items: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What one reporter has not handed in at all."""

    reporter: str
    label: str
    figures: Sequence[Asked]


def asked(campaign: Campaign) -> tuple[Asked, ...]:
    """The figures a campaign's standards ask for, and the relaxations that are switched on, in the catalogue's order."""
    return _asked(tuple(campaign.standards), relaxed_in(campaign))


@lru_cache(maxsize=8)
def _asked(codes: tuple[str, ...], relaxed: frozenset[str]) -> tuple[Asked, ...]:
    uses = figure_uses(standards(codes), catalogue(), relaxed)
    return tuple(
        Asked(figure=figure, items=uses.get(figure.name, ()))
        for figure in figures_asked(standards(codes), catalogue(), relaxed)
    )


def held_figures(campaign: Campaign) -> frozenset[str]:
    """Names of figures of which at least one value is held."""
    known = Stated.objects.filter(campaign=campaign).current().exclude(value="")
    return frozenset(known.order_by().values_list("figure", flat=True).distinct())


def owed(campaign: Campaign, held: Iterable[str]) -> tuple[Owed, ...]:
    """Figures that are asked for and that nothing holds, neither itself nor by all its parts; by reporter."""
    return _owed(tuple(campaign.standards), relaxed_in(campaign), frozenset(held))


@lru_cache(maxsize=8)
def _owed(codes: tuple[str, ...], relaxed: frozenset[str], held: frozenset[str]) -> tuple[Owed, ...]:
    declared = catalogue()
    wanted = {one.figure.name: one for one in _asked(codes, relaxed)}
    parts_of = {name: _parts(one.figure) for name, one in wanted.items()}
    by_parents: dict[str, set[str]] = {}  # part → items that need it through a figure derived from it
    for name, parts in parts_of.items():
        for part in parts:
            by_parents.setdefault(part, set()).update(wanted[name].items)
    missing: dict[str, Asked] = {}
    for name, one in wanted.items():
        if _covered(name, held) or (name in by_parents and by_parents[name] >= set(one.items)):
            continue
        started = any(_covered(part, held) for part in parts_of[name])
        lacking = (
            [part for part in parts_of[name] if part in wanted and not _covered(part, held)] if started else [name]
        )
        missing.update({part: wanted[part] for part in lacking} if lacking else {name: one})
    by_reporter: dict[str, list[Asked]] = {reporter: [] for reporter in declared.reporters}
    for one in missing.values():
        by_reporter.setdefault(one.figure.reporter, []).append(one)
    return tuple(
        Owed(reporter=reporter, label=declared.reporters.get(reporter, reporter), figures=figures)
        for reporter, figures in by_reporter.items()
        if figures
    )


def _covered(name: str, held: frozenset[str], depth: int = 0) -> bool:
    if name in held:
        return True
    parts = _parts(catalogue()[name])
    return bool(parts) and depth < 6 and all(_covered(part, held, depth + 1) for part in parts)


def _parts(figure: Figure) -> tuple[str, ...]:
    """The figures that a derived figure is worked out from, one step down."""
    found = dict.fromkeys(
        name.name
        for text in figure.derived.values()
        for name in names(parse(text))
        if name.name in catalogue() and name.name != figure.name
    )
    return tuple(found)
