"""Make six workbooks as six offices would keep them, and the truth about each.

    python tests/spreadsheets/strangers/make.py        (needs openpyxl, xlsxwriter and LibreOffice's soffice)

Nothing of the product is imported: the workbooks must not know the mapper, nor the mapper them. Places, schools and
figures are invented; the seed is fixed, so that a second run gives the same figures. README.md says what each is.
"""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from making import personnel, piecemeal, selfcheck, statistics, supervision, wide  # noqa: E402

OFFICES = {
    "1-wide": wide,
    "2-personnel": personnel,
    "3-supervision": supervision,
    "4-selfcheck": selfcheck,
    "5-statistics": statistics,
    "6-piecemeal": piecemeal,
}


def main() -> None:
    for name, office in OFFICES.items():
        truth = office.make(HERE / name)
        truth.save(HERE / f"{name}.truth.json")
        print(f"{truth.file}: {truth.summary()}")


if __name__ == "__main__":
    main()
