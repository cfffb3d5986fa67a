"""The number formats of an OpenDocument spreadsheet, as the one form that all readers share."""

from dataclasses import dataclass, field

from dudao.spreadsheets.reading.number_format import GENERAL, NumberFormat, number_format
from dudao.spreadsheets.reading.package import Package

NUMBER, STYLE = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0 " for name in ("datastyle", "style"))
_DATE_PARTS = {"year": "y", "era": "y", "month": "m", "day": "d", "hours": "h", "minutes": "h", "seconds": "h"}
_KINDS = ("number-style", "percentage-style", "currency-style", "date-style", "time-style", "boolean-style")
_DEEPEST = 16  # styles that inherit from each other


@dataclass(slots=True)
class _Described:
    """One format as the file describes it: its code so far, the parts of a date it shows, and what it becomes when."""

    kind: str
    code: str = ""
    parts: set[str] = field(default_factory=set)
    plain: bool = False  # it says no decimals, or shows figures in a way that we show plainly
    maps: list[tuple[str, str]] = field(default_factory=list)


class Formats:
    """The formats of a file by the names of its cell styles."""

    def __init__(self) -> None:
        self._described: dict[str, _Described] = {}
        self._data_style: dict[str, str] = {}
        self._parent: dict[str, str] = {}
        self._known: dict[str, NumberFormat] = {}
        self._now: _Described | None = None
        self._literal = False

    def read(self, package: Package, part: str) -> None:
        """Take in the styles of one part."""
        package.stream(part, self.start, self.end, self.text)

    def of(self, style: str) -> NumberFormat:
        """The number format of a cell style; the general one where it names none."""
        known = self._known.get(style)
        if known is None:
            name = style
            for _ in range(_DEEPEST):
                if not name or name in self._data_style:
                    break
                name = self._parent.get(name, "")
            known = self._known[style] = self._form(self._data_style.get(name, ""))
        return known

    def _form(self, name: str) -> NumberFormat:
        described = self._described.get(name)
        if described is None or described.kind == "boolean-style":
            return GENERAL
        if described.kind == "date-style":
            return NumberFormat("date", parts="".join(part for part in "ymdh" if part in described.parts))
        if described.kind == "time-style":
            return NumberFormat("time")
        sections = self._sections(described)
        if any(section.plain for section in sections):
            return GENERAL if described.kind != "percentage-style" else number_format("0%")
        return number_format(";".join(section.code for section in sections))

    def _sections(self, described: _Described) -> list[_Described]:
        """For positive numbers, negative ones and zero, in the order of a format's code."""
        maps = {condition.replace(" ", ""): self._described.get(name) for condition, name in described.maps}
        not_negative, positive, negative = (maps.get(f"value(){sign}0") for sign in (">=", ">", "<"))
        if not_negative is not None:
            return [not_negative, described]
        if positive is not None and negative is not None:
            return [positive, negative, described]
        return [described]

    # -- as the XML goes by ---------------------------------------------------------------------------------------
    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{STYLE}style":
            if attributes.get(f"{STYLE}family") == "table-cell":
                self._cell_style(attributes)
        elif name == f"{STYLE}map" and self._now is not None:
            condition, applied = (attributes.get(f"{STYLE}{part}", "") for part in ("condition", "apply-style-name"))
            self._now.maps.append((condition, applied))
        elif name.startswith(NUMBER):
            self._part(name.removeprefix(NUMBER), attributes)

    def end(self, name: str) -> None:
        self._literal = False
        if name.startswith(NUMBER) and name.removeprefix(NUMBER) in _KINDS:
            self._now = None

    def text(self, text: str) -> None:
        if self._literal and self._now is not None and len(self._now.code) < 200:
            percent = self._now.kind == "percentage-style"
            for sign in text:
                self._now.code += "%" if percent and sign == "%" else f"\\{sign}"

    def _cell_style(self, attributes: dict[str, str]) -> None:
        name = attributes.get(f"{STYLE}name", "")
        self._parent[name] = attributes.get(f"{STYLE}parent-style-name", "")
        if data_style := attributes.get(f"{STYLE}data-style-name"):
            self._data_style[name] = data_style

    def _part(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _KINDS:
            self._now = self._described[attributes.get(f"{STYLE}name", "")] = _Described(tag)
        elif self._now is None:
            return
        elif tag == "number":
            self._figures(self._now, attributes)
        elif tag in ("text", "currency-symbol"):
            self._literal = True
        elif tag in ("scientific-number", "fraction"):
            self._now.plain = True
        elif tag in _DATE_PARTS:
            self._now.parts.add(_DATE_PARTS[tag])

    def _figures(self, described: _Described, attributes: dict[str, str]) -> None:
        most = attributes.get(f"{NUMBER}decimal-places")
        if most is None:
            described.plain = True
            return
        places = min(int(most), 30)
        least = min(int(attributes.get(f"{NUMBER}min-decimal-places", most)), places)
        digits = "0" * min(int(attributes.get(f"{NUMBER}min-integer-digits", "1")), 30)
        whole = f"#,##{digits or '#'}" if attributes.get(f"{NUMBER}grouping") == "true" else digits or "#"
        thousands = len(attributes.get(f"{NUMBER}display-factor", "1")) // 3
        decimals = "." + "0" * least + "#" * (places - least) if places else ""
        described.code += f"{whole}{decimals}{',' * min(thousands, 3)}"
