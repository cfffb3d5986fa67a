"""Why a number is what it is: a tree from verdict and points down to cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dudao.calc.figures import Source


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step. `kind` tells a page how to show it; leaves of kind `cell` carry their source.

    kinds: verdict · rule · points · comparison · formula · figure · derived · cell · missing · parameter · choice ·
    judgement · ruling · relaxation · scope · merged · rows (a list of school rows) · gap · note
    """

    kind: str
    title: str  # 生均教学及辅助用房面积（初中）
    shown: str = ""  # 4.82 ㎡/生
    exact: str = ""  # 4.81824… or 2409/500: unrounded
    verdict: str = ""  # pass fail open na, '' where nothing is judged
    text: str = ""  # the formula with names, or a sentence
    numbers: str = ""  # the formula with numbers in it
    source: Source | None = None
    parts: tuple["Explanation", ...] = ()
    address: str = ""  # YZJH-1.4/SCHOOL/junior: where this step can be asked for itself

    def walk(self) -> Iterator["Explanation"]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def as_dict(self) -> dict[str, Any]:
        """Plain data; empty fields are left out. The rows of sources are given once, by the report."""
        plain: dict[str, Any] = {"kind": self.kind, "title": self.title}
        for name in ("shown", "exact", "verdict", "text", "numbers", "address"):
            if value := getattr(self, name):
                plain[name] = value
        if self.source is not None:
            plain["source"] = {
                "file": self.source.file,
                "sheet": self.source.sheet,
                "cell": self.source.cell,
                "head": self.source.head,
                "remark": self.source.remark,
                "by": self.source.by,
                "at": self.source.at,
            }
        if self.parts:
            plain["parts"] = [part.as_dict() for part in self.parts]
        return plain
