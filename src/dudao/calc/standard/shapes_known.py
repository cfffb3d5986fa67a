"""The closed catalogue of shapes: which arguments each takes. How points come of them is `calc.assessment.shapes`.

What an argument becomes in `Shape.arguments`, by its kind:

    number      a formula that gives a number            Node
    condition   a formula that gives true or false       Node
    steps       [{when: …, points: …}, …, {points: …}]   tuple[Step, …]   (when None: else, only in the last one)
    elements    [{when: …, points: …, label: …}, …]      tuple[Step, …]
    minus       [{when: …, points: …, label: …}, …]      tuple[Step, …]
    credit      {done: 1, partly: 0.5}                   tuple[Step, …]   (label = code of the choice, points = its share)
    figure      name of a figure                         str
    text        a text (status: a choice column)         str
    stages      [primary, junior]                        tuple[str, …]    (formulas beside it are worked out per stage)
    shape       {name: …, …}                             Shape
    ratios      [[a, b], [c, d]]                         tuple[tuple[Node, Node], …]
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """The arguments of a shape, name → kind. `judged`: the item needs levels with shares."""

    needed: Mapping[str, str]
    optional: Mapping[str, str]
    judged: bool = False

    @property
    def kinds(self) -> Mapping[str, str]:
        return {**self.needed, **self.optional}


def _known(optional: Mapping[str, str] | None = None, judged: bool = False, **needed: str) -> Known:
    return Known(needed, optional or {}, judged)


SHAPES: Mapping[str, Known] = {
    "short": _known(n="number", need="number", each="number"),
    "ratio": _known(a="number", b="number"),
    "to_target": _known(x="number", target="number"),
    "linear_down": _known(x="number", target="number", step="number", each="number"),
    "ladder": _known({"x": "number"}, steps="steps"),  # conditions of the steps may say x
    "pass": _known(when="condition"),
    "per_event": _known({"zero_if": "condition"}, n="number", each="number"),
    "tiers": _known(judged=True),
    "elements": _known(elements="elements"),
    "issues": _known({"count": "number", "credited": "number"}, list="figure", status="text", credit="credit"),
    "share": _known({"applies": "condition"}, over="stages", when="condition"),
    "survey": _known(x="number", low="number", high="number"),
    "combine": _known(first="shape", minus="minus"),
    "min_ratio": _known(ratios="ratios"),
}
