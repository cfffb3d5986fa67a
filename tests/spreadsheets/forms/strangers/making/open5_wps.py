# .ods of the premises section (school table, lists of rooms) and .et of the supervision office (county items and lists)
import sys, os, datetime
from common import *
out = folder(sys.argv, "open"); dt = datetime.date
# ---------- ods
ODS = "5-校舍安全与场馆.ods"
P = [("芦田镇中心学校", "primary", "芦田镇", "town", 1.3), ("芦田镇初中", "junior", "芦田镇", "town", 1.3), ("芦田镇柳林小学", "primary", "芦田镇", "rural", .5), ("桃园镇中心学校", "primary", "桃园镇", "town", 1.1), ("桃园镇初中", "junior", "桃园镇", "town", 1), ("桃园镇北坡小学", "primary", "桃园镇", "rural", .5), ("桃园镇杏花教学点", "teaching_point", "桃园镇", "rural", .3), ("凤台镇中心学校", "primary", "凤台镇", "town", 1.8), ("凤台镇初中", "junior", "凤台镇", "town", 1.8), ("凤台镇东关学校", "nine_year", "凤台镇", "town", .9), ("马营乡九年制学校", "nine_year", "马营乡", "rural", .5), ("马营乡窑上教学点", "teaching_point", "马营乡", "rural", .3)]
schools = [School("o5", f"14280{i * 3:05d}", n, k, t, area=a, size=z) for i, (n, k, t, a, z) in enumerate(P, 77)]
S = F
wb = Workbook(); ws = wb.active; ws.title = "校舍场地"
cols = [(("乡镇",), S("township"), None), (("学校",), S("school_name"), None), (("标识码",), S("school_code"), None), (("占地面积", "平方米"), K("area_site"), None), (("占地面积", "折合亩"), NULL, lambda s: round(s.v[("area_site", "")] / 666.67, 1)),
        (("校舍（㎡）", "总建筑面积"), K("area_building"), None), (("校舍（㎡）", "其中：", "教学及辅助用房"), S("area_teaching"), None), (("校舍（㎡）", "其中：", "其中：室内体育用房"), S("area_indoor_sport"), None), (("校舍（㎡）", "其中：", "生活用房"), NULL, lambda s: round(s.v[("area_building", "")] * .2)),
        (("校舍（㎡）", "危房", "C级"), NULL, lambda s: 0 if s.r.random() < .7 else 120), (("校舍（㎡）", "危房", "D级"), S("d_area"), None), (("校舍（㎡）", "危房", "D级未停用"), S("d_area_in_use"), None), (("校舍（㎡）", "危房", "危房面积"), AMB, lambda s: s.v[("d_area", "")]), (("室外运动场地（㎡）",), S("area_field"), None), (("网络多媒体教室（间）",), S("n_media_rooms"), None), (("标准化学校（是/否）",), S("standard_met"), None), (("人防、物防、技防达标否",), S("security_met"), None)]
cell(ws, "A1:Q1", "学校校舍、场地及安全情况登记表", bold=True, size=15, box=False); cell(ws, "A2:Q2", "登记单位：教育局校舍办　　2026年9月　　教学及辅助用房含室内体育用房", box=False)
t1, rows, r = table(ws, 3, cols, schools, total="全县合计", subtotal="{}小计", over={(schools[2].code, "K"): "暂未鉴定"}, foot=["注：C、D级以鉴定报告为准；危房面积一栏由各校自填。"])
# rooms: one row per room
ws2 = wb.create_sheet("音美教室"); cell(ws2, "A1:F1", "音乐、美术专用教室实测登记", bold=True, box=False)
def rooms(top, fig, cap, left):
    data = []
    for s in schools:
        for n, x in enumerate(s.v[(fig, "")], 1): data.append([s.name, s.code, f"{cap}{n}", x])
    cell(ws2, f"{L(left)}{top}:{L(left + 3)}{top}", f"{cap}（每间一行）", bold=True)
    a, b = rows_table(ws2, top + 1, ["学校", "代码", "室名", "实测面积（平方米）"], data, left)
    t = {"sheet": "音美教室", "table": 1, "kind": "list", "figure": fig, "head_rows": [top + 1, top + 1], "first_row": a, "last_row": b, "title": f"{cap}（每间一行）",
         "columns": {L(left): S("school_name"), L(left + 1): S("school_code"), L(left + 2): {"column": "room", "factor": 1}, L(left + 3): {"column": "area", "factor": 1}}, "heads": {L(left + i): h for i, h in enumerate(["学校", "代码", "室名", "实测面积（平方米）"])}}
    return t, data, b
