"""The rows of lists and of judgements."""

from collections import defaultdict
from collections.abc import Callable

from dudao.calc.figures import Judgement, Key, Known, Reason, Source, Statement, Unknown
from dudao.spreadsheets.book import Cell, address
from dudao.spreadsheets.mapping.cells import CellFault, LineReader, expected
from dudao.spreadsheets.mapping.collecting import Collection
from dudao.spreadsheets.mapping.decision import JudgedItem, Option, Question, Role
from dudao.spreadsheets.mapping.evidence import column_cell
from dudao.spreadsheets.mapping.numbers import Missing, absence, tidy
from dudao.spreadsheets.mapping.schools import Placed, SchoolRow
from dudao.spreadsheets.mapping.wording import squeeze


def read_list(file: str, collection: Collection, placed: Placed, owners: dict[int, str] | None) -> None:
    """The rows of a list: one statement for the county, or one for each school of `owners` (row → unit)."""
    figure = collection.catalogue[placed.mapping.list_figure]
    columns = {column.name: column for column in figure.columns}
    readers = {
        column: LineReader(file, placed.sheet.name, line, expected(columns[line.figure]))
        for column, line in placed.columns.items()
        if line.role is Role.FIGURE and line.figure in columns
    }
    rows: dict[str, list[dict[str, Statement]]] = defaultdict(list)
    first: dict[str, int] = {}
    for row in placed.table.rows:
        unit = owners.get(row) if owners is not None else ""
        if unit is None or not _filled(placed, row, readers):
            continue
        stated = _row(file, collection, placed, row, readers)
        if stated is not None:
            rows[unit].append(stated)
            first.setdefault(unit, row)
    for unit, found in rows.items():
        source = Source(
            file,
            placed.sheet.name,
            address(first[unit], min(readers, default=1)),
            figure.label,
            placed.row(file, first[unit]),
        )
        collection.say(
            Key(unit, figure.name), Known(tuple(found), f"{len(found)} 行", 0, source), placed.key, first[unit]
        )
    if owners is None and not rows:
        _empty(file, collection, placed, figure.name)


def _filled(placed: Placed, row: int, readers: dict[int, LineReader]) -> bool:
    return any((cell := column_cell(placed.sheet, row, column)) is not None and cell.text.strip() for column in readers)


def _row(
    file: str, collection: Collection, placed: Placed, row: int, readers: dict[int, LineReader]
) -> dict[str, Statement] | None:
    stated: dict[str, Statement] = {}
    texts = {
        tidy(cell.text)
        for column in readers
        if (cell := column_cell(placed.sheet, row, column)) is not None and cell.text.strip()
    }
    if len(texts) == 1 and next(iter(texts)) in {"无", "没有", "暂无", "0起", "0项", "0笔", "0个", "0间", "0"}:
        return None
    source = placed.row(file, row)
    for column, reader in readers.items():
        found = reader.read(column_cell(placed.sheet, row, column), address(row, column), source)
        if isinstance(found, CellFault):
            collection.fault(found)
        else:
            stated[reader.line.figure] = found
    return stated


def _empty(file: str, collection: Collection, placed: Placed, figure: str) -> None:
    """A list without rows: none where 0 stands there; 无 and nothing at all say nothing yet."""
    cells = [
        cell
        for row in placed.table.rows
        for column in placed.columns
        if (cell := column_cell(placed.sheet, row, column)) is not None and cell.text.strip()
    ]
    head = placed.table.head_rows[1] or 1
    source = Source(file, placed.sheet.name, cells[0].address if cells else address(head, 1), figure)
    text = cells[0].text if cells else ""
    if text.strip()[:1] == "0":
        collection.say(Key("", figure), Known((), text, 0, source), placed.key, head)
        return
    answer = collection.answers.get(f"empty:{placed.key}")
    if answer is not None and answer.choice == "zero":
        said = Source(
            source.file,
            source.sheet,
            source.cell,
            source.head,
            None,
            f"一项也没有（{answer.by or '您'}{f' {answer.on}' if answer.on else ''} 定）",
        )
        collection.say(Key("", figure), Known((), text, 0, said), placed.key, head)
        return
    collection.ask(_empty_question(placed, collection.catalogue[figure].label, bool(text)))
    collection.say(Key("", figure), Unknown(Reason.UNDECIDED if text else Reason.BLANK, text, source), placed.key, head)


