"""`--settings FILE` of the commands that assess."""

from collections.abc import Sequence
from pathlib import Path

from dudao.calc.figures.snapshot import Choices
from dudao.calc.standard.choices import ChoicesError, read_choices
from dudao.calc.standard.model import Standard
from dudao.errors import Refusal


class BadSettings(Refusal):
    """The settings file cannot be used; the message lists every reason."""


def read_settings(path: Path | None, standards: Sequence[Standard]) -> Choices:
    """The county's choices; none where no file is given."""
    if path is None:
        return Choices()
    try:
        return read_choices(path.read_bytes(), path.name, standards)
    except ChoicesError as fault:
        raise BadSettings(str(fault)) from None