t2, m, e = rooms(3, "music_rooms", "音乐教室", 1); t3, a, _ = rooms(e + 3, "art_rooms", "美术教室", 1); t3["table"] = 2
# county list of land
ws3 = wb.create_sheet("土地出让"); cell(ws3, "A1:C1", "2026年土地出让收益计提教育资金扣除明细", bold=True, box=False); cell(ws3, "A2:C2", "单位：元", box=False)
land = [("征地和拆迁补偿支出", 38265000), ("土地开发支出", 21504300), ("补助被征地农民支出", 4120000), ("业务费", 861250)]
f_, l_ = rows_table(ws3, 3, ["序号", "扣除支出项目", "金额"], [[i, n, x] for i, (n, x) in enumerate(land, 1)])
cell(ws3, "B8", "合　计"); cell(ws3, "C8", sum(x for _, x in land))
t4 = {"sheet": "土地出让", "table": 1, "kind": "list", "figure": "land_deductions", "head_rows": [3, 3], "first_row": f_, "last_row": l_, "other_rows": [8], "columns": {"A": None, "B": {"column": "item", "factor": 1}, "C": {"column": "amount", "factor": 0.0001}}, "heads": {"A": "序号", "B": "扣除支出项目", "C": "金额"}}
t4["notes"] = "unit of the column amount is 万元"
with tempfile.TemporaryDirectory() as tmp:
    save(wb, os.path.join(tmp, "a.xlsx")); convert(os.path.join(tmp, "a.xlsx"), "ods", os.path.join(out, ODS))
sp = lambda c, i, **k: spot(ODS, "校舍场地", f"{c}{rows[schools[i].code]}", schools[i], t1["columns"][c], **k)
spots = [sp("G", 0), sp("H", 7), sp("N", 3), sp("K", 2, value=None), sp("O", 8), sp("P", 10), sp("K", 9), sp("L", 4), sp("Q", 1), sp("C", 11), sp("G", 10), sp("N", 6)]
for t, d, fig in ((t2, m, "music_rooms"), (t3, a, "art_rooms")):
    for i in (0, len(d) - 1):
        spots.append({"file": ODS, "sheet": "音美教室", "cell": f"D{t['first_row'] + i}", "figure": fig, "stage": "", "school": d[i][1], "column": "area", "row": i + 1, "value": plain(d[i][3])})
spots += [{"file": ODS, "sheet": "土地出让", "cell": "C5", "figure": "land_deductions", "stage": "", "school": "", "column": "amount", "row": 2, "value": "2150.43"}]
write_truth(os.path.join(out, "5-校舍安全与场馆.truth.json"), {"file": ODS, "evaluation_year": 2026, "sheets": [t1, t2, t3, t4], "schools": [{"code": s.code, "name": s.name, "type": s.kind} for s in schools], "spots": spots})

