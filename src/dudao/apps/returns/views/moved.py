"""Verdicts that would move, in words."""

from collections import Counter
from fractions import Fraction
from typing import Any

from dudao.apps.returns.calculation import DryRun
from dudao.calc.assessment.moves import Move
from dudao.calc.assessment.result import Verdict
from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.showing import shown
from dudao.library.read import standard

WORDS = {verdict.value: verdict.word for verdict in Verdict}


def moved_words(run: DryRun) -> str:
    """One line: how many school-stages, items and points would change, and to what."""
    if not run.moved:
        return ""
    rules = [move for move in run.moved if move.unit and not move.code]
    rows = [move for move in run.moved if move.unit and move.code]
    items = [move for move in run.moved if not move.unit and move.points is None]
    points = sum((move.points for move in run.moved if move.points is not None), Fraction(0))
    said = []
    if rules:
        said.append(f"{len(rules)} 个校段的综合判定改变（{_ends(rules)}）")
    if rows:
        said.append(f"{len(rows)} 个校段指标改判（{_ends(rows)}）")
    if items:
        said.append(f"{len(items)} 条县级结论改变（{_ends(items)}）")
    if scored := [move for move in run.moved if move.points is not None]:
        said.append(f"{len(scored)} 条得分改变（已定分合计 {_signed(points)}）")
    return "，".join(said)


def _ends(moves: list[Move]) -> str:
    counts = Counter(move.after for move in moves)
    return "，".join(f"{counts[verdict]} 变{word}" for verdict, word in WORDS.items() if counts[verdict])


def _signed(points: Fraction) -> str:
    return f"{'+' if points > 0 else ''}{shown(points, 2)}"


def moved_rows(run: DryRun) -> list[dict[str, Any]]:
    """Every move: what, where, before, after; the county's first."""
    rows = []
    for move in run.moved:
        chosen = standard(move.standard)
        item = chosen.by_code.get(move.code)
        name = f"{move.code} {item.name}" if item else ("学校综合判定" if move.unit else "全县结论")
        place = run.names.get(move.unit, move.unit) or "县"
        scored = move.points is not None
        rows.append(
            {
                "standard": chosen.short,
                "name": name,
                "place": f"{place}（{STAGES[move.stage]}）" if move.stage else place,
                "before": Fraction(move.before) if scored else WORDS[move.before],
                "after": Fraction(move.after) if scored else WORDS[move.after],
                "before_kind": move.before,
                "after_kind": move.after,
                "points": move.points,
            }
        )
    return rows
