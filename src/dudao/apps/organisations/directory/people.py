"""Who each row speaks of, which post it tells, and what it would change about who holds what."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dudao.apps.organisations.directory.held import Held
from dudao.apps.organisations.directory.units import Node, Units
from dudao.apps.organisations.kinds import Role, exclude_each_other, roles_in
from dudao.apps.organisations.models import Holding, Person, Post
from dudao.spreadsheets.directory import PEOPLE, CellError, PersonRow

RESERVED = ("local", "system", "anonymous")


@dataclass(eq=False)
class Seat:
    """A post as it would be."""

    node: Node
    title: str
    role: str
    post: Post | None = None
    duties: frozenset[str] | None = None  # None: not told, stays
    cell: str = ""


@dataclass(eq=False)
class Someone:
    """A person as they would be. `login` is '' until one is proposed."""

    name: str
    login: str
    phone: str
    rows: list[PersonRow] = field(default_factory=list)
    person: Person | None = None
    begins: list[tuple[Seat, bool]] = field(default_factory=list)  # (post, as a deputy)
    moves: list[tuple[Holding, Seat, bool]] = field(default_factory=list)
    stays: list[Holding] = field(default_factory=list)
    gone: list[Holding] = field(default_factory=list)  # held, and not told: listed, never ended
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)


class People:
    """The people and posts of the workbook, and the errors of the rows that tell them."""

    def __init__(self, now: Held, units: Units, rows: Sequence[PersonRow]) -> None:
        self.errors: list[CellError] = []
        self._now, self._units = now, units
        self.seats: dict[tuple[int, str], Seat] = {}
        self.people: list[Someone] = []
        self._by_login: dict[str, Someone] = {}
        self._by_name: dict[str, list[Someone]] = defaultdict(list)
        self._held_by_name: dict[str, list[Person]] = defaultdict(list)
        for person in now.people.values():
            self._held_by_name[person.name].append(person)
        told = {row.name: row.login for row in rows if row.login}
        for row in rows:
            self._read(row, told)
        for someone in self.people:
            self._compare(someone)
            self._check_exclusion(someone)

    @property
    def missing(self) -> list[Person]:
        """People who hold a post and of whom the workbook says nothing."""
        told = {someone.person.pk for someone in self.people if someone.person is not None}
        return [
            person
            for person in self._now.people.values()
            if person.pk not in told and self._now.holdings.get(person.pk)
        ]

    def _read(self, row: PersonRow, told: dict[str, str]) -> None:
        node = self._units.find(row.unit)
        if isinstance(node, str):
            if node:
                self._wrong(row, "unit", f"{node}。", _example_unit(self._units.nodes))
            return
        seat = self._seat(node, row)
        someone = self._someone(row, node, told)
        if seat is None or someone is None:
            return
        if any(seat is other for other, _deputy in someone.begins):
            self._wrong(row, "title", f"{row.name}的“{row.title}”写了两行。", "每个人每个岗位一行")
            return
        someone.rows.append(row)
        someone.begins.append((seat, row.deputy))

    def _seat(self, node: Node, row: PersonRow) -> Seat | None:
        above = node.parent.kind if node.parent is not None else ""
        allowed = roles_in(node.kind, above)
        key = (id(node), row.title)
        post = self._now.posts.get((node.unit.pk, row.title)) if node.unit is not None else None
        seat = self.seats.get(key)
        if seat is None:
            role = row.role or (post.role if post is not None else allowed[0])
            seat = Seat(node=node, title=row.title, role=role, post=post, duties=None, cell=row.cells.get("title", ""))
        if row.role and row.role != (post.role if post is not None else seat.role):
            held = Role(post.role if post is not None else seat.role).label
            self._wrong(row, "role", f"{node.name}的“{row.title}”身份是{held}；身份不同，岗位名称也要不同。", held)
            return None
        if seat.role not in allowed:
            words = "、".join(Role(one).label for one in allowed)
            self._wrong(row, "role", f"{node.name}的岗位，身份只能是{words}。", Role(allowed[0]).label)
            return None
        if row.duties is not None:
            seat.duties = (seat.duties or frozenset()) | frozenset(row.duties)
        self.seats[key] = seat
        return seat

    def _someone(self, row: PersonRow, node: Node, told: dict[str, str]) -> Someone | None:
        if row.login:
            return self._of_login(row)
        if told.get(row.name):
            example = told[row.name]
            self._wrong(
                row, "login", f"别的行也有{row.name}（{example}）：同一个人写同一个登录名，不是就各写各的。", example
            )
            return None
        if self._by_name.get(row.name):
            first = self._by_name[row.name][0].rows
            where = f"第 {first[0].number} 行" if first else "前面"
            problem = f"{where}也叫{row.name}：是同一个人，两行写同一个登录名；不是，各写各的。"
            self._wrong(row, "login", problem, "zhangsan")
            return None
        return self._without_login(row, node)

    def _of_login(self, row: PersonRow) -> Someone | None:
        someone = self._by_login.get(row.login)
        if someone is None:
            if row.login in RESERVED or row.login in self._now.foreign_logins:
                self._wrong(row, "login", f"登录名 {row.login} 不能用，换一个。", f"{row.login}2")
                return None
            return self._meet(row, self._now.people.get(row.login), row.login)
        if someone.name != row.name:
            problem = f"登录名 {row.login} 在别的行是{someone.name}，这里是{row.name}。"
            self._wrong(row, "login", problem, f"{row.login}2")
            return None
        if row.phone and someone.phone and row.phone != someone.phone:
            self._wrong(row, "phone", f"{row.name}的办公电话两行不一样。", someone.phone)
            return None
        someone.phone = someone.phone or row.phone
        return someone

    def _without_login(self, row: PersonRow, node: Node) -> Someone | None:
        known = self._held_by_name.get(row.name, [])
        here = [person for person in known if any(
            one.post.unit_id == (node.unit.pk if node.unit else 0) for one in self._now.holdings.get(person.pk, ())
        )]  # fmt: skip
        if len(here) == 1:
            if here[0].login in self._by_login:
                self._wrong(row, "login", f"别的行已经写了{here[0].login}。", here[0].login)
                return None
            return self._meet(row, here[0], here[0].login)
        if known:
            logins = "、".join(person.login for person in known[:3])
            problem = f"县里已有同名的{row.name}（登录名 {logins}）：是同一个人就写上，不是就另写一个。"
            self._wrong(row, "login", problem, known[0].login)
            return None
        return self._meet(row, None, "")

    def _meet(self, row: PersonRow, person: Person | None, login: str) -> Someone:
        someone = Someone(name=row.name, login=login, phone=row.phone, person=person)
        self.people.append(someone)
        self._by_name[row.name].append(someone)
        if login:
            self._by_login[login] = someone
        return someone

    def _compare(self, someone: Someone) -> None:
        """What begins, stays, moves. One post gone and one begun is a move; whatever else is gone is only listed."""
        person = someone.person
        if person is None:
            return
        for name, before, after in (
            ("name", person.name, someone.name),
            ("office_phone", person.office_phone, someone.phone),
        ):
            if after and before != after:
                someone.changes[name] = (before, after)
        held = {one.post_id: one for one in self._now.holdings.get(person.pk, ())}
        begins = []
        for seat, deputy in someone.begins:
            holding = held.pop(seat.post.pk, None) if seat.post is not None else None
            if holding is None:
                begins.append((seat, deputy))
            else:
                someone.stays.append(holding)
        someone.begins = begins
        gone = list(held.values())
        if len(gone) == 1 and len(begins) == 1:
            someone.moves, someone.begins = [(gone[0], *begins[0])], []
        else:
            someone.gone = gone

    def _check_exclusion(self, someone: Someone) -> None:
        seats = [seat for seat, _deputy in someone.begins] + [seat for _old, seat, _deputy in someone.moves]
        roles = [seat.role for seat in seats] + [one.post.role for one in (*someone.stays, *someone.gone)]
        for number, one in enumerate(roles):
            for other in roles[number + 1 :]:
                if exclude_each_other(one, other) and someone.rows:
                    problem = (
                        f"{someone.name}又是{Role(one).label}又是{Role(other).label}：三种管理员互不兼任，也不办业务。"
                    )
                    self._wrong(someone.rows[-1], "role", problem, "换一个人")
                    return

    def _wrong(self, row: PersonRow, name: str, problem: str, example: str) -> None:
        self.errors.append(CellError(sheet=PEOPLE, cell=row.cells.get(name, ""), problem=problem, example=example))


def _example_unit(nodes: Iterable[Node]) -> str:
    return next((node.name for node in nodes), "青石镇中心小学")
