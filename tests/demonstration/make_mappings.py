"""Makes the shipped mapping files anew, by the product's own mapper: run after a change of the workbooks' heads.

python tests/demonstration/make_mappings.py
"""

from pathlib import Path

from dudao import demonstration
from dudao.demonstration import COUNTY_BOOK, SCHOOL_BOOK
from dudao.library.read import catalogue, standards
from dudao.spreadsheets.mapping import apply_answers, mapping_to_text, propose, read_figures
from dudao.spreadsheets.mapping.judged import judged_items
from dudao.spreadsheets.mapping.proposal import answer_more
from dudao.spreadsheets.reading import read_book

WHO, WHEN = "贺立平", "2026-11-02"
# What a person decides, by the last words of a column's heads, or by the kind of question.
DECISIONS = {"上学年在校生数": "ignore", "骨干教师数": "t_backbone", "毕业生数": "grad@junior", "nothing": "zero"}
FILES = {SCHOOL_BOOK: "schools.yaml", COUNTY_BOOK: "county.yaml"}


def answer(question) -> str:
    if question.kind in DECISIONS:
        return DECISIONS[question.kind]
    return next(choice for words, choice in DECISIONS.items() if words in question.id)


def make() -> dict[str, str]:
    texts = {}
    schools = ()
    judged = judged_items(standards())
    for name, content in demonstration.workbooks(demonstration.build()).items():
        book = read_book(content, name)
        proposal = propose(book, catalogue(), judged=judged, known_schools=schools, evaluation_year=2026)
        answers = {question.id: answer(question) for question in proposal.questions if question.needed}
        outcome = apply_answers(proposal, answers, by=WHO, on=WHEN)
        assert not outcome.open, outcome.open
        reading = read_figures(book, outcome.mapping, catalogue(), judged=judged, known_schools=schools)
        more = {question.id: answer(question) for question in reading.questions if question.needed}
        whole = answer_more(outcome.mapping, more, WHO, WHEN, reading.questions) if more else outcome.mapping
        texts[name] = mapping_to_text(whole)
        schools = schools or reading.schools
    return texts


if __name__ == "__main__":
    folder = Path(demonstration.__file__).parent
    for name, text in make().items():
        (folder / FILES[name]).write_text(text, "utf-8")
        print(folder / FILES[name], len(text))
