"""Which columns the county's own school tables have, under the heads that this county uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from dudao.demonstration.county import School
from dudao.demonstration.paper import Column

WAN = Fraction(1, 10_000)


@dataclass(frozen=True, kw_only=True)
class SchoolSheet:
    """A sheet with schools in rows. `lists`: which schools it lists."""

    name: str
    title: str
    columns: tuple[Column, ...]
    units: str = ""
    notes: tuple[str, ...] = ()
    lists: str = "all"  # all, taught (with 小学 or 初中), primary, junior, whole (no teaching points)
    subtotals: bool = True

    def includes(self, school: School) -> bool:
        if self.lists == "all":
            return True
        if school.silent:
            return False
        if self.lists == "taught":
            return bool(school.compulsory)
        if self.lists == "whole":
            return school.type != "teaching_point"
        return self.lists in school.stages


TYPE_WORDS: Mapping[str, str] = {
    "primary": "完全小学",
    "teaching_point": "教学点",
    "junior": "初级中学",
    "nine_year": "九年一贯制",
    "twelve_year": "十二年一贯制",
    "complete_secondary": "完全中学",
    "senior": "高级中学",
    "vocational": "职业高中",
    "special": "特殊教育学校",
}
PLACE_WORDS: Mapping[str, str] = {"city": "城区", "town": "镇区", "rural": "乡村"}


def _number(*heads: str, figure: str, stage: str = "", width: int = 8) -> Column:
    return Column(heads=heads, figure=figure, stage=stage, width=width)


def _staged(head: str, figure: str, *stages: str) -> tuple[Column, ...]:
    words = {"primary": "小学", "junior": "初中", "senior": "高中"}
    return tuple(_number(head, words[stage], figure=figure, stage=stage) for stage in stages)


def _tick(head: str, figure: str) -> Column:
    return Column(heads=(head,), figure=figure, look="tick", width=7, added=False)


def _money(*heads: str, figure: str) -> Column:
    return Column(heads=heads, figure=figure, scale=WAN, look="money", width=11)


_NUMBERED = Column(heads=("序号",), look="plain", width=5, added=False)
_NAME = Column(heads=("学校名称",), look="text", width=24, added=False, ink=lambda school: school.name)
_TOWN = Column(heads=("所属乡镇",), look="plain", width=11, added=False, ink=lambda school: school.township.name)
_WHO = (_NUMBERED, _NAME, _TOWN)

BASICS = SchoolSheet(
    name="基本情况",
    title="青川岭县2026年义务教育学校基本情况统计表",
    units="统计时点：2026年9月1日　　单位：人",
    columns=(
        _NUMBERED,
        Column(heads=("学校代码",), look="code", width=12, added=False, ink=lambda school: school.code),
        _NAME,
        _TOWN,
        Column(heads=("学校类别",), look="plain", width=12, added=False, ink=lambda school: TYPE_WORDS[school.type]),
        Column(
            heads=("办别",), look="plain", width=6, added=False, ink=lambda school: "公办" if school.public else "民办"
        ),
        Column(heads=("城乡类型",), look="plain", width=7, added=False, ink=lambda school: PLACE_WORDS[school.place]),
        Column(
            heads=("是否计校数",),
            look="plain",
            width=6,
            added=False,
            ink=lambda school: "否" if school.main_code else "是",
        ),
        Column(heads=("主校标识码",), look="code", width=12, added=False, ink=lambda school: school.main_code or None),
        *_staged("在校生", "stu", "primary", "junior", "senior"),
        _number("上学年在校生数", figure="", width=9),
        _number("附设幼儿班人数", figure="stu_kindergarten"),
        _number("寄宿生数", figure="stu_boarding"),
        *_staged("随班就读", "stu_inclass", "primary", "junior"),
        _number("残疾学生数", figure="stu_special"),
        *_staged("就近入学学生数", "stu_in_zone", "primary", "junior"),
        _number("教职工数", figure="staff_total"),
        Column(heads=("校长",), look="plain", width=8, added=False, ink=lambda school: school.head),
        Column(heads=("备注",), look="text", width=14, added=False),
    ),
    notes=(
        "注：1.本表由县教育局统计股汇总，以各校盖章报表为准；2.教学点、分校区各占一行；3.残疾学生含随班就读和送教上门。",
        "填表人：县教育局统计股　　　　　填表日期：2026年11月18日",
    ),
)

GRADES = SchoolSheet(
    name="分年级",
    title="义务教育阶段分年级学生数",
    units="单位：人",
    lists="taught",
    columns=(
        *_WHO,
        *(_number(f"{word}年级人数", figure=f"stu_g{grade}") for grade, word in enumerate("一二三四五六", 1)),
        *(_number(f"{word}年级人数", figure=f"stu_g{grade}") for grade, word in enumerate("七八九", 7)),
        _number("招生情况", "小学一年级新生数", figure="new_primary", width=9),
        _number("招生情况", "其中：接受过学前教育", figure="new_primary_preschool", width=10),
        _number("招生情况", "初中新生数", figure="new_junior"),
    ),
)

_BANDS = {"45": "45人及以下", "46_50": "46-50人", "51_55": "51-55人", "56_65": "56-65人", "66": "66人及以上"}


def _class_columns(stage: str, word: str) -> tuple[Column, ...]:
    whole = _number(f"{word}班级情况（个）", "班数", figure="n_classes", stage=stage, width=6)
    bands = (
        _number(f"{word}班级情况（个）", text, figure=f"n_classes_{band}", stage=stage, width=6)
        for band, text in _BANDS.items()
    )
    return (whole, *bands)


CLASSES = SchoolSheet(
    name="班级情况",
    title="中小学班级及班额情况",
    units="单位：个",
    columns=(
        *_WHO,
        *_class_columns("primary", "小学"),
        *_class_columns("junior", "初中"),
        *_class_columns("senior", "高中"),
        _number("特教、中职班级", "特教班级数", figure="n_classes_other", width=7),
        _number("多媒体班级数", figure="n_classes_media", width=8),
    ),
)


def _teacher_sheet(stage: str, word: str) -> SchoolSheet:
    def column(*heads: str, figure: str, width: int = 7) -> Column:
        return _number(*heads, figure=figure, stage=stage, width=width)

    return SchoolSheet(
        name=f"{word}教师",
        title=f"{word}专任教师情况统计表",
        units="单位：人",
        lists=stage,
        columns=(
            *_WHO,
            column("专任教师数", figure="t_full", width=9),
            column("学历结构", "博士研究生", figure="t_doctor"),
            column("学历结构", "硕士研究生", figure="t_master"),
            column("学历结构", "大学本科", figure="t_bachelor"),
            column("学历结构", "专科", figure="t_college"),
            column("学历结构", "高中阶段及以下", figure="t_secondary", width=9),
            column("骨干教师数", figure="t_backbone", width=8),
            column("体育艺术学科", "体育教师", figure="t_pe"),
            column("体育艺术学科", "音乐教师", figure="t_music"),
            column("体育艺术学科", "美术教师", figure="t_fineart"),
            column("体育艺术学科", "艺术（综合）教师数", figure="t_art", width=9),
            column("中级及以上职称", figure="t_mid_title", width=8),
            column("持教师资格证人数", figure="t_certified", width=9),
            column("完成360学时教师数", figure="t_360", width=9),
        ),
        notes=("注：骨干教师指县级及以上认定的学科带头人、骨干教师，以认定文件为准；一贯制学校按学段分别填。",),
    )


TEACHERS = (_teacher_sheet("primary", "小学"), _teacher_sheet("junior", "初中"))

ROTATION = SchoolSheet(
    name="交流轮岗",
    title="2026年校长教师交流轮岗统计表",
    units="单位：人",
    lists="taught",
    columns=(
        *_WHO,
        _number("符合交流条件教师数", figure="t_eligible", width=11),
        _number("当年交流教师数", figure="t_rotated", width=11),
        _number("交流骨干教师数", figure="t_rotated_backbone", width=11),
    ),
)

BUILDINGS = SchoolSheet(
    name="校舍场地",
    title="校舍及运动场地情况",
    units="单位：平方米、间",
    columns=(
        *_WHO,
        _number("学校占地面积", figure="area_site", width=11),
        _number("校舍面积", "校舍建筑面积", figure="area_building", width=11),
        _number("校舍面积", "教学及辅助用房面积", figure="area_teaching", width=11),
        _number("校舍面积", "其中：室内体育用房", figure="area_indoor_sport", width=10),
        _number("体育运动场地", "室外运动场地面积", figure="area_field", width=10),
        _number("体育运动场地", "体育运动场馆面积合计", figure="area_sport", width=11),
        _number("D级危房", "D级危房面积", figure="d_area"),
        _number("D级危房", "其中：在用面积", figure="d_area_in_use"),
        Column(heads=("音乐教室逐间面积",), figure="music_rooms", look="list", width=16, added=False),
        Column(heads=("美术教室逐间面积",), figure="art_rooms", look="list", width=16, added=False),
    ),
    notes=("说明：体育运动场馆面积合计＝室外运动场地面积＋室内体育用房面积。专用教室有几间写几个数。",),
)

MONEY = SchoolSheet(
    name="设备经费",
    title="教学设备与公用经费情况",
    columns=(
        *_WHO,
        Column(heads=("教学仪器设备值（元）",), figure="equip_value_wanyuan", scale=Fraction(10_000), width=14),
        _number("网络多媒体教室数（间）", figure="n_media_rooms", width=10),
        _money("公用经费（万元）", "年初预算", figure="fund_public_budget"),
        _money("公用经费（万元）", "决算", figure="fund_public_final"),
        _money("公用经费（万元）", "财政核拨公用经费", figure="fund_public_allocated"),
        _money("教师培训经费（万元）", "培训费预算", figure="fund_train_budget"),
        _money("教师培训经费（万元）", "培训费决算", figure="fund_train_final"),
    ),
)

STANDARDS = SchoolSheet(
    name="达标情况",
    title="学校办学条件达标情况（√达标　×未达标）",
    lists="whole",
    subtotals=False,
    columns=(
        *_WHO,
        _tick("标准化学校", "standard_met"),
        _tick("教学仪器达标", "equipment_met"),
        _tick("图书达标", "books_met"),
        _tick("实验室及功能室达标", "rooms_met"),
        _tick("理化生实验设备达标", "lab_met"),
        _tick("专职保安达标", "guards_met"),
        _tick("封闭式管理", "enclosed_met"),
        _tick("一键式报警", "alarm_met"),
        _tick("护学岗", "escort_met"),
        _tick("食堂达标", "canteen_met"),
        _tick("饮水达标", "water_met"),
        _tick("厕所达标", "toilets_met"),
        _tick("宿舍达标", "dorm_met"),
        _tick("编制达标", "staffing_met"),
        Column(heads=("上学期督导次数",), figure="visits_term1", width=7, added=False),
        Column(heads=("下学期督导次数",), figure="visits_term2", width=7, added=False),
    ),
    notes=("注：宿舍只填有寄宿生的学校，理化生实验设备只填有初中的学校；分校区随主校检查，也单列。",),
)

COHORT = SchoolSheet(
    name="初中巩固率",
    title="初中三年巩固率基础数据",
    units="单位：人",
    lists="junior",
    columns=(
        *_WHO,
        _number("毕业生数", figure="grad", stage="junior"),
        _number("三年前七年级学生数", figure="entry", stage="junior", width=11),
        _number("三年转入人数", figure="in3y", stage="junior"),
        _number("三年转出人数", figure="out3y", stage="junior"),
        _number("三年死亡人数", figure="dead3y", stage="junior"),
    ),
    notes=("注：毕业生数指本学年九年级在校学生数。",),
)

SHEETS = (BASICS, GRADES, CLASSES, *TEACHERS, ROTATION, BUILDINGS, MONEY, STANDARDS, COHORT)
