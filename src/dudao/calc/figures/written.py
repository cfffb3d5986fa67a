"""A YAML file as it is written: texts and line numbers, nothing converted, and the faults found while reading it.

YAML's own conversions are not used: they would make 0.85 a binary fraction and `no` a truth value. Anchors, aliases and
tags are refused, depth and size are limited, so that a file of unknown origin can be read.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import yaml

_LARGEST = 4 * 1024 * 1024
_DEEPEST = 24
_MOST_NODES = 200_000
_MOST_FAULTS = 200
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # same events, ten times faster where libyaml is there


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file. `message` is the whole sentence: where, what is wrong, how to mend it."""

    file: str
    line: int
    code: str  # of the indicator or figure, '' for the file itself
    message: str

    def __str__(self) -> str:
        return self.message


class FaultyFile(ValueError):
    """A file cannot be used; `faults` holds everything found, in the order of the lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__("\n".join(fault.message for fault in self.faults))


@dataclass(slots=True)
class Faults:
    """Collects faults of one file."""

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(self, line: int, code: str, what: str) -> None:
        where = " ".join(part for part in (self.file, f"第 {line} 行" if line else "", code) if part)
        fault = Fault(self.file, line, code, f"{where}：{what}")
        if len(self.found) < _MOST_FAULTS and fault not in self.found:
            self.found.append(fault)


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    parts: tuple["Written", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entries:
    parts: Mapping[str, "Written"]
    lines: Mapping[str, int]
    line: int


Written = Scalar | Items | Entries


def nearest(word: str, known: Iterable[str]) -> str:
    """'，是不是 area_teaching？' where a known word is close, else ''."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"，是不是 {close[0]}？" if close else "。"


def compose(data: bytes, faults: Faults) -> Entries | None:
    """The top-level entries of a file; None (and a fault) where it is not a YAML mapping of bounded size."""
    if len(data) > _LARGEST:
        faults.add(0, "", f"文件太大（{len(data)} 字节），最多 {_LARGEST // 1024 // 1024} MB。")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        faults.add(line, "", "不是 UTF-8 编码的文字；请另存为 UTF-8。")
        return None
    try:
        root = _Composer(text, faults).root()
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        problem = fault.problem or fault.context
        faults.add(mark.line + 1 if mark else 0, "", f"YAML 写得不通（{problem}）；检查这一行的缩进、引号和冒号。")
        return None
    except yaml.YAMLError as fault:
        faults.add(0, "", f"YAML 写得不通（{str(fault).splitlines()[0]}）；检查有没有不可见的控制字符。")
        return None
    except _Refused as refused:
        faults.add(refused.line, "", str(refused))
        return None
    if isinstance(root, Entries):
        return root
    faults.add(root.line if root else 0, "", "文件最外层要写成“键: 值”，例如 code: YZJH-2017。")
    return None


