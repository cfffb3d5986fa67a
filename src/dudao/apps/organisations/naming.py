"""Units of one name told apart: the township stands behind the name wherever a unit is named alone."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dudao.apps.organisations.models import County, Unit


def tell_apart(county: County) -> None:
    """Give every open unit of the county its distinct name; called after every change of names, townships or parents."""
    units = list(Unit.objects.filter(county=county, closed=None).select_related("township", "parent"))
    said = distinct_names([(unit.pk, unit.name, _place(unit), unit.code) for unit in units])
    changed = [unit for unit in units if unit.distinct_name != said[unit.pk]]
    for unit in changed:
        unit.distinct_name = said[unit.pk]
    Unit.objects.bulk_update(changed, ["distinct_name"], batch_size=200)


def distinct_names(units: Sequence[tuple[int, str, str, str]]) -> Mapping[int, str]:
    """Number → the name that means one unit only, of (number, name, where it lies, code): 青石小学（青石镇）.

    Where even that is the same twice, or it lies nowhere in particular, the code stands behind the name.
    """
    names = Counter(name for _, name, _, _ in units)
    places = Counter((name, place) for _, name, place, _ in units)
    said = {}
    for number, name, place, code in units:
        if names[name] == 1:
            said[number] = name
        else:
            said[number] = f"{name}（{place if place and places[name, place] == 1 else code}）"
    return said


def _place(unit: Unit) -> str:
    above = unit.township or unit.parent
    return above.name if above is not None else ""
