"""What the cells of an import say, gathered: one statement a key, and where two disagree, both of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from dudao.calc.figures import Catalogue, Judgement, Key, Known, Reason, Source, Statement, Unknown
from dudao.spreadsheets.mapping.cells import CellFault
from dudao.spreadsheets.mapping.decision import Answer, Option, Question

_MOST_CELLS = 200


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the table and the row it stands in."""

    statement: Statement
    table: str
    row: int
    added: bool = False  # a part of the figure, by a person's word

    @property
    def source(self) -> Source | None:
        return self.statement.source


@dataclass(slots=True)
class Collection:
    """Everything read so far."""

    catalogue: Catalogue
    answers: dict[str, Answer]
    said: dict[Key, list[Said]] = field(default_factory=lambda: defaultdict(list))
    judgements: dict[tuple[str, str], list[Judgement]] = field(default_factory=lambda: defaultdict(list))
    faults: list[CellFault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    twice: set[tuple[str, int]] = field(default_factory=set)  # rows (table, row) of a school told twice, undecided

    def say(self, key: Key, statement: Statement, table: str, row: int, added: bool = False) -> None:
        self.said[key].append(Said(statement, table, row, added))

    def fault(self, fault: CellFault) -> None:
        self.faults.append(fault)

    def ask(self, question: Question) -> Answer | None:
        """The answer to a question, which is put where there is none."""
        answer = self.answers.get(question.id)
        if answer is not None and any(option.code == answer.choice for option in question.options):
            return answer
        if all(question.id != other.id for other in self.questions):
            self.questions.append(question)
        return None

    def settled(self) -> dict[Key, Statement]:
        """One statement a key."""
        statements: dict[Key, Statement] = {}
        conflicts: dict[tuple[str, str, tuple[str, ...]], list[tuple[Key, list[Said]]]] = defaultdict(list)
        for key, said in self.said.items():
            if len(said) == 1:
                statements[key] = said[0].statement
                continue
            if all(each.added for each in said):
                statements[key] = added(said, "")
                continue
            distinct = _distinct(said)
            if len(distinct) <= 1:
                statements[key] = _best(said)
            else:
                tables = tuple(dict.fromkeys(each.table for each in distinct))
                conflicts[key.figure, key.stage, tables].append((key, distinct))
        for (figure, stage, tables), cases in conflicts.items():
            statements.update(self._decide(figure, stage, tables, cases))
        return statements

    def _decide(
        self, figure: str, stage: str, tables: tuple[str, ...], cases: list[tuple[Key, list[Said]]]
    ) -> dict[Key, Statement]:
        """Different values for one figure: by tables where they stand in several, by rows within one."""
        undecided = [
            (key, said) for key, said in cases if not any((each.table, each.row) in self.twice for each in said)
        ]
        decided: dict[Key, Statement] = {
            key: unknown(Reason.TWICE, said)
            for key, said in cases
            if any((each.table, each.row) in self.twice for each in said)
        }
        if not undecided:
            return decided
        question = self._question(figure, stage, tables, undecided)
        answer = self.ask(question)
        for key, said in undecided:
            if answer is None:
                decided[key] = unknown(Reason.UNDECIDED, said)
                self.fault(_conflict(question.text, said))
            else:
                decided[key] = _chosen(answer, said)
        return decided

    def _question(
        self, figure: str, stage: str, tables: tuple[str, ...], cases: list[tuple[Key, list[Said]]]
    ) -> Question:
        label = self.catalogue[figure].label_of(stage) if figure in self.catalogue else figure
        cells = tuple(str(each.source.cell) for _, said in cases for each in said if each.source)[:_MOST_CELLS]
        several = len(tables) > 1
        if several:
            options = tuple(
                Option(code=f"table:{table}", label=f"用「{table.rpartition(':')[0]}」的") for table in tables
            )
            text, names = (
                f"“{label}”在几张表里的数不一样，用哪张表的？",
                "、".join(f"「{table.rpartition(':')[0]}」" for table in tables),
            )
        else:
            options = (
                Option(code="sum", label="各行相加", consequence="分学段、分校区各填一部分"),
                Option(code="first", label="用第一行的"),
                Option(code="last", label="用最后一行的"),
            )
            text, names = f"同一所学校的“{label}”在几行里不一样，怎么算？", f"「{tables[0].rpartition(':')[0]}」"
        return Question(
            id=f"conflict:{figure}:{stage}:{'|'.join(tables)}", kind="conflict", sheet=tables[0].rpartition(":")[0], place="", text=text,
            detail=f"{names}，{len(cases)} 处不同。", options=options, cells=cells, figures=(figure,),
        )  # fmt: skip


def _distinct(said: Iterable[Said]) -> list[Said]:
    """The statements that say something different; none that is silent where another speaks."""
    values: list[Said] = []
    for each in said:
        if isinstance(each.statement, Known) and all(
            _value(other.statement) != _value(each.statement) for other in values
        ):
            values.append(each)
    return values


def _value(statement: Statement) -> object:
    """A statement's value without where it stands, also within the rows of a list."""
    if not isinstance(statement, Known):
        return None
    if isinstance(statement.value, tuple):
        return tuple(tuple((name, _value(cell)) for name, cell in sorted(row.items())) for row in statement.value)
    return statement.value


def _best(said: list[Said]) -> Statement:
    """The one that says most: known before unknown, something written before nothing."""
    for each in said:
        if isinstance(each.statement, Known):
            return each.statement
    return next((each.statement for each in said if each.statement.text), said[0].statement)


def unknown(reason: Reason, said: list[Said]) -> Unknown:
    """Nothing usable, with all that was said."""
    both = tuple(each.statement for each in said if isinstance(each.statement, Known))
    return Unknown(reason, "、".join(each.statement.text for each in said), said[0].source, both)


def _chosen(answer: Answer, said: list[Said]) -> Statement:
    if answer.choice.startswith("table:"):
        found = next((each.statement for each in said if f"table:{each.table}" == answer.choice), None)
        return found if found is not None else unknown(Reason.UNDECIDED, said)
    if answer.choice == "sum":
        return added(said, f"{len(said)} 行相加（{answer.by or '您'}{f' {answer.on}' if answer.on else ''} 定）")
    return said[0].statement if answer.choice == "first" else said[-1].statement


def added(said: list[Said], remark: str) -> Statement:
    """The sum of what several rows say; unknown where one of them is no number."""
    known = [each.statement for each in said if isinstance(each.statement, Known)]
    if len(known) != len(said) or not all(
        isinstance(each.value, int) or hasattr(each.value, "denominator") for each in known
    ):
        return unknown(Reason.UNDECIDED, said)
    total = sum(each.value for each in known)  # type: ignore[misc]
    first = known[0].source
    cells = "、".join(each.source.cell for each in known if each.source)
    source = (
        Source(first.file, first.sheet, cells, first.head, first.row, f"{first.remark}；{remark}".strip("；"))
        if first
        else None
    )
    value = total.numerator if getattr(total, "denominator", 1) == 1 else total
    return Known(value, "＋".join(each.text for each in known), max(each.decimals for each in known), source)


def _conflict(text: str, said: list[Said]) -> CellFault:
    first, *others = [each.source for each in said if each.source]
    return CellFault(
        sheet=first.sheet, cell=first.cell, text=said[0].statement.text, rule="conflict", why=text.rstrip("？") + "：" + " 与 ".join(each.statement.text for each in said),
        example="只留一个，或在“要您定”里选一个", file=first.file, also=tuple(f"{source.sheet}!{source.cell}" for source in others),
    )  # fmt: skip
