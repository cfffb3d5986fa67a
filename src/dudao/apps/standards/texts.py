"""Which two texts are held beside each other: built-in ones by their code, or a file somebody brings to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from dudao.calc.figures.written import FaultyFile
from dudao.calc.standard.model import Standard
from dudao.calc.standard.reading import read_standard
from dudao.library import standard_codes
from dudao.library.read import catalogue, standard

LARGEST = 2_000_000  # bytes; the built-in standards have some 60,000


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What a request asks for; `left` or `right` None where nothing (usable) was chosen."""

    left_key: str = ""
    right_key: str = ""
    left: Standard | None = None
    right: Standard | None = None
    left_name: str = ""
    right_name: str = ""
    faults: Sequence[str] = ()


def options() -> list[tuple[str, str]]:
    """(key, name) of the texts that are there."""
    return [(code, f"{standard(code).short}（{code}，内置）") for code in standard_codes()]


def chosen(request: HttpRequest) -> Chosen:
    """The left text by its key, the right one by its key or as a file sent along; faults of the file in words."""
    asked = request.POST if request.method == "POST" else request.GET
    keys = {side: asked.get(side, "") for side in ("left", "right")}
    left, left_name = _held(keys["left"])
    sent = request.FILES.get("file")
    if sent is None:
        right, right_name = _held(keys["right"])
        faults = ["选一个文件，或在右边选一份内置文本。"] if request.method == "POST" and right is None else []
    else:
        right_name = sent.name or "带来的文件"
        right, faults = _brought(sent.read(LARGEST + 1), right_name)
    return Chosen(
        left_key=keys["left"],
        right_key="" if sent is not None else keys["right"],
        left=left,
        right=right,
        left_name=left_name,
        right_name=right_name,
        faults=faults,
    )


def _held(key: str) -> tuple[Standard | None, str]:
    if key not in standard_codes():
        return None, ""
    return standard(key), dict(options())[key]


def _brought(content: bytes, name: str) -> tuple[Standard | None, list[str]]:
    if len(content) > LARGEST:
        return None, [f"{name} 超过 {LARGEST // 1_000_000} MB，不像一个标准文件。"]
    try:
        return read_standard(content, name, catalogue()), []
    except FaultyFile as faulty:
        return None, [fault.message for fault in faulty.faults]
