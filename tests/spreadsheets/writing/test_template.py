"""A template asks for what the standards need and nothing else; filled in, it is read without a question."""

import io
from fractions import Fraction

import openpyxl
import pytest

from dudao.calc.figures import Key, Kind, Known
from dudao.calc.standard.asking import figures_asked
from dudao.library.read import catalogue, checks, standards
from dudao.spreadsheets.mapping import Sure, apply_answers, propose, read_figures
from dudao.spreadsheets.mapping.judged import judged_items
from dudao.spreadsheets.reading import read_book
from dudao.spreadsheets.writing.template import STAMP, TOP, template_workbook
from dudao.spreadsheets.writing.template_plan import IDENTITY, TYPE_SHEETS, plan

YEAR = 2026
NAMES = {"primary": "东岭小学", "junior": "东岭中学", "nine_year": "西岭学校"}
STAGES = {"primary": ("primary",), "junior": ("junior",), "nine_year": ("primary", "junior")}


@pytest.fixture(scope="module")
def sheets():
    return plan(standards(), catalogue(), checks().stages_of_type, judged_items(standards()))


@pytest.fixture(scope="module")
def template():
    return template_workbook(standards(), catalogue(), checks(), judged_items(standards()), year=YEAR)


@pytest.fixture(scope="module")
def filled(template, sheets):
    """Every cell that may be filled for three schools and the county, and what stands in it."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    wanted = {}
    for sheet in sheets:
        page = book[sheet.name[:31]]
        if sheet.name in dict(TYPE_SHEETS):
            for row, kind in enumerate((k for k in NAMES if k in dict(TYPE_SHEETS)[sheet.name]), TOP + 2):
                for column, asked in enumerate(sheet.columns, 1):
                    value = _school_value(asked, kind)
                    page.cell(row, column, _shown(asked, value))
                    if asked.kind is not Kind.LIST:
                        wanted[Key(f"name:{NAMES[kind]}", asked.figure, asked.stage)] = value
        elif sheet.kind == "county":
            for row, asked in enumerate(sheet.columns, TOP + 2):
                for offset in asked.years:
                    value = _plain_value(asked)
                    page.cell(row, 7 + offset, _shown(asked, value))
                    wanted[Key("", asked.figure, asked.stage, YEAR + offset if asked.years != (0,) else 0)] = value
        elif sheet.kind == "judgements":
            for row, asked in enumerate(sheet.columns, TOP + 2):
                page.cell(row, 3, asked.choices[-1].label)
        elif sheet.kind == "schools":
            for row, name in enumerate(NAMES.values(), TOP + 2):
                page.cell(row, 1, name)
                for column, asked in enumerate(sheet.columns[1:], 2):
                    page.cell(row, column, asked.choices[0].label)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), wanted


def _school_value(asked, kind):
    own = {
        "school_name": NAMES[kind],
        "school_type": kind,
        "township": "东岭镇",
        "school_code": None,
        "parent_code": None,
    }
    return own[asked.figure] if asked.figure in own else _plain_value(asked)


def _plain_value(asked):
    if asked.kind is Kind.YES_NO:
        return True
    if asked.kind is Kind.CHOICE:
        return asked.choices[-1].code
    if asked.kind is Kind.DATE:
        from datetime import date

        return date(2016, 11, 1)
    if asked.kind is Kind.NUMBER:
        low, high = catalogue()[asked.figure].plausible or (Fraction(1), Fraction(9))
        return Fraction(round((low + high) / 2)) if asked.whole else (low + high) / 2
    return "按统计口径"


def _shown(asked, value):
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return float(value)
    labels = {choice.code: choice.label for choice in asked.choices}
    return labels.get(value, value) if isinstance(value, str) else value


def _read(data):
    judged = judged_items(standards())
    book = read_book(data, "填好的模板.xlsx")
    proposal = propose(book, catalogue(), judged=judged, evaluation_year=YEAR)
    outcome = apply_answers(proposal, {}, looks=False)
    return proposal, outcome, read_figures(book, outcome.mapping, catalogue(), judged=judged)


def test_a_filled_template_is_read_without_a_question(filled):
    data, wanted = filled
    proposal, outcome, reading = _read(data)
    assert not outcome.open and not reading.questions and not reading.faults
    assert not [line for table in proposal.tables for line in table.lines if line.sure in (Sure.ASK, Sure.LOOK)]
    read = {key: stated.value for key, stated in reading.statements.items() if isinstance(stated, Known)}
    assert {key: value for key, value in wanted.items() if value is not None} == read


def test_judgements_come_with_it(filled):
    _, _, reading = _read(filled[0])
    of_county = {item.code for item in judged_items(standards()) if not item.of_school}
    of_school = {item.code for item in judged_items(standards()) if item.of_school}
    assert {item for item, unit in reading.judgements if not unit} == of_county
    assert len([1 for _, unit in reading.judgements if unit]) == 3 * len(of_school)


def test_every_asked_figure_can_be_filled_in_and_none_else(sheets):
    asked = {figure.name for figure in figures_asked(standards(), catalogue())} | set(IDENTITY)
    on_sheets = {column.figure for sheet in sheets for column in sheet.columns if column.figure in catalogue()} | {
        sheet.list_figure for sheet in sheets if sheet.list_figure
    }
    in_lists = {column.name for name in on_sheets for column in catalogue()[name].columns}
    assert on_sheets - in_lists <= asked
    # what is left out follows from what is asked
    for name in asked - on_sheets:
        assert catalogue()[name].derived, name


def test_heads_are_locked_cells_are_not_and_each_head_tells_its_definition(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    page = book["小学与教学点"]
    assert page.protection.sheet
    assert page.cell(TOP + 1, 1).protection.locked
    assert not page.cell(TOP + 2, 1).protection.locked
    told = [cell for cell in page[TOP + 1] if cell.value and "在校生数（小学）" in cell.value]
    assert "9月1日" in told[0].comment.text
    assert page.data_validations.dataValidation
    assert page.conditional_formatting  # contradictions turn red
    assert book[STAMP].sheet_state == "veryHidden"


def test_no_list_asks_for_names_of_pupils(sheets):
    for sheet in sheets:
        for column in sheet.columns:
            assert not any(word in column.head for word in ("学生姓名", "幼儿姓名", "身份证", "监护人")), column.head


def test_the_same_standards_give_the_same_bytes(template):
    assert template == template_workbook(standards(), catalogue(), checks(), judged_items(standards()), year=YEAR)
