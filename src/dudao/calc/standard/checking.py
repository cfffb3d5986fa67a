"""Is a standard whole and sound? Every fault goes to its draft, with line, indicator and how to mend it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from dudao.calc.figures import Catalogue, Kind
from dudao.calc.figures.declaration import SCHOOL_TYPE, Figure
from dudao.calc.figures.showing import exact_text
from dudao.calc.figures.written import Fault, Faults, nearest
from dudao.calc.formula import FormulaError, names, parse
from dudao.calc.formula.tree import Name, Node, Number, OverSchools, walk
from dudao.calc.standard.checking_formulas import Judge
from dudao.calc.standard.draft import Draft, Place
from dudao.calc.standard.model import Item, ItemLevel, Parameter, Shape, Standard, Step
from dudao.calc.standard.reading_relaxations import check_one_each
from dudao.calc.standard.shapes_known import SHAPES


def check(standard: Standard, draft: Draft) -> None:
    """Everything that can only be said once the whole file is read."""
    _codes(standard, draft.faults)
    _formulas(standard, draft)
    _parameters(standard, draft)
    for item in standard.items:
        _item(item, standard, draft.faults)
    _triggers(standard, draft.faults)
    _rulings(standard, draft.faults)
    check_one_each(standard.relaxations, draft.faults)
    _scope(standard, draft)
    if standard.kind == "score":
        _points(standard, draft)
        _grades(standard, draft)
    elif standard.full is not None or standard.grades:
        draft.fault(
            "grades" if standard.grades else "full",
            "",
            "达标标准（kind: verdict）没有满分和等次；删去 full 和 grades。",
        )


def check_catalogue(catalogue: Catalogue, file: str) -> tuple[Fault, ...]:
    """The faults in the formulas of derived figures."""
    faults = Faults(file)
    for figure in catalogue.figures.values():
        for stage, text in figure.derived.items():
            _derived(figure, stage, text, catalogue, faults)
    for names_round in _circles(catalogue):
        line = catalogue[names_round[0]].line
        faults.add(line, names_round[0], f"derived 绕成了圈：{' → '.join(names_round)}；拆开一处。")
    return tuple(faults.found)


def _derived(figure: Figure, stage: str, text: str, catalogue: Catalogue, faults: Faults) -> None:
    if stage and stage not in figure.stages:
        faults.add(figure.line, figure.name, f"derived 里的学段 {stage} 不是它的学段：{'、'.join(figure.stages)}。")
        return
    try:
        node = parse(text)
    except FormulaError as fault:
        faults.add(figure.line, figure.name, f"derived：{fault}")
        return
    stages = (stage,) if stage else tuple(s for s in figure.stages if s not in figure.derived)
    judge = Judge(catalogue, frozenset(), Place(figure.level.of_school, stages), (), [], set())
    sort = judge.expect(node, figure.kind)
    if sort.unit and figure.unit and sort.unit != figure.unit:
        judge.found.append(f"单位是 {figure.unit}，算出来是 {sort.unit}；改公式或单位。")
    for what in judge.found:
        faults.add(figure.line, figure.name, f"derived {text}：{what}")


def _circles(catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """Each circle of derived figures, once."""
    clear: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if name in path:
            return (*path[path.index(name) :], name)
        if name in clear or name not in catalogue:
            return ()
        for part in _parts(catalogue[name]):
            if found := visit(part, (*path, name)):
                return found
        clear.add(name)
        return ()

    seen: set[frozenset[str]] = set()
    for name in sorted(catalogue.derivable):
        found = visit(name, ())
        if found and frozenset(found) not in seen:
            seen.add(frozenset(found))
            yield found


def _parts(figure: Figure) -> Iterator[str]:
    for text in figure.derived.values():
        try:
            yield from (part.name for part in names(parse(text)))
        except FormulaError:
            continue


def _codes(standard: Standard, faults: Faults) -> None:
    seen: dict[str, int] = {}
    for code, line in _coded(standard):
        if code in seen:
            faults.add(line, code, f"编号 {code} 用了两次（第 {seen[code]} 行已有）；换一个。")
        seen.setdefault(code, line)


def _coded(standard: Standard) -> Iterator[tuple[str, int]]:
    """Everything with a code of its own, and its line."""
    yield from ((group.code, group.line) for group in standard.groups)
    yield from ((item.code, item.line) for item in standard.items)
    yield from ((trigger.code, trigger.line) for trigger in standard.triggers)
    yield from ((relaxation.code, relaxation.line) for relaxation in standard.relaxations)


def _formulas(standard: Standard, draft: Draft) -> None:
    kinds = {"number": Kind.NUMBER, "condition": Kind.YES_NO}
    for placed in draft.formulas:
        judge = Judge(draft.catalogue, set(standard.parameters), placed.place, placed.local, [], draft.used)
        judge.expect(placed.node, kinds[placed.expects])
        for what in judge.found:
            draft.faults.add(placed.line, placed.code, f"{placed.key}：{what}")


def _parameters(standard: Standard, draft: Draft) -> None:
    for name in standard.parameters:
        if name in draft.catalogue:
            draft.fault(f"parameters.{name}", name, f"参数 {name} 和数据项同名；给参数换个名字。")
        if name not in draft.used:
            draft.fault(f"parameters.{name}", name, f"参数 {name} 没有用到；删去，或在公式、限值里用上。")
    weight = standard.scope.attached_weight if standard.scope else ""
    if weight and weight not in standard.parameters:
        draft.fault("scope", "", f"attached_weight 没有参数 {weight}{nearest(weight, standard.parameters)}")


def _item(item: Item, standard: Standard, faults: Faults) -> None:
    if standard.kind == "verdict":
        if not (item.measures or item.conditions or item.judgement or item.composite):
            faults.add(item.line, item.code, "没有写怎么判：写 value 和限值、conditions、judgement 或 composite。")
        if item.shape or item.points is not None:
            faults.add(item.line, item.code, "达标标准（kind: verdict）不计分；删去 points 和 shape。")
    elif item.shape is None or item.points is None:
        faults.add(item.line, item.code, "计分标准的每一项要有 points 和 shape。")
    if item.resource and (item.level is not ItemLevel.SCHOOL_STAGE or len(item.measures) != 1):
        faults.add(item.line, item.code, "resource: yes 的一项要按 school-stage，而且只有一个 value。")
    if item.shared and not item.resource:
        faults.add(item.line, item.code, "shared: yes 只用于 resource: yes 的一项；删去。")
    if item.judgement:
        _judged(item, standard, faults)
    if item.composite:
        _composite(item, standard, faults)


def _judged(item: Item, standard: Standard, faults: Faults) -> None:
    assert item.judgement is not None
    levels = item.judgement.levels
    if standard.kind == "verdict" and any(level.met is None for level in levels):
        faults.add(item.line, item.code, "判断的每一档要写 met: yes 或 no（这一档算不算达到）。")
    if standard.kind == "verdict" and not any(level.met for level in levels):
        faults.add(item.line, item.code, "判断没有一档算达到；至少一档写 met: yes。")
    if item.shape and SHAPES[item.shape.name].judged and any(level.share is None for level in levels):
        faults.add(item.line, item.code, "tiers 的每一档要写 share（得满分的几成）。")


def _composite(item: Item, standard: Standard, faults: Faults) -> None:
    assert item.composite is not None
    for code in item.composite.of:
        part = standard.by_code.get(code)
        if part is None:
            faults.add(item.line, item.code, f"composite 里没有指标 {code}{nearest(code, standard.by_code)}")
        elif not part.resource:
            faults.add(item.line, item.code, f"composite 里的 {code} 要写 resource: yes。")
    wanted = ItemLevel.SCHOOL_STAGE if item.composite.kind == "most" else ItemLevel.COUNTY_STAGE
    if item.level is not wanted:
        faults.add(item.line, item.code, f"composite {item.composite.kind} 的 level 要是 {wanted.value}。")


def _triggers(standard: Standard, faults: Faults) -> None:
    for trigger in standard.triggers:
        if trigger.same_as and trigger.same_as not in standard.by_code:
            known = nearest(trigger.same_as, standard.by_code)
            faults.add(trigger.line, trigger.code, f"same_as 没有指标 {trigger.same_as}{known}")
        if trigger.judgement and any(level.met is None for level in trigger.judgement.levels):
            faults.add(
                trigger.line, trigger.code, "判断的每一档要写 met：yes 是成立（存在；前置条件是具备），no 是不成立。"
            )


def _rulings(standard: Standard, faults: Faults) -> None:
    known = {code for code, _line in _coded(standard)}
    seen: set[str] = set()
    for ruling in standard.rulings:
        if ruling.code in seen:
            faults.add(ruling.line, ruling.code, f"裁定 {ruling.code} 写了两次；换一个编号。")
        seen.add(ruling.code)
        for code in ruling.items:
            if code not in known:
                faults.add(ruling.line, ruling.code, f"裁定说到的 {code} 没有这一项{nearest(code, known)}")


def _scope(standard: Standard, draft: Draft) -> None:
    over_schools = any(isinstance(part, OverSchools) for placed in draft.formulas for part in walk(placed.node))
    if standard.scope is None:
        if over_schools or any(item.level.of_school for item in standard.items):
            draft.fault("aspects", "", "有逐校的指标或 sum_schools，却没有 scope；写明哪些学校算在内。")
        return
    figure = draft.catalogue.figures.get(SCHOOL_TYPE)
    known = [choice.code for choice in figure.choices] if figure else list(standard.scope.types)
    for code in standard.scope.types:
        if code not in known:
            draft.fault(
                "scope.types",
                "",
                f"scope 的 types 里没有办学类型 {code}{nearest(code, known)}可写：{'、'.join(known)}。",
            )
    for code in known:
        if code not in standard.scope.types:
            draft.fault("scope.types", "", f"scope 的 types 缺办学类型 {code}；不算在内的写 {code}: {{listed: no}}。")


def _points(standard: Standard, draft: Draft) -> None:
    if standard.full is None:
        draft.fault("kind", "", "计分标准要写 full（满分）。")
    elif (total := _total(standard, "")) != standard.full:
        draft.fault(
            "full", "", f"各方面的分合计 {exact_text(total)}，满分写的是 {exact_text(standard.full)}；改到一致。"
        )
    for group in standard.groups:
        total = _total(standard, group.code)
        if group.points is None:
            draft.faults.add(group.line, group.code, f"缺 points；下面各项合计 {exact_text(total)}。")
        elif group.points != total:
            draft.faults.add(
                group.line,
                group.code,
                f"写 {exact_text(group.points)} 分，下面各项合计 {exact_text(total)} 分；改到一致。",
            )
    for item in standard.items:
        if item.points is not None and item.shape is not None:
            _worth(item, item.shape, item.points, standard, draft.faults)


def _total(standard: Standard, parent: str) -> Fraction:
    """The points of all that stands directly below a group ('': of the aspects)."""
    groups = [group.points for group in standard.groups if group.parent == parent]
    items = [item.points for item in standard.items if item.parent == parent]
    return sum((points for points in (*groups, *items) if points is not None), Fraction(0))


def _worth(item: Item, shape: Shape, full: Fraction, standard: Standard, faults: Faults) -> None:
    """No step may be worth more than the item; elements not together either."""
    for key, argument in shape.arguments.items():
        if isinstance(argument, Shape):
            _worth(item, argument, full, standard, faults)
        if not isinstance(argument, tuple) or not all(isinstance(step, Step) for step in argument):
            continue
        worth = [_known(step.points, standard.parameters) for step in argument if isinstance(step, Step)]
        known = [value for value in worth if value is not None]
        limit = Fraction(1) if key == "credit" else full
        if any(value > limit or value < 0 for value in known):
            faults.add(item.line, item.code, f"{key} 里有一档的分不在 0 到 {exact_text(limit)} 之间；改小。")
        if key == "elements" and len(known) == len(worth) and sum(known) != full:
            faults.add(
                item.line,
                item.code,
                f"各要素合计 {exact_text(Fraction(sum(known)))} 分，这一项 {exact_text(full)} 分；改到一致。",
            )


def _known(node: Node, parameters: Mapping[str, Parameter]) -> int | Fraction | None:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name) and node.name in parameters:
        return parameters[node.name].value
    return None


def _grades(standard: Standard, draft: Draft) -> None:
    if not standard.grades:
        draft.fault("kind", "", "计分标准要有 grades（等次），从高到低。")
        return
    lines = [grade.at_least for grade in standard.grades]
    for higher, lower in pairwise(standard.grades):
        if higher.at_least <= lower.at_least:
            draft.fault(
                f"grades.{lower.name}", "", f"等次 {lower.name} 的 at_least 要比 {higher.name} 的小，不然两个等次重叠。"
            )
    if lines[-1] != 0:
        draft.fault(
            f"grades.{standard.grades[-1].name}",
            "",
            f"最低的等次从 {exact_text(lines[-1])} 分起，低于它的分没有等次；最后一个写 at_least: 0。",
        )
    if standard.full is not None and lines[0] > standard.full:
        draft.fault(
            f"grades.{standard.grades[0].name}",
            "",
            f"等次 {standard.grades[0].name} 要 {exact_text(lines[0])} 分，超过满分 {exact_text(standard.full)}。",
        )
    if len({grade.name for grade in standard.grades}) != len(standard.grades):
        draft.fault("grades", "", "有同名的等次；每个等次一个名字。")
