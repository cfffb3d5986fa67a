"""`--lang en`: the commands over the demonstration county, and nothing in Chinese but its own names and words."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from dudao import cli, demonstration
from dudao.cli import exits, main
from dudao.cli import site as site_commands
from dudao.cli import standards as standards_commands
from dudao.cli.explain import read_report
from dudao.cli.language import choose, told
from dudao.english.catalogue import HAN, catalogue

VISIT = date(2026, 12, 15)
GROUPS = {"site": site_commands.COMMANDS, "standards": standards_commands.command.lines}
RAW = re.compile(  # where a workbook speaks: its row, its head in a mapping, what a proposal knows a head by
    r"^\s*its row: .*$|(?<=\t).*?(?= → )|(?<=synonym: )[^;]*?(?=[;)]+)|(?<=head “)[^”]*(?=”)|(?<=near “)[^”]*(?=”)"
    r"|(?<=nearest to “)[^”]*(?=”)|\[[a-z]+:[^\]]*\]|(?<=\d: )[^\s,;]*$|(?<=subject )[^\s,]*(?=,)"
)
SHORT = 4  # a cell's text shorter than this may be a word of ours that nobody translated
SOURCE = Path(cli.__file__).parents[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The demonstration's workbooks, mapping files and settings, written by its own command."""
    data = tmp_path_factory.mktemp("demo")
    run("demo", "--no-serve", "--visit", VISIT.isoformat(), env={"DUDAO_DEMO_DATA": str(data)})
    return next(data.rglob("设置.yaml")).parent


@pytest.fixture(scope="module")
def own(folder) -> "Own":
    return Own(folder)


@pytest.fixture(scope="module")
def report(folder, tmp_path_factory) -> Path:
    """The county's report in all three forms, and beside it what was said."""
    path = tmp_path_factory.mktemp("report") / "report"
    forms = [word for form in ("json", "xlsx", "md") for word in ("--report", f"{path}.{form}")]
    said = run("assess", *good(folder), *decided(folder), "--county", demonstration.COUNTY, *forms)
    assert said.exit_code == exits.DONE, said.output
    path.with_suffix(".said").write_text(said.output, "utf-8")
    return path


class Own:
    """What comes from the county: names of schools and places, files, sheets, and the texts of its cells and settings."""

    def __init__(self, folder: Path) -> None:
        made = demonstration.build()
        moved = demonstration.moved_to(VISIT, demonstration.COUNTY)
        self.cells: set[str] = set()
        self.sheets: set[str] = set()
        for path in folder.glob("*.xlsx"):
            self._read(path)
        self.words = set(_leaves(yaml.safe_load((folder / "设置.yaml").read_text("utf-8"))))
        names = {school.name for school in made.schools} | {town.name for town in made.townships}
        self.names = {moved.county, folder.name, *(moved.text(name) for name in names)}
        self.names |= {path.name for path in folder.iterdir()}
        ours = "".join(path.read_text("utf-8") for end in ("py", "yaml") for path in SOURCE.rglob(f"*.{end}"))
        terms = catalogue().terms
        texts = {
            text
            for text in self.cells | self.words
            if text not in terms and (len(HAN.findall(text)) >= SHORT or text not in ours)
        }
        places = {f"{sheet}!" for sheet in self.sheets} | {f" {sheet} " for sheet in self.sheets}
        quoted = {f"“{text}”" for text in self.cells | self.sheets}
        every = sorted(self.names | texts | places | quoted, key=len, reverse=True)
        self._any = re.compile("|".join(re.escape(text) for text in every if HAN.search(text)))

    def _read(self, path: Path) -> None:
        for sheet in openpyxl.load_workbook(path, read_only=True).worksheets:
            self.sheets.add(sheet.title)
            for row in sheet.iter_rows(values_only=True):
                for text in (cell for cell in row if isinstance(cell, str) and HAN.search(cell)):
                    self.cells |= {text.strip(), text.replace("\n", ""), *map(str.strip, text.split("\n"))}

    def left(self, lines: Iterable[str]) -> list[str]:
        """The lines in which something is left in Chinese that is not the county's."""
        return [line for line in dict.fromkeys(lines) if HAN.search(self._any.sub("", RAW.sub("", line)))]


