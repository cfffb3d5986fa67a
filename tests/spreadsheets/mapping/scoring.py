"""How well a workbook is mapped: its proposal against the truth that its maker wrote down.

A truth file tells of every table what each column (or item's row) holds: {"figure", "stage", "year", "factor"}, null for
what is no figure, "ambiguous" for what has to be asked. `"known": true` marks figures that no indicator asks for.
"""

import json
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from dudao.calc.figures import Catalogue
from dudao.calc.figures.reading import read_catalogue
from dudao.library import figures
from dudao.spreadsheets.mapping import Kind, LineProposal, Proposal, Role, Sure, TableProposal, propose
from dudao.spreadsheets.reading import read_book

_ROLES = {"school_name": Role.NAME, "school_code": Role.CODE, "township": Role.TOWNSHIP}


def catalogue() -> Catalogue:
    return read_catalogue(figures(), "figures.yaml")


@dataclass
class Score:
    """Lines that hold an asked figure, by what became of them; and what must never happen."""

    sure: list[str] = field(default_factory=list)  # right and taken without a question
    look: list[str] = field(default_factory=list)  # right, to be looked at
    asked: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)  # left out
    wrong: list[str] = field(default_factory=list)  # taken as something else, known or not, or taken though it is none
    unasked: list[str] = field(default_factory=list)  # ambiguous, and no question put

    @property
    def held(self) -> int:
        return len(self.sure) + len(self.look) + len(self.asked) + len(self.missed)

    @property
    def share(self) -> Fraction:
        return Fraction(len(self.sure), self.held) if self.held else Fraction(1)

    def add(self, other: "Score") -> None:
        for name in ("sure", "look", "asked", "missed", "wrong", "unasked"):
            getattr(self, name).extend(getattr(other, name))

    def __str__(self) -> str:
        lines = [f"{len(self.sure)} of {self.held} sure ({float(self.share):.1%})"]
        for name in ("look", "asked", "missed", "wrong", "unasked"):
            lines.extend(f"  {name}: {each}" for each in getattr(self, name))
        return "\n".join(lines)


def score_file(truth: Path, catalogue: Catalogue) -> Score:
    told = json.loads(truth.read_text(encoding="utf-8"))
    book = read_book((truth.parent / told["file"]).read_bytes(), told["file"])
    return score(propose(book, catalogue), told)


def score(proposal: Proposal, told: dict[str, Any]) -> Score:
    result = Score()
    for each in told["sheets"]:
        table = _table(proposal, each)
        if each["kind"] == "ignored":
            taken = [shown for t in proposal.tables if t.sheet == each["sheet"] for shown in t.lines if _takes(shown)]
            result.wrong.extend(
                f"{told['file']} {each['sheet']}: {shown.place} {shown.label}" for shown in taken if table is not None
            )
            continue
        lines = {shown.place: shown for shown in table.lines} if table is not None else {}
        for part in ("columns", "rows"):
            for place, what in each.get(part, {}).items():
                where = f"{told['file']} {each['sheet']}!{place} {_head(each, lines.get(place), place)}"
                _score_line(result, where, lines.get(place), what, table, each)
        for place, year in (each.get("values") or {}).items() if "text" not in each else ():
            _score_value(result, f"{told['file']} {each['sheet']}!{place}", lines.get(place), year, table)
    return result


def _table(proposal: Proposal, each: dict[str, Any]) -> TableProposal | None:
    """The proposed table that holds the rows of a told one."""
    on_sheet = [table for table in proposal.tables if each["sheet"] in ("", table.sheet)]  # "": the one sheet of a csv
    if "first_row" not in each:
        return next((table for table in on_sheet if table.nth == each.get("table", 1)), None)
    rows = range(each["first_row"], each["last_row"] + 1)
    places = {*each.get("columns", {}), *(each.get("values") or {})}
    best = max(
        on_sheet,
        key=lambda table: (len(set(table.rows) & set(rows)), len({line.place for line in table.lines} & places)),
        default=None,
    )
    return best if best is not None and set(best.rows) & set(rows) else None


