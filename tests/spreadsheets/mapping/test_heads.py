"""Which figure a head names: in the words of the catalogue, in the words of offices, and never a wrong one."""

from collections import Counter
from pathlib import Path

import pytest

from dudao.spreadsheets.mapping.draft import is_change
from dudao.spreadsheets.mapping.heads import read_path
from dudao.spreadsheets.mapping.index import CLOSE, LOOK_COST, SURE_COST
from dudao.spreadsheets.mapping.naming import Names
from dudao.spreadsheets.mapping.vocabulary import vocabulary_of
from dudao.spreadsheets.mapping.wording import squeeze, wording
from tests.spreadsheets.mapping.books import CATALOGUE

WORDS = vocabulary_of(CATALOGUE)
HEADS = [
    line
    for line in (Path(__file__).parent / "heads.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def meant(names: Names, head: str) -> tuple[str, str]:
    """How a head is taken (sure, look, ask, none) and as what."""
    path = read_path(tuple(head.split("/")))
    matches = names.matches(path, frozenset(), path.unit)
    best = matches[0] if matches else None
    if is_change(squeeze(path.texts[-1])):
        return "none", "-"
    if names.asked(path, best) is not None:
        return "ask", "?"
    if best is None:
        return ("ask", "?") if names.nearly(path) else ("none", "-")
    close = [match for match in matches[1:] if match.cost - best.cost < CLOSE and (not best.exact or match.exact)]
    code = f"{best.figure}@{best.stage}" if best.stage else best.figure
    if close or best.cost > LOOK_COST:
        return "ask", code
    return ("sure" if best.cost <= SURE_COST else "look"), code


@pytest.mark.parametrize("line", HEADS)
def test_no_head_is_ever_taken_for_something_else(line: str) -> None:
    kind, _, rest = line.partition(" ")
    head, _, wanted = (part.strip() for part in rest.rpartition("|"))
    how, code = meant(WORDS.school if kind == "school" else WORDS.county, head)
    if wanted in ("-", "?"):
        assert how not in ("sure", "look"), (how, code)
        assert how == "ask" or wanted == "-"
    elif how in ("sure", "look"):
        assert code == wanted


def test_nearly_all_heads_of_figures_are_sure() -> None:
    told: Counter[str] = Counter()
    for line in HEADS:
        kind, _, rest = line.partition(" ")
        head, _, wanted = (part.strip() for part in rest.rpartition("|"))
        if wanted not in ("-", "?"):
            told[meant(WORDS.school if kind == "school" else WORDS.county, head)[0]] += 1
    assert told["sure"] >= 0.95 * told.total() and told["none"] <= 0.01 * told.total()


@pytest.mark.parametrize("names", [WORDS.school, WORDS.county], ids=["school", "county"])
def test_every_name_in_the_catalogue_means_its_own_figure(names: Names) -> None:
    strangers = [
        (name.text, name.figure)
        for name in names.names
        if (found := names.matches(read_path((name.text,)), frozenset(), None))[0].figure != name.figure
        or not found[0].exact
    ]
    assert strangers == []


@pytest.mark.parametrize("names", [WORDS.school, WORDS.county], ids=["school", "county"])
def test_every_head_that_a_figure_is_not_is_never_that_figure(names: Names) -> None:
    taken = [
        (head, figure.name)
        for figure in names.figures.values()
        for head in figure.not_heads
        if any(match.figure == figure.name for match in names.matches(read_path((head,)), frozenset(), None))
    ]
    assert taken == []


@pytest.mark.parametrize("names", [WORDS.school, WORDS.county], ids=["school", "county"])
def test_every_declared_ambiguity_is_asked(names: Names) -> None:
    for ambiguity in names.ambiguous.values():
        path = read_path((ambiguity.head,))
        matches = names.matches(path, frozenset(), None)
        assert names.asked(path, matches[0] if matches else None) is not None, ambiguity.head


@pytest.mark.parametrize(
    ("text", "plain", "unit", "year", "relative"),
    [
        ("在校学生数（人）", "在校学生数", "人", 0, None),
        ("教学仪器设备值 / 万元", "教学仪器设备值", "万元", 0, None),
        ("1. 占地面积（单位：亩）", "占地面积", "亩", 0, None),
        ("多媒体教室（已接网络，间）", "多媒体教室(已接网络", "间", 0, None),
        ("2024年财政教育拨款", "财政教育拨款", None, 2024, None),
        ("2023—2024学年在校生", "在校生", None, 2023, None),
        ("上年在校生数", "在校生数", None, 0, -1),
        ("2022-2024年累计", "2022-2024年累计", None, 0, None),
        ("①寄宿生数", "寄宿生数", None, 0, None),
        ("（3）=（1）+（2）", "", None, 0, None),
    ],
)
def test_units_years_and_numbering_are_taken_off_a_head(
    text: str, plain: str, unit: str | None, year: int, relative: int | None
) -> None:
    word = wording(text)
    assert (word.plain if plain else "", word.unit.word if word.unit else None, word.year, word.relative) == (
        plain,
        unit,
        year,
        relative,
    )