def _leaves(data: object) -> Iterator[str]:
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _leaves(value)
        if isinstance(value, str):
            yield value


def run(*words: object, env: dict[str, str] | None = None):
    return CliRunner().invoke(main, ["--lang", "en", *map(str, words)], env=env)


def good(folder: Path) -> list[Path]:
    return [folder / name for name in demonstration.names(demonstration.moved_to(VISIT, demonstration.COUNTY))]


def faulty(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.xlsx") if path not in good(folder)]


def decided(folder: Path) -> list[object]:
    mappings = [word for path in sorted(folder.glob("*.对应.yaml")) for word in ("--mapping", path)]
    return [*mappings, "--settings", folder / "设置.yaml"]


HELPS = [(), *((name,) for name in cli.COMMANDS), *((group, name) for group in GROUPS for name in GROUPS[group])]


@pytest.mark.parametrize("words", HELPS, ids=lambda words: " ".join(("dudao", *words)))
def test_help(words):
    said = run(*words, "--help").output

    assert said.startswith("Usage: ")
    assert not HAN.search(said), said


@pytest.mark.parametrize(
    "words",
    [
        ("doctor",),
        ("standards", "list"),
        ("standards", "show", "YZJH-2017"),
        ("standards", "show", "DEMO-6A-100"),
        ("standards", "show", "NO-SUCH"),
        ("assess",),
        ("assess", "nowhere.xlsx"),
        ("nonsense",),
        ("map", "--nonsense"),
        ("site", "serve", "--port", "0"),
        ("demo", "--county", "Nowhere"),
        ("template", "YZJH-2017", "--year", "1900"),
        ("standards", "compare", "YZJH-2017", "DEMO-6A-100"),
    ],
    ids=" ".join,
)
def test_commands_and_refusals_without_a_workbook(words):
    said = run(*words).output

    assert said
    assert [line for line in said.splitlines() if HAN.search(line)] == []


def test_a_faulty_standard_file(tmp_path):
    text = (SOURCE / "library/standards/DEMO-6A-100.yaml").read_text("utf-8")
    path = tmp_path / "own.yaml"
    path.write_text(text.replace("points: 1.5", "points: 1.6", 1).replace("confidence: P", "confidense: P", 1), "utf-8")

    said = run("standards", "validate", path)

    assert said.exit_code == exits.NO
    assert [line for line in said.output.splitlines() if HAN.search(line)] == []


WRONG = """
evaluation_year: soon
visit_date: soon
nonsense: 1
parameters: {YZJH-2017: {rule_met: many, nonsense: 1}}
strictness: {YZJH-2017: {YZJH-2.1: "="}}
relaxations:
  YZJH-2017:
    YZJH-R1: [{school: "2144000501", until: soon}, {shool: "2144000501"}, nonsense]
    YZJH-R9: [{school: "2144000501", proof: a, until: 2027-07-31, by: b, on: 2026-11-02}]
    YZJH-R2: nonsense
explained: [{check: CHK-26, on: soon}, nonsense]
"""


def test_a_wrong_settings_file(tmp_path):
    path, book = tmp_path / "own.yaml", tmp_path / "own.xlsx"
    path.write_text(WRONG, "utf-8")
    openpyxl.Workbook().save(book)

    said = run("assess", book, "--settings", path)

    assert said.exit_code == exits.REFUSED
    assert len(said.output.splitlines()) > 8
    assert [line for line in said.output.splitlines() if HAN.search(line)] == []


def test_a_file_that_is_no_workbook(tmp_path):
    path = tmp_path / "own.xlsx"
    path.write_bytes(b"%PDF-1.7 nothing")

    said = run("check", path)

    assert said.exit_code == exits.REFUSED
    assert not HAN.search(said.output), said.output


def test_the_mapping_of_every_workbook(folder, own):
    for path in folder.glob("*.xlsx"):
        assert own.left(run("map", path).output.splitlines()) == []


def test_checks_and_refusals_of_workbooks(folder, own):
    wrong = run("check", *faulty(folder), *decided(folder))
    assert wrong.exit_code == exits.NO
    assert own.left(wrong.output.splitlines()) == []
    for words in (("check", *good(folder), *decided(folder)), ("check", *good(folder)), ("assess", *faulty(folder))):
        assert own.left(run(*words).output.splitlines()) == []


def test_the_summary_and_the_report_in_markdown(own, report):
    assert own.left(Path(f"{report}.said").read_text("utf-8").splitlines()) == []
    written = Path(f"{report}.md").read_text("utf-8").splitlines()
    assert own.left(written) == []
    tables = [line for line in written if line.startswith("|")]
    assert tables and all(line.endswith("|") for line in tables)
    assert {line.count(" | ") for line in tables} <= {2, 3, 4, 5, 6}


def test_the_report_as_a_workbook(own, report):
    book = openpyxl.load_workbook(io.BytesIO(Path(f"{report}.xlsx").read_bytes()))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]

    assert own.left(book.sheetnames) == []
    assert own.left(cell for cell in cells if isinstance(cell, str)) == []
    assert own.left(part for sheet in book for part in (sheet.oddFooter.left.text, sheet.oddFooter.right.text)) == []


