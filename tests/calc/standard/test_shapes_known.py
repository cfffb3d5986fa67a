"""The shapes a file may name are those that can be worked out, argument by argument."""

from dudao.calc.assessment import shapes
from dudao.calc.standard.shapes_known import SHAPES


def test_both_catalogues_name_the_same_shapes() -> None:
    assert set(SHAPES) == set(shapes.SHAPES)


def test_both_catalogues_name_the_same_arguments() -> None:
    for name, known in SHAPES.items():
        rule = shapes.SHAPES[name]
        assert known.needed == {argument.name: argument.kind for argument in rule.arguments if argument.required}, name
        assert known.optional == {argument.name: argument.kind for argument in rule.arguments if not argument.required}
