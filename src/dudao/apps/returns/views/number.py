"""Whole numbers that a form carries."""

from collections.abc import Mapping

from django.core.exceptions import BadRequest


def number_in(given: Mapping[str, str], name: str) -> int:
    """A whole number ≥ 0; BadRequest for anything else."""
    said = given.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise BadRequest(f"{name} is no number")
    return int(said)
