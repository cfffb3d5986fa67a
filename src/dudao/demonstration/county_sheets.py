"""What each department hands in, under the words that this county uses."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dudao.demonstration.county import YEAR
from dudao.demonstration.county_layout import ONE, STAGE_WORDS, CountySheet, Item, Items, Ledger, Stages

NOW, BEFORE = YEAR, YEAR - 1
TEN_THOUSANDTH = Fraction(1, 10_000)
_YES = {True: "是", False: "否"}


def _item(words: str, figure: str, unit: str, remark: str = "", scale: Fraction = ONE, stage: str = "") -> Item:
    return Item(words=words, figure=figure, unit=unit, remark=remark, scale=scale, stage=stage)


def _both(words: str, figure: str, unit: str) -> Item:
    return Item(words=words, figure=figure, unit=unit, several=True)


def _words(column: str, pairs: Mapping[Any, str]) -> dict[tuple[str, object], str]:
    return {(column, value): word for value, word in pairs.items()}


OFFICES = CountySheet(
    name="县委办政府办",
    parts=(
        Items(
            title="党委政府履行教育职责情况（县委办、政府办报送）",
            value_head="完成情况",
            items=(
                _item("县委教育工作领导小组会议次数", "meetings_leading_group", "次", "3月、9月各一次"),
                _item("县政府常务会议研究教育次数", "meetings_executive", "次"),
                _item("是否向人大报告教育工作及经费预决算", "reported_to_congress", "是/否", "2026年7月"),
                _item("应联系学校领导人数", "leaders_due", "人"),
                _item("已到校调研领导人数", "leaders_visited", "人"),
                _item("乡镇总数", "townships_total", "个"),
                _item("基本均衡认定时间", "date_jbjh_recognised", "年月日"),
            ),
        ),
    ),
)

_BY_STAGE = tuple(
    Item(words=f"{words}（{stage_word}）", figure=figure, unit=unit, stage=stage, several=True)
    for words, figure, unit in (
        ("教育费用支出", "edu_cost", "万元"),
        ("公用经费支出", "public_cost", "万元"),
        ("年平均学生数", "stu_avg", "人"),
    )
    for stage, stage_word in STAGE_WORDS.items()
)

FINANCE = CountySheet(
    name="财政局",
    parts=(
        Items(
            title="教育经费情况表（财政局报送）",
            years=(BEFORE, NOW),
            items=(
                _both("财政教育拨款", "fiscal_edu", "万元"),
                _both("财政经常性收入", "recurrent_revenue", "万元"),
                _both("一般公共预算教育支出（205类）", "budget_edu", "万元"),
                _both("全体教师工资总额", "pay_all_total", "万元"),
                _item("教育费附加用于教育支出", "surcharge_spent", "万元"),
                _item("地方教育附加用于教育支出", "local_surcharge_spent", "万元"),
                _item("教育费附加用于职业教育", "surcharge_vocational", "万元"),
                _item("特殊教育公用经费总额", "fund_special_total", "元"),
                _item("全县学校公用经费支出", "fund_public_final_total", "万元", scale=TEN_THOUSANDTH),
                _item("全县教师培训费支出", "fund_train_final_total", "万元", scale=TEN_THOUSANDTH),
                _item("督导经费是否列入预算", "inspection_budgeted", "是/否"),
                _item("财政教育拨款口径", "fiscal_edu_basis", "文字"),
                _item("财政经常性收入口径", "recurrent_revenue_basis", "文字"),
                *_BY_STAGE,
            ),
            notes=("注：2026年为全年执行数（预计决算），2025年为决算数。",),
        ),
        Stages(
            title="义务教育生均公用经费基准定额",
            figures=(
                ("本县执行的生均公用经费标准（元）", "fund_std"),
                ("省定生均公用经费标准（元）", "fund_std_required"),
            ),
            stages=("primary", "junior"),
        ),
    ),
)

FUNDS = CountySheet(
    name="专项资金台账",
    parts=(
        Ledger(
            title="2026年上级教育专项资金下达拨付情况表",
            figure="special_funds",
            units="单位：万元",
            heads=(
                ("document", "指标文号"),
                ("amount", "下达金额"),
                ("issued_on", "下达日期"),
                ("paid_on", "拨付日期"),
                ("paid_amount", "已拨金额"),
                ("misused", "有无截留挪用"),
            ),
            words=_words("misused", {False: "否", True: "是"}),
        ),
    ),
)

REVENUE = CountySheet(
    name="税务自然资源",
    parts=(
        Items(
            title="税费征收情况（税务局报送）",
            units="单位：万元",
            items=(
                _item("增值税实际缴纳额", "vat_paid", "万元"),
                _item("消费税实际缴纳额", "consumption_tax_paid", "万元"),
                _item("教育费附加征收额", "surcharge_collected", "万元"),
                _item("地方教育附加征收额", "local_surcharge_collected", "万元"),
            ),
        ),
        Items(
            title="土地出让收益计提教育资金（自然资源局、财政局）",
            items=(
                _item("国有土地出让收入", "land_revenue", "万元"),
                _item("实提教育资金", "land_set_aside", "万元"),
            ),
        ),
        Ledger(
            title="土地出让扣除项目",
            figure="land_deductions",
            units="单位：万元",
            heads=(("item", "扣除项目"), ("amount", "金额")),
            words={},
        ),
    ),
)

PERSONNEL = CountySheet(
    name="人社编办",
    parts=(
        Items(
            title="工资与人员（人社局、编办报送）",
            items=(
                _item("义务教育教师工资收入总额", "pay_teacher_total", "万元"),
                _item("义务教育教师年平均人数", "pay_teacher_count", "人"),
                _item("公务员工资收入总额", "pay_civil_total", "万元"),
                _item("公务员年平均人数", "pay_civil_count", "人"),
                _item("本年度新发生拖欠工资人月数", "wage_arrears_new", "人月"),
                _item("往年陈欠工资人月数", "wage_arrears_old", "人月"),
                _item("教师招聘计划数", "recruit_plan", "人"),
                _item("教师招聘到岗人数", "recruit_done", "人"),
                _item("编制达标校数", "schools_staffing_met", "所"),
                _item("督导机构及总督学到位", "inspectorate_staffed", "是/否"),
            ),
        ),
    ),
)

TEACHERS = CountySheet(
    name="教育局人事股",
    parts=(
        Items(
            title="教师队伍（教育局人事股）",
            years=(BEFORE, NOW),
            items=(
                _both("全体教师年平均人数", "teachers_all_avg", "人"),
                _item("义务教育专任教师总数", "t_full_total", "人"),
                _item("完成360学时培训的教师总数", "t_360_total", "人"),
                _item("持教师资格证教师总数", "t_certified_total", "人"),
                _item("符合交流条件教师总数", "t_eligible_total", "人"),
                _item("交流轮岗教师总数", "t_rotated_total", "人"),
                _item("交流轮岗教师中骨干教师数", "t_rotated_backbone_total", "人"),
                _item("乡村教师生活补助应发人数", "rural_allowance_due", "人"),
                _item("乡村教师生活补助已发人数", "rural_allowance_paid", "人"),
                _item("查实师德案件数", "ethics_cases", "件"),
            ),
        ),
        Ledger(
            title="紧缺学科教师配备情况",
            figure="shortage_subjects",
            units="单位：人",
            heads=(("subject", "紧缺学科"), ("required", "应配人数"), ("actual", "实有人数")),
            words={},
        ),
    ),
)

COMPULSORY = CountySheet(
    name="教育局基教股",
    parts=(
        Items(
            title="义务教育（教育局基教股、招办、残联）",
            items=(
                _item("九年前一年级学生数", "cohort9_entry", "人"),
                _item("本届九年级毕业年级学生数", "cohort9_grad", "人"),
                _item("九年累计转入", "cohort9_in", "人"),
                _item("九年累计转出", "cohort9_out", "人"),
                _item("九年累计死亡", "cohort9_dead", "人"),
                _item("失学辍学人数", "dropouts", "人", "云岔乡、雁落坪乡各1人"),
                _item("随迁子女总数", "mig_total", "人"),
                _item("符合条件的随迁子女人数", "mig_eligible", "人"),
                _item("公办学校随迁子女数", "mig_public", "人"),
                _item("政府购买学位数", "mig_purchased", "人"),
                _item("适龄残疾儿童少年数", "dis_school_age", "人", "以残联名单为准"),
                _item("残疾儿童少年入学数", "dis_enrolled", "人"),
                _item("残疾学生总数", "stu_special_total", "人"),
                _item("优质高中招生总数", "quota_total", "人"),
                _item("分配到初中的名额数", "quota_alloc", "人"),
                _item("其中：分配到农村初中", "quota_rural", "人"),
                _item("违规招生编班查实件数", "enrolment_violations", "件", "城区1件，已处理"),
                _item("乱收费查实件数", "fee_violations", "件"),
            ),
        ),
        Ledger(
            title="课程开齐开足抽查情况",
            figure="curriculum_checks",
            heads=(("school", "抽查学校"), ("full", "是否开齐开足")),
            words=_words("full", _YES),
        ),
    ),
)

OTHERS = CountySheet(
    name="学前高中资助",
    parts=(
        Items(
            title="学前、高中阶段教育与学生资助",
            items=(
                _item("在园幼儿数", "kg_stu", "人"),
                _item("公办园在园幼儿数", "kg_stu_public", "人"),
                _item("普惠性民办园在园幼儿数", "kg_stu_inclusive_private", "人"),
                _item("普惠性幼儿园在园幼儿数", "kg_stu_inclusive", "人"),
                _item("幼儿园班级数", "kg_classes", "班"),
                _item("两教一保达标班级数", "kg_classes_staffed", "班"),
                _item("高中阶段在校生数（含外县就读）", "hs_stu", "人"),
                _item("下达中职招生任务", "voc_quota", "人"),
                _item("中职实际招生人数", "voc_enrolled", "人"),
                _item("应资助学生人数", "aid_due", "人"),
                _item("已资助学生人数", "aid_given", "人"),
            ),
        ),
        Ledger(
            title="城镇小区配套园台账",
            figure="estate_projects",
            heads=(("name", "配套园名称"), ("handed_over", "是否移交"), ("run_as", "办园性质")),
            words=_words("handed_over", _YES)
            | _words("run_as", {"public": "公办", "inclusive": "普惠性民办", "other": "其他"}),
        ),
    ),
)

PREMISES = CountySheet(
    name="装备安全股",
    parts=(
        Items(
            title="办学条件达标学校数（教育局装备站、安全股汇总）",
            items=(
                _item("标准化学校数", "schools_standard_met", "所"),
                _item("教学仪器达标学校数", "schools_equipment_met", "所"),
                _item("图书达标学校数", "schools_books_met", "所"),
                _item("实验室及功能室达标学校数", "schools_rooms_met", "所"),
                _item("三防达标学校数", "schools_security_met", "所"),
                _item("食堂、饮水、厕所达标学校数", "schools_logistics_met", "所"),
                _item("寄宿制学校数", "schools_boarding", "所"),
                _item("达标寄宿制学校数", "schools_boarding_met", "所"),
                _item("全县D级危房面积", "d_area_total", "平方米", "桑榆坪镇中心小学旧宿舍，已停用"),
                _item("全县D级危房在用面积", "d_area_in_use_total", "平方米"),
            ),
        ),
    ),
)

FITNESS = CountySheet(
    name="体卫艺股",
    parts=(
        Items(
            title="学生体质健康测试情况",
            years=(YEAR - 3, YEAR - 2, YEAR - 1, YEAR),
            items=(
                _both("体质健康测试人数", "fitness_tested", "人"),
                _both("体质健康合格人数", "fitness_passed", "人"),
                Item(words="体质健康合格率", figure="fitness_rate", unit="%", several=True, percent=True),
            ),
        ),
    ),
)

INSPECTORATE = CountySheet(
    name="督导室",
    parts=(
        Items(
            title="教育督导（教育督导室）",
            items=(
                _item("已考核乡镇数", "townships_assessed", "个"),
                _item("责任督学人数", "duty_inspectors", "人"),
                _item("经常性督导达标学校数", "schools_supervised", "所"),
                _item("有无上轮督导", "had_last_round", "有/无"),
            ),
        ),
        Ledger(
            title="上轮督导反馈问题整改情况",
            figure="last_issues",
            heads=(("title", "反馈问题"), ("status", "整改情况")),
            words=_words("status", {"done": "完成", "partly": "部分", "none": "未改"}),
        ),
        Ledger(
            title="国家义务教育质量监测结果",
            figure="monitoring",
            heads=(("subject", "监测学科"), ("level", "学业水平等级"), ("diff", "校际差异率")),
            words={},
            notes=("注：2026年监测结果尚未下发。",),
        ),
    ),
)

STATISTICS = CountySheet(
    name="统计公安应急",
    parts=(
        Items(
            title="人口、学校与班级",
            years=(BEFORE, NOW),
            items=(
                _item("常住人口", "population", "人"),
                _item("3-5岁适龄人口", "pop_3_5", "人"),
                _item("15-17周岁人口数", "pop_15_17", "人"),
                _both("全学段在校学生数（9月）", "n_pupils", "人"),
                _item("中小学校数（不含教学点）", "n_schools", "所"),
                _item("义务教育班级总数", "classes_compulsory", "班"),
                _item("义务教育56人及以上班级数", "classes_compulsory_56", "班"),
                _item("中小学班级总数", "classes_all", "班"),
                _item("多媒体到位班级总数", "classes_media", "班"),
            ),
        ),
        Ledger(
            title="校园安全事故台账（应急局）",
            figure="accidents",
            heads=(("date", "发生日期"), ("what", "事故概况"), ("grade", "事故等级"), ("responsible", "是否责任事故")),
            words=_words("grade", {"ordinary": "一般", "larger": "较大", "major": "重大"})
            | _words("responsible", _YES),
        ),
    ),
)

SURVEYS = CountySheet(
    name="满意度调查",
    parts=(
        Ledger(
            title="社会满意度调查分人群统计",
            figure="satisfaction_groups",
            heads=(("group", "调查对象"), ("valid", "有效问卷数"), ("satisfied", "满意问卷数")),
            words={},
            notes=("注：12月上旬由第三方开展，结果未出。",),
        ),
        Items(
            title="社会认可度调查（优质均衡）",
            items=(
                _item("社会认可度有效问卷数", "survey_valid", "份"),
                _item("社会认可度满意问卷数", "survey_ok", "份"),
                _item("家长有效问卷数", "survey_valid_parent", "份"),
                _item("家长满意问卷数", "survey_ok_parent", "份"),
                _item("实地走访人数", "visit_n", "人"),
                _item("实地走访满意人数", "visit_ok", "人"),
                _item("走访家长人数", "visit_n_parent", "人"),
                _item("走访家长满意人数", "visit_ok_parent", "人"),
            ),
        ),
    ),
)

SHEETS = (
    OFFICES, FINANCE, FUNDS, REVENUE, PERSONNEL, TEACHERS, COMPULSORY, OTHERS, PREMISES, FITNESS, INSPECTORATE,
    STATISTICS, SURVEYS,
)  # fmt: skip
