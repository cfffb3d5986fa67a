"""Tables of pages as workbooks: the same columns, the filter in the title, the demonstration marked."""

from collections.abc import Sequence
from urllib.parse import quote

from django.http import HttpResponse

from dudao.apps.assessment.models import Run
from dudao.spreadsheets.writing.sheet import Table, workbook_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_answer(name: str, tables: Sequence[Table], run: Run | None = None) -> HttpResponse:
    """The tables as a download called `name`."""
    footer = ""
    if run is not None:
        demo = "演示数据 · " if run.campaign.is_demo or run.county.is_demo else ""
        footer = f"{demo}{run.county.name} · {run} · {run.at:%Y-%m-%d %H:%M}"
    answer = HttpResponse(workbook_of(tables, footer=footer), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer
