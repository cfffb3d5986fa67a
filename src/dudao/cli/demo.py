"""`dudao demo`: a made-up county, from its workbooks to the verdict, the score and the pages."""

import os
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dudao.cli import exits
from dudao.cli.language import echo, know
from dudao.cli.words import Command
from dudao.errors import Refusal

if TYPE_CHECKING:
    from dudao.apps.assessment.models import Run
    from dudao.apps.campaigns.models import Campaign
    from dudao.apps.organisations.models import County, Person
    from dudao.demonstration import Moved
    from dudao.demonstration.county import County as MadeUp

DAYS_TO_VISIT = 21
CHECKOUT = Path(__file__).resolve().parents[3]


class BadName(Refusal):
    """No county is called that."""


class BadFolder(Refusal):
    """The demonstration's data cannot be kept where it was told to."""


@click.command(
    "demo",
    cls=Command,
    help="演示：虚构的青川岭县，从它自己的工作簿算出结论和得分，再打开网站。数据放在 DUDAO_DEMO_DATA，与您自己的分开。",
)
@click.option("--county", metavar="县名", default="", help="给这个县换个名字，如 云渡县；学校名里的县名一起换。")
@click.option(
    "--visit",
    metavar="日期",
    type=click.DateTime(["%Y-%m-%d"]),
    help="评估第 1 天，如 2026-12-15；数据的年份跟着它走。",
)
@click.option("--port", type=click.IntRange(1, 65535), help="网站的端口；不写用 DUDAO_PORT，再不写用 8321。")
@click.option("--no-serve", is_flag=True, help="只算，不打开网站。")
@click.option(
    "--faulty",
    metavar="文件",
    type=click.Path(dir_okay=False, path_type=Path),
    help="只写一份有错的学校表（.xlsx），供试“带入被拒绝”。",
)
def command(county: str, visit: datetime | None, port: int | None, no_serve: bool, faulty: Path | None) -> int:
    from dudao import demonstration

    first_day = visit.date() if visit is not None else first_day_after(datetime.now().astimezone().date())
    moved = demonstration.moved_to(first_day, county_name(county) if county else demonstration.COUNTY)
    made = demonstration.build()
    know([moved.county])
    if faulty is not None:
        faulty.write_bytes(demonstration.faulty_workbook(made, moved))
        echo(f"已写 {faulty}：{len(demonstration.STOPPING)} 处有错。带入或 dudao check 时会一次全部列出。")
        return exits.DONE
    data = folder()
    if moved != demonstration.HERE:  # another county, or the same years later: kept apart from the first
        data = data / f"{moved.county}-{moved.year}"
    books = write_books(data, made, first_day, moved)
    if no_serve:
        return assess_books(books, first_day, moved)
    serve_site(data, books, port, first_day, moved, said=visit is not None)
    return exits.DONE


def county_name(said: str) -> str:
    """A name that a county can have: Chinese, with what it is at its end."""
    name = said.strip()
    if not (3 <= len(name) <= 12 and name[-1] in "县区市旗" and all("一" <= one <= "鿿" for one in name)):
        raise BadName(f"--county {said!r}：写 3 到 12 个汉字，以县、区、市或旗结尾，如 云渡县。")
    return name


def folder() -> Path:
    """Where the demonstration keeps its data: apart from anybody's own."""
    said = os.environ.get("DUDAO_DEMO_DATA", "")
    if said:
        if not Path(said).is_absolute():
            raise BadFolder(f"DUDAO_DEMO_DATA={said!r}：须是绝对路径。")
        return Path(said)
    if (CHECKOUT / "pyproject.toml").is_file() and os.access(CHECKOUT, os.W_OK):
        return CHECKOUT / "demo-data"
    cache = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(cache) if cache else Path("~/.cache").expanduser()) / "dudao" / "demo"
    except RuntimeError:
        raise BadFolder("不知道您的个人文件夹在哪里；用 DUDAO_DEMO_DATA 说明演示数据放在哪个文件夹。") from None


def first_day_after(today: date) -> date:
    """Three weeks ahead, on a working day."""
    day = today + timedelta(days=DAYS_TO_VISIT)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def write_books(data: Path, county: "MadeUp", first_day: date, moved: "Moved") -> Path:
    """The county's workbooks, its mapping files and its settings, for whoever wants to try them by hand."""
    from dudao import demonstration

    books = data / "工作簿"
    try:
        books.mkdir(parents=True, exist_ok=True)
        for name, content in demonstration.workbooks(county, moved).items():
            (books / name).write_bytes(content)
            mapping_file(books, name).write_text(demonstration.mapping(name, moved), "utf-8")
        (books / moved.text(demonstration.FAULTY_BOOK)).write_bytes(demonstration.faulty_workbook(county, moved))
        (books / "设置.yaml").write_text(demonstration.settings(first_day, moved), "utf-8")
    except OSError as error:
        raise BadFolder(f"演示数据写不进 {data}（{error.strerror}）。用 DUDAO_DEMO_DATA 换一个文件夹。") from None
    echo(f"{moved.county}（虚构，演示数据）：{len(county.schools)} 所学校，{len(county.townships)} 个乡镇。")
    echo(f"它的工作簿、对应文件和设置在 {books}")
    return books


