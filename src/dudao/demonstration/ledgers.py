"""The small tables of departments, each a list figure of the county; and what people judged."""

from datetime import date
from fractions import Fraction

from dudao.demonstration.county import YEAR, Row, Said, School, Value
from dudao.demonstration.dice import Dice
from dudao.demonstration.names import people

NEVER = date(9999, 12, 31)  # 未完工, 未拨付: the catalogue's own word for a day that has not come


def ledgers(schools: tuple[School, ...], seed: int) -> dict[str, tuple[Row, ...]]:
    """Every list the county keeps. What has not been surveyed or sent down yet is not there."""
    dice = Dice(seed, "ledgers")
    rows: dict[str, tuple[Row, ...]] = {
        name: tuple(dict(zip(heads, row, strict=True)) for row in table) for name, heads, table in _TABLES
    }
    rows["education_projects"] = tuple(_projects(schools))
    rows["curriculum_checks"] = tuple(_checked(schools, dice))
    return rows


def _day(text: str) -> date:
    return NEVER if text == "never" else date.fromisoformat(text)


def _projects(schools: tuple[School, ...]) -> list[Row]:
    names = {school.township.name: school.name for school in schools if school.name.endswith("中心小学")}
    plans = (
        ("桑榆坪镇", "旧宿舍拆除重建", "2026-08-31", "never"),
        ("清渡口镇", "教学楼", "2026-08-31", "2026-08-18"),
        ("松岔岭镇", "学生食堂", "2026-08-31", "2026-08-25"),
        ("柳湾渡镇", "运动场改造", "2026-08-31", "2026-08-12"),
        ("禾泉岗镇", "综合楼", "2026-09-30", "2026-09-22"),
        ("麦岭铺镇", "旱厕改造", "2026-06-30", "2026-06-26"),
        ("白石垭镇", "音乐美术教室扩建", "2026-08-31", "2026-10-16"),
        ("茶岭口镇", "学生宿舍", "2026-10-31", "2026-10-20"),
        ("竹溪垭乡", "供暖改造", "2026-10-31", "2026-10-09"),
        ("雁落坪乡", "围墙及监控", "2026-05-31", "2026-05-20"),
        ("栗树坳乡", "护坡治理", "2026-07-31", "2026-07-24"),
        ("鹿栖坪乡", "饮水改造", "2026-04-30", "2026-04-28"),
        ("云岔乡", "教师周转房", "2027-08-31", "never"),
    )
    return [
        {"title": f"{names.get(town, town)}{what}", "planned_done": _day(planned), "really_done": _day(done)}
        for town, what, planned, done in plans
    ]


def _checked(schools: tuple[School, ...], dice: Dice) -> list[Row]:
    taught = [school for school in schools if school.compulsory and school.pupils >= 60 and not school.silent]
    chosen = dice.some(taught, 20)
    return [{"school": school.name, "full": index != 13} for index, school in enumerate(chosen)]


def _money(text: str) -> Fraction:
    return Fraction(text)


