"""The first day in one workbook: checked, shown, created in one go; and again later without doubling anything."""

from dataclasses import replace
from datetime import date

import pytest

from dudao.apps.organisations.actions import (
    BadUnit,
    DirectoryOvertaken,
    DirectoryWrong,
    NewUnit,
    bring_in_directory,
    drop_directory,
    open_units,
    receive_directory,
    rename_unit,
)
from dudao.apps.organisations.directory import save
from dudao.apps.organisations.directory.held import held, rows_of
from dudao.apps.organisations.directory.plan import plan
from dudao.apps.organisations.directory.words import words
from dudao.apps.organisations.models import DirectoryDraft, Holding, Person, Post, Unit, UnitEvent
from dudao.spreadsheets.directory import Directory, directory_template, read_directory, to_plain
from dudao.spreadsheets.reading import read_book
from tests.spreadsheets.directory import first_day

TODAY = date(2026, 11, 26)
TABLES = (Unit, Post, Person, Holding)


@pytest.fixture(scope="module")
def rows():
    units = first_day.units()
    return units, first_day.people(units)


def workbook(rows) -> Directory:
    """The rows as they come out of the workbook that holds them: with their cells."""
    content = directory_template(words(), units=rows[0], people=rows[1])
    found = read_directory(read_book(content, "单位人员表.xlsx"), words())
    assert found.errors == ()
    return found


@pytest.fixture
def bring(county, operator, at):
    def bring(rows, on=TODAY) -> DirectoryDraft:
        directory = workbook(rows)
        draft = receive_directory(
            county, name="单位人员表.xlsx", digest="0" * 64, rows=to_plain(directory), by=operator, at=at
        )
        shown = plan(county, directory)
        assert shown.errors == (), shown.errors[:3]
        return bring_in_directory(draft, shown=shown.digest, on=on, by=operator, at=at)

    return bring


def counted() -> list[int]:
    return [table.objects.count() for table in TABLES]


def changed(rows, number: int, **given):
    """The people's rows with one changed."""
    people = list(rows[1])
    people[number] = replace(people[number], **given)
    return rows[0], people


def with_unit(rows, which: str, **given):
    return [replace(row, **given) if row.code == which else row for row in rows[0]], rows[1]


def test_a_county_is_created_in_one_go(rows, bring, county):
    draft = bring(rows)

    assert draft.counts["units_new"] == len(rows[0]) == Unit.objects.count()
    assert Person.objects.filter(county=county).of_posts().count() == 450
    assert Holding.objects.count() == len(rows[1])
    school = Unit.objects.get(code="3400000014")
    assert (school.township.name, school.filled_in_by.code) == ("青石镇", "3400000000")
    assert school.filled_in_by.distinct_name == "中心小学（青石镇）"
    section = Unit.objects.get(kind="section", parent__name="第1局")
    assert section.distinct_name == "办公室（第1局）" and section.code.startswith("K")
    assert Unit.objects.get(name="云溪镇迎评领导小组").parent.name == "云溪镇"
    both = Person.objects.get(login="zhangjianren")
    assert {one.post.unit.kind for one in both.holdings.all()} == {"office", "school"}
    assert set(Post.objects.get(unit__code="3400000003", title="校长").duties.values_list("duty", flat=True)) == {
        "review",
        "lead",
    }


def test_the_same_workbook_again_changes_nothing(rows, bring, county):
    bring(rows)
    before = counted()
    again = plan(county, workbook(rows))

    assert not again.changes_something
    assert (again.counts["units_same"], again.counts["people_same"]) == (len(rows[0]), 450)
    bring(rows)
    assert counted() == before and not UnitEvent.objects.exists()


def test_what_stands_downloaded_and_sent_back_changes_nothing(rows, bring, county):
    bring(rows)
    again = plan(county, workbook(rows_of(held(county))))

    assert again.errors == () and not again.changes_something
    assert again.missing_units == [] and again.missing_people == [] and again.gone == []


def test_units_that_a_workbook_of_figures_created_are_recognised(rows, bring, county, operator, at):
    """By their code; a township, or a school without a code, by its name, and it gets the code."""
    there = [
        NewUnit(kind="township", code="name:青石镇", name="青石镇"),
        NewUnit(kind="school", code="3400000000", name="中心小学", township="name:青石镇", school_type="primary"),
        NewUnit(kind="school", code="name:青石第2小学", name="青石第2小学", township="name:青石镇"),
    ]
    made = {unit.name: unit.pk for unit in open_units(county, units=there, by=operator, at=at)}

    bring(rows)

    assert Unit.objects.count() == len(rows[0])
    assert Unit.objects.get(pk=made["青石镇"]).code == "340000000"
    assert Unit.objects.get(pk=made["青石第2小学"]).code == "3400000028"
    assert Unit.objects.get(pk=made["中心小学"]).code == "3400000000"
    assert not UnitEvent.objects.exists()


