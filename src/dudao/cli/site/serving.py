"""Setting up and running the web site of this computer. It binds to loopback; whoever has its link comes in."""

import errno
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from dudao.cli.language import echo
from dudao.errors import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from dudao.apps.organisations.models import County

LOOPBACK = "127.0.0.1"
SECONDS_TO_START = 60


class PortTaken(Refusal):
    """Another program answers at the port."""


class UnusableFolder(Refusal):
    """The data folder cannot be made, or not written to."""


class NoSite(Refusal):
    """There is no site in the data folder yet."""


def serve(
    data: Path,
    port: int,
    *,
    on_ready: Callable[[str], None],
    prepare: Callable[["County"], None] | None = None,
    county: str = "本县",
    is_demo: bool = False,
) -> None:
    """Run the site over a data folder until it is stopped.

    Sets up the folder, its database, the county with its operator and first campaign where they are missing; then
    `prepare` may bring in data; then the server starts and, once it answers, `on_ready` gets the one-time link.
    Raises PortTaken, or a refusal of `dudao.database.checks`, before anything is served.
    """
    _check_port(port)
    set_up(data, port)
    the_county = _first_start(county, is_demo)
    if prepare is not None:
        prepare(the_county)
    address = new_link(port)
    _close_connections()  # the server forks; a connection must never live in two processes
    _run(port, lambda: on_ready(address))


def new_link(port: int) -> str:
    """A link that lets the operator in once. Django must be set up."""
    from django.utils import timezone

    from dudao.apps.audit.actors import SYSTEM
    from dudao.apps.organisations import actions
    from dudao.apps.organisations.models import Person

    person = Person.objects.get(login=actions.LOCAL_LOGIN)
    token = actions.issue_link(person, by=SYSTEM, at=timezone.now())
    return f"http://{LOOPBACK}:{port}/enter/{token}"


def set_up(data: Path, port: int) -> None:
    """Folder, key and database of the site, and Django over them. Refuses an unfit folder or a damaged database."""
    from dudao.database.checks import build_warning, check_folder

    os.umask(0o077)  # whatever is written here belongs to this person alone
    _make_folder(data)
    check_folder(data)
    _make_key(data / "secret-key")
    if warning := build_warning():
        echo(f"注意：{warning}", err=True)
    (data / "port").write_text(str(port), "ascii")
    open_site(data, port)

    from django.core.management import call_command
    from django.db import connection

    from dudao.database.checks import check_database

    check_database(connection)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("clearsessions", verbosity=0)


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        writable = os.access(data, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise UnusableFolder(f"数据文件夹 {data} 建不了，或者写不进去。用 DUDAO_DATA 换一个本机上可写的文件夹。")


def open_site(data: Path, port: int) -> None:
    """Django over a data folder that is already set up."""
    os.environ.update(DUDAO_DATA=str(data), DUDAO_PORT=str(port), DJANGO_SETTINGS_MODULE="dudao.settings")
    sys.modules.pop("dudao.settings", None)  # may have been read before, for another folder

    import django

    django.setup()


def open_standing_site(port: int | None = None) -> int:
    """Django over the site of `DUDAO_DATA`, which must be there already; the port it is served at."""
    from dudao import settings

    data = settings.DUDAO_DATA
    if not _has_site(data):
        raise NoSite(f"{data} 里还没有网站。先运行 dudao site serve。")
    at_port = port or port_of(data, settings.DUDAO_PORT)
    open_site(data, at_port)
    return at_port


def _has_site(data: Path) -> bool:
    """Whether a site was set up here; one over PostgreSQL keeps only its key in the folder."""
    return (data / ("secret-key" if os.environ.get("DUDAO_DATABASE") else "dudao.sqlite3")).is_file()


def port_of(data: Path, default: int) -> int:
    """The port that the site over this folder was last started at."""
    file = data / "port"
    said = file.read_text("ascii").strip() if file.is_file() else ""
    return int(said) if said.isdigit() else default


def _make_key(file: Path) -> None:
    """The key that signs sessions and forms: made once, readable by this person only, whole or not at all."""
    if file.exists():
        return
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(50))
        out.flush()
        os.fsync(out.fileno())
    draft.rename(file)


def _first_start(name: str, is_demo: bool) -> "County":
    from django.utils import timezone

    from dudao.apps.campaigns.actions import ensure_first_campaign
    from dudao.apps.organisations.actions import ensure_local_county

    now: datetime = timezone.now()
    code = "000000"  # asked for on the settings page
    county = ensure_local_county(name=name, code=code, is_demo=is_demo, at=now)
    year = timezone.localdate(now).year
    standards = ["YZJH-2017", "DEMO-6A-100"]
    ensure_first_campaign(county, name=f"{year} 年督导评估自评", year=year, standards=standards, at=now)
    return county


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _check_port(port: int) -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise PortTaken(f"端口 {port} 要管理员权限。换一个 1024 以上的：--port 8322。") from None
            raise PortTaken(
                f"端口 {port} 已被占用：可能网站已经开着（dudao site link 再取一个链接），"
                f"也可能是别的程序。换一个端口：--port {port + 1 if port < 65535 else 8321}。"
            ) from None


def _run(port: int, on_ready: Callable[[], None]) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    server = Granian(
        "dudao.cli.site.worker:application",
        address=LOOPBACK,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=2,  # its default keeps a database connection and much memory in each of many threads
        log_enabled=False,
        respawn_failed_workers=True,
    )
    threading.Thread(target=_tell_when_ready, args=(port, on_ready), daemon=True).start()
    server.serve()


def _tell_when_ready(port: int, on_ready: Callable[[], None]) -> None:
    """Ask until the server answers a request, then tell."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if _answers(port):
            on_ready()
            return
        time.sleep(0.1)
    echo(f"网站过了 {SECONDS_TO_START} 秒还没有启动。按 Ctrl+C 停下，运行 dudao doctor 看看。", err=True)
    os.kill(os.getpid(), signal.SIGINT)


def _answers(port: int) -> bool:
    try:
        with closing(socket.create_connection((LOOPBACK, port), timeout=5)) as asked:
            asked.sendall(f"HEAD /enter HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nConnection: close\r\n\r\n".encode())
            return asked.recv(16).startswith(b"HTTP/1.1 ")
    except OSError:
        return False
