"""The made-up county under another name and in another year: what is written into its workbooks moves, nothing else."""

import re
from dataclasses import dataclass
from datetime import date

from dudao.demonstration.county import YEAR
from dudao.demonstration.names import COUNTY

_YEARS = re.compile(r"(?<!\d)20[12]\d(?=\s*(?:[年〕./-]|至|学年))|(?<=year: )20[12]\d\b")
_FALL = 12  # from this month on a visit looks at its own year; before, at the year that has been closed


@dataclass(frozen=True)
class Moved:
    """Under which name and how many years later the county is told of."""

    county: str = COUNTY
    later: int = 0

    @property
    def year(self) -> int:
        """Of the evaluation."""
        return YEAR + self.later

    def text(self, text: str) -> str:
        """A text with the county's name and its years moved; a number that is no year stays."""
        named = text.replace(COUNTY, self.county) if self.county != COUNTY else text
        return _YEARS.sub(lambda found: str(int(found[0]) + self.later), named) if self.later else named

    def day(self, day: date) -> date:
        """The same day so many years later; the 29th of February becomes the 28th."""
        if not self.later:
            return day
        last = 28 if (day.month, day.day) == (2, 29) else day.day
        return day.replace(year=day.year + self.later, day=last)


HERE = Moved()  # as it is made up


def moved_to(visit: date, county: str = COUNTY) -> Moved:
    """The county as it is when the visit begins on a day: its figures are those of the last autumn but for the newest."""
    return Moved(county, (visit.year if visit.month >= _FALL else visit.year - 1) - YEAR)
