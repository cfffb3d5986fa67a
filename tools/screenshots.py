"""Takes the pictures of the README from the demonstration, so that they show what is there: `make screenshots`.

The demonstration is served from a folder of its own on a free port, with a visit three weeks from a fixed day.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import testenv

CHECKOUT = Path(__file__).resolve().parents[1]
PICTURES = CHECKOUT / "docs" / "pictures"
WIDE, HIGH = 1366, 768
ITEM = "/runs/{run}/YZJH-2017/items/YZJH-1.4"
# name → (address, what is clicked before the picture is taken)
SHOTS: dict[str, tuple[str, str]] = {
    "overview": ("/", ""),
    "indicator": (ITEM, ""),
    "explanation": (ITEM, "tbody td a[href*='/why/']"),
    "judgement": ("/judgements/DEMO-6A-100/C1.2.1", ""),
    "standard": ("/standards/YZJH-2017?q=教师", ""),
}


def main() -> int:
    """The pictures, written anew; 0 when all are there."""
    from playwright.sync_api import sync_playwright

    executable = testenv.find()
    if executable is None:
        print("没有找到 Chromium；先运行 make test，它会备好。", file=sys.stderr)
        return 1
    if node := testenv.driving_node():
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demonstration() as link, sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=executable, env={**testenv.environment(executable)}, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, locale="zh-CN")
        page.goto(link)
        run = re.search(r"/runs/(\d+)/", page.content())
        assert run is not None, "the overview names its run"
        for name, (address, click) in SHOTS.items():
            page.goto(link.partition("/enter/")[0] + address.format(run=run[1]))
            if click:
                page.locator(click).first.click()
                page.locator("#panel:not([hidden])").wait_for()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()
    return 0


@contextmanager
def demonstration() -> Iterator[str]:
    """The one-time link of a demonstration that is served while the pictures are taken."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "dudao", "demo", "--port", str(_free_port()), "--visit", "2026-12-15"]
        served = subprocess.Popen(
            command, env={**os.environ, "DUDAO_DEMO_DATA": folder}, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
        )
        try:
            assert served.stdout is not None
            said = served.stdout
            link = next((found[0] for line in said if (found := re.search(r"http://\S+/enter/\S+", line))), None)
            if link is None:
                raise SystemExit("演示没有启动，上面写着原因。")
            yield link
        finally:
            served.terminate()
            served.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


if __name__ == "__main__":
    sys.exit(main())
