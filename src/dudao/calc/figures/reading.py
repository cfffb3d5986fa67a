"""The catalogue of figures from its file: every figure once for all standards."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from dudao.calc.figures.declaration import (
    SCHOOL_TYPE,
    STAGES,
    Ambiguity,
    Catalogue,
    Choice,
    Column,
    Figure,
    Kind,
    Level,
)
from dudao.calc.figures.written import Faults, FaultyFile, Form, Items, Scalar, compose, nearest

_KINDS = [kind.value for kind in Kind]
_LEVELS = [level.value for level in Level]
_CONFIDENCE = ["L", "C", "C-local", "M", "P"]
_TABLES = ["school", "county"]
_NONE = "none"


class CatalogueError(FaultyFile):
    """The file of figures has faults."""


def read_catalogue(data: bytes, file: str) -> Catalogue:
    """All declared figures of a file. CatalogueError names every fault with its line and how to mend it.

    Figures under `known:` are recognised in workbooks and kept for checks, but never asked for.
    Formulas of derived figures stay text here; `calc.standard.checking.check_catalogue` judges them.
    """
    faults = Faults(file)
    root = compose(data, faults)
    if root is None:
        raise CatalogueError(faults.found)
    top = Form(root, faults)
    reporters = _words(top, "reporters")
    figures: dict[str, Figure] = {}
    for section, asked in (("figures", True), ("known", False)):
        for name, form in _named(top, section):
            if name in figures:
                form.fault(f"数据项 {name} 写了两次（第 {figures[name].line} 行已有）；一个数据项只声明一次。")
                continue
            figures[name] = _figure(name, form, asked, reporters)
    _references(figures, faults)
    ambiguous = tuple(_ambiguity(form, figures) for form in top.forms("ambiguous"))
    top.done()
    if not figures:
        faults.add(0, "", "没有一个数据项；在 figures: 下面声明。")
    if faults.found:
        raise CatalogueError(faults.found)
    return Catalogue(figures=figures, reporters=reporters, ambiguous=ambiguous)


def _references(figures: Mapping[str, Figure], faults: Faults) -> None:
    """Names of other figures and of school types, once all are known."""
    school_type = figures.get(SCHOOL_TYPE)
    types = [choice.code for choice in school_type.choices] if school_type else []
    for figure in figures.values():
        for other in (*figure.for_type.values(), *_basis(figure)):
            if other and other not in figures:
                faults.add(figure.line, figure.name, f"没有数据项 {other}{nearest(other, figures)}")
        for kind in (*figure.types, *figure.for_type):
            if types and kind not in types:
                faults.add(
                    figure.line, figure.name, f"没有办学类型 {kind}{nearest(kind, types)}可写：{'、'.join(types)}。"
                )


def _basis(figure: Figure) -> tuple[str, ...]:
    asks = figure.asks_basis or {}
    return tuple(asks[key] for key in ("with", "otherwise") if key in asks)


def _named(top: Form, section: str) -> Iterator[tuple[str, Form]]:
    for name, form in top.named(section):
        form.code = name
        if not name.isidentifier() or not name.isascii():
            form.fault(f"数据项名 {name!r} 要用英文字母、数字和下划线，因为公式里要写它。")
        yield name, form


def _words(top: Form, key: str) -> dict[str, str]:
    form = top.form(key)
    if form is None:
        return {}
    return {word: form.text(word) for word in form.entries.parts}


def _figure(name: str, form: Form, asked: bool, reporters: Mapping[str, str]) -> Figure:
    level = Level(form.one_of("level", _LEVELS))
    kind = Kind(form.one_of("kind", _KINDS, "number"))
    figure = Figure(
        name=name,
        label=form.needed_text("label"),
        kind=kind,
        level=level,
        reporter=_reporter(form, reporters, asked),
        definition=form.needed_text("definition") if asked else form.text("definition"),
        unit=form.text("unit"),
        stages=_stages(form, level),
        types=form.texts("types"),
        years=_years(form),
        whole=form.yes("whole"),
        decimals=form.whole("decimals", 0) if form.has("decimals") else None,
        at_least=form.number("at_least"),
        at_most=form.number("at_most"),
        plausible=_pair(form, "plausible"),
        form=form.text("form"),
        example=form.text("example"),
        synonyms=form.texts("synonyms"),
        not_heads=form.texts("not_heads"),
        choices=_choices(form, kind),
        columns=tuple(_column(column) for column in form.forms("columns")),
        derived=_derived(form),
        asks_basis=_words(form, "asks_basis") or None,
        for_type={kind: _or_none(other) for kind, other in _words(form, "for_type").items()},
        may_split=form.yes("may_split"),
        cell_column=form.text("cell_column"),
        only_with=form.text("only_with"),
        asked=asked,
        confidence=form.one_of("confidence", _CONFIDENCE, "P"),
        line=form.line,
    )
    if figure.cell_column and figure.cell_column not in [column.name for column in figure.columns]:
        form.fault(f"cell_column 没有这一列：{figure.cell_column}。", form.line_of("cell_column"))
    if (kind is Kind.LIST) != bool(figure.columns):
        form.fault("清单（kind: list）要有 columns，别的种类不能有。")
    form.done()
    return figure


def _reporter(form: Form, reporters: Mapping[str, str], asked: bool) -> str:
    reporter = form.needed_text("reporter") if asked else form.text("reporter")
    if reporter and reporters and reporter not in reporters:
        form.fault(
            f"没有填报者 {reporter}{nearest(reporter, reporters)}可写：{'、'.join(reporters)}。",
            form.line_of("reporter"),
        )
    return reporter


def _stages(form: Form, level: Level) -> tuple[str, ...]:
    stages = form.texts("stages")
    for stage in stages:
        if stage not in STAGES:
            form.fault(f"没有学段 {stage}{nearest(stage, STAGES)}可写：{'、'.join(STAGES)}。", form.line_of("stages"))
    if level.staged != bool(stages):
        form.fault(f"{level.value} 的数据项{'要' if level.staged else '不能'}写 stages。", form.line_of("stages"))
    return stages


def _years(form: Form) -> tuple[int, ...]:
    texts = form.texts("years")
    try:
        years = tuple(int(text) for text in texts) or (0,)
    except ValueError:
        years = (0, 0)
    if len(set(years)) != len(years) or not all(-20 <= year <= 0 for year in years):
        form.fault(f"years 写与评估年度的差，如 [0, -1]，不重复，写的是 {list(texts)}。", form.line_of("years"))
        return (0,)
    return years


def _pair(form: Form, key: str) -> tuple[Fraction, Fraction] | None:
    texts = form.texts(key)
    if not texts:
        return None
    try:
        low, high = (Fraction(text) for text in texts)
    except ValueError:
        form.fault(f"{key} 写两个数，如 [0, 5000]，写的是 {list(texts)}。", form.line_of(key))
        return None
    if low > high:
        form.fault(f"{key} 的第一个数比第二个大；对调。", form.line_of(key))
    return low, high


def _choices(form: Form, kind: Kind) -> tuple[Choice, ...]:
    """A list of {code, label, synonyms}, or a mapping code: label."""
    node = form.entries.parts.get("choices")
    if isinstance(node, Items):
        choices = tuple(_choice(choice) for choice in form.forms("choices"))
    else:
        choices = tuple(Choice(code=code, label=label) for code, label in _words(form, "choices").items())
    if (kind is Kind.CHOICE) != bool(choices):
        form.fault("选项（kind: choice）要有 choices，别的种类不能有。")
    if len({choice.code for choice in choices}) != len(choices):
        form.fault("choices 里有重复的 code；每个只写一次。", form.line_of("choices"))
    return choices


def _choice(form: Form) -> Choice:
    choice = Choice(code=form.needed_text("code"), label=form.needed_text("label"), synonyms=form.texts("synonyms"))
    form.done()
    return choice


def _column(form: Form) -> Column:
    kind = Kind(form.one_of("kind", [kind for kind in _KINDS if kind != "list"], "number"))
    column = Column(
        name=form.needed_text("name"),
        label=form.needed_text("label"),
        kind=kind,
        unit=form.text("unit"),
        choices=_choices(form, kind),
        synonyms=form.texts("synonyms"),
        example=form.text("example"),
        whole=form.yes("whole"),
        at_least=form.number("at_least"),
        at_most=form.number("at_most"),
        words=_words(form, "words"),
    )
    form.done()
    return column


def _derived(form: Form) -> dict[str, str]:
    """One formula for all stages, or one per stage."""
    node = form.entries.parts.get("derived")
    if isinstance(node, Scalar):
        text = form.text("derived")
        return {"": text} if text else {}
    return _words(form, "derived")


def _or_none(name: str) -> str:
    return "" if name == _NONE else name


def _ambiguity(form: Form, figures: Mapping[str, Figure]) -> Ambiguity:
    written = form.texts("could_be")
    could_be = tuple(name for name in written if name != _NONE)
    for name in could_be:
        if name not in figures:
            form.fault(f"没有数据项 {name}{nearest(name, figures)}", form.line_of("could_be"))
    ambiguity = Ambiguity(
        head=form.needed_text("head"),
        could_be=could_be,
        ask=form.needed_text("ask"),
        table=form.one_of("table", _TABLES, "") if form.has("table") else "",
        or_none=_NONE in written,
    )
    form.done()
    return ambiguity