def test_a_renamed_unit_is_recognised_by_its_code_and_keeps_its_history(rows, bring, county):
    bring(rows, on=date(2026, 9, 1))
    found = plan(county, workbook(with_unit(rows, "3400000030", name="白杨实验小学")))
    assert (found.counts["units_new"], found.counts["units_changed"]) == (0, 1)

    bring(with_unit(rows, "3400000030", name="白杨实验小学"))

    event = UnitEvent.objects.get()
    assert (event.kind, event.on, event.before["name"]) == ("renamed", TODAY, "白杨第2小学")
    assert "单位人员表.xlsx" in event.reason


def test_a_school_in_another_township_is_a_move_and_a_blank_erases_nothing(rows, bring):
    bring(rows)
    bring(with_unit(rows, "3400000030", above="青石镇", school_type=""))

    school = Unit.objects.get(code="3400000030")
    assert (school.township.name, school.school_type) == ("青石镇", "primary")
    assert [one.kind for one in UnitEvent.objects.all()] == ["moved"]


def test_who_moved_is_recognised_by_the_login_and_leaves_the_old_post_open(rows, bring, county):
    bring(rows, on=date(2026, 9, 1))
    number = next(n for n, row in enumerate(rows[1]) if row.login == "p0005")
    moved = changed(rows, number, unit="3400000190", title="校长助理")
    found = plan(county, workbook(moved))
    assert [one.name for one in found.moved_people] == [rows[1][number].name]

    bring(moved)

    held_by = Person.objects.get(login="p0005").holdings.order_by("since")
    assert [(one.post.unit.code, one.until) for one in held_by] == [("3400000005", TODAY), ("3400000190", None)]
    assert Post.objects.get(unit__code="3400000005", title="校长").holdings.current().count() == 0


def test_another_name_for_a_login_is_the_same_person(rows, bring):
    bring(rows)
    number = next(n for n, row in enumerate(rows[1]) if row.login == "p0005")
    before = Person.objects.count()
    bring(changed(rows, number, name="新姓名"))

    assert Person.objects.count() == before and Person.objects.get(login="p0005").name == "新姓名"


def test_what_is_missing_is_listed_and_stays(rows, bring, county):
    bring(rows)
    left_out = {"3400000198", "3400000199"}
    shorter = (
        [row for row in rows[0] if row.code not in left_out],
        [row for row in rows[1] if row.unit not in left_out and row.title != "资料组成员"],
    )
    found = plan(county, workbook(shorter))

    assert {node.code for node in found.missing_units} == left_out
    assert len(found.missing_people) == 4
    assert [one.login for one in found.gone] == ["zhangjianren"]
    assert not found.changes_something
    before = counted()
    bring(shorter)
    assert counted() == before and not Unit.objects.exclude(closed=None).exists()


def test_without_logins_people_are_met_again_by_unit_and_name(rows, bring, county):
    people = [replace(row, login="") for row in rows[1] if row.title == "校长" and row.login != "zhangjianren"][:30]
    people = list({row.name: row for row in people}.values())
    bring((rows[0], people))
    again = plan(county, workbook((rows[0], people)))

    assert again.errors == () and not again.changes_something
    assert Person.objects.of_posts().count() == len(people)


def problems(county, rows) -> list[tuple[str, str]]:
    found = plan(county, workbook(rows))
    assert all(one.example for one in found.errors)
    return [(one.sheet + one.cell, one.problem) for one in found.errors]


def test_everything_wrong_between_the_rows_is_named_by_cell(rows, county):
    units, people = list(rows[0]), list(rows[1])
    school = next(n for n, row in enumerate(units) if row.code == "3400000020")
    units[school] = replace(units[school], above="无名镇", filler="3400000015")
    section = next(n for n, row in enumerate(units) if row.kind == "section")
    units[section] = replace(units[section], above="")
    people[0] = replace(people[0], unit="办公室")
    people[1] = replace(people[1], unit="没有的学校")
    people[3] = replace(people[3], login="admin-c")
    found = dict(problems(county, (units, people)))

    assert "没有“无名镇”" in found[f"单位E{school + 4}"]
    assert "自己由别的学校代填" in found[f"单位G{school + 4}"]
    assert "科室要写所属单位" in found[f"单位E{section + 4}"]
    assert "有 2 个" in found["人员A4"] and "办公室（第1局）" in found["人员A4"]
    assert "没有“没有的学校”" in found["人员A5"]
    assert "在别的行是管理丙" in found["人员D7"]


def test_a_name_with_its_township_means_one_of_several(rows, bring):
    number = next(n for n, row in enumerate(rows[1]) if row.login == "p0005")
    bring(changed(rows, number, unit="中心小学（松岗镇）"))

    assert Person.objects.get(login="p0005").holdings.get().post.unit.code == "3400000005"


def test_an_administrator_with_another_post_is_refused_at_the_cell(rows, county):
    number = next(n for n, row in enumerate(rows[1]) if row.login == "p0005")
    [(cell, problem)] = problems(county, changed(rows, number, login="admin-a", name="管理甲"))

    assert cell == f"人员F{number + 4}" and "互不兼任" in problem


