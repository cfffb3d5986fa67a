"""Values as they are kept: nothing is lost on the way."""

from datetime import date
from fractions import Fraction

import pytest

from dudao.calc.figures import Key, Known, Reason, Unknown
from dudao.calc.figures.coding import digest, value_from, value_text
from dudao.library.read import catalogue


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("stu", 612),
        ("area_field", Fraction(70205, 100)),
        ("pay_all_avg", Fraction(97093, 7)),
        ("standard_met", True),
        ("date_jbjh_recognised", date(2016, 11, 1)),
        ("school_type", "nine_year"),
        ("music_rooms", ({"area": Known(96, "96")}, {"area": Unknown(Reason.PENDING, "待核")})),
        ("music_rooms", ()),
    ],
)
def test_a_value_reads_back(figure, value):
    assert value_from(value_text(value), catalogue()[figure]) == value


def test_the_digest_does_not_depend_on_the_order_or_the_cells():
    one = {Key("a", "stu", "primary"): Known(5, "5"), Key("a", "grad", "junior"): Unknown(Reason.BLANK)}
    other = dict(reversed(list(one.items())))
    assert digest(one) == digest(other)
    assert digest(one) != digest({**one, Key("a", "stu", "primary"): Known(6, "6")})
    assert digest(one) == digest({**one, Key("a", "stu", "primary"): Known(5, "５", 0)})
