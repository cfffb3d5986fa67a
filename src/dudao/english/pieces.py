"""A text taken apart at its punctuation, outside of brackets and quotations, and put together again in English."""

import re
from collections.abc import Sequence
from typing import NamedTuple

WIDE = "\u2003"  # two blanks that part columns, while single ones are mended
MARKS = {
    "。": ". ", "；": "; ", "：": ": ", "，": ", ", "、": ", ", "！": "! ", "？": "? ", "（": " (", "）": ") ",
    "〔": " [", "〕": "] ", "　": WIDE, "  ": WIDE, "【": " [", "】": "] ", "—": "–", "「": "“", "」": "”", "…": "…", " 且 ": " and ", " 或 ": " or ",
}  # fmt: skip
# What parts a text, the strongest first.
_LEVELS = (*"\t　", "  ", " | ", *"。？；：，", " 且 ", " 或 ", "、", " · ", " → ", " ")
_OPEN, _CLOSE = "（〔【(", "）〕】)"
_QUOTES = {"“": "”", "「": "」", "《": "》", "『": "』"}
_RUNS = re.compile(r"[\u3400-\u9fff]+(?:[\w〇]*[\u3400-\u9fff])?|[^\u3400-\u9fff]+")


class Piece(NamedTuple):
    """A text and the mark after it."""

    text: str
    mark: str


def quoted(text: str) -> tuple[str, str, str] | None:
    """Before the first quotation, the quotation with its marks, after it."""
    starts = [at for at, letter in enumerate(text) if letter in _QUOTES]
    for start in starts:
        end = text.find(_QUOTES[text[start]], start)
        if end > 0:
            return text[:start], text[start : end + 1], text[end + 1 :]
    return None


def split(text: str) -> list[Piece]:
    """The text at the strongest mark that parts it; nothing if none does."""
    for mark in _LEVELS:
        if pieces := _split(text, mark):
            return pieces
    return []


def _split(text: str, mark: str) -> list[Piece]:
    pieces: list[Piece] = []
    depth = start = at = 0
    while at < len(text):
        if text[at] in _QUOTES and (end := text.find(_QUOTES[text[at]], at)) > 0:
            at = end
        elif text[at] in _OPEN:
            depth += 1
        elif text[at] in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and text.startswith(mark, at):
            pieces.append(Piece(text[start:at], mark))
            at += len(mark)
            start = at
            continue
        at += 1
    if pieces and start < len(text):
        pieces.append(Piece(text[start:], ""))
    return pieces


def brackets(text: str) -> tuple[str, str, str] | None:
    """Before the first bracket, what is in it, after it."""
    start, depth, at = -1, 0, 0
    while at < len(text):
        if text[at] in _QUOTES and (end := text.find(_QUOTES[text[at]], at)) > 0:
            at = end
        elif text[at] in _OPEN:
            start, depth = (at if depth == 0 else start), depth + 1
        elif text[at] in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                return text[:start], text[start + 1 : at], text[at + 1 :]
        at += 1
    return None


def is_balanced(text: str) -> bool:
    """Whether every bracket that opens closes, so that the text may stand for a place of a pattern."""
    depth = 0
    for letter in text:
        depth += (letter in _OPEN) - (letter in _CLOSE)
        if depth < 0:
            return False
    return depth == 0


def runs(text: str) -> list[str]:
    """Chinese words and what stands between them."""
    return _RUNS.findall(text)


def joined(pieces: Sequence[Piece]) -> str:
    """The pieces with English marks between them."""
    out = ""
    for piece in pieces:
        said = piece.text
        if out.endswith((". ", "! ", "? ")) and said[:1].islower():
            said = said[:1].upper() + said[1:]
        out += said + MARKS.get(piece.mark, piece.mark)
    for mark, english in MARKS.items():
        out = out.replace(mark, english)
    out = re.sub(r" +([,.;:!?)\]])(?=\s|$)", r"\1", out)
    out = re.sub(r"([(\[“]) +", r"\1", re.sub(r" {2,}", " ", out))
    return out.rstrip(" ") if out.strip() else out