def test_one_name_twice_without_login_asks_who_is_who(rows, county):
    people = [replace(row, login="") for row in rows[1] if row.login in ("p0005", "p0006")]
    people = [replace(row, name="张伟") for row in people]
    [(cell, problem), *_more] = problems(county, (rows[0], people[:2] if people[0].unit != people[1].unit else people))

    assert cell.startswith("人员D") and "同一个登录名" in problem


def test_a_name_somebody_else_has_asks_for_the_login(rows, bring, county):
    bring(rows)
    someone = Person.objects.get(login="p0005")
    stranger = replace(rows[1][5], unit="3400000190", title="干事", name=someone.name, login="")
    found = problems(county, (rows[0], [stranger]))

    assert len(found) == 1 and found[0][0] == "人员D4" and "县里已有同名的" in found[0][1]


def test_a_login_of_another_county_or_of_the_operator_is_not_given(rows, county, stranger):
    for login in (stranger.login, "local"):
        number = next(n for n, row in enumerate(rows[1]) if row.login == "p0005")
        assert "不能用" in problems(county, changed(rows, number, login=login))[0][1]


def test_a_school_with_another_code_beside_its_twin_is_asked_about(rows, bring, county):
    bring(rows)
    found = problems(county, with_unit(rows, "3400000030", code="3400009930"))

    assert "代码是 3400000030" in found[0][1]


def test_two_of_one_name_in_one_township_may_both_be_told(rows, bring, county):
    bring(rows)
    units, people = rows
    first = next(n for n, row in enumerate(units) if row.code == "3400000030")
    twin = replace(units[first], code="3400009930")
    found = plan(county, workbook(([*units[:first], twin, *units[first:]], people)))

    assert found.errors == () and [node.code for node in found.new_units] == ["3400009930"]


def test_what_nobody_has_looked_at_is_not_brought_in(rows, county, operator, at, bring):
    bring(rows)
    directory = workbook(with_unit(rows, "3400000030", name="白杨实验小学"))
    draft = receive_directory(county, name="改.xlsx", digest="1" * 64, rows=to_plain(directory), by=operator, at=at)
    shown = plan(county, directory).digest
    school = Unit.objects.get(code="3400000030")
    rename_unit(school, name="白杨小学", on=TODAY, reason="批复", by=operator, at=at)

    with pytest.raises(DirectoryOvertaken):
        bring_in_directory(draft, shown=shown + "x", on=TODAY, by=operator, at=at)
    assert Unit.objects.get(code="3400000030").name == "白杨小学"


def test_it_is_brought_in_once_and_its_names_are_forgotten(rows, county, operator, at, bring):
    draft = bring(rows)

    draft.refresh_from_db()
    assert (draft.state, draft.rows) == ("done", {})
    with pytest.raises(DirectoryOvertaken):
        bring_in_directory(draft, shown="", on=TODAY, by=operator, at=at)


def test_dropped_it_is_forgotten_too(rows, county, operator, at):
    draft = receive_directory(
        county, name="单位人员表.xlsx", digest="0" * 64, rows=to_plain(workbook(rows)), by=operator, at=at
    )
    drop_directory(draft, by=operator, at=at)

    draft.refresh_from_db()
    assert (draft.state, draft.rows, Unit.objects.count()) == ("dropped", {}, 0)


@pytest.mark.parametrize(
    "step", ["_save_changed_units", "_save_fillers", "_save_posts", "_save_people", "_save_holdings"]
)
def test_all_or_nothing_wherever_it_breaks(step, rows, county, operator, at, monkeypatch):
    directory = workbook(rows)
    draft = receive_directory(
        county, name="单位人员表.xlsx", digest="0" * 64, rows=to_plain(directory), by=operator, at=at
    )

    def breaks(*_given):
        raise BadUnit("断电")

    monkeypatch.setattr(save, step, breaks)
    before = counted()
    with pytest.raises(BadUnit):
        bring_in_directory(draft, shown=plan(county, directory).digest, on=TODAY, by=operator, at=at)

    draft.refresh_from_db()
    assert counted() == before and draft.state == "open" and draft.rows


def test_a_day_to_come_is_refused(rows, county, operator, at):
    directory = workbook(rows)
    draft = receive_directory(
        county, name="单位人员表.xlsx", digest="0" * 64, rows=to_plain(directory), by=operator, at=at
    )
    with pytest.raises(DirectoryWrong):
        bring_in_directory(draft, shown="", on=date(2026, 11, 27), by=operator, at=at)


def test_two_counties_do_not_mix(rows, bring, county, neighbour, stranger):
    Unit.objects.create(county=neighbour, kind="school", code="3400000003", name="邻县小学")
    Person.objects.create(county=neighbour, login="p9999", name=rows[1][5].name, role="")
    bring(rows)

    assert Unit.objects.visible_to(stranger).count() == 1 and Person.objects.visible_to(stranger).count() == 2
    assert Unit.objects.get(county=neighbour).name == "邻县小学"
    assert not Holding.objects.visible_to(stranger).exists()


def test_the_log_names_no_person(rows, bring):
    from dudao.apps.audit.models import RecordFacts

    bring(rows)
    said = "".join(str(facts) for facts in RecordFacts.objects.values_list("facts", flat=True))

    assert not [row.name for row in rows[1] if row.name in said]
