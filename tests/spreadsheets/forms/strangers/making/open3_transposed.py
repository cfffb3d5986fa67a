# schools in columns, figures in rows
import sys, os
from common import *
out = folder(sys.argv, "open"); NAME = "3-分校对照表.xlsx"
P = [("松岗实验学校", "nine_year", "松岗街道", "city", 1.5), ("松岗一小", "primary", "松岗街道", "city", 2.2), ("松岗中学", "junior", "松岗街道", "city", 2.1), ("梅岭小学", "primary", "梅岭镇", "town", 1.2), ("梅岭中学", "junior", "梅岭镇", "town", 1.1),
     ("青塘小学", "primary", "青塘镇", "town", .9), ("青塘中学", "junior", "青塘镇", "town", .8), ("沙湾学校", "nine_year", "沙湾乡", "rural", .6), ("横溪小学", "primary", "横溪乡", "rural", .5), ("横溪中学", "junior", "横溪乡", "rural", .5), ("高峰学校", "nine_year", "高峰乡", "rural", .5)]
schools = [School("o3", f"43300{i * 11:05d}", n, k, t, area=a, size=z) for i, (n, k, t, a, z) in enumerate(P, 101)]
W = {"school_type": {"primary": "小学", "junior": "初中", "nine_year": "九年一贯"}, "boarding_school": {"是": "寄宿制", "否": "走读"}}
W.pop("boarding_school")
S = F
wb = Workbook(); ws = wb.active; ws.title = "基本情况"
cell(ws, "A1:O1", "云溪县义务教育学校主要数据对照表", bold=True, size=16, box=False)
cell(ws, "A2:O2", "2026—2027学年初    填报：规划与基础教育股", box=False)
p, j = "primary", "junior"
grade = lambda g: (lambda s: s.v.get((f"stu_g{g}", "")))
rows = [("", "学校标识码", "—", S("school_code"), None), ("", "所属乡镇", "—", S("township"), None), ("", "办学类型", "—", S("school_type"), None)]
for st, lab in ((p, "小学教育"), (j, "初中教育")):
    rows += [(lab, "班级", "个", S("n_classes", st), None), (lab, "学生", "人", S("stu", st), None)]
    rows += [(lab, "其中：一年级" if st == p else "其中：七年级", "人", K("stu_g1" if st == p else "stu_g7"), None)]
    rows += [(lab, "班额56人及以上的班", "个", S("n_classes_56", st), None), (lab, "残疾学生随班就读", "人", S("stu_inclass", st), None), (lab, "专任教师", "人", S("t_full", st), None),
             (lab, "其中：大专毕业", "人", S("t_college", st), None), (lab, "　　　本科毕业", "人", S("t_bachelor", st), None), (lab, "　　　硕士", "人", S("t_master", st), None),
             (lab, "　　　体育", "人", S("t_pe", st), None), (lab, "　　　音乐", "人", S("t_music", st), None), (lab, "　　　美术", "人", S("t_fineart", st), None), (lab, "县级以上骨干", "人", S("t_backbone", st), None),
             (lab, "生师比", "—", NULL, lambda s, st=st: round(s.v[("stu", st)] / s.v[("t_full", st)], 2) if st in s.stages else None)]
