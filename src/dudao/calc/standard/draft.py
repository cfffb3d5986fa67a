"""A standard while it is being read: what was found so far, and every formula with the place where it will be worked out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dudao.calc.figures import Catalogue
from dudao.calc.figures.written import Faults, Form
from dudao.calc.formula import FormulaError, Node, parse
from dudao.calc.formula.tree import Number
from dudao.calc.standard.model import ItemLevel, JudgementSpec

_NOTHING = Number(0, "0")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a formula is worked out: at a school or the county, for which stages (() = without a stage)."""

    school: bool = False
    stages: tuple[str, ...] = ()


COUNTY = Place()


def place_of(level: ItemLevel, stages: tuple[str, ...]) -> Place:
    staged = level in (ItemLevel.COUNTY_STAGE, ItemLevel.SCHOOL_STAGE, ItemLevel.CLASS)
    return Place(level.of_school, stages if staged else ())


@dataclass(frozen=True, slots=True)
class Placed:
    """A formula of the file, with all that is needed to judge it. `local` are names that only it may use (x)."""

    node: Node
    place: Place
    expects: str  # number | condition | any
    line: int
    code: str
    key: str
    local: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    faults: Faults
    catalogue: Catalogue
    stages: tuple[str, ...] = ()
    official: bool = False
    kind: str = "verdict"
    judgements: Mapping[str, JudgementSpec] = field(default_factory=dict)
    formulas: list[Placed] = field(default_factory=list)
    used: set[str] = field(default_factory=set)  # parameters named in formulas or by the scope
    lines: dict[str, int] = field(default_factory=dict)  # of sections, parameters and grades, for messages

    def fault(self, where: str, code: str, what: str) -> None:
        """A fault about a section, parameter or grade, at its line ('' and what stands nowhere: at the first line)."""
        self.faults.add(self.lines.get(where, 1), code, what)

    def formula(
        self, form: Form, key: str, place: Place, expects: str = "number", local: tuple[str, ...] = ()
    ) -> Node | None:
        """The formula under a key, None where the key is missing; its fault is noted and 0 stands in."""
        text = form.text(key)
        if not text:
            if form.has(key):
                form.fault(f"{key} 是空的；写上公式，或删去这一行。", form.line_of(key))
            return None
        return self.parsed(form, key, text, form.line_of(key), place, expects, local)

    def needed(self, form: Form, key: str, place: Place, expects: str = "number", local: tuple[str, ...] = ()) -> Node:
        form.need(key)
        return self.formula(form, key, place, expects, local) or _NOTHING

    def parsed(
        self, form: Form, key: str, text: str, line: int, place: Place, expects: str, local: tuple[str, ...] = ()
    ) -> Node:
        try:
            node = parse(text)
        except FormulaError as fault:
            form.fault(f"{key}：{fault}", line)
            return _NOTHING
        self.formulas.append(Placed(node, place, expects, line, form.code, key, local))
        return node