# ---------- et
ET = "5-督导室县级数据.et"
wb = Workbook(); ws = wb.active; ws.title = "县级指标"
C = F
cell(ws, "A1:F1", "县级人民政府履行教育职责数据汇总", bold=True, size=15, box=False); cell(ws, "A2:F2", "政府教育督导室　2026年10月", box=False)
items = [("一、组织领导", None), ("县委教育工作领导小组开会", "次", 4, C("meetings_leading_group")), ("县政府常务会议专题研究教育", "次", 6, C("meetings_executive")), ("年内应完工的教育项目", "个", 5, C("projects_due")), ("　其中按时完工", "个", 4, C("projects_on_time")), ("乡镇、街道", "个", 14, C("townships_total")), ("　其中已开展教育职责考核", "个", 14, C("townships_assessed")), ("在聘责任督学", "人", 26, C("duty_inspectors")), ("教育督导经费纳入财政预算", "是/否", "是", C("inspection_budgeted")), ("局机关工作人员", "人", 63, NULL),
         ("二、普及与保障", None), ("3—5周岁幼儿", "人", 9127, C("pop_3_5")), ("在园（含附设班）幼儿", "人", 8466, C("kg_stu")), ("　其中：公办园", "人", 4733, C("kg_stu_public")), ("　　　　公办园和普惠性民办园合计", "人", 7812, C("kg_stu_inclusive")), ("毛入园率", "%", 92.76, NULL), ("适龄残疾儿童少年（义务教育，残联比对）", "人", 213, C("dis_school_age")), ("　其中：已安置入学", "人", 209, C("dis_enrolled")), ("进城务工人员随迁子女（义务教育在校）", "人", 1344, C("mig_total")), ("　其中：在公办学校", "人", 1291, C("mig_public")), ("　　　　政府购买学位（民办学校）", "人", 38, C("mig_purchased")), ("义务教育非因身体原因失学辍学", "人", 0, C("dropouts")),
         ("三、教师", None), ("当年招聘教师计划", "人", 120, C("recruit_plan")), ("　实际到岗", "人", 117, C("recruit_done")), ("乡村教师生活补助：应享受", "人", 1026, C("rural_allowance_due")), ("　　　　　　　　　已发放", "人", 1026, C("rural_allowance_paid")), ("教师平均工资", "元", 98213, AMB), ("义务教育在编教师年平均工资收入", "元", 98760.5, C("pay_teacher_avg")), ("公务员年平均工资收入", "元", 98344, C("pay_civil_avg")), ("师德失范查实（有责任）", "件", 1, C("ethics_cases")),
         ("四、经费", None), ("教育费附加：本年征收", "元", 21563400, C("surcharge_collected", "", 0.0001)), ("　　　　　　本年拨付用于教育", "元", 21563400, C("surcharge_spent", "", 0.0001)), ("　　　　　　其中：用于职教", "元", 6500000, C("surcharge_vocational", "", 0.0001)), ("增值税实际缴纳", "万元", 71876.3, C("vat_paid")), ("教育投入", "万元", 120345, AMB), ("土地出让收入", "亿元", 4.2, C("land_revenue", "", 10000)), ("　计提教育资金（实提）", "万元", 1250, C("land_set_aside"))]
for i, h in enumerate(["序号", "项目", "单位", "数量", "提供单位", "备注"]): cell(ws, f"{L(1 + i)}3", h, bold=True)
r, n, rt, rh, other, loc = 4, 0, {}, {}, [], {}
for it in items:
    if it[1] is None:
        cell(ws, f"A{r}:F{r}", it[0], bold=True, left=True); other.append(r)
    else:
        n += 1; lab, u, x, t = it
        for k, z in zip("ABCDEF", [n, lab, u, x, "教育局", None]): cell(ws, f"{k}{r}", z, left=k == "B")
        rt[str(r)] = t; rh[str(r)] = lab
        if isinstance(t, dict): loc[t["figure"]] = (r, x, t)
    r += 1
tc = {"sheet": "县级指标", "table": 1, "kind": "county", "head_rows": [3, 3], "first_row": 4, "last_row": r - 1, "other_rows": other, "value_column": "D", "rows": rt, "heads": rh}
widths(ws, {"B": 44})
# four small lists
ws = wb.create_sheet("附表"); tl, sp2 = [], []
def lst(top, title, fig, heads, names, data, factor={}, no=0):
    cell(ws, f"A{top}:F{top}", title, bold=True, left=True, box=False)
    a, b = rows_table(ws, top + 1, heads, data)
    t = {"sheet": "附表", "table": no, "kind": "list", "figure": fig, "title": title, "head_rows": [top + 1, top + 1], "first_row": a, "last_row": b, "columns": {L(1 + i): ({"column": c, "factor": factor.get(c, 1)} if c else None) for i, c in enumerate(names)}, "heads": {L(1 + i): h for i, h in enumerate(heads)}}
    tl.append(t); return a, b
