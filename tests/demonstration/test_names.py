"""Nobody is meant: the county, its townships and schools have names that nothing real has."""

import csv
import gzip
from pathlib import Path

import pytest

from dudao.demonstration.county import County
from dudao.demonstration.names import COUNTY, TOWNSHIPS

DIVISIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "admin-divisions-cn"
ENDINGS = ("街道办事处", "办事处", "街道", "自治县", "自治乡", "苏木", "镇", "乡", "县", "区", "市")


def stem(name: str) -> str:
    return next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)), name)


@pytest.fixture(scope="module")
def real() -> set[str]:
    if not DIVISIONS.is_dir():
        pytest.skip("the table of real divisions is not here")
    names: set[str] = set()
    for file in ("provinces", "cities", "areas", "streets"):
        with gzip.open(DIVISIONS / f"{file}.csv.gz", "rt", encoding="utf-8") as table:
            names.update(row["name"] for row in csv.DictReader(table))
    return names | {stem(name) for name in names}


def test_no_real_county_or_township_has_the_name(real: set[str]) -> None:
    assert "青川县" in real  # the table is the right one
    made_up = [COUNTY, *(township.name for township in TOWNSHIPS)]

    assert [name for name in made_up if name in real or stem(name) in real] == []


def test_every_school_is_named_after_the_county_or_its_township(made_up: County) -> None:
    strange = [
        school.name
        for school in made_up.schools
        if not school.name.startswith((COUNTY, school.township.name, stem(school.township.name)))
    ]

    assert strange == []
    assert len({school.name for school in made_up.schools}) == len(made_up.schools)
    assert len({school.head for school in made_up.schools}) == len(made_up.schools)
