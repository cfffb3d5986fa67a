"""A workbook of 300 schools is mapped and read fast, and an odd one cannot hold anybody up. CPU time, with a margin."""

import random
import time

import pytest

from dudao.spreadsheets.book import Book, Cell, Merge, Sheet
from dudao.spreadsheets.mapping import apply_answers, propose, read_figures
from tests.spreadsheets.mapping.books import CATALOGUE


def made(rows: list[list[object]], merges: tuple[Merge, ...] = ()) -> Book:
    cells = {
        row: {
            column: Cell(row, column, value, str(value)) for column, value in enumerate(values, 1) if value is not None
        }  # type: ignore[arg-type]
        for row, values in enumerate(rows, 1)
    }
    sheet = Sheet("表", False, cells, merges, frozenset(), frozenset(), len(rows), max(map(len, rows)))
    return Book("本县.xlsx", "", "xlsx", (sheet,), False, False, ())


def worked(book: Book) -> float:
    """CPU seconds to propose a mapping and to read by it."""
    before = time.process_time()
    read_figures(book, apply_answers(propose(book, CATALOGUE), {}).mapping, CATALOGUE)
    return time.process_time() - before


def test_three_hundred_schools_and_sixty_columns() -> None:
    dice = random.Random(7)
    numbers = [
        figure for figure in CATALOGUE.figures.values() if figure.level.of_school and figure.kind.value == "number"
    ]
    heads = [figure.label_of(stage) for figure in numbers for stage in figure.stages or ("",) if stage != "senior"][:56]
    rows = [
        [f"第{n}小学", f"21440{n:05d}", "小学", f"第{n % 14}镇", *(dice.randint(1, 90) for _ in heads)]
        for n in range(300)
    ]
    book = made([["学校基本情况表"], ["学校名称", "学校代码", "办学类型", "乡镇", *heads], *rows])
    worked(book)  # the words of the catalogue are worked out once a process
    assert worked(book) < 1.5


@pytest.mark.parametrize(
    "book",
    [
        made([[f"第{n}行说明文字"] for n in range(4000)]),
        made([[f"甲{n}", f"乙{n}", f"第{n}小学"] for n in range(4000)]),
        made([[f"第{n}组", None, None] for n in range(4000)], tuple(Merge(n, 1, n, 3) for n in range(1, 4001))),
        made([["指标", "数值"], *(["在园幼儿总数", n] for n in range(4000))]),
        made([["学校名称", "办学类型"], *([f"第{n}号小学", "小学"] for n in range(1500)), [None], ["学校名称", "专任教师数"], *([f"第{n}号完全小学", 9] for n in range(700))]),
        made([["学校名称", *["在校生数"] * 800], *([f"第{n}小学", *range(800)] for n in range(10))]),
    ],
    ids=["one text a row", "only texts", "merged rows", "one item again and again", "names nearly alike", "one head again and again"],
)  # fmt: skip
def test_odd_workbooks_take_bounded_time(book: Book) -> None:
    assert worked(book) < 12
