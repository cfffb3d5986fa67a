"""The county's workbooks, name → bytes: those that are brought in, and the copy that is refused."""

from datetime import date
from importlib.resources import files

from dudao.demonstration.county import County
from dudao.demonstration.county_book import COUNTY_BOOK, county_book
from dudao.demonstration.faults import twice, written
from dudao.demonstration.moved import HERE, Moved
from dudao.demonstration.paper import Places
from dudao.demonstration.school_book import SCHOOL_BOOK, school_book

FAULTY_BOOK = "青川岭县2026年义务教育学校基本情况统计表（有错的副本）.xlsx"
MAPPINGS = {SCHOOL_BOOK: "schools.yaml", FAULTY_BOOK: "schools.yaml", COUNTY_BOOK: "county.yaml"}


def names(moved: Moved = HERE) -> tuple[str, str]:
    """What the workbooks that are brought in are called, schools first."""
    return moved.text(SCHOOL_BOOK), moved.text(COUNTY_BOOK)


def workbooks(county: County, moved: Moved = HERE) -> dict[str, bytes]:
    """What is brought in, schools first."""
    schools, offices = names(moved)
    return {
        schools: school_book(county, written(), moved=moved)[0],
        offices: county_book(county, written(), moved)[0],
    }


def faulty_workbook(county: County, moved: Moved = HERE) -> bytes:
    """The workbook of schools with everything in it that stops an import."""
    return school_book(county, written(stopping=True), twice(stopping=True), moved)[0]


def places(county: County, *, stopping: bool = False) -> dict[str, Places]:
    """Where each figure stands: workbook → (school, figure, stage, year) → (sheet, cell)."""
    schools = FAULTY_BOOK if stopping else SCHOOL_BOOK
    return {
        schools: school_book(county, written(stopping=stopping), twice(stopping=stopping))[1],
        COUNTY_BOOK: county_book(county, written())[1],
    }


def mapping(name: str, moved: Moved = HERE) -> str:
    """The mapping that is shipped for a workbook: proposed by the product, decided by a person, kept."""
    file = next(file for book, file in MAPPINGS.items() if moved.text(book) == name)
    return moved.text((files("dudao.demonstration") / file).read_text("utf-8"))


def settings(visit: date, moved: Moved = HERE) -> str:
    """The county's choices, in the form of a settings file; `visit`: the first day of the visit."""
    chosen = moved.text((files("dudao.demonstration") / "settings.yaml").read_text("utf-8"))
    return f"{chosen}visit_date: {visit.isoformat()}\n"
