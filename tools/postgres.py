"""Runs a command with a PostgreSQL server of its own: `postgres.py COMMAND…`. Started for the command, gone with it.

The server is found in PATH or where Debian puts it, listens on a socket in a temporary folder and nowhere else, and is
never run as root: PostgreSQL refuses that, so root hands it to an ordinary user.
"""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

LEAST = 15  # major version
DEBIAN = Path("/usr/lib/postgresql")
ORDINARY = ("postgres", "nobody")  # who runs the server when root asks for it
USER, DATABASE = "dudao", "dudao"


class NoServer(Exception):
    """There is no PostgreSQL to run, or nobody to run it as."""


def programs() -> Path:
    """The folder of `initdb` and `pg_ctl` of the newest PostgreSQL that is new enough."""
    folders = [Path(name).resolve().parent for name in [shutil.which("pg_ctl"), shutil.which("postgres")] if name]
    folders += DEBIAN.glob("*/bin") if DEBIAN.is_dir() else []
    fit = {major(folder): folder for folder in folders if (folder / "initdb").is_file()}
    if not fit or max(fit) < LEAST:
        raise NoServer(
            f"没有找到 PostgreSQL {LEAST} 或更新的版本（PATH 和 {DEBIAN}/*/bin 都看过）。Debian 上：apt-get install postgresql。"
        )
    return fit[max(fit)]


def major(folder: Path) -> int:
    said = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True).stdout
    found = re.search(r"(\d+)(?:\.\d+)*\s", said + " ")
    return int(found[1]) if found else 0


def runner() -> tuple[list[str], int | None]:
    """What stands before a command so that root does not run it, and whose number that is; nothing for anybody else."""
    if os.geteuid() != 0:
        return [], None
    setpriv = shutil.which("setpriv")
    known = {one.pw_name: one for one in pwd.getpwall()}
    user = next((known[name] for name in ORDINARY if name in known), None)
    if setpriv is None or user is None:
        raise NoServer("root 不能运行 PostgreSQL，而这里没有 setpriv，或者没有用户 postgres、nobody。")
    return [setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"], user.pw_uid


@contextmanager
def server() -> Iterator[str]:
    """A running server with an empty database; gives what `DUDAO_DATABASE` must be."""
    folder = programs()
    before, owner = runner()
    place = Path(tempfile.mkdtemp(prefix="dudao-pg-"))  # the path of a socket may have about 100 characters
    try:
        if owner is not None:
            os.chown(place, owner, -1)
        data, socket = place / "data", place
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}

        def run(program: str, *words: str) -> None:
            done = subprocess.run(
                [*before, str(folder / program), *words],
                cwd=place, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            if done.returncode:
                raise NoServer(f"{program} 没有成功：{done.stderr.strip()}")

        run("initdb", "-D", str(data), "-U", USER, "--auth=trust", "--encoding=UTF8", "--data-checksums", "--no-sync")
        settings = {"listen_addresses": "", "unix_socket_directories": str(socket)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        run("pg_ctl", "-D", str(data), "-l", str(place / "log"), "-w", "-o", options, "start")
        try:
            run("createdb", "-h", str(socket), "-U", USER, DATABASE)
            yield f"postgresql://{USER}@/{DATABASE}?host={socket}"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def main(command: Sequence[str]) -> int:
    try:
        with server() as address:
            return subprocess.run(command, env={**os.environ, "DUDAO_DATABASE": address}).returncode
    except NoServer as refusal:
        print(refusal, file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
