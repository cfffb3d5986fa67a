"""The library as the calculation takes it: read and checked once per process."""

from collections.abc import Sequence
from functools import cache

from dudao import library
from dudao.calc.figures import Catalogue
from dudao.calc.figures.reading import read_catalogue
from dudao.calc.returns.checks import Checks, read_checks
from dudao.calc.standard.model import Standard
from dudao.calc.standard.reading import read_standard


@cache
def catalogue() -> Catalogue:
    """All declared figures."""
    return read_catalogue(library.figures(), "figures.yaml")


@cache
def checks() -> Checks:
    """All declared checks between figures."""
    return read_checks(library.checks())


@cache
def standard(code: str) -> Standard:
    """A built-in standard; UnknownStandardError for a code that is not built in."""
    return read_standard(library.standard(code), f"{code}.yaml", catalogue())


def standards(codes: Sequence[str] = ()) -> tuple[Standard, ...]:
    """The built-in standards, all of them where no codes are given."""
    return tuple(standard(code) for code in codes or library.standard_codes())