def s2(fig, c, col, row, v): sp2.append({"file": ET, "sheet": "附表", "cell": c, "figure": fig, "stage": "", "school": "", "column": col, "row": row, "value": v})
a, b = lst(1, "附表1　2026年教育建设项目完成情况", "education_projects", ["序号", "工程名称", "约定竣工时间", "竣工时间", "投资（万元）"], [None, "title", "planned_done", "really_done", None], [[1, "第三实验小学新建", dt(2026, 6, 30), dt(2026, 6, 18), 5200], [2, "石板镇中学食堂改造", "2026-08-20", "2026-08-16", 310], [3, "机关幼儿园分园", "2026年8月31日", "未完工", 1480], [4, "芷江小学运动场", "2026.7.15", "2026.7.15", 166]], no=1)
s2("education_projects", f"C{a}", "planned_done", 1, "2026-06-30"); s2("education_projects", f"D{a + 1}", "really_done", 2, "2026-08-16"); s2("education_projects", f"C{a + 2}", "planned_done", 3, "2026-08-31")
a, b = lst(b + 3, "附表2　紧缺学科教师配备", "shortage_subjects", ["学科", "按标准应配", "在岗", "缺口"], ["subject", "required", "actual", None], [["音乐", 88, 81, 7], ["美术", 84, 80, 4], ["体育", 142, 142, 0], ["心理健康", 40, 33, 7], ["信息科技", 61, 62, 0]], no=2)
s2("shortage_subjects", f"B{a + 1}", "required", 2, "84"); s2("shortage_subjects", f"C{a + 3}", "actual", 4, "33")
a, b = lst(b + 3, "附表3　住宅小区配建幼儿园、学校移交情况", "estate_projects", ["小区", "配建园（校）", "移交否", "移交后性质"], [None, "name", "handed_over", "run_as"], [["锦绣江南", "锦绣幼儿园", "是", "公办"], ["水岸名都", "水岸幼儿园", "是", "普惠性民办"], ["金色家园", "金色小学", "否", ""]], no=3)
s2("estate_projects", f"C{a + 2}", "handed_over", 3, "否")
a, b = lst(b + 3, "附表4　上一轮督导评估反馈问题整改", "last_issues", ["编号", "反馈的问题", "责任单位", "整改进度"], [None, "title", None, "status"], [[1, "部分学校班额偏大", "教育局", "已完成"], [2, "音体美教师不足", "人社局", "部分完成"], [3, "教育费附加拨付不及时", "财政局", "完成"]], no=4)
widths(ws, {"B": 30, "C": 16, "D": 16})
with tempfile.TemporaryDirectory() as tmp:
    save(wb, os.path.join(tmp, "a.xlsx")); convert(os.path.join(tmp, "a.xlsx"), "xls", os.path.join(out, ET))
spots = []
for f in ("meetings_executive", "townships_assessed", "kg_stu_public", "kg_stu_inclusive", "dis_enrolled", "mig_purchased", "pay_teacher_avg", "surcharge_collected", "surcharge_vocational", "vat_paid", "land_revenue", "land_set_aside", "inspection_budgeted", "recruit_done"):
    r, x, t = loc[f]; spots.append(spot(ET, "县级指标", f"D{r}", None, t, x if isinstance(x, str) else plain(D(x) * D(t["factor"]))))
write_truth(os.path.join(out, "5-督导室县级数据.truth.json"), {"file": ET, "evaluation_year": 2026, "sheets": [tc] + tl, "spots": spots + sp2})
