"""Chinese texts as English ones: whole where the catalogue has them, else piece by piece."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dudao.english.catalogue import HAN, Pattern, catalogue, filled
from dudao.english.pieces import MARKS, WIDE, Piece, brackets, is_balanced, joined, quoted, runs, split

_FIRST_STANDIN = 0xF0000  # a plane for private use: no text holds its characters
_ENDS = ("。", "？")
_MOST_PIECES = 12  # so many pieces are tried together before the first is taken alone
# sheet!cell, whatever the sheet is called; after a file's name it may have blanks
_PLACE = re.compile(
    r"(?:(?:(?<=\.xlsx |\.xlsm )|(?<=\.xls |\.ods |\.csv )|(?<=\.et ))[^!；。，]{1,40}|[^\s!，；、。：（）“”「」]+)"
    r"!\$?[A-Z]{1,3}\$?\d+"
)
_MARKED = re.compile("[，、；：。（“ ·|？]")  # a term with a mark in it must be seen before the text is parted at marks
_PADDED = re.compile(r"([ \t]*(?:= )?)(.*?)([ \t]*)", re.DOTALL)
_STANDINS = re.compile("[\U000f0000-\U000ffffd]")


class Said(NamedTuple):
    """An English text, and how many Chinese characters are left in it."""

    text: str
    left: int


class English:
    """Translates texts; remembers what it has translated. `know` tells it which names must stay as they are."""

    def __init__(self) -> None:
        found = catalogue()
        self._terms, self._patterns = found.terms, found.patterns
        self._starts: dict[str, list[int]] = {}
        for rank, pattern in enumerate(self._patterns):
            self._starts.setdefault(pattern.key[:2], []).append(rank)
        self._longest = max(map(len, self._terms), default=0)
        self._memory: dict[str, Said] = {}
        self._standins: dict[str, str] = {}
        marked = sorted(
            (term for term in self._terms if _MARKED.search(term) and term[0] not in "，；、：。"),
            key=lambda term: -len(term),
        )
        self._marked = re.compile(r"(?<![\d.])(?:" + "|".join(map(re.escape, marked)) + ")")
        self._originals: list[str] = []
        self._names: set[str] = set()
        self._fixed: dict[str, list[str]] = {}  # by their first two characters, the longest first
        self._free: dict[str, list[str]] = {}

    def know(self, names: Iterable[str], *, free: bool = False) -> None:
        """Names of schools, places, files and people: they stay as they are. A name that is a term stays a term.

        `free`: texts of cells, which stay only where they stand free, not as a part of a longer word.
        """
        new = {name for name in names if len(name) > 1 and HAN.search(name) and name not in self._terms} - self._names
        self._names |= new
        for name in sorted(new):
            same = (self._free if free else self._fixed).setdefault(name[:2], [])
            same.append(name)
            same.sort(key=len, reverse=True)
        if new:
            self._memory.clear()

    def text(self, text: str) -> str:
        """A text of one line or several, its indentation kept."""
        if not HAN.search(text) and not any(mark in text for mark in MARKS):
            return text
        return "\n".join(map(self._line, text.split("\n")))

    def _line(self, line: str) -> str:
        pad, body, tail = _PADDED.fullmatch(line).groups()  # type: ignore[union-attr]  # it fits any line
        kept = _PLACE.sub(lambda match: self._standin(match[0]), self._without(self._fixed, body))
        return pad + self._restored(self._best(kept).text) + tail

    def _without(self, names: Mapping[str, Sequence[str]], text: str) -> str:
        """The text with stand-ins for these names."""
        out, at = [], 0
        while at < len(text):
            name = next((name for name in names.get(text[at : at + 2], ()) if text.startswith(name, at)), "")
            if names is self._free and _is_part(text, at, at + len(name)):
                name = ""
            out.append(self._standin(name) if name else text[at])
            at += len(name) or 1
        return "".join(out)

    def _standin(self, original: str) -> str:
        if original not in self._standins:
            self._standins[original] = chr(_FIRST_STANDIN + len(self._originals))
            self._originals.append(original)
        return self._standins[original]

    def _restored(self, text: str) -> str:
        while _STANDINS.search(text):
            text = _STANDINS.sub(lambda match: self._originals[ord(match[0]) - _FIRST_STANDIN], text)
        return text.replace(WIDE, "  ")

    def _best(self, text: str) -> Said:
        if text not in self._memory:
            self._memory[text] = Said(text, len(HAN.findall(text)))  # a pattern that leads back to its own text
            self._memory[text] = self._found(text)
        return self._memory[text]

    def _found(self, text: str) -> Said:
        if text != text.strip():
            inner = self._best(text.strip())
            return Said(text.replace(text.strip(), inner.text) if text.strip() else text, inner.left)
        if not HAN.search(text):
            return Said(joined([Piece(text, "")]), 0)
        whole = self._whole(text)
        if whole is not None and not whole.left:
            return whole
        parts = self._parts(text)
        return whole if whole is not None and whole.left <= parts.left else parts

    def _whole(self, text: str) -> Said | None:
        """The catalogue's English of the whole text; the first pattern that leaves least."""
        if text in self._terms:
            return Said(self._terms[text], 0)
        best: Said | None = None
        for rank in sorted(self._near(text)):
            pattern = self._patterns[rank]
            match = pattern.regex.fullmatch(text) if pattern.key in text else None
            if match and all(map(is_balanced, match.groups(default=""))):
                said = self._filled(pattern, match)
                if not said.left:
                    return said
                if best is None or said.left < best.left:
                    best = said
        return best

    def _near(self, text: str) -> set[int]:
        """The ranks of the patterns whose key may stand in the text."""
        starts = {text[at : at + 2] for at in range(len(text))} | set(text)
        return {rank for start in starts & self._starts.keys() for rank in self._starts[start]}

    def _filled(self, pattern: Pattern, match: re.Match[str]) -> Said:
        values, left = {}, 0
        for name, inner in match.groupdict(default="").items():
            if name in pattern.raw:
                values[name] = self._standin(inner) if HAN.search(inner) else inner
            else:
                said = self._best(inner)
                values[name], left = said.text, left + said.left
        return Said(filled(pattern.english, values), left)

    def _parts(self, text: str) -> Said:
        kept = self._marked.sub(lambda match: self._standin(self._terms[match[0]]), text)
        kept = kept if kept != text else self._without(self._free, text)
        if kept != text:
            return self._best(kept)
        if pieces := split(text):
            return self._together(pieces)
        if parts := brackets(text):
            said = [self._best(part) for part in parts]
            open_, close = ("[", "]") if text[len(parts[0])] == "〔" else ("(", ")")
            shown = f"{said[0].text} {open_}{said[1].text}{close} {said[2].text}"
            return Said(shown.strip(), sum(each.left for each in said))
        if quote := quoted(text):
            before, inner, after = quote
            return self._best(before + self._standin(inner) + after)
        return self._words(text)

    def _together(self, pieces: Sequence[Piece]) -> Said:
        """Pieces as few as possible: several together where the catalogue has them as one."""
        done: list[Piece] = []
        at = left = 0
        while at < len(pieces):
            for count in range(min(len(pieces) - at, _MOST_PIECES), 0, -1):
                some = pieces[at : at + count]
                found = self._several(some)
                if found is None and count > 1:
                    continue
                if found is None:
                    said = self._best(some[0].text)
                    found, left = Piece(said.text, some[0].mark), left + said.left
                done.append(found)
                at += count
                break
        return Said(joined(done), left)

    def _several(self, pieces: Sequence[Piece]) -> Piece | None:
        """Pieces together as the catalogue has them, with or without the mark at their end."""
        text = "".join(each.text + each.mark for each in pieces)
        if pieces[-1].mark in _ENDS and (said := self._whole(text)) is not None and not said.left:
            return Piece(said.text, " ")
        said = self._whole(text.removesuffix(pieces[-1].mark)) if len(pieces) > 1 else None
        return None if said is None or said.left else Piece(said.text, pieces[-1].mark)

    def _words(self, text: str) -> Said:
        """Word by word, if all the words are known; what is not stays as it is, for it may be a name."""
        out, left = [], 0
        for run in runs(text):
            if not HAN.search(run):
                out.append(run)
                continue
            words = self._cut(run)
            out.append(f" {' '.join(words)} " if words else run)
            left += 0 if words else len(HAN.findall(run))
        return Said(re.sub(" {2,}", " ", "".join(out)).strip(), left)

    def _cut(self, run: str) -> list[str] | None:
        """A run as terms of the catalogue, the fewest there are."""
        best: list[list[str] | None] = [[]] + [None] * len(run)
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - self._longest), end):
                before, term = best[start], self._terms.get(run[start:end])
                if before is None or term is None or (end - start == 1 and len(run) > 1):  # 中, 差 are parts of names
                    continue
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = [*before, term]
        return best[-1]


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether this is a part of a longer Chinese word."""
    return bool(HAN.search(text[max(0, start - 1) : start] + text[end : end + 1]))
