"""The cast of the site's tests, and programs of their own to be harmed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.apps.conftest import at, campaign, county, operator  # noqa: F401  (fixtures)

ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DUDAO_DATA": str(folder),
        "DUDAO_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "dudao.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        **more,
    }


@pytest.fixture(scope="session")
def made_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a county and its first campaign; nobody changes it."""
    folder = tmp_path_factory.mktemp("made") / "site"
    program = (
        "from pathlib import Path; from dudao.cli.site.serving import set_up, _first_start; "
        f"set_up(Path({str(folder)!r}), 8399); _first_start('青禾县', False)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=environment(folder), cwd=ROOT, timeout=120)
    return folder


@pytest.fixture
def site(made_site: Path, tmp_path: Path) -> Path:
    """One of its own for every test, to be harmed."""
    return Path(shutil.copytree(made_site, tmp_path / "site"))
