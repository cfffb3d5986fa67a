"""A made-up county's first workbook: 200 schools, 40 departments and townships with sections and groups, 450 people."""

from dudao.spreadsheets.directory import PersonRow, UnitRow, Words

WORDS = Words(
    kinds={
        "county": "县", "department": "部门", "section": "科室", "township": "乡镇", "school": "学校", "office": "督导办",
        "leading_group": "领导小组", "task_force": "专班",
    },
    types={"primary": "小学", "teaching_point": "教学点", "junior": "初级中学"},
    functions={"office": "迎评办", "finance": "财政局", "education.basic": "教育局（基础教育）"},
    roles={
        "school": "学校", "township": "乡镇", "department": "部门", "section": "科室", "office": "督导办", "leader": "领导",
        "inspector": "责任督学", "evaluator": "评估专家", "system_administrator": "系统管理员",
        "security_officer": "安全管理员", "auditor": "审计管理员",
    },
    duties={"report": "填报", "review": "审核", "lead": "负责", "contact": "联系"},
    coded=frozenset({"school"}),
)  # fmt: skip
TOWNSHIPS = 14
DEPARTMENTS = 26
SECTIONS = ("办公室", "基础教育股", "人事股", "计财股")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国"


def units(schools: int = 200) -> list[UnitRow]:
    rows = [UnitRow(number=0, kind="leading_group", code="", name="青禾县迎评领导小组")]
    rows += [
        UnitRow(number=0, kind="office", code="", name="青禾县督导办", above="青禾县迎评领导小组", function="office")
    ]
    rows += [UnitRow(number=0, kind="task_force", code="", name="资料专班", above="青禾县迎评领导小组")]
    rows += [UnitRow(number=0, kind="department", code="", name="教育局")]
    rows += [UnitRow(number=0, kind="department", code="", name=f"第{n}局") for n in range(1, DEPARTMENTS)]
    rows += [UnitRow(number=0, kind="section", code="", name=name, above="教育局") for name in SECTIONS]
    rows += [UnitRow(number=0, kind="section", code="", name="办公室", above="第1局")]
    towns = [f"{name}镇" for name in "青石 云溪 白杨 双河 茶亭 松岗 石桥 金沙 龙泉 南岭 北坡 东湾 西塘 大坪".split()]
    rows += [UnitRow(number=0, kind="township", code=f"340000{n:03d}", name=name) for n, name in enumerate(towns)]
    rows += [
        UnitRow(number=0, kind="leading_group", code="", name=f"{town}迎评领导小组", above=town) for town in towns[:2]
    ]
    return rows + [_school(n, towns) for n in range(schools)]


def _school(n: int, towns: list[str]) -> UnitRow:
    """The first of every township is its 中心小学: one name fourteen times."""
    town, nth = towns[n % TOWNSHIPS], n // TOWNSHIPS
    if nth == 0:
        name, kind, filler = "中心小学", "primary", ""
    elif nth == 1:
        name, kind, filler = f"{town[:2]}教学点", "teaching_point", f"{3400000000 + n % TOWNSHIPS}"
    else:
        name, kind, filler = f"{town[:2]}第{nth}小学", "primary", ""
    return UnitRow(
        number=0, kind="school", code=f"{3400000000 + n}", name=name, above=town, school_type=kind, filler=filler,
        short_name=f"{town[:2]}中心" if nth == 0 else "",
    )  # fmt: skip


def people(told: list[UnitRow], count: int = 450) -> list[PersonRow]:
    """Heads and clerks of schools, contacts of the rest, leaders, three administrators; one head who is also in the office."""
    rows = [
        PersonRow(
            number=0,
            unit="青禾县督导办",
            title="系统管理员",
            name="管理甲",
            login="admin-a",
            role="system_administrator",
        ),
        PersonRow(
            number=0, unit="青禾县督导办", title="安全管理员", name="管理乙", login="admin-b", role="security_officer"
        ),
        PersonRow(number=0, unit="青禾县督导办", title="审计管理员", name="管理丙", login="admin-c", role="auditor"),
        PersonRow(
            number=0, unit="青禾县督导办", title="资料组成员", name="张兼任", login="zhangjianren", duties=("contact",)
        ),
    ]
    schools = [row for row in told if row.kind == "school"]
    for n, row in enumerate(schools):
        if n == 0:
            rows.append(
                PersonRow(
                    number=0,
                    unit=row.code,
                    title="校长",
                    name="张兼任",
                    login="zhangjianren",
                    duties=("review", "lead"),
                )
            )
        else:
            rows.append(_person(row.code, "校长", n, ("review", "lead")))
        rows.append(_person(row.code, "资料员", 300 + n, ("report",)))
    others = [row for row in told if row.kind != "school" and row.name != "办公室"]
    n = 0
    while len({row.login for row in rows}) < count:
        row = others[n % len(others)]
        rows.append(_person(row.code or row.name, f"联络员{n // len(others) or ''}", 600 + n, ("contact",)))
        n += 1
    return rows


def _person(unit: str, title: str, n: int, duties: tuple[str, ...]) -> PersonRow:
    name = SURNAMES[n % len(SURNAMES)] + GIVEN[n // len(SURNAMES) % len(GIVEN)] + GIVEN[n % 7]
    return PersonRow(
        number=0, unit=unit, title=title, name=name, login=f"p{n:04d}", phone=f"0550-12{n:05d}", duties=duties
    )  # fmt: skip
