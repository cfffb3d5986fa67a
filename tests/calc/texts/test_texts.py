"""A standard in words, and two texts of it side by side."""

from dataclasses import replace

import pytest

from dudao.calc.standard.reading import read_standard
from dudao.calc.texts import clauses_of, side_by_side
from dudao.library import standard as library_bytes
from dudao.library import standard_codes
from dudao.library.read import catalogue, standard


def clauses(code: str, *changes: tuple[str, str]):
    text = library_bytes(code).decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return clauses_of(read_standard(text.encode(), f"{code}.yaml", catalogue()), catalogue())


@pytest.mark.parametrize("code", standard_codes())
def test_every_part_of_a_standard_is_told_without_a_code_of_a_figure(code):
    told = clauses(code)
    declared = standard(code)

    assert sorted(one.code for one in told if one.kind == "item") == sorted(one.code for one in declared.items)
    assert len(told) == sum(
        len(part)
        for part in (
            declared.groups, declared.items, declared.triggers, declared.relaxations,
            declared.parameters, declared.grades, declared.rulings,
        )
    )  # fmt: skip
    names = {name for name in catalogue().figures if "_" in name} | set(declared.parameters)
    for one in told:
        if one.kind != "ruling":  # rulings speak of the file itself
            leaked = [name for name in names for said in one.said if name in said.text.split()]
            assert not leaked, (one.code, leaked)


def test_a_clause_says_formula_line_and_source_in_words():
    one = next(one for one in clauses("YZJH-2017") if one.code == "YZJH-1.4")

    assert one.lines["怎么算"] == "教学及辅助用房面积（不含室内体育用房） ÷ 在校生数"
    assert one.lines["线"] == "小学 ≥ 4.5 ㎡/生；初中 ≥ 5.8 ㎡/生"
    assert one.says("校舍 教督〔2017〕") and not one.says("校舍 随迁")
    assert one.confidence == "C"


def test_the_same_text_differs_nowhere():
    pairs = side_by_side(clauses("DEMO-6A-100"), clauses("DEMO-6A-100"))

    assert {pair.how for pair in pairs} == {"same"}


def test_a_changed_line_is_named_with_both_values():
    new = clauses("YZJH-2017", ("primary: 4.5", "primary: 4.6"))
    changed = [pair for pair in side_by_side(clauses("YZJH-2017"), new) if pair.how != "same"]

    assert [(pair.how, pair.right.code, pair.differs) for pair in changed] == [("changed", "YZJH-1.4", ("线",))]
    assert changed[0].left.lines["线"].startswith("小学 ≥ 4.5") and changed[0].right.lines["线"].startswith(
        "小学 ≥ 4.6"
    )


def test_a_clause_with_a_new_number_keeps_its_partner_and_one_that_is_gone_stands_in_its_place():
    left = clauses("DEMO-6A-100")
    third, fifth = left[3], left[5]
    renumbered = [replace(one, code="X9") if one is third else one for one in left]
    right = [one for one in renumbered if one is not fifth]

    pairs = side_by_side(left, right)

    assert [pair.differs for pair in pairs if pair.how == "changed"] == [("编号",)]
    assert [at for at, pair in enumerate(pairs) if pair.how == "gone"] == [5] and pairs[5].left is fifth


def test_a_clause_that_only_one_text_has_is_new():
    left = clauses("DEMO-6A-100")

    pairs = side_by_side([one for one in left if one.code != "C1.1.4"], left)

    assert [(pair.how, pair.right.code) for pair in pairs if pair.how != "same"] == [("new", "C1.1.4")]


def test_a_year_is_told_without_a_thousands_mark():
    one = next(one for one in clauses("YZJH-2017") if one.code == "YZJH-R3")

    assert "≤ 2016 或" in one.lines["给哪些学校"]