def mapping_file(books: Path, name: str) -> Path:
    return books / f"{name.removesuffix('.xlsx')}.对应.yaml"


def assess_books(books: Path, first_day: date, moved: "Moved") -> int:
    """What `dudao assess` says of them, printed; the exit status."""
    from dudao import demonstration
    from dudao.calc.standard.choices import read_choices
    from dudao.cli.assess import assessed, refused, summary
    from dudao.cli.standard_files import chosen_standards
    from dudao.cli.workbooks import bring, read_mappings

    standards = chosen_standards(())
    names = demonstration.names(moved)
    brought = bring(
        [books / name for name in names],
        standards,
        mappings=read_mappings([mapping_file(books, name) for name in names]),
        choices=read_choices(demonstration.settings(first_day, moved).encode(), "设置.yaml", standards),
        say=lambda line: echo(line, err=True),
    )
    if status := refused(brought):
        return status
    tell(summary(assessed(brought, standards, county=moved.county, demo=True, explained=False)))
    return exits.DONE


def tell(lines: Sequence[str]) -> None:
    """Verdict and score, apart from what stands around them."""
    for line in ("", *lines, ""):
        echo(line)


def serve_site(data: Path, books: Path, port: int | None, first_day: date, moved: "Moved", *, said: bool) -> None:
    """The site over the demonstration's data; the workbooks are brought in at the first start.

    `said`: somebody said on which day the visit begins.
    """
    os.environ["DUDAO_DATA"] = str(data)
    from dudao import settings
    from dudao.cli.site.serve import announce
    from dudao.cli.site.serving import serve

    serve(
        data,
        port or settings.DUDAO_PORT,
        on_ready=announce,
        prepare=lambda county: prepare(county, books, first_day, moved, said=said),
        county=moved.county,
        is_demo=True,
    )


def prepare(county: "County", books: Path, first_day: date, moved: "Moved", *, said: bool) -> None:
    """The campaign, the choices, the workbooks and a run; what is there already stays. Prints what the newest run says."""
    from django.utils import timezone

    from dudao.apps.assessment.calculation import assess
    from dudao.apps.assessment.models import Run
    from dudao.apps.campaigns.models import Campaign
    from dudao.apps.returns.models import Change

    campaign = Campaign.objects.filter(county=county).newest()
    person = county.people.get()
    assert campaign is not None
    if said or campaign.visit_date is None or campaign.visit_date < timezone.localdate():
        _set_up(campaign, first_day, moved.year, person)
    if Change.objects.filter(campaign=campaign, kind=Change.Kind.IMPORT).count() < 2:
        _choose(campaign, first_day, moved, person)
        _bring_in(campaign, books, moved, person)
    run = Run.objects.filter(campaign=campaign).order_by("-number").first()
    if run is None:
        echo("评 …", err=True)
        run = assess(campaign, by=person, at=timezone.now())
    tell(said_by(run))


def said_by(run: "Run") -> list[str]:
    """A kept run in a few lines."""
    from dudao.cli.assess import summary

    standards = [
        {**kept.detail, "items": [item.detail for item in kept.items.order_by("position")]}
        for kept in run.results.order_by("standard")
    ]
    return summary({"standards": standards})


def _set_up(campaign: "Campaign", first_day: date, year: int, person: "Person") -> None:
    from django.utils import timezone

    from dudao.apps.campaigns.actions import change_campaign

    change_campaign(
        campaign,
        name=f"{year} 年对县级人民政府教育工作督导评估",
        year=year,
        standards=list(campaign.standards),
        visit_date=first_day,
        by=person,
        at=timezone.now(),
    )


def _choose(campaign: "Campaign", first_day: date, moved: "Moved", person: "Person") -> None:
    """The county's choices of its settings file, as its page of settings would make them."""
    from django.utils import timezone

    from dudao import demonstration
    from dudao.apps.campaigns.actions import set_choice
    from dudao.calc.standard.choices import read_choices

    chosen = read_choices(demonstration.settings(first_day, moved).encode(), "设置.yaml")
    for (standard, name), made in chosen.parameters.items():
        set_choice(
            campaign,
            key=f"parameter:{name}",
            value=str(made.value),
            standard=standard,
            reason=made.reason,
            by=person,
            at=timezone.now(),
        )


def _bring_in(campaign: "Campaign", books: Path, moved: "Moved", person: "Person") -> None:
    """Each workbook through the import that everybody uses: received, decided by its mapping file, tried, brought in."""
    from django.utils import timezone

    from dudao import demonstration
    from dudao.apps.returns.actions import bring_in, decide
    from dudao.apps.returns.calculation import dry_run
    from dudao.apps.returns.receiving import receive
    from dudao.spreadsheets.mapping import mapping_from_text

    for name in demonstration.names(moved):
        echo(f"带入 {name} …", err=True)
        text, now = demonstration.mapping(name, moved), timezone.now()
        draft = receive(campaign, name=name, content=(books / name).read_bytes(), mapping=text, by=person, at=now)
        answers = {question: answer.choice for question, answer in mapping_from_text(text).answers.items()}
        decide(draft, answers=answers, version=draft.version, by=person, at=now)
        draft.refresh_from_db()
        bring_in(draft, prepared=dry_run(draft).prepared, version=draft.version, by=person, at=now)