def test_the_json_report_keeps_its_chinese(report):
    plain = json.loads(Path(f"{report}.json").read_bytes())

    assert all(HAN.search(item["name"]) for standard in plain["standards"] for item in standard["items"])
    assert "language" not in plain


def test_an_explanation_by_the_command(own, report):
    for words in (("YZJH-1.4",), ("C2.2.1",), ("9.9",)):
        said = run("explain", f"{report}.json", *words).output
        assert own.left(said.splitlines()) == []


def test_every_explanation(own, report):
    """Of every item and trigger for the county, and for some schools of each kind, as `explain` says them."""
    from functools import partial

    from dudao.calc.assessment.report.told import row_cells, tree
    from dudao.calc.assessment.report.tree import lines

    choose(["--lang", "en"])
    try:
        plain = read_report(Path(f"{report}.json"))
        schools = {school["code"] for school in plain["roll"]["schools"][::15]}
        left: list[str] = []
        for standard in plain["standards"]:
            rulings = {ruling["code"]: ruling["text"] for ruling in standard["rulings"]}
            for place, step in standard["explanations"].items():
                if [*place.split("/"), ""][1] in {"", *schools}:
                    said = lines(tree(plain, step), partial(row_cells, plain), rulings)
                    left += own.left(map(told, dict.fromkeys(said)))
    finally:
        choose([])

    assert list(dict.fromkeys(left)) == []


def test_the_language_is_one_of_two(monkeypatch):
    assert run("doctor").output.splitlines()[0].startswith("✓ good")
    assert CliRunner().invoke(main, ["doctor", "--lang", "en"]).output.splitlines()[0].startswith("✓ good")
    assert CliRunner().invoke(main, ["doctor"], env={"DUDAO_LANG": "en"}).output.splitlines()[0].startswith("✓ good")
    assert CliRunner().invoke(main, ["doctor"]).output.splitlines()[0].startswith("✓ 好")
    assert CliRunner().invoke(main, ["--lang", "fr", "doctor"]).exit_code == exits.USAGE


def test_chinese_imports_no_english():
    import subprocess
    import sys

    code = "import sys; from dudao.cli import main; main(['--help'], standalone_mode=False); print('dudao.english' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")

    assert said.stdout.splitlines()[-1] == "False"


def test_help_of_a_column_is_not_torn():
    """Names and texts of options stand in two columns in English too."""
    said = run("assess", "--help").output.splitlines()
    options = [line for line in said if line.startswith("  --")]

    assert len(options) >= 6
    assert all(one != two for one, two in pairwise(options))
