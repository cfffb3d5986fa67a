"""Numbers and statuses as pages show them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template


def shown(text: str, **context) -> str:
    return Template(text).render(Context(context))


@pytest.mark.parametrize(
    ("value", "decimals", "as_read"),
    [
        (Fraction(1, 8), 2, "0.13"),  # half up, not to even
        (Fraction(-1, 8), 2, "−0.13"),  # away from zero, true minus
        (Fraction(-1, 1000), 2, "0.00"),  # no minus before a zero
        (Fraction(1234567, 1), 0, "1,234,567"),
        (Decimal("2.675"), 2, "2.68"),  # a float would give 2.67
        (Fraction(899999, 10000), 2, "90.00"),
        (3, 1, "3.0"),
        (None, 2, "—"),
    ],
)
def test_a_number_is_rounded_half_up_exactly(value, decimals, as_read):
    assert shown("{{ value|number:decimals }}", value=value, decimals=decimals) == as_read


def test_a_number_has_its_own_decimals_where_none_are_asked_for():
    assert shown("{{ a|number }} {{ b|number }} {{ c|number }}", a=1500, b=Fraction(17, 4), c=Fraction(1, 3)) == (
        "1,500 4.25 0.33"
    )


def test_a_float_never_reaches_a_page():
    with pytest.raises(TypeError):
        shown("{{ value|number:2 }}", value=0.1)


def test_a_difference_shows_its_direction():
    assert shown("{{ a|signed:2 }} {{ b|signed:2 }} {{ c|signed }}", a=3, b=Fraction(-1, 2), c=0) == "+3.00 −0.50 0"


def test_a_share_is_shown_per_cent():
    assert shown("{{ value|percent:1 }}", value=Fraction(17, 20)) == "85.0%"


def test_an_unrounded_value_says_that_it_goes_on():
    assert shown("{{ value|exact }}", value=Fraction(53, 11)) == "4.818181…"


def test_a_status_is_shape_word_and_colour():
    html = shown('{% status "fail" "未达到" %}')

    assert 'href="#s-bad"' in html and "st-bad" in html and "未达到" in html


def test_a_status_without_a_word_is_a_mistake():
    with pytest.raises(ValueError, match="word"):
        shown('{% status "fail" "" %}')


def test_a_status_does_not_bring_markup_in():
    assert "<b>" not in shown('{% status "fail" word %}{% shape "fail" word %}', word="<b>")
