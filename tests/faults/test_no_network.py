"""No connection to another machine: neither by the suite, nor by any command, nor by the site that is served."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.faults.conftest import ROOT, environment

GUARD = Path(__file__).with_name("guard")
ELSEWHERE = ("192.0.2.1", 80)  # set apart for examples: nobody is there


def guarded(folder: Path, **more: str) -> dict[str, str]:
    plain = environment(folder, **more)
    plain.pop("DJANGO_SETTINGS_MODULE")
    attempts = str(folder.with_name("attempts"))
    return {**plain, "PYTHONPATH": f"{GUARD}{os.pathsep}{plain['PYTHONPATH']}", "DUDAO_TEST_ATTEMPTS": attempts}


def attempts(folder: Path) -> str:
    file = folder.with_name("attempts")
    return file.read_text("utf-8") if file.exists() else ""


def test_the_suite_itself_cannot_reach_another_machine() -> None:
    with socket.socket() as asked, pytest.raises(OSError, match="another machine"):
        asked.connect(ELSEWHERE)
    with pytest.raises(OSError, match="another machine"):
        socket.getaddrinfo("example.org", 80)


def test_the_guard_sees_what_a_program_tries(tmp_path: Path) -> None:
    program = f"import socket; socket.socket().connect({ELSEWHERE!r})"
    done = subprocess.run(
        [sys.executable, "-c", program], env=guarded(tmp_path / "site"), capture_output=True, text=True
    )

    assert done.returncode == 1 and attempts(tmp_path / "site") == "192.0.2.1\n"


@pytest.mark.parametrize(
    "words",
    [
        ("doctor",),
        ("standards", "list"),
        ("template", "YZJH-2017", "-o", "{out}/form.xlsx"),
        ("demo", "--no-serve"),
        ("site", "backup", "--to", "{out}/copies"),
        ("site", "drill", "--to", "{out}/copies"),
        ("site", "log", "verify"),
        ("site", "link"),
    ],
    ids=" ".join,
)
def test_no_command_tries_to(words: tuple[str, ...], site: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dudao", *(word.format(out=tmp_path) for word in words)]
    env = guarded(site, DUDAO_DEMO_DATA=str(tmp_path / "demo"))
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=300)

    assert done.returncode in {0, 1}, done.stdout + done.stderr
    assert attempts(site) == ""


def test_nor_does_the_site_while_it_is_served(site: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dudao", "site", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=guarded(site), cwd=ROOT, stdout=subprocess.PIPE, text=True) as serving:
        try:
            lines = iter(serving.stdout.readline, "")
            link = next(line.strip() for line in lines if "/enter/" in line)
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            page = browser.open(link, timeout=60).read().decode()
            deadline = time.monotonic() + 20
            while "青禾县" not in page and time.monotonic() < deadline:
                page = browser.open(f"http://127.0.0.1:{port}/", timeout=60).read().decode()
        finally:
            serving.terminate()
    assert "<html" in page and attempts(site) == ""


def test_a_journey_without_any_network() -> None:
    """In a network of its own with nothing but loopback: the kernel, not our guard, would stop whatever tried."""
    if os.environ.get("FAULTS") != "on":
        pytest.skip("run by make faults")
    alone = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    script = 'ip link set lo up && exec "$@"'
    tests = ["tests/journeys/test_frame.py", "tests/apps/upkeep", "tests/apps/portal"]
    try:
        subprocess.run([*alone, "sh", "-c", script, "sh", "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no right to make a network of its own, or no ip")
    command = [*alone, "sh", "-c", script, "sh", sys.executable, "-m", "pytest", *tests]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout[-3000:]
