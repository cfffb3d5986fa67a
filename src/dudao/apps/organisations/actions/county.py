"""The county of an installation."""

from datetime import datetime

from dudao.apps.audit.action import action
from dudao.apps.audit.actors import SYSTEM, Actor
from dudao.apps.audit.facts import note
from dudao.apps.organisations.actions.units import BadUnit, UnitExists
from dudao.apps.organisations.models import County, Person, Role

LOCAL_LOGIN = "local"


def ensure_local_county(*, name: str, code: str, is_demo: bool, at: datetime) -> County:
    """The county of this installation; made with its one operator when there is none."""
    person = Person.objects.filter(login=LOCAL_LOGIN).select_related("county").first()
    if person is not None:
        return person.county
    county = County(name=name, code=code, is_demo=is_demo)
    return found_county(county, by=SYSTEM, at=at)


@action("organisations.county.found", allowed={SYSTEM.role})
def found_county(county: County, *, by: Actor, at: datetime) -> County:
    """Set up the county of this installation, with the one operator who sits at this computer (建县)."""
    county.save(force_insert=True)
    person = Person(login=LOCAL_LOGIN, name=Role.OPERATOR.label, county=county, role=Role.OPERATOR)
    person.set_unusable_password()
    person.save(force_insert=True)
    note(name=county.name, code=county.code, is_demo=county.is_demo, operator=person)
    return county


@action("organisations.county.rename", allowed={Role.OPERATOR})
def rename_county(county: County, *, name: str, code: str, by: Actor, at: datetime) -> None:
    """Give the county its name and its administrative code (县名和区划代码)."""
    if not name.strip() or not code.strip():
        raise BadUnit("县名和区划代码都要填。")
    if County.objects.filter(code=code.strip()).exclude(pk=county.pk).exists():
        raise UnitExists(f"区划代码 {code} 已经用了。")
    note(before={"name": county.name, "code": county.code})
    county.name, county.code = name.strip(), code.strip()
    county.save(update_fields=["name", "code"])