class _Refused(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


class _Composer:
    """Nodes from YAML's events, with limits."""

    def __init__(self, text: str, faults: Faults) -> None:
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_LOADER))
        self.faults = faults
        self.count = 0

    def root(self) -> Written | None:
        root: Written | None = None
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                if root is not None:
                    raise _Refused(_line(event), "一个文件里只能有一份文档；去掉多余的 ---。")
                root = self.node(event, 0)
        return root

    def node(self, event: yaml.Event, depth: int) -> Written:
        line = _line(event)
        self.count += 1
        if depth > _DEEPEST or self.count > _MOST_NODES:
            raise _Refused(line, f"套得太深或内容太多：最多 {_DEEPEST} 层、{_MOST_NODES} 个值。")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(line, "不能用锚点和引用（& 和 *）；把内容写全，或给含 * 的文字加引号。")
        if (tag := getattr(event, "tag", None)) and tag != "!":
            raise _Refused(line, f"不能用标签 {tag}；去掉它，或给以 ! 开头的文字加引号。")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self.node(part, depth + 1) for part in self.until(yaml.SequenceEndEvent)), line)
        return self.entries(line, depth)

    def until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        for event in self.events:
            if isinstance(event, end):
                return
            yield event

    def entries(self, line: int, depth: int) -> Entries:
        parts: dict[str, Written] = {}
        lines: dict[str, int] = {}
        for event in self.until(yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused(key.line, "键要写成一个词。")
            if key.text in parts:
                self.faults.add(key.line, "", f"{key.text} 写了两次（第 {lines[key.text]} 行已有）；删去一处。")
                continue
            parts[key.text], lines[key.text] = value, key.line
        return Entries(parts, lines, line)


class Form:
    """Entries being read into something: every key read is remembered, what is left over at the end is unknown."""

    def __init__(self, entries: Entries, faults: Faults, code: str = "") -> None:
        self.entries, self.faults, self.code = entries, faults, code
        self.read: set[str] = set()

    @property
    def line(self) -> int:
        return self.entries.line

    def line_of(self, key: str) -> int:
        return self.entries.lines.get(key, self.entries.line)

    def fault(self, what: str, line: int | None = None) -> None:
        self.faults.add(self.entries.line if line is None else line, self.code, what)

    def has(self, key: str) -> bool:
        return key in self.entries.parts

    def get(self, key: str) -> Written | None:
        self.read.add(key)
        return self.entries.parts.get(key)

    def need(self, key: str) -> Written | None:
        if not self.has(key):
            self.fault(f"缺 {key}；加一行 {key}: …。")
        return self.get(key)

    def text(self, key: str, default: str = "") -> str:
        return self._text(key, self.get(key), default)

    def needed_text(self, key: str) -> str:
        text = self._text(key, self.need(key), "")
        if self.has(key) and not text:
            self.fault(f"{key} 是空的；写上内容。", self.line_of(key))
        return text

    def _text(self, key: str, node: Written | None, default: str) -> str:
        if node is None:
            return default
        if isinstance(node, Scalar):
            return node.text.strip()
        self.fault(f"{key} 要写成一段文字，不是列表或下级内容。", node.line)
        return default

    def yes(self, key: str, default: bool = False) -> bool:
        text = self.text(key)
        if text in ("yes", "no"):
            return text == "yes"
        if self.has(key):
            self.fault(f"{key} 只能写 yes 或 no，写的是 {text!r}。", self.line_of(key))
        return default

    def one_of(self, key: str, known: Sequence[str], default: str | None = None) -> str:
        text = self.needed_text(key) if default is None else self.text(key, default)
        if text and text not in known:
            self.fault(
                f"{key} 没有 {text!r} 这个写法{nearest(text, known)}可写：{'、'.join(known)}。", self.line_of(key)
            )
            return default or known[0]
        return text or default or known[0]

    def number(self, key: str) -> Fraction | None:
        """The number as written in decimals, exactly; None where the key is missing."""
        if not self.has(key):
            self.read.add(key)
            return None
        text = self.text(key)
        try:
            if "/" in text or not text.isascii():
                raise ValueError
            return Fraction(text)
        except ValueError:
            self.fault(f"{key} 要写十进制数（如 0.85），写的是 {text!r}。", self.line_of(key))
            return None

    def whole(self, key: str, default: int) -> int:
        value = self.number(key)
        if value is not None and (value.denominator != 1 or value < 0):
            self.fault(f"{key} 要写不小于 0 的整数，写的是 {self.text(key)!r}。", self.line_of(key))
            return default
        return default if value is None else int(value)

    def texts(self, key: str) -> tuple[str, ...]:
        node = self.get(key)
        if node is None or (isinstance(node, Scalar) and not node.text):
            return ()
        if isinstance(node, Items) and all(isinstance(part, Scalar) for part in node.parts):
            return tuple(part.text.strip() for part in node.parts if isinstance(part, Scalar))
        self.fault(f"{key} 要写成列表，如 [甲, 乙]。", node.line)
        return ()

    def form(self, key: str) -> "Form | None":
        node = self.get(key)
        if node is None:
            return None
        if isinstance(node, Entries):
            return Form(node, self.faults, self.code)
        self.fault(f"{key} 下面要写成“键: 值”。", node.line)
        return None

    def forms(self, key: str) -> Iterator["Form"]:
        """The forms of a list."""
        node = self.get(key)
        if node is None or (isinstance(node, Scalar) and not node.text):
            return
        if not isinstance(node, Items):
            self.fault(f"{key} 要写成列表，每项以“- ”开头。", node.line)
            return
        for part in node.parts:
            if isinstance(part, Entries):
                yield Form(part, self.faults, self.code)
            else:
                self.fault(f"{key} 的每一项要写成“键: 值”。", part.line)

    def named(self, key: str) -> Iterator[tuple[str, "Form"]]:
        """The forms of a mapping, each with its name."""
        within = self.form(key)
        if within is None:
            return
        for name in within.entries.parts:
            form = within.form(name)
            if form is not None:
                yield name, form

    def done(self) -> None:
        """Say which keys nobody knows."""
        for key in self.entries.parts:
            if key not in self.read:
                self.fault(f"没有 {key} 这个键{nearest(key, self.read)}删去或改正。", self.line_of(key))
