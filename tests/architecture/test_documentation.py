"""What is a list in the code and a list on paper is the same list."""

import re
from pathlib import Path

from dudao import cli
from dudao.cli import exits

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = CHECKOUT / "src" / "dudao"


def documented(page: str) -> str:
    return (CHECKOUT / "docs" / page).read_text("utf-8")


def test_every_setting_is_explained_and_every_explained_setting_exists():
    code = "".join(path.read_text("utf-8") for path in (*SOURCE.rglob("*.py"), *CHECKOUT.glob("tools/*.py")))
    read = set(re.findall(r'"(DUDAO_[A-Z_]+)"', code))
    explained = set(re.findall(r"^\| `(DUDAO_[A-Z_]+)` \|", documented("settings.md"), re.MULTILINE))

    assert read == explained


def test_every_command_and_every_exit_status_is_explained():
    page = documented("commands.md")
    statuses = {name: value for name, value in vars(exits).items() if name.isupper()}

    assert {name for name in cli.COMMANDS if f"| `dudao {name}" not in page} == set()
    assert {name for name, value in statuses.items() if f"| {value} | `{name}` |" not in page} == set()


def test_the_map_names_every_room():
    page = documented("map.md")
    rooms = [path for folder in (SOURCE / "apps", SOURCE / "calc") for path in folder.iterdir() if path.is_dir()]
    names = {f"dudao/{path.relative_to(SOURCE).as_posix()}/" for path in rooms if (path / "__init__.py").is_file()}

    assert {name for name in names if f"`{name}`" not in page} == set()


def test_the_two_readmes_are_twins():
    """The same commands and the same links: one may not promise what the other does not."""
    english, chinese = ((CHECKOUT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
    links = re.compile(r"\]\((docs/[^)]*|LICENSE|CONTRIBUTING\.md)\)")
    makes = re.compile(r"(?<=`)make [a-z]+(?=`)|^make [a-z]+", re.MULTILINE)

    assert set(links.findall(english)) == set(links.findall(chinese))
    assert set(makes.findall(english)) == set(makes.findall(chinese))
    assert english.count("\ndudao ") == chinese.count("\ndudao ")
    assert all((CHECKOUT / link).exists() for link in links.findall(english))
