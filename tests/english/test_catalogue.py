"""The catalogue has English for every sentence of the sources and for every text of the library.

A new message fails here until it is paired in `src/dudao/english/catalogue/*.txt`; the test prints the missing ones.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from dudao.english import English
from dudao.english.catalogue import HAN

SOURCE = Path(__file__).resolve().parents[2] / "src" / "dudao"
SAID_BY = ("cli", "cage", "cage.py", "settings.py", "database", "library", "calc", "spreadsheets/reading",
           "spreadsheets/forms", "spreadsheets/mapping", "spreadsheets/writing/report.py")  # fmt: skip
ENDS = ("。", "？")
SHOWN = {
    "standards/YZJH-2017": {"name", "short", "document", "row_else", "label", "unit", "what", "question", "note", "text",
                            "na_why", "open_why", "lasts", "departments", "proof"},
    "standards/DEMO-6A-100": {"name", "short", "document", "notice", "label", "unit", "what", "question", "note", "text",
                              "na_why", "open_why", "departments", "bonus_what", "deduction_what"},
    "figures": {"label", "unit", "ask", "question"},
    "checks": {"says", "example", "lacks"},
}  # fmt: skip


def test_every_sentence_of_the_sources_has_english():
    english = English()
    missing = []
    for path in _files():
        for sentence in dict.fromkeys(_sentences(path)):
            said = english.text(sentence)
            if HAN.search(said):
                missing.append(f"{path.relative_to(SOURCE)}: {sentence} => {said}")

    assert missing == []


@pytest.mark.parametrize("name", SHOWN)
def test_every_text_of_the_library_has_english(name):
    english = English()
    data = yaml.load((SOURCE / "library" / f"{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)

    assert [text for text in dict.fromkeys(_texts(data, SHOWN[name])) if HAN.search(english.text(text))] == []


def test_what_a_figure_is_has_english():
    """The first clause of its definition, which a question of `dudao map` puts beside an option."""
    from dudao.library.read import catalogue

    english = English()
    told = [figure.definition.split("；")[0].split("。")[0][:40] for figure in catalogue().figures.values()]

    assert [text for text in told if HAN.search(english.text(text))] == []


def _files() -> Iterator[Path]:
    for name in SAID_BY:
        path = SOURCE / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path] if path.is_file() else []


def _sentences(path: Path) -> Iterator[str]:
    """Whole sentences that the code says, with a made-up word or number in each of their places."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {id(node) for outer in ast.walk(tree) if isinstance(outer, ast.JoinedStr) for node in outer.values}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(_filled(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | docstrings:
            text = node.value
        else:
            continue
        if text.endswith(ENDS) and len(HAN.findall(text)) > 2 and "\n" not in text:
            yield text


def _filled(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    value = part.value if isinstance(part, ast.FormattedValue) else part
    if isinstance(value, ast.IfExp) and isinstance(value.body, ast.Constant):
        return str(value.body.value)
    return "，是不是 x1？" if ast.unparse(value).startswith("nearest(") else "7"


def _texts(data: object, wanted: set[str], key: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, wanted, str(name))
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, wanted, key)
    elif isinstance(data, str) and key in wanted and HAN.search(data):
        yield data
