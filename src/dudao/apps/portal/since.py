"""What became otherwise since Monday, in a line."""

from datetime import datetime
from typing import Any

from dudao.apps.assessment.changed import compare_at
from dudao.apps.assessment.comparison import base_of_week, kept_comparison, monday
from dudao.apps.assessment.models import Run
from dudao.calc.assessment.comparing_plain import KINDS


def since_monday(run: Run, now: datetime) -> dict[str, Any]:
    """The newest run against the last one before Monday 00:00 local time, or the first: `said`, and where it is shown."""
    base = base_of_week(run, now)
    if base is None or base.pk == run.pk:
        return {"said": "没有新的自评" if run.at < monday(now) else "只有一次自评", "at": ""}
    name = "自周一以来" if base.at < monday(now) else "自第一次自评以来"
    at = compare_at(base.pk, run.pk)
    comparison = kept_comparison(base, run)
    if comparison is None:
        return {"name": name, "said": f"与第 {base.number} 次比较", "at": at}
    counts = [(KINDS[kind], comparison.counts.get(kind, 0)) for kind in KINDS]
    total = sum(number for _, number in counts)
    parts = "、".join(f"{word} {number}" for word, number in counts if number)
    return {"name": name, "said": f"{total} 处变化：{parts}" if total else "结论和得分都没有变", "at": at}
