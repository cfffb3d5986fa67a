"""What is wrong or missing in the county's workbooks on purpose, as data: what, where, and what must be found.

The copy that is brought in has only what leaves something undecided. A second copy of the workbook of schools has, in
addition, what stops an import; it must be refused with all of it named.
"""

from dataclasses import dataclass

from dudao.demonstration.county import YEAR
from dudao.demonstration.ledgers import NOT_YET_SEEN
from dudao.demonstration.paper import Formula, Ink, Where
from dudao.demonstration.roll import SILENT


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One fault. `found`: the reason of an Unknown, the rule a cell breaks, the check that fails, or the open item.

    `ink` is what is written in place of the true figure; `also` are further cells written for the same fault.
    """

    kind: str
    where: Where
    found: str
    ink: Ink = None
    also: tuple[tuple[Where, Ink], ...] = ()
    sheet: str = ""  # of a row that is written twice


UNDECIDED: tuple[Planted, ...] = (
    Planted(kind="空白格", where=("白石垭镇后塘小学", "n_media_rooms", "", 0), found="空白"),
    Planted(kind="横线", where=("", "public_cost", "kindergarten", YEAR - 1), ink="—", found="横线"),
    Planted(
        kind="待核",
        where=("", "fitness_passed", "", YEAR - 3),
        ink="待核",
        also=((("", "fitness_rate", "", YEAR - 3), "待核"),),
        found="待核",
    ),
    Planted(kind="未统计", where=("", "quota_alloc", "", 0), ink="未统计", found="待核"),
    Planted(kind="整校没有报", where=(SILENT, "stu", "primary", 0), found="空白"),
    Planted(
        kind="公式没有结果",
        where=("茶岭口镇后坪小学", "area_teaching", "", 0),
        ink=Formula("=612+503", None),
        found="公式没有可信的结果",
    ),
    Planted(kind="合计与分项不一致", where=("鹿栖坪乡西垭小学", "area_sport", "", 0), ink=2150, found="与分项不一致"),
    Planted(kind="写着无", where=("竹溪垭乡前岗小学", "stu_kindergarten", "", 0), ink="无", found="「无」按 0"),
    Planted(kind="监测结果没有下发", where=("", "monitoring", "", 0), found="YZJH-3.9"),
    Planted(kind="调查没有做", where=("", "survey_valid", "", 0), found="YZJH-4.1"),
    Planted(kind="县级指标没有评判", where=("", "C5.2.3", "judgement", 0), found="C5.2.3"),
    Planted(kind="学校指标没有评判", where=(NOT_YET_SEEN, "YZJH-3.8", "judgement", 0), found="YZJH-3.8"),
)

STOPPING: tuple[Planted, ...] = (
    Planted(kind="数字里混着字母", where=("柳湾渡镇中心小学", "t_full", "primary", 0), ink="4O", found="letter"),
    Planted(kind="负数", where=("松岔岭镇初级中学", "stu_boarding", "", 0), ink=-12, found="negative"),
    Planted(kind="不可能的数", where=("栗树坳乡中心小学", "stu", "primary", 0), ink=36500, found="bound"),
    Planted(kind="人数不是整数", where=("禾泉岗镇中心小学", "t_music", "primary", 0), ink="3.5", found="whole"),
    Planted(kind="代码表里没有的词", where=("雁落坪乡长坪小学", "学校类别", "", 0), ink="村校", found="choice"),
    Planted(kind="不是是或否", where=("白石垭镇中心小学", "books_met", "", 0), ink="基本可以", found="yes_no"),
    Planted(
        kind="认不出的日期",
        where=("松岔岭镇中心小学学生食堂", "education_projects", "planned_done", 0),
        ink="八月底",
        found="date",
    ),
    Planted(kind="一格两个数", where=("桑榆坪镇中心小学", "area_field", "", 0), ink="3200/1450", found="two"),
    Planted(kind="单位不对", where=("麦岭铺镇中心小学", "n_media_rooms", "", 0), ink="38平方米", found="unit"),
    Planted(kind="万元列里填了元", where=("清渡口镇中心小学", "fund_public_final", "", 0), ink=486300, found="bound"),
    Planted(kind="同校两行", where=("麦岭铺镇西岗小学", "学校名称", "", 0), sheet="基本情况", found="twice"),
    Planted(kind="体育用房大于教学用房", where=("岭阳第四小学", "area_indoor_sport", "", 0), ink=9200, found="CHK-09a"),
    Planted(kind="骨干多于专任教师", where=("岭阳第五小学", "t_backbone", "primary", 0), ink=88, found="CHK-05"),
    Planted(kind="培训费多于公用经费", where=("茶岭口镇中心小学", "fund_train_budget", "", 0), ink=95, found="CHK-23"),
    Planted(
        kind="交流骨干多于交流教师", where=("岭阳第二初级中学", "t_rotated_backbone", "", 0), ink=6, found="CHK-08a"
    ),
    Planted(kind="标识码位数不对", where=("栗树坳乡小湾小学", "学校代码", "", 0), ink="214496088", found="CHK-30a"),
    Planted(kind="标识码与类型不符", where=("鹿栖坪乡新坝小学", "学校代码", "", 0), ink="3144960974", found="CHK-30b"),
    Planted(kind="分年级之和不等于在校生", where=("岭阳第六小学", "stu_g3", "", 0), ink=99, found="CHK-01a"),
    Planted(kind="各班额档之和不等于班数", where=("岭阳第二小学", "n_classes_45", "primary", 0), ink=3, found="CHK-02"),
    Planted(kind="按学历之和不等于专任教师", where=("岭阳第三小学", "t_bachelor", "primary", 0), ink=5, found="CHK-03"),
)

PLANTED = UNDECIDED + STOPPING


def written(*, stopping: bool = False) -> dict[Where, Ink]:
    """What is written in place of the true figures."""
    cells: dict[Where, Ink] = {}
    for planted in PLANTED if stopping else UNDECIDED:
        if planted.ink is not None or planted.kind == "空白格":  # the rest is not there in the first place
            cells[planted.where] = planted.ink
        cells.update(planted.also)
    return cells


def twice(*, stopping: bool = False) -> tuple[Where, ...]:
    """Rows that stand twice: (school, sheet, '', 0)."""
    return tuple((planted.where[0], planted.sheet, "", 0) for planted in STOPPING if planted.sheet) if stopping else ()
