"""Starting the site as a person does: one command, one link; and what happens when something is in the way."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(data: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "DUDAO_DATA": str(data), "PYTHONUNBUFFERED": "1", **more}


def dudao(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "dudao", *words]
    return subprocess.run(command, env=environment(data, **more), capture_output=True, text=True, timeout=60)


class Site:
    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        command = [sys.executable, "-m", "dudao", "site", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said = ""
        while "Ctrl+C" not in self.said:
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line

    def stop(self, how: int = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(20)


def link_in(text: str) -> str:
    return re.search(r"http://127\.0\.0\.1:\d+/enter/\S+", text)[0]


def opened(address: str) -> tuple[int, str, list[str]]:
    """Status, words and cookies that a browser gets, the first answer only."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_given):
            return None

    jar = CookieJar()
    browser = urllib.request.build_opener(Stay, urllib.request.HTTPCookieProcessor(jar))
    try:
        answer = browser.open(address, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.read().decode(), [cookie.name for cookie in jar]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    running = Site(tmp_path_factory.mktemp("site") / "new" / "folder")
    yield running
    running.stop(signal.SIGKILL)


def test_one_command_starts_it_and_its_link_lets_in_once(site):
    link = link_in(site.said)

    status, _words, cookies = opened(link)
    assert (status, cookies) == (302, [f"dudao_csrf_{site.port}", f"dudao_session_{site.port}"])
    status, words, cookies = opened(link)
    assert status == 403 and "dudao site link" in words and cookies == []


def test_another_link_is_given_while_it_runs(site):
    given = dudao(site.data, "site", "link")

    link = given.stdout.strip()
    assert link.startswith(f"http://127.0.0.1:{site.port}/enter/"), given.stderr
    assert opened(link)[0] == 302


def test_it_answers_on_this_computer_only(site):
    others = {place[4][0] for place in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with pytest.raises(OSError), socket.create_connection((address, site.port), timeout=2):
            pass


def test_a_taken_port_is_said_in_one_sentence(site, tmp_path):
    second = dudao(tmp_path, "site", "serve", "--port", str(site.port))

    assert second.returncode == 3
    assert f"端口 {site.port} 已被占用" in second.stderr and "Traceback" not in second.stderr
    assert not (tmp_path / "dudao.sqlite3").exists()


def test_what_it_writes_nobody_else_can_read(site):
    assert [oct(path.stat().st_mode & 0o077) for path in [site.data, *site.data.iterdir()]].count("0o0") == 1 + len(
        list(site.data.iterdir())
    )


def test_it_stops_clean_and_starts_again_with_the_same_county(tmp_path):
    first = Site(tmp_path)
    key = (tmp_path / "secret-key").read_text()
    assert first.stop() == 0
    assert "Traceback" not in first.process.stdout.read()

    second = Site(tmp_path)
    assert opened(link_in(second.said))[0] == 302
    assert (tmp_path / "secret-key").read_text() == key
    assert second.stop(signal.SIGTERM) == 0


def test_without_a_site_there_is_no_link(tmp_path):
    asked = dudao(tmp_path, "site", "link")

    assert asked.returncode == 3 and "dudao site serve" in asked.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("DUDAO_PORT", "http"), ("DUDAO_PORT", "70000"), ("DUDAO_DEBUG", "yes"), ("DUDAO_DATA", "somewhere")],
)
def test_a_setting_that_makes_no_sense_stops_the_start(name, value, tmp_path):
    refused = dudao(tmp_path, "site", "serve", **{name: value})

    assert refused.returncode == 3 and name in refused.stderr and "Traceback" not in refused.stderr


def test_a_folder_that_cannot_be_written_to_stops_the_start(tmp_path):
    (tmp_path / "file").write_text("")

    refused = dudao(tmp_path / "file" / "data", "site", "serve", "--port", str(free_port()))

    assert refused.returncode == 3 and "Traceback" not in refused.stderr


def test_killed_without_warning_it_frees_its_port(tmp_path):
    running = Site(tmp_path / "site")
    running.stop(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while _taken(running.port) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not _taken(running.port)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