_TABLES: tuple[tuple[str, tuple[str, ...], tuple[tuple[Value, ...], ...]], ...] = (
    (
        "last_issues",
        ("title", "status"),
        (
            ("部分乡镇中心小学专用教室面积不足", "partly"),
            ("县城小学大班额", "done"),
            ("乡村小学体育、音乐、美术教师缺配", "partly"),
            ("教师培训经费未达到公用经费的5%", "done"),
            ("教育费附加拨付不及时", "done"),
            ("个别学校旱厕没有改造", "done"),
            ("责任督学到校次数不足", "done"),
            ("公办幼儿园学位不足", "none"),
            ("寄宿制学校生活教师不足", "done"),
        ),
    ),
    (
        "special_funds",
        ("document", "amount", "issued_on", "paid_on", "paid_amount", "misused"),
        (
            ("岭财教指〔2026〕3号", _money("4186.5"), _day("2026-01-19"), _day("2026-02-06"), _money("4186.5"), False),
            ("岭财教指〔2026〕8号", _money("1260"), _day("2026-02-25"), _day("2026-03-17"), _money("1260"), False),
            ("岭财教指〔2026〕14号", _money("38.6"), _day("2026-04-07"), _day("2026-06-02"), _money("38.6"), False),
            ("岭财教指〔2026〕19号", _money("872.4"), _day("2026-04-20"), _day("2026-05-13"), _money("872.4"), False),
            ("岭财教指〔2026〕27号", _money("645"), _day("2026-06-03"), _day("2026-06-24"), _money("645"), False),
            ("岭财教指〔2026〕33号", _money("318.2"), _day("2026-07-15"), _day("2026-08-06"), _money("318.2"), False),
            ("岭财教指〔2026〕41号", _money("1520"), _day("2026-09-01"), _day("2026-09-21"), _money("1520"), False),
        ),
    ),
    (
        "estate_projects",
        ("name", "handed_over", "run_as"),
        (
            ("岭阳锦苑配套幼儿园", True, "public"),
            ("岭阳东郡配套幼儿园", True, "public"),
            ("岭阳霞溪花园配套幼儿园", True, "inclusive"),
            ("岭阳南苑配套幼儿园", True, "inclusive"),
            ("岭阳青禾家园配套小学", True, "public"),
            ("岭阳渡口新城配套幼儿园", True, "public"),
            ("清渡口镇水岸配套幼儿园", True, "inclusive"),
            ("桑榆坪镇桑园里配套幼儿园", False, "other"),
        ),
    ),
    (
        "land_deductions",
        ("item", "amount"),
        (
            ("征地和拆迁补偿支出", _money("18426.3")),
            ("土地开发支出", _money("9687.2")),
            ("补助被征地农民支出", _money("2841.5")),
            ("土地出让业务支出", _money("1375.4")),
        ),
    ),
    (
        "shortage_subjects",
        ("subject", "required", "actual"),
        (("体育", 268, 251), ("音乐", 176, 158), ("美术", 172, 161), ("信息科技", 118, 121), ("心理健康", 64, 49)),
    ),
    (
        "accidents",
        ("date", "what", "grade", "responsible"),
        ((_day("2025-03-11"), "课间活动时楼梯口拥挤，一名学生手臂骨折", "ordinary", False),),
    ),
)

COUNTY_SAID: dict[str, tuple[str, str]] = {
    "YZJH-2.1": ("met", "布局专项规划已批复，近三年撤并均有听证和公示"),
    "YZJH-2.2": ("met", "四个统一文件齐全，公用经费定额城乡一致"),
    "YZJH-2.10": ("met", "编制在总量内按年度在校生动态调整"),
    "YZJH-P2": ("fulfilled", "历年监测没有出现滑坡"),
    "YZJH-V1": ("clear", "义务教育学校一律免试入学"),
    "YZJH-V2": ("clear", "没有查实的择校"),
    "YZJH-V3": ("clear", "没有重点校、重点班"),
    "YZJH-V4": ("clear", "空编按年补充，没有长期聘用编外教师"),
    "YZJH-V5": ("clear", "公安、应急、纪检部门出具证明"),
    "YZJH-V6": ("clear", "数据核查记录齐全"),
    "C1.2.1": ("good", "职责清单已印发，联席会议有两项议定事项没有跟踪到底"),
    "C2.4.1": ("good", "课后服务、集团化都已推进，评价改革进度落后"),
    "C6.1.4": ("good", "五项管理有制度，个别学校作业公示不及时"),
    "DEMO-V4": ("clear", "职教中心正常办学"),
    "DEMO-CAP2": ("clear", "近两年没有"),
    "DEMO-DROP1": ("clear", "三级核查没有发现"),
}
SCHOOL_ITEMS = {"YZJH-3.3": "met", "YZJH-3.5": "met", "YZJH-3.6": "good", "YZJH-3.7": "met", "YZJH-3.8": "met"}
NOT_YET_SEEN = "鹿栖坪乡中心小学"  # its burden of homework was not looked at yet


def judgements(schools: tuple[School, ...], seed: int) -> dict[tuple[str, str], Said]:
    """What the inspectorate judged, for the county and for every school."""
    names = people(Dice(seed, "inspectors"))
    chief, inspectors = next(names), [next(names) for _ in range(5)]
    said = {
        (item, ""): Said(level=level, reason=reason, by=chief, on=date(YEAR, 11, 12))
        for item, (level, reason) in COUNTY_SAID.items()
    }
    dice = Dice(seed, "seen")
    for index, school in enumerate(schools):
        if school.type in ("senior", "vocational"):
            continue
        day = date(YEAR, 10, 12 + index % 18)
        for item, level in SCHOOL_ITEMS.items():
            if item == "YZJH-3.8" and school.name == NOT_YET_SEEN:
                continue
            better = level == "good" and dice.share(0, 1) < 0.3
            said[item, school.code] = Said(level="excellent" if better else level, by=inspectors[index % 5], on=day)
    return said
