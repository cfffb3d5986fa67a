"""The demonstration county: a made-up county of 150 schools and the workbooks it keeps, from a seed.

    county = build()                     # plain data: schools, figures, lists, judgements
    workbooks(county)                    # its own tables, name → bytes; brought in like anybody's
    faulty_workbook(county)              # its schools once more with faults that stop an import, listed in STOPPING

Another name and another year: `moved_to(visit, county)`, given to the three that write.

Pure: no disk, no clock. The same seed gives the same bytes.
"""

from dudao.demonstration.books import FAULTY_BOOK, faulty_workbook, mapping, names, places, settings, workbooks
from dudao.demonstration.build import SEED, build
from dudao.demonstration.county_book import COUNTY_BOOK
from dudao.demonstration.faults import PLANTED, STOPPING, UNDECIDED, Planted
from dudao.demonstration.moved import HERE, Moved, moved_to
from dudao.demonstration.names import COUNTY
from dudao.demonstration.school_book import SCHOOL_BOOK

__all__ = [
    "COUNTY",
    "COUNTY_BOOK",
    "FAULTY_BOOK",
    "HERE",
    "PLANTED",
    "SCHOOL_BOOK",
    "SEED",
    "STOPPING",
    "UNDECIDED",
    "Moved",
    "Planted",
    "build",
    "faulty_workbook",
    "mapping",
    "moved_to",
    "names",
    "places",
    "settings",
    "workbooks",
]
