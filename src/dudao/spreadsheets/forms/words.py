"""What the list of figures knows of the texts in a form: which are labels, and which answer one."""

import re

from dudao.calc.figures import Catalogue, Figure, Kind
from dudao.spreadsheets.book import Book, Cell
from dudao.spreadsheets.mapping.draft import NAME_WORDS, Draft, is_remark, like_school, structural
from dudao.spreadsheets.mapping.entries import Truth, choice_words, chosen, read_yes_no
from dudao.spreadsheets.mapping.heads import read_path
from dudao.spreadsheets.mapping.numbers import absence, tidy
from dudao.spreadsheets.mapping.shapes import numeric, text_of
from dudao.spreadsheets.mapping.units import unit_of
from dudao.spreadsheets.mapping.vocabulary import vocabulary_of
from dudao.spreadsheets.mapping.wording import squeeze

_TICKS = frozenset("√✓✔☑×✗✘☒是否有无")
_BOXES = re.compile(r"^[□☐■☑☒√✓✔]\s*[^\s□☐■☑☒√✓✔]|[□☐■☑☒√✓✔]$")  # ☑是 □否
_KIND = re.compile(
    r"^(小学|初中|高中|中学|中小学|普通高中|初级中学|九年一贯制?|全校|本校)(部|段|学段|阶段|教育|学校)?$"
)
_WHO_RETURNS = re.compile(r"^(?:报送|填报|上报|申报|呈报|报告|报表|填表|填写|填列)(?:学校|单位)(?:名称|全称)?$")
_NEAREST = 3  # of the figures that a label may name


_COUNTED = frozenset(
    ("班", "班级", "个班", "校", "所", "科", "门", "类", "年", "月", "日", "天")
)  # heads as well as units

# The head of a corner, split by a slanting line, says what stands below it and what beside it: 项目＼学校.
_ITEMS, _SCHOOLS = "(?:指标|项目|内容|事项|类别|数据)(?:名称)?", "(?:学校|各校|校名|学校名称|单位名称)"
_CORNER = re.compile(rf"{_ITEMS}[\\/＼／|｜]*{_SCHOOLS}|{_SCHOOLS}[\\/＼／|｜]*{_ITEMS}")


def corner(text: str) -> bool:
    """Whether a text is the head of a corner between items and schools, which ends like a school's name and is none."""
    return bool(_CORNER.fullmatch(squeeze("".join(text.split()))))


def only_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else: ㎡, 万元, — where there is none."""
    plain = text.strip("()（）")
    return (unit_of(plain) is not None and plain not in _COUNTED) or text in ("—", "-", "是/否")


class Words:
    """Remembers what it was asked: the same labels come again on every sheet of a form."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._school = vocabulary_of(catalogue).school
        self._draft = Draft(Book("", "", "csv", (), False, False, ()), vocabulary_of(catalogue), (), (), 0)
        self._figures: dict[str, tuple[Figure, ...]] = {}
        self._answers: dict[tuple[str, str], bool] = {}
        self.catalogue = catalogue

    def knows(self, text: str) -> bool:
        """Whether a text is a word of heads or items."""
        return self._draft.knows(text)

    def figures(self, label: str) -> tuple[Figure, ...]:
        """The figures of a school that a label may name, the nearest first."""
        if label not in self._figures:
            matches = self._school.matches(read_path((squeeze(label),)), frozenset(), None)[:_NEAREST]
            found = (self.catalogue.figures.get(match.figure) for match in matches)
            self._figures[label] = tuple(figure for figure in found if figure is not None)
        return self._figures[label]

    def apart(self, part: str, whole: str, heads: tuple[str, ...] = ()) -> bool:
        """Whether a part names a figure of its own that its whole does not narrow.

        其中：体育馆 below 教学及辅助用房 does; 其中：骨干教师 below 本年已交流 does not, nor 其中：女生 below anything.
        """
        own, above, both = (self._best(*labels, *heads) for labels in ((part,), (whole,), (whole, part)))
        return bool(own) and not own & above and bool(both & above)

    def _best(self, *labels: str) -> frozenset[str]:
        """The figures that labels below each other name equally well."""
        matches = self._school.matches(read_path(tuple(map(squeeze, labels))), frozenset(), None)
        return frozenset(match.figure for match in matches if match.cost <= matches[0].cost)

    def names_school(self, label: str) -> bool:
        """Whether a label asks for the school's name."""
        plain = squeeze(label).rstrip(":：")
        if structural(plain) is not None:  # 单位 is a column of units
            return False
        return (
            plain in NAME_WORDS
            or bool(_WHO_RETURNS.match(plain))
            or bool(self.figures(label))
            and self.figures(label)[0].name == "school_name"
        )

    def names_code(self, label: str) -> bool:
        return bool(self.figures(label)) and self.figures(label)[0].name == "school_code"

    def value(self, cell: Cell) -> bool:
        """Whether a cell is a value by itself: a number, a date, a tick, boxes to tick, a dash, 待核."""
        text = text_of(cell)
        ticked = text in _TICKS or bool(_BOXES.search(text))
        return numeric(cell) or ticked or absence(tidy(text), text) is not None

    def answers(self, label: str, text: str) -> bool:
        """Whether a text beside a label is what it asks for, and no label of its own."""
        key = (label, text)
        if key not in self._answers:
            self._answers[key] = self._answer(label, text)
        return self._answers[key]

    def _answer(self, label: str, text: str) -> bool:
        if self.names_school(label):
            return not self.knows(text) or like_school(text) and len(text) >= 4
        if is_remark(squeeze(label)):
            return not self.knows(text)
        for figure in self.figures(label):
            if figure.kind is Kind.CHOICE and chosen(text, choice_words(figure.choices)) is not None:
                return True
            if figure.kind is Kind.YES_NO and isinstance(read_yes_no(Cell(1, 1, text, text)), Truth):
                return True
            if figure.kind in (Kind.CHOICE, Kind.TEXT, Kind.DATE, Kind.LIST) and not self.knows(text):
                return True
        return False

    def school(self, text: str) -> bool:
        """Whether a text looks like the name of one school, not like a kind of schools or a label."""
        plain = squeeze(text)
        if len(plain) < 3 or not like_school(text) or _KIND.match(plain) or corner(text):
            return False
        return not self.knows(text)
