"""The day on which the visit begins in these tests."""

from datetime import date

VISIT = date(2026, 12, 15)
