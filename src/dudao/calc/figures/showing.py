"""Exact numbers as people read them: rounded half up once, at the very end, and never before a comparison."""

from fractions import Fraction
from math import isqrt

MINUS = "−"
NONE = "—"


def shown(value: int | Fraction | None, decimals: int = 2, *, percent: bool = False, thousands: bool = True) -> str:
    """`value` with so many decimals, rounded half up (away from zero at a tie); '—' for None.

    >>> shown(Fraction(12345), 2), shown(Fraction(-1, 8)), shown(Fraction(17, 20), 1, percent=True)
    ('12,345.00', '−0.13', '85.0%')
    """
    if value is None:
        return NONE
    if percent:
        value = value * 100
    digits = str(rounded_units(value if value >= 0 else -value, decimals)).rjust(decimals + 1, "0")
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    if thousands:
        whole = f"{int(whole):,}"
    text = f"{whole}.{part}" if part else whole
    sign = MINUS if value < 0 and int(digits) else ""
    return f"{sign}{text}{'%' if percent else ''}"


def rounded_units(value: int | Fraction, decimals: int) -> int:
    """A value ≥ 0 in units of 10^-decimals, half up."""
    scaled = Fraction(value) * Fraction(10**decimals)
    return (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)


def rounded(value: int | Fraction, decimals: int) -> Fraction:
    """The value as it would be printed, half up away from zero, as an exact number."""
    units = rounded_units(value if value >= 0 else -value, decimals)
    return Fraction(units if value >= 0 else -units, 10**decimals)


def exact_text(value: int | Fraction | None, digits: int = 12) -> str:
    """Unrounded as far as it can be written: '4.2', or '4.818246…' cut (not rounded) after so many digits."""
    if value is None:
        return ""
    if isinstance(value, int) or value.denominator == 1:
        return str(int(value)).replace("-", MINUS)
    sign, size = (MINUS, -value) if value < 0 else ("", value)
    cut = size.numerator * 10**digits // size.denominator
    ends = Fraction(cut, 10**digits) == size
    text = str(cut).rjust(digits + 1, "0")
    text = f"{text[:-digits]}.{text[-digits:]}"
    return f"{sign}{text.rstrip('0') if ends else text + '…'}"


def as_text(value: int | Fraction) -> str:
    """A number as data: '17', '3.825' where it ends within 12 digits, else 'numerator/denominator'. Reads back exactly."""
    if isinstance(value, int) or value.denominator == 1:
        return str(int(value))
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    scaled = value * 10**12
    if rest == 1 and scaled.denominator == 1:
        sign = "-" if value < 0 else ""
        digits = str(abs(scaled.numerator)).rjust(13, "0")
        return f"{sign}{digits[:-12]}.{digits[-12:].rstrip('0')}"
    return f"{value.numerator}/{value.denominator}"


def from_text(text: str) -> int | Fraction:
    """What `as_text` wrote."""
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


def root_text(square: Fraction, digits: int = 15) -> str:
    """The square root of an exact number ≥ 0 as decimal text, cut after so many digits behind the point."""
    scale = 10**digits
    units = isqrt(square.numerator * scale * scale // square.denominator)
    text = str(units).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}"
