"""Standards named on the command line: a built-in one by its code, or one's own file."""

from collections.abc import Sequence
from pathlib import Path

from dudao.calc.figures.written import FaultyFile
from dudao.calc.standard.model import Standard
from dudao.errors import Refusal
from dudao.library import UnknownStandardError, standard_codes
from dudao.library.read import catalogue, standard


class NoSuchStandard(Refusal):
    """Neither built in nor a file."""


class FaultyStandard(Refusal):
    """The file is no usable standard; every fault with file, line and indicator."""


def chosen_standards(codes: Sequence[str]) -> tuple[Standard, ...]:
    """The standards of these codes or files; all built-in ones where none is named."""
    return tuple(chosen_standard(code) for code in codes or standard_codes())


def chosen_standard(code: str) -> Standard:
    path = Path(code)
    if path.suffix in (".yaml", ".yml"):
        return standard_of(path)
    try:
        return standard(code)
    except UnknownStandardError as unknown:
        raise NoSuchStandard(str(unknown)) from None


def standard_of(path: Path) -> Standard:
    """A standard's own file."""
    from dudao.calc.standard.reading import read_standard

    try:
        return read_standard(path.read_bytes(), path.name, catalogue())
    except OSError:
        raise NoSuchStandard(f"没有这个文件：{path}") from None
    except FaultyFile as faulty:
        raise FaultyStandard("\n".join(fault.message for fault in faulty.faults)) from None
