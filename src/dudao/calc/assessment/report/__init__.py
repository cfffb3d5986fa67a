"""The report of an assessment: plain, versioned data, and the same as text an office would send on."""

from dudao.calc.assessment.report.plain import (
    FORM,
    VERSION,
    Circumstances,
    address,
    plain_result,
    report,
)

__all__ = ["FORM", "VERSION", "Circumstances", "address", "plain_result", "report"]
