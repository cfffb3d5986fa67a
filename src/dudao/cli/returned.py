"""What came in when many files were brought at once: one line a file, and who is missing."""

from collections.abc import Sequence

from dudao.spreadsheets.book import Book
from dudao.spreadsheets.forms import Folded
from dudao.spreadsheets.forms.returned import Came, came, missing
from dudao.spreadsheets.mapping import Reading

HEAD = "文件\t学校\t表\t读到\t空白\t有错"


def lines(
    books: Sequence[Book], folded: Folded, readings: Sequence[Reading], whole: Reading, rolls: Sequence[str]
) -> list[str]:
    """The dry run: a line a file, then who is missing, and what was folded."""
    lacking = missing(whole, rolls)
    told = [HEAD, *(_line(row) for row in came(books, folded, readings))]
    if lacking:
        told.append(f"名册上有 {len(lacking)} 所学校没有报来：" + "、".join(school.name for school in lacking))
    return [*told, *(f"说明：{remark}" for remark in folded.remarks)]


def _line(row: Came) -> str:
    return f"{row.file}\t{row.told or '—'}\t{row.form or '—'}\t{row.known}\t{row.blank}\t{row.wrong}"
