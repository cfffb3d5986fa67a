"""In which unit the value of a formula is read: 名, 所, 万元, 元/生, or a share shown as per cent."""

from collections.abc import Mapping

from dudao.calc.figures import Catalogue, Kind
from dudao.calc.formula import Node
from dudao.calc.formula.tree import Arithmetic, Call, If, Name, Negative, Number, OverRows, OverSchools, names, walk
from dudao.calc.standard.model import Parameter

SHARE = "%"  # the quotient of two figures of one unit


def unit_of(node: Node, catalogue: Catalogue, parameters: Mapping[str, Parameter]) -> str:
    """The unit of a formula's value; '' where it cannot be told, '%' where it is a share (0.85, shown as 85 %)."""

    def unit(part: Node, columns: Mapping[str, str]) -> str:
        match part:
            case Name(name=name) if name in columns:
                return columns[name]
            case Name(name=name) if name in parameters:
                return parameters[name].unit
            case Name(name=name) if name in catalogue:
                return catalogue[name].unit
            case Negative(part=inner):
                return unit(inner, columns)
            case Arithmetic(op=op, left=left, right=right):
                return _combined(op, unit(left, columns), unit(right, columns), left, right)
            case Call(function="days"):
                return "天"
            case Call(function="years"):
                return "年"
            case Call(arguments=arguments):
                return next((found for one in arguments if (found := unit(one, columns))), "")
            case If(then=then, otherwise=otherwise):
                return unit(then, columns) or unit(otherwise, columns)
            case OverSchools(how="count"):
                return "所"
            case OverRows(how="count"):
                return "项"
            case OverSchools(body=body):
                return unit(body, columns)
            case OverRows(figure=figure, body=body):
                return unit(body, {column.name: column.unit for column in catalogue[figure.name].columns})
        return ""

    return unit(node, {})


def _combined(op: str, left: str, right: str, left_node: Node, right_node: Node) -> str:
    if op in "+-":
        return left or right
    if op == "*":
        return left if isinstance(right_node, Number) or not right else right if not left else ""
    if isinstance(right_node, Number) or not right:
        return left
    if left == right:
        return SHARE
    return f"{left}/{right}" if left else ""


def whole(node: Node, catalogue: Catalogue) -> bool:
    """Whether a formula can only give whole numbers: counts and figures of whole things, added and multiplied."""
    for part in walk(node):
        match part:
            case Arithmetic(op="/"):
                return False
            case Number(value=value) if not isinstance(value, int):
                return False
            case OverRows() | OverSchools() if part.how != "count":
                continue
    return all(
        catalogue[name.name].whole or catalogue[name.name].kind is not Kind.NUMBER
        for name in names(node)
        if name.name in catalogue
    )
