"""What is made by position is what its class makes: equal, of that class, frozen, with the same text and hash."""

from dataclasses import FrozenInstanceError, replace

import pytest

from dudao.calc.assessment.by_position import by_position
from dudao.calc.assessment.result import GapFound


def test_it_is_the_same_as_by_its_class() -> None:
    given = ("教室", "间", 3, None, True, False)
    made, usual = by_position(GapFound)(*given), GapFound(*given)
    assert made == usual and type(made) is GapFound
    assert (repr(made), hash(made)) == (repr(usual), hash(usual))
    assert replace(made, to_line=4) == GapFound("教室", "间", 4, None, True, False)
    with pytest.raises(FrozenInstanceError):
        made.to_line = 5  # type: ignore[misc]


def test_every_field_has_to_be_given() -> None:
    with pytest.raises(TypeError):
        by_position(GapFound)("教室", "间", 3)
