"""Every act: allowed or refused, whole or not at all, written down."""

from datetime import datetime
from fractions import Fraction

import pytest
from django.db import connection

from dudao.apps.audit.action import ACTIONS, NotAllowed, action
from dudao.apps.audit.actors import SYSTEM
from dudao.apps.audit.facts import note
from dudao.apps.audit.models import Record, RecordFacts
from dudao.apps.organisations.models import County, Person, Role, Unit, UnitKind
from dudao.errors import Refusal
from tests.apps.audit.guard import guards


class FullHouse(Refusal):
    """There is no room for another township."""


@pytest.fixture(autouse=True)
def only_here(monkeypatch):
    """Actions declared for a test do not stay in the list of the program."""
    before = dict(ACTIONS)
    yield
    ACTIONS.clear()
    ACTIONS.update(before)


@pytest.fixture
def add_township():
    @action("test.township.add", allowed={Role.OPERATOR}, unrecorded={"word"})
    def add(county: County, *, name: str, by: Person, at: datetime, word: str = "", full: bool = False) -> Unit:
        """Add a township."""
        township = Unit.objects.create(county=county, kind=UnitKind.TOWNSHIP, code=name, name=name)
        note(share=Fraction(1, 3), before=None)
        if full:
            raise FullHouse("满了。")
        return township

    return add


def newest() -> Record:
    record = Record.objects.order_by("-pk").first()
    assert record is not None
    return record


def test_an_act_is_recorded_with_who_when_what_and_about_what(add_township, county, operator, at):
    township = add_township(county, name="北溪镇", by=operator, at=at)

    record = newest()
    assert (record.actor, record.role, record.at, record.verb) == (
        f"user:{operator.pk}",
        "operator",
        at,
        "test.township.add",
    )
    assert (record.county, record.subject, record.ok) == (county.pk, f"organisations.unit:{township.pk}", True)
    assert record.facts == {"name": "北溪镇", "share": "1/3", "before": None}


def test_what_is_secret_is_not_recorded(add_township, county, operator, at):
    add_township(county, name="北溪镇", word="芝麻开门", by=operator, at=at)

    assert "word" not in newest().facts


def test_what_was_refused_leaves_nothing_but_its_record(add_township, county, operator, at):
    with pytest.raises(FullHouse):
        add_township(county, name="北溪镇", full=True, by=operator, at=at)

    assert not Unit.objects.exists()
    assert (newest().ok, newest().subject) == (False, f"organisations.county:{county.pk}")
    assert newest().facts["refusal"] == "FullHouse"


def test_a_fault_leaves_nothing_at_all(add_township, county, operator, at, monkeypatch):
    records = Record.objects.count()

    def broken(**_facts):
        raise ZeroDivisionError

    monkeypatch.setitem(add_township.__wrapped__.__globals__, "note", broken)
    with pytest.raises(ZeroDivisionError):
        add_township(county, name="北溪镇", by=operator, at=at)

    assert (Unit.objects.count(), Record.objects.count()) == (0, records)


def test_without_its_record_an_act_does_not_happen(add_township, county, operator, at, monkeypatch):
    def no_room(**_columns):
        raise OSError("disk full")

    monkeypatch.setattr(RecordFacts.objects, "create", no_room)
    with pytest.raises(OSError):
        add_township(county, name="北溪镇", by=operator, at=at)

    assert not Unit.objects.exists()


def test_who_has_no_right_is_refused_and_recorded(add_township, county, at):
    with pytest.raises(NotAllowed):
        add_township(county, name="北溪镇", by=SYSTEM, at=at)

    assert not Unit.objects.exists()
    assert (newest().actor, newest().ok, newest().facts["refusal"]) == ("system", False, "NotAllowed")


def test_nobody_acts_in_another_county(add_township, county, stranger, at):
    with pytest.raises(NotAllowed):
        add_township(county, name="北溪镇", by=stranger, at=at)

    assert not Unit.objects.exists()


def test_the_records_of_another_county_are_not_seen(add_township, county, operator, stranger, at):
    add_township(county, name="北溪镇", by=operator, at=at)

    assert Record.objects.visible_to(operator).exists()
    assert not Record.objects.visible_to(stranger).exists()


def test_two_actions_cannot_have_one_name(add_township):
    with pytest.raises(ValueError, match=r"test\.township\.add"):
        action("test.township.add", allowed=())(lambda subject, *, by, at: None)


def test_a_note_outside_an_act_is_a_mistake():
    with pytest.raises(RuntimeError):
        note(something=1)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_record SET ok = NOT ok", "DELETE FROM audit_record", "UPDATE audit_recordfacts SET facts = facts"],
)
def test_the_database_refuses_to_change_a_record(statement, county):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Record.objects.filter(ok=True).exists()


def test_the_program_refuses_to_change_a_record(county):
    record = newest()

    for attempt in (record.save, record.delete, Record.objects.all().delete, lambda: Record.objects.update(ok=False)):
        with pytest.raises(TypeError):
            attempt()


@pytest.mark.django_db(transaction=True)
def test_the_guard_is_back_after_the_database_was_emptied_for_the_next_test():
    from django.core.management import call_command

    before = guards()
    call_command("flush", interactive=False, verbosity=0)

    assert guards() == before
    assert {table for table, _name in before} == {"audit_record", "audit_plainrecord", "audit_recordfacts"}
