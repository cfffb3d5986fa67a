"""The catalogue files: one pair a line, `Chinese => English`.

In the Chinese text `{x}` stands for a text that is translated in turn, `{=x}` for a name or a quotation that stays as it
is (`{*x}` if it may hold commas and full stops), `{@x}` for a code without Chinese in it, `{#x}` for a number, `{~x}` for several
numbers or letters; a `?` at the end (`{x?}`) lets it be empty. In the English text `{x}` is what stood there, and
`{x:school|schools}` the one word after a one and the other after any other number. `\\n` is a line break.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_PLACE = re.compile(r"\{([=*#@~]?)(\w+)(\??)\}")
_FILLED = re.compile(r"\{(\w+)(?::([^|{}]*)\|([^{}]*))?\}")
_KINDS = {
    "#": r"[-−+±]?\d[\d,]*(?:\.\d+)?(?:/\d+)?",
    "@": r"[!-~…—–−×÷≥≤]+",
    "=": r"[^；。，：]+?",
    "~": r"[\dA-Z][\dA-Z、, —]*",
}
_JOINT = " => "


class CatalogueError(Exception):
    """A line of a catalogue file that is no pair, or a Chinese text that has two English ones."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A Chinese text with places, and its English."""

    key: str  # the longest piece of it that is not a place: what does not hold it cannot match
    weight: int  # how many characters are not places
    regex: re.Pattern[str]
    raw: frozenset[str]  # places that stay as they are
    english: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All pairs: whole texts by their Chinese, and patterns, the most specific first."""

    terms: dict[str, str]
    patterns: tuple[Pattern, ...]


@cache
def catalogue() -> Catalogue:
    """The catalogue of this package, read once. CatalogueError names the faulty line."""
    terms: dict[str, str] = {}
    patterns: list[Pattern] = []
    for place, chinese, english in _pairs():
        if _PLACE.search(chinese):
            patterns.append(_pattern(chinese, english, place))
        elif terms.setdefault(chinese, english) != english:
            raise CatalogueError(f"{place}: {chinese} has another English text already: {terms[chinese]}")
    patterns.sort(key=lambda pattern: -pattern.weight)
    return Catalogue(terms=terms, patterns=tuple(patterns))


def _pairs() -> Iterator[tuple[str, str, str]]:
    folder = files("dudao.english") / "catalogue"
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".txt"):
            continue
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            chinese, joint, english = line.partition(_JOINT)
            if not joint or not english or HAN.search(english):
                raise CatalogueError(f"{file.name}:{number}: not `Chinese => English`: {line}")
            yield f"{file.name}:{number}", chinese.replace("\\n", "\n"), english.replace("\\n", "\n")


def _pattern(chinese: str, english: str, place: str) -> Pattern:
    literals = _PLACE.sub("\0", chinese).split("\0")
    key = max(literals, key=lambda each: (len(HAN.findall(each)), "\t" in each, len(each)))
    names = [match[2] for match in _PLACE.finditer(chinese)]
    if not (HAN.search(key) or "\t" in key) or not {match[1] for match in _FILLED.finditer(english)} <= set(names):
        raise CatalogueError(f"{place}: nothing to find it by, or an unknown place: {chinese}")
    regex, at = "", 0
    for match in _PLACE.finditer(chinese):
        kind, name, optional = match.groups()
        inner = _KINDS.get(kind, ".*?" if optional else ".+?")
        regex += re.escape(chinese[at : match.start()]) + f"(?P<{name}>{inner})"
        at = match.end()
    raw = frozenset(match[2] for match in _PLACE.finditer(chinese) if match[1] in ("=", "*", "@"))
    return Pattern(
        key=key,
        weight=sum(map(len, literals)) + 2 * chinese.count("{#"),
        regex=re.compile(regex + re.escape(chinese[at:])),
        raw=raw,
        english=english,
    )


def filled(english: str, values: dict[str, str]) -> str:
    """The English text with its places filled."""

    def value(match: re.Match[str]) -> str:
        said = values[match[1]]
        if match[2] is None:
            return said
        return f"{said} {match[2] if said.strip() in ('1', '-1', '−1') else match[3]}"

    return _FILLED.sub(value, english)
