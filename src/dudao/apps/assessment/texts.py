"""A standard as it was when a run was made: its text is kept once, read once per process, and explains the run for ever."""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from dudao import library
from dudao.apps.assessment.models import StandardRun, StandardText
from dudao.apps.organisations.models import County
from dudao.calc.assessment.assessor import Assessor
from dudao.calc.figures.written import FaultyFile
from dudao.calc.standard.asking import figure_uses, relaxations_of
from dudao.calc.standard.model import Item, Standard
from dudao.calc.standard.reading import read_standard
from dudao.errors import Refusal
from dudao.library.read import catalogue, standard


class OldText(Refusal):
    """The text of a standard that an old run refers to can no longer be read."""

    status = 409


class Declared:
    """One text of a standard, and what is worked out from it once: compiled formulas, which item reads which figure."""

    def __init__(self, declared: Standard) -> None:
        self.standard = declared
        self._under: dict[str, Sequence[Item]] = {}

    @cached_property
    def assessor(self) -> Assessor:
        return Assessor(self.standard, catalogue())

    @cached_property
    def uses(self) -> Mapping[str, Sequence[str]]:
        """Figure → the items and triggers that read it."""
        return {name: tuple(users) for name, users in figure_uses([self.standard], catalogue()).items()}

    @cached_property
    def reads(self) -> Mapping[str, Sequence[str]]:
        """The same with what its relaxations read."""
        with_relaxations = figure_uses([self.standard], catalogue(), relaxations_of([self.standard]))
        return {name: tuple(users) for name, users in with_relaxations.items()}

    def items_under(self, group: str) -> Sequence[Item]:
        """The items below an aspect or group."""
        if group not in self._under:
            self._under[group] = tuple(self.standard.items_under(group))
        return self._under[group]


@cache
def today(code: str) -> Declared:
    """A built-in standard as it is now."""
    return Declared(standard(code))


@cache
def _digest(code: str) -> str:
    return StandardText.digest_of(library.standard(code))


def declared_of(result: StandardRun) -> Declared:
    """The standard of a run as it was on its day. A run from before texts were kept is read by today's."""
    if result.text_id is None or result.text_id.endswith(_digest(result.standard)):
        return today(result.standard)
    return _old(result.text_id, result.standard)


def is_old(result: StandardRun) -> bool:
    """Whether the standard's text is another one today."""
    return declared_of(result) is not today(result.standard)


@cache
def _old(key: str, code: str) -> Declared:
    text = StandardText.objects.filter(pk=key).values_list("text", flat=True).get()
    try:
        return Declared(read_standard(text.encode(), f"{code}.yaml（当时的文本）", catalogue()))
    except FaultyFile as faulty:
        said = "；".join(fault.message for fault in faulty.faults[:3])
        raise OldText(f"这次自评用的标准文本，这一版程序读不了了：{said}。请用当时的版本看，或重新自评。") from None


def keep_text(county: County, code: str) -> StandardText:
    """Today's text of a standard, kept once for each distinct text."""
    text = library.standard(code)
    key = f"{county.pk}-{_digest(code)}"
    made = {"county": county, "code": code, "text": text.decode("utf-8")}
    return StandardText.objects.get_or_create(key=key, defaults=made)[0]
