"""The texts that the cells of an .xlsx package share."""

import re
from dataclasses import dataclass, field

from dudao.spreadsheets.reading.guard import MOST_ALL_TEXT, MOST_TEXTS, UnreadableBook
from dudao.spreadsheets.reading.package import Package, main_tags

_TEXT_TAGS = main_tags("si", "t", "rPh")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Text with the format's own escapes (_x000D_) replaced."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)  # half a character is none


@dataclass(slots=True)
class _SharedTexts:
    """Collects the shared texts: runs of one text joined, phonetic readings left out."""

    texts: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    phonetic: bool = False
    characters: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _TEXT_TAGS.get(name)
        if tag == "t":
            self.pieces.clear()
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "si":
            self.runs.clear()

    def end(self, name: str) -> None:
        tag = _TEXT_TAGS.get(name)
        if tag == "t":
            if not self.phonetic:
                self.runs.append("".join(self.pieces))
            self.pieces.clear()
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "si":
            text = unescaped("".join(self.runs))
            self.texts.append(text)
            self.characters += len(text)
            if len(self.texts) > MOST_TEXTS or self.characters > MOST_ALL_TEXT:
                raise UnreadableBook("这个工作簿里的文字太多，不能读取。请只留下需要的工作表，另存后再上传")


def shared_texts(package: Package, part: str) -> list[str]:
    """All texts that cells refer to by number."""
    reader = _SharedTexts()
    package.stream(part, reader.start, reader.end, reader.pieces.append)
    return reader.texts