def _head(each: dict[str, Any], shown: LineProposal | None, place: str) -> str:
    return each.get("heads", {}).get(place, "") or (" / ".join(shown.line.head) if shown else "")


def _takes(shown: LineProposal | None) -> bool:
    return (
        shown is not None and shown.line.role in (Role.FIGURE, Role.JUDGEMENT) and shown.sure in (Sure.SURE, Sure.LOOK)
    )


def _score_line(
    result: Score, where: str, shown: LineProposal | None, what: Any, table: TableProposal | None, each: dict[str, Any]
) -> None:
    if what is None:
        if _takes(shown):
            result.wrong.append(f"{where}: taken as {shown.label} ({shown.why}), is no figure")
        return
    if what == "ambiguous":
        if _takes(shown):
            result.wrong.append(f"{where}: taken as {shown.label} ({shown.why}), is ambiguous")
        elif shown is None or shown.sure is not Sure.ASK:
            result.unasked.append(f"{where}: {shown.why if shown else 'not found'}")
        return
    if "text" in each:  # 6.21亿元 in the cell: its unit is the cell's own
        what = {**what, "factor": str(shown.line.factor) if shown is not None else "1"}
    right = shown is not None and _right(shown, what, table)
    known = what.get("known", False) or "role" in what
    if _takes(shown) and not right:
        result.wrong.append(f"{where}: taken as {shown.label} ×{shown.line.factor} ({shown.why}), is {what}")
    elif known:
        return
    elif right and shown.sure is Sure.SURE:
        result.sure.append(where)
    elif right and shown.sure is Sure.LOOK:
        result.look.append(f"{where}: {shown.why}")
    elif shown is not None and shown.sure is Sure.ASK:
        result.asked.append(f"{where}: {shown.why} {shown.label}")
    else:
        result.missed.append(f"{where}: {shown.why if shown else 'not found'} ({what})")


def _right(shown: LineProposal, what: dict[str, Any], table: TableProposal) -> bool:
    line = shown.line
    factor = Fraction(str(what.get("factor", "1")))  # 0.0001 written as a number is 1/10000
    if table.kind is Kind.LIST:
        if "column" in what:
            return line.role is Role.FIGURE and line.figure == what["column"] and line.factor == factor
        return line.role is _ROLES.get(what.get("figure", ""))
    if "role" in what:
        return line.role is Role(what["role"])
    if "figure" not in what:
        return False
    if what["figure"] in _ROLES:
        return line.role is _ROLES[what["figure"]]
    if what["figure"].startswith("@"):
        return line.role is Role(what["figure"][1:])
    if line.role is not Role.FIGURE or line.figure != what["figure"] or line.factor != factor:
        return False
    stage = what.get("stage", "")
    if stage in ("@row", "@type", "@column"):
        return not line.stage
    if (line.stage or (table.mapping.stage if what["figure"] and stage else "")) != stage:
        return False
    return what.get("year", 0) in (0, "@column", "@row", line.year) or (
        not line.year and table.mapping.year == what["year"]
    )


def _score_value(result: Score, where: str, shown: LineProposal | None, year: Any, table: TableProposal | None) -> None:
    if shown is None or shown.line.role is not Role.VALUE:
        result.wrong.append(f"{where}: the values of {year} are not read ({shown.why if shown else 'not found'})")
    elif isinstance(year, int) and year and shown.line.year != year and not _alone(shown, table):
        result.wrong.append(f"{where}: taken for {shown.line.year}, is {year}")


def _alone(shown: LineProposal, table: TableProposal | None) -> bool:
    """Whether values stand in the only column of them, and nothing beside them says their year."""
    values = [line for line in table.lines if line.line.role is Role.VALUE] if table is not None else []
    return len(values) == 1 and not shown.line.year
