"""Finds a Chromium for the browser tests and a Node that drives it, or brings them.

In this order: $DUDAO_CHROMIUM, the system's, the one kept in the cache, Debian's when we are root, and last the one
inside the npm package @sparticuz/chromium, which needs neither root nor apt (x86-64 only).
"""

import importlib.util
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from dudao import frontend

NPM_VERSION = "153.0.0"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_NODE = "没有能驱动浏览器的 Node。请安装 libatomic1（或 nodejs），再运行 make test。"
APT = "apt-get -o Acquire::Retries=1 -o Acquire::http::Timeout=30"


def cache() -> Path:
    """Where a fetched Chromium is kept: the user's cache, or the checkout's when there is no home to write to."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path(os.environ.get("HOME") or "/nonexistent") / ".cache")
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        home = frontend.CHECKOUT / ".cache"
    if not os.access(home, os.W_OK):
        home = frontend.CHECKOUT / ".cache"
    return home / "dudao" / f"chromium-{NPM_VERSION}"


def find() -> str | None:
    """A Chromium that starts, or None."""
    if chosen := os.environ.get("DUDAO_CHROMIUM"):
        return chosen
    candidates = [*filter(None, map(shutil.which, NAMES)), str(cache() / "chromium")]
    return next(filter(_starts, candidates), None)


def environment(executable: str) -> dict[str, str]:
    """What this Chromium needs in its environment: the fetched one brings its own libraries."""
    environ = dict(os.environ)
    if Path(executable).parent == cache():
        environ["LD_LIBRARY_PATH"] = f"{cache() / 'lib'}:{environ.get('LD_LIBRARY_PATH', '')}".rstrip(":")
    return environ


def bring() -> str:
    """A Chromium that starts; fetched if there is none."""
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("没有 Chromium，正在用 apt 安装（连同中文字体）……", flush=True)
        _from_debian()
        if found := find():
            return found
    print("正在从 npm 取一个浏览器测试用的 Chromium……", flush=True)
    _from_npm()
    if found := find():
        return found
    sys.exit("没有可用的 Chromium。请安装 chromium，或用 DUDAO_CHROMIUM 指明它的位置，再运行 make test。")


def driving_node() -> str | None:
    """A Node that runs Playwright's driver. Its own wants libatomic, which a bare Debian does not have."""
    spec = importlib.util.find_spec("playwright")
    driver = Path(next(iter((spec and spec.submodule_search_locations) or ["."]))) / "driver"
    environ = frontend.trusting()
    for way in ({**environ, "UV_OFFLINE": "1"}, environ):  # what was fetched once is found again without a network
        for command in ([str(driver / "node")], *frontend.node_programs("node")):
            if _answer([*command, str(driver / "package" / "cli.js"), "--version"], way):
                return _answer([*command, "-p", "process.execPath"], way)
    return None


def _starts(executable: str) -> bool:
    return _answer([executable, "--version", "--no-sandbox"], environment(executable)) is not None


def _answer(command: list[str], environ: dict[str, str] | None = None) -> str | None:
    """What a program prints, None where it cannot be run."""
    try:
        asked = subprocess.run(command, env=environ, capture_output=True, text=True, encoding="utf-8", timeout=120)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return asked.stdout.strip() if asked.returncode == 0 else None


def _from_debian() -> None:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = f"{APT} install -y -qq --no-install-recommends chromium fonts-noto-cjk"
    subprocess.run(f"{APT} update -qq && {install}", shell=True, env=environ, stdout=subprocess.DEVNULL)


def _from_npm() -> None:
    if platform.machine() != "x86_64":
        return
    import brotli

    place = cache()
    with tempfile.TemporaryDirectory(prefix="dudao-chromium-") as folder:
        frontend.npm(
            [
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--no-save",
                f"@sparticuz/chromium@{NPM_VERSION}",
            ],
            Path(folder),
        )
        packed = Path(folder) / "node_modules" / "@sparticuz" / "chromium" / "bin"
        place.mkdir(parents=True, exist_ok=True)
        for name in ("al2023", "swiftshader"):
            _unpack(brotli.decompress((packed / f"{name}.tar.br").read_bytes()), place)
        part = place / "chromium.part"
        part.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
        part.chmod(0o755)
        part.rename(place / "chromium")  # last, so that a broken fetch is not taken for a browser


def _unpack(archive: bytes, place: Path) -> None:
    # Debian's Python 3.11.2 has no extraction filters yet; the archive is pinned by npm's integrity check.
    guarded = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        opened.extractall(place, **guarded)  # type: ignore[arg-type]


if __name__ == "__main__":
    if sys.argv[1:] == ["--find"]:
        found = find()
        print(found or "没有")
        sys.exit(0 if found else 1)
    try:
        frontend.ensure_vendor()
        print(f"浏览器：{bring()}，由 {driving_node() or sys.exit(NO_NODE)} 驱动")
    except frontend.NoFrontEnd as refusal:
        sys.exit(str(refusal))
