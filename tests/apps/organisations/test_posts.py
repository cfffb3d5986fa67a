"""Posts and who holds them: duties stay with the post, the three administrators stay apart, whatever writes the row."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dudao.apps.audit.action import NotAllowed
from dudao.apps.organisations.actions import (
    BadPost,
    RolesExclude,
    add_person,
    change_post,
    end_holding,
    hand_over,
    set_up_post,
)
from dudao.apps.organisations.kinds import ADMINISTRATORS, OF_A_POST, Role
from dudao.apps.organisations.models import Holding, Person, Post, PostDuty, Unit

TODAY = date(2026, 11, 26)
FIRST = date(2026, 9, 1)


def duties(post: Post) -> set[str]:
    return set(PostDuty.objects.filter(post=post).values_list("duty", flat=True))


def test_what_is_asked_of_a_post_goes_with_the_post(units, seat, person, holds, operator, at):
    post = seat(units["S1"], "资料员", "school", "report", "contact")
    old = holds(post, person("李敏"))

    new = hand_over(old, to=person("王芳"), on=TODAY, reason="调任", by=operator, at=at)

    assert [one.person.name for one in Holding.objects.filter(post=post).open_on(TODAY)] == ["王芳"]
    assert [one.person.name for one in Holding.objects.filter(post=post).open_on(TODAY - timedelta(1))] == ["李敏"]
    assert new.post == post and duties(post) == {"report", "contact"}


def test_a_hand_over_is_whole(units, seat, person, holds, operator, at):
    """To an administrator it is refused, and the old holder still holds the post."""
    post, lone = seat(units["S1"], "校长", "school"), person("安全员甲")
    holds(seat(units["B1"], "安全管理员", "security_officer"), lone)
    old = holds(post, person("李敏"))

    with pytest.raises(RolesExclude):
        hand_over(old, to=lone, on=TODAY, reason="调任", by=operator, at=at)

    assert [one.person.name for one in post.holdings.current()] == ["李敏"]


def test_one_person_in_several_units_and_several_at_one_post(units, seat, person, holds):
    both = person("张三")
    holds(seat(units["S1"], "校长", "school"), both)
    holds(seat(units["Z1"], "教育专干", "township"), both)
    shared = seat(units["B1"], "干事", "department")
    holds(shared, both)
    holds(shared, person("李四"), deputy=True)

    assert {one.post.unit.code for one in both.holdings.current()} == {"S1", "Z1", "B1"}
    assert [one.deputy for one in shared.holdings.all()] == [False, True]


def test_the_same_person_holds_a_post_once(units, seat, person, holds):
    post, one = seat(units["S1"], "校长", "school"), person("张三")
    holds(post, one)

    with pytest.raises(BadPost, match="已经在任"):
        holds(post, one)


def place_for(role: str, units: dict[str, Unit]) -> Unit:
    code = {"school": "S1", "township": "Z1", "section": "K1"}.get(role, "B1")
    return units[code]


def make_post(role: str, units: dict[str, Unit]) -> Post:
    unit = place_for(role, units)
    return Post.objects.create(county=unit.county, unit=unit, title=f"岗位{role}", role=role)


@pytest.mark.parametrize("administrator", ADMINISTRATORS)
@pytest.mark.parametrize("other", OF_A_POST)
def test_an_administrator_is_nothing_else_even_by_a_raw_insert(administrator, other, units, person):
    if administrator == other:
        return
    one = person("张三")
    county = one.county
    first, second = make_post(administrator, units), make_post(other, units)
    for before, after in ((first, second), (second, first)):
        with transaction.atomic():
            Holding.objects.create(county=county, person=one, post=before, since=FIRST)
            with pytest.raises(IntegrityError), transaction.atomic():
                Holding.objects.create(county=county, person=one, post=after, since=TODAY)
            ended = Holding.objects.create(county=county, person=one, post=after, since=date(2025, 1, 1), until=FIRST)
            with pytest.raises(IntegrityError), transaction.atomic():
                Holding.objects.filter(pk=ended.pk).update(until=None)
            Holding.objects.all().delete()


def test_who_was_an_administrator_may_do_business_afterwards(units, person, operator, at, holds):
    one = person("张三")
    was = Holding.objects.create(county=one.county, person=one, post=make_post(Role.AUDITOR, units), since=FIRST)
    end_holding(was, on=TODAY, reason="换人", by=operator, at=at)

    assert holds(make_post(Role.SCHOOL, units), one, since=TODAY).until is None


def test_the_kind_of_person_of_a_post_is_final_even_by_raw_sql(units):
    post = make_post(Role.SCHOOL, units)

    with pytest.raises(IntegrityError):
        Post.objects.filter(pk=post.pk).update(role=Role.AUDITOR)


def test_no_post_holds_anybody_of_another_county_even_by_a_raw_insert(units, neighbour):
    post = make_post(Role.SCHOOL, units)
    foreigner = Person.objects.create(login="foreign", name="外县人", county=neighbour, role="")

    for county in (neighbour, post.county):
        with pytest.raises(IntegrityError), transaction.atomic():
            Holding.objects.create(county=county, person=foreigner, post=post, since=FIRST)


def test_a_post_acts_as_what_its_unit_is(units, operator, at):
    with pytest.raises(BadPost, match="身份只能是学校"):
        set_up_post(units["S1"], title="校长", role="office", by=operator, at=at)


def test_nobody_of_another_county_acts_here(units, stranger, at):
    with pytest.raises(NotAllowed):
        set_up_post(units["S1"], title="校长", role="school", by=stranger, at=at)
    with pytest.raises(NotAllowed):
        add_person(units["S1"].county, name="张三", by=stranger, at=at)


def test_duties_are_set_as_a_whole(units, seat, operator, at):
    post = seat(units["S1"], "资料员", "school", "report", "contact")

    change_post(post, duties=["contact", "review"], by=operator, at=at)

    assert duties(post) == {"contact", "review"}
    with pytest.raises(BadPost):
        change_post(post, duties=["sing"], by=operator, at=at)


def test_logins_are_proposed_by_pinyin_and_never_twice(person):
    assert [person(name).login for name in ("张伟", "张伟", "𠮷田")] == ["zhangwei", "zhangwei2", "tian"]


def test_a_new_person_has_no_role_and_no_usable_password(person):
    one = person("张三")

    assert one.role == "" and not one.has_usable_password()


def test_days_to_come_are_refused(units, seat, person, holds):
    with pytest.raises(BadPost, match="还没有到"):
        holds(seat(units["S1"], "校长", "school"), person("张三"), since=TODAY + timedelta(1))
