"""The package of an .xlsx file: its parts, how they refer to each other, and their XML, streamed."""

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from dudao.spreadsheets.reading.guard import SAVE_AS, UnreadableBook, chunks, declares_nothing, opened

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], Any]

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # the strict variant
)


def main_tags(*names: str) -> dict[str, str]:
    """How the parser spells these elements of a spreadsheet, in either variant of the format → their plain names."""
    return {f"{space} {name}": name for space in MAIN for name in names}


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says about another."""

    kind: str  # the last word of its type: worksheet, sharedStrings …
    target: str  # a part's name
    external: bool


class Package:
    """An opened package whose directory and parts have passed the guard."""

    def __init__(self, data: bytes) -> None:
        self._zip: zipfile.ZipFile = opened(data)
        declares_nothing(self._zip)
        self._names = {name.lower().lstrip("/"): name for name in self._zip.namelist()}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def names(self) -> Iterator[str]:
        """The parts' names, in lower case."""
        return iter(self._names)

    def stream(self, part: str, start: Start, end: End, text: Text) -> None:
        """Calls the three as the part's XML goes by. Element names come as "namespace name"."""
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_declarations
        try:
            for piece in chunks(self._zip, self._names[part.lower()]):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except KeyError as error:
            raise UnreadableBook(f"这个文件缺少必要的部件 {part[:60]}，可能已经损坏。{SAVE_AS}") from error
        except expat.ExpatError as error:
            raise UnreadableBook(f"这个文件的部件 {part[:60]} 不完整或已经损坏。{SAVE_AS}") from error

    def elements(self, part: str, *wanted: str) -> list[tuple[str, str, dict[str, str]]]:
        """(name of the parent, name, attributes) of the wanted elements of a part, in order."""
        found: list[tuple[str, str, dict[str, str]]] = []
        above = [""]

        def start(name: str, attributes: dict[str, str]) -> None:
            plain = local(name)
            if plain in wanted:
                found.append((above[-1], plain, {local(key): value for key, value in attributes.items()}))
            above.append(plain)

        def end(name: str) -> None:
            above.pop()

        self.stream(part, start, end, lambda text: None)
        return found

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part ("" for the package itself) refers to, by identifier."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        return {
            entry.get("Id", ""): Relation(
                kind=entry.get("Type", "").rpartition("/")[2],
                target=posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/"),
                external=entry.get("TargetMode", "") == "External",
            )
            for _, _, entry in self.elements(rels, "Relationship")
        }


def _refuse_declarations(*_: object) -> None:
    raise UnreadableBook(f"这个文件里有文档类型声明（DOCTYPE），可能是恶意文件，不予读取。{SAVE_AS}")
