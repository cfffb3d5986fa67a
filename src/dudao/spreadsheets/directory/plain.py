"""The rows as values that JSON can say, and back."""

from dataclasses import asdict
from typing import Any

from dudao.spreadsheets.directory.rows import Directory, PersonRow, UnitRow


def to_plain(directory: Directory) -> dict[str, Any]:
    """Of one without errors: what is wrong is mended in the workbook, never kept."""
    return {"units": [asdict(row) for row in directory.units], "people": [asdict(row) for row in directory.people]}


def from_plain(plain: dict[str, Any]) -> Directory:
    units = tuple(UnitRow(**row) for row in plain["units"])
    people = tuple(
        PersonRow(**{**row, "duties": None if row["duties"] is None else tuple(row["duties"])})
        for row in plain["people"]
    )
    return Directory(units=units, people=people, errors=())
