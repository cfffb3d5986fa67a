"""A small world for formulas: what is stated, and schools with their stages; nothing else."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from dudao.calc.figures import Catalogue, Column, Figure, Key, Kind, Known, Level
from dudao.calc.formula import parse
from dudao.calc.formula.exact import Scope, compile_formula
from dudao.calc.formula.needs import Need


def figure(name: str, level: Level, kind: Kind = Kind.NUMBER, **more: Any) -> Figure:
    return Figure(
        name=name, label=more.pop("label", name), kind=kind, level=level, reporter="office", definition="", **more
    )


CATALOGUE = Catalogue(
    figures={
        one.name: one
        for one in (
            figure("stu", Level.SCHOOL_STAGE, label="在校生数"),
            figure("area_teaching", Level.SCHOOL, label="教学及辅助用房面积"),
            figure("area_indoor_sport", Level.SCHOOL, label="室内体育用房面积"),
            figure("owner", Level.SCHOOL, Kind.CHOICE, label="举办者"),
            figure("counts", Level.SCHOOL, Kind.YES_NO, label="是否计校数"),
            figure("money", Level.COUNTY, years=(0, -1), label="教育经费"),
            figure("standard", Level.COUNTY_STAGE, label="定额"),
            figure("day", Level.COUNTY, Kind.DATE, label="认定日期"),
            figure(
                "rooms",
                Level.SCHOOL,
                Kind.LIST,
                label="音乐教室",
                columns=(
                    Column(name="area", label="面积", kind=Kind.NUMBER),
                    Column(name="name", label="名称", kind=Kind.TEXT),
                ),
            ),
        )
    },
    reporters={"office": "迎评办"},
)


class Stated:
    """Facts straight from a mapping of keys; every school has the stages primary and junior."""

    catalogue = CATALOGUE
    evaluation_year = 2025
    visit_date = date(2026, 12, 15)

    def __init__(self, values: Mapping[tuple[Any, ...], Any], schools: tuple[str, ...] = ("A", "B")) -> None:
        self.values = {Key(*key): value for key, value in values.items()}
        self.schools = schools
        self.parameters = {"limit": Fraction(1, 2), "unset": None}
        self.untyped: tuple[str, ...] = ()

    def value(self, unit: str, figure: str, stage: str, year: int) -> Any:
        return self.values.get(Key(unit, figure, stage, year))

    def total(self, unit: str, figure: str, year: int) -> Any:
        found = [self.value(unit, figure, stage, year) for stage in ("primary", "junior")]
        return None if None in found else sum(found)

    def parameter(self, name: str) -> Any:
        return self.parameters[name]

    def parameter_label(self, name: str) -> str:
        return {"limit": "限值"}.get(name, name)

    def places(self, stage: str, shift: int) -> list[Scope]:
        return [Scope(self, unit, stage, shift) for unit in self.schools]

    def parts(self, node: object, stage: str, shift: int) -> dict[str, Any]:
        return {}

    def unsettled(self, stage: str) -> tuple[str, ...]:
        return self.untyped

    def formula(self, node: Any) -> Any:
        return compile_formula(node, CATALOGUE, self.parameters)

    def stages_of(self, unit: str) -> tuple[str, ...]:
        return ("primary", "junior")

    def needs_of(self, key: Key) -> tuple[Need, ...]:
        return () if self.values.get(key) is not None else (Need(key=key),)

    def school_needs(self, unit: str) -> tuple[Need, ...]:
        return (Need(key=Key(unit, "school_type")),)


def worked(text: str, values: Mapping[tuple[Any, ...], Any] | None = None, unit: str = "A", stage: str = "") -> Any:
    """A formula worked out over stated values, at school A unless told otherwise."""
    facts = Stated(values or {})
    return facts.formula(parse(text))(Scope(facts, unit, stage))


def row(**cells: Any) -> dict[str, Known]:
    return {name: Known(value) for name, value in cells.items()}
