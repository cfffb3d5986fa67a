"""What the report says of a comparison, also where its value is not known."""

from dudao.calc.assessment.report import plain_result
from dudao.calc.assessment.report.sentences import line_text
from tests.calc.assessment.six_aspects import assessor, catalogue, six_aspects, snapshot


def told(code: str, **changed: object) -> dict[str, object]:
    stated = snapshot(**changed)  # type: ignore[arg-type]
    plain = plain_result(six_aspects(), assessor().assess(stated), catalogue(), stated)
    found = next(item for item in plain["items"] if item["code"] == code)
    (comparison,) = found["comparisons"]
    return comparison  # type: ignore[no-any-return]


def test_the_line_of_an_unknown_percentage_is_a_percentage() -> None:
    known, unknown = told("C6.2.1"), told("C6.2.1", without=("fitness_rate",))
    assert known["shown"] == "90.00%" and line_text(known) == "≥ 85%"
    assert unknown["value"] is None and line_text(unknown) == "≥ 85%"
    assert (unknown["percent"], unknown["decimals"]) == (True, 2)


def test_a_number_given_in_percent_keeps_its_sign_in_the_line() -> None:
    comparison = {"op": ">=", "limit": "85", "shown": "84.20", "unit": "%", "percent": False, "decimals": 2}
    assert line_text(comparison) == "≥ 85%"
