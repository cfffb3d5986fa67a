"""How an item gives points: its shape and the shape's arguments."""

from dudao.calc.figures.declaration import STAGES
from dudao.calc.figures.written import Form, Items, Scalar, nearest
from dudao.calc.formula import Node
from dudao.calc.formula.tree import number
from dudao.calc.standard.draft import Draft, Place
from dudao.calc.standard.model import Argument, Shape, Step
from dudao.calc.standard.shapes_known import SHAPES


def read_shape(form: Form, draft: Draft, place: Place) -> Shape | None:
    """The shape of an item, None where it has none or an unknown one."""
    part = form.form("shape")
    return _shape(part, draft, place) if part else None


def _shape(form: Form, draft: Draft, place: Place) -> Shape | None:
    name = form.needed_text("name")
    known = SHAPES.get(name)
    if known is None:
        form.fault(f"没有计分形状 {name}{nearest(name, SHAPES)}可写：{'、'.join(SHAPES)}。", form.line_of("name"))
        return None
    over = _over(form) if "over" in known.needed else ()
    inner = Place(place.school, over) if over else place
    local = ("x",) if "x" in known.kinds and form.has("x") else ()
    arguments: dict[str, Argument] = {}
    for key in known.needed:
        if not form.has(key):
            form.fault(f"{name} 缺参数 {key}；{name} 要写：{'、'.join(known.needed)}。")
    for key, kind in known.kinds.items():
        if form.has(key):
            value = _argument(form, key, kind, draft, inner, local)
            if value is not None:
                arguments[key] = value
    form.done()
    return Shape(name=name, arguments=arguments)


def _over(form: Form) -> tuple[str, ...]:
    over = form.texts("over")
    for stage in over:
        if stage not in STAGES:
            form.fault(f"没有学段 {stage}{nearest(stage, STAGES)}可写：{'、'.join(STAGES)}。", form.line_of("over"))
    return tuple(stage for stage in over if stage in STAGES)


def _argument(form: Form, key: str, kind: str, draft: Draft, place: Place, local: tuple[str, ...]) -> Argument | None:
    match kind:
        case "number" | "condition":
            return draft.formula(form, key, place, kind, () if key == "x" else local)
        case "steps" | "elements" | "minus":
            steps = tuple(_step(part, draft, place, local) for part in form.forms(key))
            _steps_sane(form, key, kind, steps)
            return steps
        case "credit":
            return _credit(form, key)
        case "figure":
            return _figure(form, key, draft)
        case "stages":
            return _over(form)
        case "shape":
            part = form.form(key)
            return _shape(part, draft, place) if part else None
        case "ratios":
            return _ratios(form, key, draft, place)
    return form.text(key)


def _step(form: Form, draft: Draft, place: Place, local: tuple[str, ...]) -> Step:
    step = Step(
        points=draft.needed(form, "points", place),
        when=draft.formula(form, "when", place, "condition", local),
        label=form.text("label"),
    )
    form.done()
    return step


def _steps_sane(form: Form, key: str, kind: str, steps: tuple[Step, ...]) -> None:
    if not steps:
        form.fault(f"{key} 至少写一条 {{when: …, points: …}}。", form.line_of(key))
    last = steps[:-1] if kind == "steps" else steps
    if any(step.when is None for step in last):
        form.fault(f"{key} 里没有 when 的一条只能是 ladder 的最后一档（其余）；补上 when。", form.line_of(key))
    if kind == "steps" and steps and steps[-1].when is not None:
        form.fault(f"{key} 缺最后一档（其余情形）；加 {{points: 0}}。", form.line_of(key))


def _credit(form: Form, key: str) -> tuple[Step, ...]:
    part = form.form(key)
    steps = []
    for code in part.entries.parts if part else ():
        assert part is not None
        if part.number(code) is not None:
            steps.append(Step(points=number(part.text(code)), label=code))
    return tuple(steps)


def _figure(form: Form, key: str, draft: Draft) -> str:
    name = form.text(key)
    if name not in draft.catalogue:
        form.fault(f"没有数据项 {name}{nearest(name, draft.catalogue.figures)}", form.line_of(key))
    return name


def _ratios(form: Form, key: str, draft: Draft, place: Place) -> tuple[tuple[Node, Node], ...]:
    node = form.get(key)
    pairs: list[tuple[Node, Node]] = []
    for part in node.parts if isinstance(node, Items) else ():
        texts = part.parts if isinstance(part, Items) else ()
        if len(texts) == 2 and all(isinstance(text, Scalar) for text in texts):
            a, b = (
                draft.parsed(form, key, text.text, text.line, place, "number")
                for text in texts
                if isinstance(text, Scalar)
            )
            pairs.append((a, b))
        else:
            form.fault(f"{key} 的每一条写成 [分子, 分母]。", part.line)
    if not pairs:
        form.fault(f"{key} 要写成列表，如 [[paid, due], [spent, paid]]。", form.line_of(key))
    return tuple(pairs)