def _empty_question(placed: Placed, label: str, said: bool) -> Question:
    return Question(
        id=f"empty:{placed.key}", kind="nothing", sheet=placed.sheet.name, place="", text=f"“{label}”{'写着「无」' if said else '一行也没有'}，是什么意思？",
        options=(Option(code="zero", label="一项也没有", consequence="按 0 项计，记您的名字"), Option(code="unknown", label="还没填", consequence="按未知")),
        needed=said, default="unknown",
    )  # fmt: skip


def read_judged_rows(
    file: str, collection: Collection, placed: Placed, find: Callable[[str], JudgedItem | None], owners: dict[int, str]
) -> None:
    """A judged item in each row, its level and reason beside it; with a column of schools, of that school."""
    columns = {role: placed.column_of(role) for role in (Role.ITEM, Role.LEVEL, Role.REASON, Role.DATE, Role.PERSON)}
    for row in placed.table.rows:
        item = find(_text(placed, row, columns[Role.ITEM]))
        cell = column_cell(placed.sheet, row, columns[Role.LEVEL])
        if item is None or (item.of_school and row not in owners):
            continue
        texts = {role: _text(placed, row, columns[role]) for role in (Role.REASON, Role.DATE, Role.PERSON)}
        _judge(
            file,
            collection,
            placed,
            row,
            columns[Role.LEVEL],
            item,
            owners.get(row, "") if item.of_school else "",
            cell,
            texts,
        )


def read_judged_columns(file: str, collection: Collection, row: SchoolRow, judged: dict[str, JudgedItem]) -> None:
    """The columns of a school table that hold judgements of that school."""
    placed = row.placed
    for column, line in placed.columns.items():
        item = judged.get(line.figure) if line.role is Role.JUDGEMENT else None
        if item is not None and row.school is not None:
            _judge(
                file,
                collection,
                placed,
                row.number,
                column,
                item,
                row.school.code,
                column_cell(placed.sheet, row.number, column),
                {},
            )


def _judge(
    file: str,
    collection: Collection,
    placed: Placed,
    row: int,
    column: int,
    item: JudgedItem,
    unit: str,
    cell: Cell | None,
    texts: dict[Role, str],
) -> None:
    text = cell.text.strip() if cell is not None else ""
    if not text or isinstance(absence(tidy(text), ""), Missing):
        return
    level, stands = level_of(item, text), placed.row(file, row)
    if level is None:
        labels = "、".join(label for _, label in item.levels)
        collection.fault(CellFault(
            sheet=stands.sheet, cell=placed.sheet.place(row, column), text=text, rule="level", why=f"“{text[:20]}”不是 {item.code} 的等级：{labels}",
            example=item.levels[0][1] if item.levels else "", file=stands.file,
        ))  # fmt: skip
        return
    head = next((" / ".join(head.path) for head in placed.table.heads if head.column == column), "")
    source = Source(stands.file, stands.sheet, placed.sheet.place(row, column), head, stands)
    collection.judgements[item.code, unit].append(
        Judgement(
            level=level,
            reason=texts.get(Role.REASON, ""),
            by=texts.get(Role.PERSON, ""),
            on=texts.get(Role.DATE, ""),
            source=source,
        )
    )


_SAME = {"达标": "达到", "是": "达到", "符合": "达到", "合格": "达到", "不达标": "未达到", "未达标": "未达到", "否": "未达到", "不符合": "未达到", "没有达到": "未达到", "不达到": "未达到",
         "没达到": "未达到", "基本达标": "基本达到", "不合格": "未达到", "基本符合": "基本达到", "基本合格": "基本达到", "优秀": "优", "良好": "良", "中等": "中", "较差": "差", "一般": "中"}  # fmt: skip


def level_of(item: JudgedItem, text: str) -> str | None:
    """The code of a level by its code, its label, or a common way to say it."""
    words = {squeeze(word): code for code, label in item.levels for word in (label, code)}
    plain = squeeze(text)
    return (
        words.get(plain)
        or words.get(_SAME.get(plain, ""))
        or words.get({"优": "优秀", "良": "良好", "中": "中等"}.get(plain, ""))
    )


def _text(placed: Placed, row: int, column: int) -> str:
    cell = column_cell(placed.sheet, row, column) if column else None
    return cell.text.strip() if cell is not None else ""
