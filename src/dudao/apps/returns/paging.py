"""At most a hundred rows a page, and which rows of how many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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


def page_number(request: HttpRequest) -> int:
    """The page asked for by the address; 1 where it makes no sense."""
    said = request.GET.get("page", "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def paged(rows: Any, request: HttpRequest, total: int | None = None) -> Page:
    """One page of a list or a query set."""
    count = total if total is not None else (rows.count() if hasattr(rows, "query") else len(rows))
    pages = max(1, -(-count // ROWS))
    number = min(page_number(request), pages)
    return Page(rows=rows[(number - 1) * ROWS : number * ROWS], number=number, pages=pages, total=count)
