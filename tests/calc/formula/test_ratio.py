"""The quick operators give what Fraction gives."""

from fractions import Fraction as F

from hypothesis import given
from hypothesis import strategies as st

from dudao.calc.formula.ratio import add, divide, holds, multiply, ratio, subtract

NUMBERS = st.one_of(st.integers(-(10**12), 10**12), st.fractions(max_denominator=10**6))


@given(NUMBERS, NUMBERS)
def test_the_four_operations(a: F, b: F) -> None:
    assert (add(a, b), subtract(a, b), multiply(a, b)) == (a + b, a - b, a * b)
    assert divide(a, b) == (F(a) / b if b else None)
    for op, met in ((">=", a >= b), (">", a > b), ("<=", a <= b), ("<", a < b), ("==", a == b)):
        assert holds(a, op, b) is met


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9))
def test_a_ratio_is_in_lowest_terms_and_a_whole_one_is_an_int(above: int, below: int) -> None:
    made = ratio(above, below)
    assert made == F(above, below)
    assert hash(made) == hash(F(above, below))
    assert isinstance(made, int) == (above % below == 0)
