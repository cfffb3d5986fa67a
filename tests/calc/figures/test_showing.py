"""Exact numbers as people read them, and as data that reads back."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dudao.calc.figures.showing import as_text, exact_text, from_text, root_text, rounded, shown

NUMBERS = st.fractions(max_denominator=10**6, min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(4196, 1000), 2, "4.20"),
        (Fraction(12345), 2, "12,345.00"),
        (Fraction(-1, 8), 2, "−0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(1, 200), 2, "0.01"),
        (1234567, 0, "1,234,567"),
        (None, 2, "—"),
    ],
)
def test_rounded_half_up_once(value, decimals, text):
    assert shown(value, decimals) == text


def test_a_share_is_shown_as_per_cent():
    assert shown(Fraction(17, 20), 1, percent=True) == "85.0%"


@given(NUMBERS, st.integers(0, 6))
def test_it_rounds_as_decimal_arithmetic_does(value, decimals):
    # quantised from 40 digits: enough that the tie of a denominator up to 10^6 is never missed
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(exact) != value:  # not a finite decimal: no tie possible, 28 digits decide
        return
    assert rounded(value, decimals) == Fraction(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


@given(NUMBERS)
def test_what_is_written_reads_back(value):
    assert from_text(as_text(value)) == value


def test_unrounded_digits_are_cut_not_rounded():
    assert exact_text(Fraction(53, 11)) == "4.818181818181…"
    assert exact_text(Fraction(2, 3)) == "0.666666666666…"
    assert exact_text(Fraction(21, 5)) == "4.2"


@given(st.integers(0, 10**12))
def test_the_root_of_a_square_is_whole(root):
    assert root_text(Fraction(root * root)) == f"{root}.000000000000000"
