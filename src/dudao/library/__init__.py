"""The built-in standards and the figures they ask for: data, one YAML file each. This module only hands out the bytes."""

from importlib.resources import files
from importlib.resources.abc import Traversable


class UnknownStandardError(LookupError):
    """There is no built-in standard with this code."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        self.code = code
        super().__init__(f"没有内置标准“{code}”。可用的有：{'、'.join(known)}。请核对代号，或给出标准文件的路径。")


def figures() -> bytes:
    """The declarations of all figures (YAML, UTF-8), as `calc.figures` reads them."""
    return (files(__name__) / "figures.yaml").read_bytes()


def checks() -> bytes:
    """The checks between figures (YAML, UTF-8), as `calc.returns` reads them."""
    return (files(__name__) / "checks.yaml").read_bytes()


def standard_codes() -> tuple[str, ...]:
    """The codes of the built-in standards, sorted; a file `standards/<CODE>.yaml` is a standard."""
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in _standards() if entry.name.endswith(".yaml")))


def standard(code: str) -> bytes:
    """One built-in standard (YAML, UTF-8). Raises `UnknownStandardError` for a code that is not built in."""
    known = standard_codes()
    if code not in known:
        raise UnknownStandardError(code, known)
    return (files(__name__) / "standards" / f"{code}.yaml").read_bytes()


def _standards() -> list[Traversable]:
    folder = files(__name__) / "standards"
    return list(folder.iterdir()) if folder.is_dir() else []
