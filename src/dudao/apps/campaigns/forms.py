"""What is typed on the settings page, read; what cannot be meant is said at its field, and stays typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from dudao.library import standard_codes


@dataclass
class Typed:
    """The fields of a form as they were typed, what they mean, and what is wrong with them."""

    given: Mapping[str, str]
    wrong: dict[str, str] = field(default_factory=dict)
    meant: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str, what: str, *, most: int, needed: bool = True) -> None:
        said = self.given.get(name, "").strip()
        self.meant[name] = said
        if needed and not said:
            self.wrong[name] = f"{what}没有填。"
        elif len(said) > most:
            self.wrong[name] = f"{what}最多 {most} 个字。"

    def whole(self, name: str, what: str, low: int, high: int, example: str) -> None:
        said = self.given.get(name, "").strip()
        if not (said.isascii() and said.isdigit() and low <= int(said) <= high):
            self.wrong[name] = f"{what}写 {low}–{high} 之间的整数，如 {example}。"
        else:
            self.meant[name] = int(said)

    def day(self, name: str, what: str) -> None:
        said = self.given.get(name, "").strip()
        try:
            self.meant[name] = date.fromisoformat(said) if said else None
        except ValueError:
            self.wrong[name] = f"{what}写成 2026-12-15 的样子。"

    def decimal(self, name: str, what: str) -> None:
        """A number that is kept as it is written, because 0.48 as a binary fraction is another number."""
        said = self.given.get(name, "").strip()
        plain = said.replace("，", "").replace(",", "")
        try:
            value = Fraction(plain)
        except (ValueError, ZeroDivisionError):
            self.wrong[name] = f"{what}写一个数，如 0.48。"
            return
        if "e" in plain.lower() or value < 0 or len(plain) > 20:
            self.wrong[name] = f"{what}写一个不小于 0 的数，如 0.48。"
        else:
            self.meant[name] = plain

    def one_of(self, name: str, what: str, choices: Mapping[str, str]) -> None:
        said = self.given.get(name, "")
        if said not in choices:
            self.wrong[name] = f"{what}从列出的里面选。"
        else:
            self.meant[name] = said


def campaign_form(post: Any) -> Typed:
    typed = Typed(post)
    typed.text("county", "县名", most=60)
    typed.text("code", "区划代码", most=12)
    typed.text("name", "迎检名称", most=120)
    typed.whole("year", "评估年度", 2000, 2100, "2026")
    typed.day("visit_date", "评估第 1 天")
    chosen = [code for code in post.getlist("standards") if code in standard_codes()]
    if not chosen:
        typed.wrong["standards"] = "至少选一个标准。"
    typed.meant["standards"] = chosen
    return typed


def matter_form(post: Any, year: int) -> Typed:
    """A bonus or a deduction: what, of which year, how often."""
    typed = Typed(post)
    typed.text("name", "事项", most=120)
    typed.whole("year", "年份", year - 5, year + 1, str(year))
    typed.whole("count", "次数", 1, 20, "1")
    typed.text("reason", "依据", most=300)
    return typed
