"""At most a hundred rows a page, and which rows of how many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 100


@dataclass(frozen=True, kw_only=True)
class Page:
    rows: Sequence[Any]
    number: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        return (self.number - 1) * ROWS + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.total, self.number * ROWS)

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def paged(rows: "QuerySet[Any]", request: HttpRequest) -> Page:
    said, count = request.GET.get("page", ""), rows.count()
    pages = max(1, -(-count // ROWS))
    number = min(int(said) if said.isascii() and said.isdigit() and int(said[:6]) > 0 else 1, pages)
    return Page(rows=list(rows[(number - 1) * ROWS : number * ROWS]), number=number, pages=pages, total=count)