rows += [("校舍与运动场地", "占地", "㎡", K("area_site"), None), ("校舍与运动场地", "教学及辅助用房（不含体育馆）", "㎡", S("area_teaching_net"), None), ("校舍与运动场地", "体育馆、风雨操场", "㎡", S("area_indoor_sport"), None),
         ("校舍与运动场地", "室外运动场", "㎡", S("area_field"), None), ("校舍与运动场地", "室内外体育场馆合计", "㎡", S("area_sport"), None), ("校舍与运动场地", "实验室", "间", NULL, lambda s: s.r.randint(1, 5)), ("校舍与运动场地", "音乐教室（96㎡及以上）", "间", S("n_music_rooms_96"), None), ("校舍与运动场地", "美术教室（90㎡及以上）", "间", S("n_art_rooms_90"), None),
         ("校舍与运动场地", "改扩建面积", "㎡", NULL, lambda s: None),
         ("设备", "教学仪器设备值", "元", S("equip_value_wanyuan", "", 0.0001), None), ("设备", "网络多媒体教室", "间", S("n_media_rooms"), None), ("设备", "计算机", "台", NULL, lambda s: s.total["stu"] // 9),
         ("教师培训与交流", "培训人次", "人次", NULL, lambda s: s.total["t"] * 2 - 3), ("教师培训与交流", "符合交流条件（含校长）", "人", S("t_eligible"), None), ("教师培训与交流", "本年已交流", "人", S("t_rotated"), None), ("教师培训与交流", "其中：骨干教师（县级以上）", "人", S("t_rotated_backbone"), None),
         ("", "教职工", "人", K("staff_total"), None), ("", "寄宿学生", "人", S("stu_boarding"), None), ("", "备注", "", NULL, lambda s: None)]
over = {(schools[8].code, "其中：大专毕业"): "—", (schools[3].code, "网络多媒体教室"): f"{schools[3].v[('n_media_rooms','')]}间"}
t1, col, r = transposed(ws, 4, 1, rows, schools, "项目", W, total="合计", over=over)
cell(ws, f"A{r}:O{r}", "注：空格为没有该学段；教学用房按现行统计口径扣除体育馆后填列。", box=False, left=True)
widths(ws, {"A": 14, "B": 26}); ws.freeze_panes = "E5"
# the second sheet: money, no unit column, the unit in the group label; names and codes in one row below the other
ws2 = wb.create_sheet("经费与达标")
cell(ws2, "A1:N1", "2026年学校经费和达标情况（经费单位：万元）", bold=True, size=14, box=False)
wy = lambda f: F(f, "", 10000)
yes = lambda f: (lambda s: s.v[(f, "")])
rows2 = [("公用经费", "预算批复", "", wy("fund_public_budget"), None), ("公用经费", "决算", "", wy("fund_public_final"), None), ("公用经费", "财政按标准核拨", "", wy("fund_public_allocated"), None),
         ("其中：教师培训费", "预算安排", "", wy("fund_train_budget"), None), ("其中：教师培训费", "实际支出（决算）", "", wy("fund_train_final"), None),
         ("其中：教师培训费", "占比（%）", "", NULL, lambda s: round(s.v[("fund_train_final", "")] / s.v[("fund_public_final", "")] * 100, 2)),
         ("办学条件是否达到省标准", "标准化学校验收", "", S("standard_met"), None), ("办学条件是否达到省标准", "仪器", "", S("equipment_met"), None), ("办学条件是否达到省标准", "图书", "", S("books_met"), None), ("办学条件是否达到省标准", "实验室和功能室", "", S("rooms_met"), None),
         ("办学条件是否达到省标准", "食堂、饮水、厕所", "", S("logistics_met"), None), ("办学条件是否达到省标准", "安全", "", AMB, yes("security_met")), ("办学条件是否达到省标准", "编制", "", S("staffing_met"), None),
         ("督学到校督导次数", "2025—2026学年上学期", "", S("visits_term1"), None), ("督学到校督导次数", "2025—2026学年下学期", "", S("visits_term2"), None), ("督学到校督导次数", "合计", "", NULL, lambda s: s.v[("visits_term1", "")] + s.v[("visits_term2", "")])]
t2, col2, r2 = transposed(ws2, 3, 1, rows2, schools, "学校", unit=False, total="全县")
widths(ws2, {"A": 20, "B": 22})
save(wb, os.path.join(out, NAME))
row1 = {h: int(k) for k, h in t1["heads"].items()}; row2 = {h: int(k) for k, h in t2["heads"].items()}
def sp(sheet, truth, rws, cols, head, i, **k):
    r = rws[head]; return spot(NAME, sheet, f"{cols[schools[i].code]}{r}", schools[i], truth["rows"][str(r)], **k)
A = lambda h, i, **k: sp("基本情况", t1, row1, col, h, i, **k)
B = lambda h, i, **k: sp("经费与达标", t2, row2, col2, h, i, **k)
g = "校舍与运动场地 / "
spots = [A("小学教育 / 学生", 0), A("初中教育 / 学生", 0), A("初中教育 / 班级", 2), A("小学教育 / 专任教师", 3), A("初中教育 / 　　　体育", 4), A("小学教育 / 　　　硕士", 5), A("小学教育 / 　　　音乐", 7), A(g + "教学及辅助用房（不含体育馆）", 0), A(g + "室外运动场", 6), A(g + "体育馆、风雨操场", 1), A("设备 / 教学仪器设备值", 2), A("设备 / 网络多媒体教室", 3),
         A("办学类型", 7), A("学校标识码", 9), A("教师培训与交流 / 其中：骨干教师（县级以上）", 2), A("小学教育 / 其中：大专毕业", 8, value=None), A("寄宿学生", 8), B("公用经费 / 预算批复", 1), B("其中：教师培训费 / 实际支出（决算）", 4), B("办学条件是否达到省标准 / 图书", 9), B("督学到校督导次数 / 2025—2026学年下学期", 3)]
write_truth(os.path.join(out, "3-分校对照表.truth.json"), {"file": NAME, "evaluation_year": 2026, "sheets": [t1, t2], "schools": [{"code": s.code, "name": s.name, "type": s.kind} for s in schools], "spots": spots})
