"""A log that was tampered with behind the program's back: each way is found and named."""

import pytest
from django.db import connection

from dudao.apps.audit.actors import SYSTEM
from dudao.apps.audit.chain import NOTHING, facts_digest
from dudao.apps.audit.models import Log, Record, RecordFacts
from dudao.apps.audit.verifying import (
    ALTERED,
    FACTS,
    FORKED,
    INSERTED,
    MISSING,
    SHORTENED,
    SWAPPED,
    checkpoint_of,
    read_checkpoint,
    verify,
)
from dudao.apps.audit.verifying import (
    _records as in_their_order,
)
from dudao.apps.organisations.actions import NewUnit, open_units
from tests.apps.audit.guard import lift


@pytest.fixture
def log(county, at) -> Log:
    for number in range(6):
        open_units(county, units=[NewUnit("township", f"T{number}", f"{number}号镇")], by=SYSTEM, at=at)
    log = Log.objects.get(county=county.pk)
    lift()  # what somebody with the machine in his hands would do first
    return log


def tampers(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found(log: Log, held=()) -> list[tuple[int, str]]:
    log.refresh_from_db()
    return [(one.seq, one.kind) for one in verify(log, held).findings]


def test_a_whole_log_is_whole(log):
    checked = verify(log)

    assert (checked.findings, checked.erased) == ((), 0)
    assert checked.count == log.length == Record.objects.filter(log=log).count() == 8
    first = Record.objects.get(log=log, seq=0)
    assert (first.verb, first.subject, first.prev, first.actor) == ("log.open", "log:1", NOTHING, "system")
    assert log.name == "local/999901/1"


def test_refusals_are_in_the_chain_too(log, county, stranger, at):
    with pytest.raises(Exception, match="县里"):
        open_units(county, units=[], by=stranger, at=at)

    other = Log.objects.get(county=stranger.county_id)
    assert verify(other).findings == () and other.records.get(seq=1).ok is False


@pytest.mark.parametrize(
    "column", ["actor = 'user:99'", "ok = NOT ok", "verb = 'x.y'", "subject = 'a.b:1'", "at = '2020-01-01'"]
)
def test_a_changed_record_is_found(log, column):
    tampers(f"UPDATE audit_record SET {column} WHERE seq = 3 AND log_id = %s", log.pk)

    assert found(log) == [(3, ALTERED)]


def test_a_changed_record_with_a_new_digest_of_its_own_is_found(log):
    record = Record.objects.get(log=log, seq=3)
    record.actor = "user:99"
    tampers(
        "UPDATE audit_record SET actor = %s, digest = %s WHERE id = %s",
        "user:99",
        record.entry(log.name).digest(),
        record.pk,
    )

    assert found(log) == [(3, ALTERED)]


def test_a_removed_record_is_found(log):
    removes(log, 3)

    assert found(log) == [(3, MISSING)]


def removes(log: Log, seq: int) -> None:
    record = Record.objects.get(log=log, seq=seq)
    tampers("DELETE FROM audit_recordfacts WHERE record_id = %s", record.pk)
    tampers("DELETE FROM audit_record WHERE id = %s", record.pk)


def test_two_records_that_changed_places_are_found(log):
    one, two = (Record.objects.get(log=log, seq=seq) for seq in (3, 4))
    for record, seq in ((one, 1000), (two, 3), (one, 4)):
        tampers("UPDATE audit_record SET seq = %s WHERE id = %s", seq, record.pk)

    assert {kind for _, kind in found(log)} <= {SWAPPED, ALTERED} and (3, SWAPPED) in found(log)


def test_a_record_put_in_between_is_found(log):
    record = Record.objects.get(log=log, seq=4)
    for seq in range(7, 3, -1):
        tampers("UPDATE audit_record SET seq = %s WHERE seq = %s AND log_id = %s", seq + 1, seq, log.pk)
    forged(record, prev=Record.objects.get(log=log, seq=3).digest).save()

    assert found(log)[0] == (4, INSERTED) and {kind for _, kind in found(log)[1:]} <= {SWAPPED, SHORTENED}


def forged(like: Record, prev: str) -> Record:
    """A record that never was, whole in itself."""
    made = Record.objects.get(pk=like.pk)
    made.pk, made.seq, made.actor, made.prev = None, 4, "user:99", prev
    made.digest = made.entry(like.log.name).digest()
    return made


def test_a_record_with_a_number_that_is_taken_is_found(log):
    records = list(Record.objects.filter(log=log).order_by("seq"))
    with_twin = [*records[:5], forged(records[4], prev=records[4].digest), *records[5:]]

    assert [(one.seq, one.kind) for one in in_their_order(log, with_twin)] == [(4, INSERTED)]


def test_a_log_cut_short_is_found(log):
    removes(log, 7)

    assert found(log) == [(7, SHORTENED)]


def test_a_log_cut_short_with_its_head_set_back_is_found_by_whoever_holds_a_checkpoint(log):
    held = read_checkpoint(checkpoint_of(log).text())
    removes(log, 7)
    last = Record.objects.get(log=log, seq=6)
    Log.objects.filter(pk=log.pk).update(length=7, head=last.digest)

    assert found(log) == []
    assert found(log, [held]) == [(7, SHORTENED)]


def test_a_chain_worked_out_anew_is_found_by_whoever_holds_a_checkpoint(log):
    held = checkpoint_of(log)
    before = None
    for record in Record.objects.filter(log=log).order_by("seq"):
        record.actor = "user:99" if record.seq == 3 else record.actor
        record.prev = before or record.prev
        before = record.entry(log.name).digest()
        tampers(
            "UPDATE audit_record SET actor = %s, prev = %s, digest = %s WHERE id = %s",
            record.actor, record.prev, before, record.pk,
        )  # fmt: skip
    Log.objects.filter(pk=log.pk).update(head=before)

    assert found(log) == []
    assert found(log, [held]) == [(0, FORKED)]


def test_a_later_log_agrees_with_an_earlier_checkpoint(log, county, at):
    held = checkpoint_of(log)
    open_units(county, units=[NewUnit("township", "T9", "九号镇")], by=SYSTEM, at=at)

    assert found(log, [held]) == []


def test_changed_facts_are_found_and_erased_ones_are_no_fault(log):
    told = RecordFacts.objects.get(record__log=log, record__seq=2)
    tampers("DELETE FROM audit_recordfacts WHERE record_id = %s", told.pk)
    assert found(log) == [] and verify(log).erased == 1

    other = RecordFacts.objects.get(record__log=log, record__seq=3)
    tampers("UPDATE audit_recordfacts SET facts = %s WHERE record_id = %s", '{"units": []}', other.pk)
    assert found(log) == [(3, FACTS)]


def test_the_facts_are_told_by_their_salted_digest(log):
    told = RecordFacts.objects.select_related("record").get(record__log=log, record__seq=2)

    assert facts_digest(bytes(told.salt), told.facts) == told.record.facts_digest
    assert len(bytes(told.salt)) == 16 and told.salt != RecordFacts.objects.get(record__seq=3, record__log=log).salt


def test_time_in_the_chain_never_runs_backwards(log, county, at):
    from datetime import timedelta

    open_units(county, units=[NewUnit("township", "T8", "八号镇")], by=SYSTEM, at=at - timedelta(hours=2))

    times = list(Record.objects.filter(log=log).order_by("seq").values_list("at", flat=True))
    assert times == sorted(times) and found(log) == []
