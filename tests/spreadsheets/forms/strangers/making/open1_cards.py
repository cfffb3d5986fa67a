# one form per school, one sheet per school, sheet names are the schools
import sys, os
from common import *
out = folder(sys.argv, "open")
NAME = "1-一校一表.xlsx"
TW = [("城关镇", "town"), ("白沙镇", "town"), ("杨柳镇", "rural"), ("大坪乡", "rural"), ("石门乡", "rural")]
P = [("城关镇第一小学", "primary", "城关镇", "town", 2.6), ("城关镇第二小学", "primary", "城关镇", "town", 2.1), ("城关镇南街小学", "primary", "城关镇", "town", 1.4),
     ("城关初级中学", "junior", "城关镇", "town", 2.6), ("云杉县育才学校", "nine_year", "城关镇", "town", 1.2), ("白沙镇中心小学", "primary", "白沙镇", "town", 1.3),
     ("白沙镇初级中学", "junior", "白沙镇", "town", 1.3), ("白沙镇河口小学", "primary", "白沙镇", "rural", .5), ("杨柳镇中心小学", "primary", "杨柳镇", "rural", .9),
     ("杨柳镇初级中学", "junior", "杨柳镇", "rural", .8), ("杨柳镇双桥小学", "primary", "杨柳镇", "rural", .5), ("大坪乡九年一贯制学校", "nine_year", "大坪乡", "rural", .5),
     ("石门乡九年制学校", "nine_year", "石门乡", "rural", .5), ("石门乡尖山小学", "primary", "石门乡", "rural", .5), ("大坪乡岩脚教学点", "teaching_point", "大坪乡", "rural", .3)]
schools = [School("o1", f"31520{i:05d}", n, k, t, area=a, size=z, owner="10" if "育才" in n else "7") for i, (n, k, t, a, z) in enumerate(P, 211)]
for f in ("music_rooms", "art_rooms"): schools[7].v[(f, "")] = []
schools[7].v[("stu_boarding", "")] = 0; schools[7].v[("boarding_school", "")] = "否"; schools[7].v[("dorm_met", "")] = None
W = {"owner_code": {"7": "县级教育部门", "10": "民办"}, "urban_rural_code": {"town": "镇区", "rural": "乡村"},
     "standard_met": {"是": "√", "否": "×"}, "school_type": {"nine_year": "九年一贯制学校", "primary": "小学", "junior": "初级中学", "teaching_point": "教学点"}}
for k in ("equipment_met", "books_met", "rooms_met", "security_met", "logistics_met", "dorm_met", "staffing_met"): W[k] = W["standard_met"]
S = lambda f, st="", fac=1: F(f, st, fac)
two = lambda f: [S(f, "primary"), S(f, "junior")]
kg = lambda s: s.v[("stu_kindergarten", "")]
c = Card()
c.text("A1:H1", "义务教育学校基本情况核查表（一校一表）", bold=True, size=16, box=False)
c.text("A2:E2", "核查年度：2026年        统计时点：2026年9月1日", box=False, left=True)
c.text("F2:H2", "计量单位：人、个、平方米", box=False)
c.pair("A3", "学校全称（章）", "B3:D3", S("school_name")).pair("E3", "学校标识码", "F3:H3", S("school_code"))
c.pair("A4", "所在乡镇", "B4", S("township")).pair("C4", "类　别", "D4", S("school_type")).pair("E4", "举办单位", "F4", S("owner_code")).pair("G4", "城乡属性", "H4", S("urban_rural_code"))
c.pair("A5", "校长", "B5", NULL, lambda s: s.head).pair("C5", "联系电话", "D5", NULL, lambda s: s.phone).pair("E5", "建校时间", "F5", K("built_year"), lambda s: f"{s.v[('built_year','')]}年").pair("G5", "是否寄宿制", "H5", S("boarding_school"))
c.text("A6:H6", "一、学生与班级", bold=True, left=True, fill="DDDDDD")
def g1(t):
    return [S("n_classes", t), S("stu", t), S("stu_inclass", t), S("stu_in_zone", t), S("n_classes_over", t), S("n_classes_56", t), (NULL, lambda s: round(s.v[("stu", t)] / s.v[("n_classes", t)], 1) if t in s.stages else None)]
both = lambda f: (NULL, lambda s: sum(s.v.get((f, t), 0) for t in ("primary", "junior")))
c.grid(1, 7, "学段", ["教学班数", "在校学生", "其中：随班就读残疾学生", "学区内就近入学", "超标准班额班数（小学＞45人、初中＞50人）", "大班额班数（56人及以上）", "平均班额"],
       [("小学", g1("primary")), ("初中", g1("junior")),
        ("合计", [both("n_classes"), both("stu"), both("stu_inclass"), both("stu_in_zone"), both("n_classes_over"), both("n_classes_56"), (NULL, lambda s: None)])])
c.pair("A11", "寄宿生", "B11", S("stu_boarding")).pair("C11", "附属幼儿班幼儿", "D11", S("stu_kindergarten")).pair("E11", "随迁子女", "F11", K("stu_migrant")).pair("G11", "其中：女生", "H11", NULL, lambda s: round(s.total["stu"] * .47))
c.text("A12:H12", "二、教师", bold=True, left=True, fill="DDDDDD")
def col(*fs): return [(lab, two(f)) for lab, f in fs]
c.grid(1, 13, "项目", ["小学", "初中"], col(("专任教师", "t_full"), ("其中：硕士", "t_master"), ("　　　本科", "t_bachelor"), ("　　　专科", "t_college"), ("　　　中专（高中）及以下", "t_secondary"), ("　　　博士", "t_doctor")))
c.grid(5, 13, "项目", ["小学", "初中"], col(("体育教师", "t_pe"), ("音乐教师", "t_music"), ("美术教师", "t_fineart"), ("县级及以上骨干教师", "t_backbone"), ("有教师资格证的", "t_certified"), ("五年培训满360学时的", "t_360")))
c.text("D13:D19", "学历按最后学历，课程按主要任教课程", size=8).text("H13", "备注").text("H14:H19", None)
c.pair("A20", "在编在岗", "B20", NULL, lambda s: s.total["t"]).pair("C20", "教职工总数", "D20", K("staff_total")).pair("E20", "应交流教师", "F20", AMB, lambda s: s.v[("t_eligible", "")] // 2).pair("G20", "本年度交流轮岗", "H20", S("t_rotated"))
c.text("A21:H21", "三、校舍、场地与设备", bold=True, left=True, fill="DDDDDD")
c.pair("A22", "校园占地", "B22", K("area_site")).pair("C22", "校舍建筑面积", "D22", K("area_building")).pair("E22", "教学及辅助用房（含体育馆、风雨操场）", "F22", S("area_teaching")).pair("G22", "其中：体育馆、风雨操场", "H22", S("area_indoor_sport"))
c.pair("A23", "室外运动场地", "B23", S("area_field")).pair("C23", "D级危房", "D23", S("d_area")).pair("E23", "其中：仍在使用", "F23", S("d_area_in_use")).pair("G23", "绿化面积", "H23", NULL, lambda s: round(s.v[("area_site", "")] * .2))
c.pair("A24", "音乐教室各间面积（如96、102）", "B24", F("music_rooms", column="area")).pair("C24", "美术教室各间面积（如90、96）", "D24", F("art_rooms", column="area")).pair("E24", "接入网络的多媒体教室（间）", "F24", S("n_media_rooms")).pair("G24", "教学仪器设备总值（元）", "H24", S("equip_value_wanyuan", "", 0.0001))
c.text("A25:H25", "四、经费（万元）", bold=True, left=True, fill="DDDDDD")
wy = lambda f: F(f, "", 10000)
c.grid(1, 26, "项目", ["当年预算", "当年决算"], [("公用经费", [wy("fund_public_budget"), wy("fund_public_final")]), ("其中：教师培训费", [wy("fund_train_budget"), wy("fund_train_final")])])
c.pair("D26:F26", "财政核定拨付公用经费", "G26:H26", wy("fund_public_allocated")).pair("D27:F27", "学校自筹", "G27:H27", NULL, lambda s: None).pair("D28:F28", "培训支出占比（%）", "G28:H28", NULL, lambda s: round(s.v[("fund_train_final", "")] / s.v[("fund_public_final", "")] * 100, 2))
c.text("A29:H29", "五、办学标准达标情况（达标打√，未达标打×）", bold=True, left=True, fill="DDDDDD")
for i, (a, f) in enumerate((("标准化学校", "standard_met"), ("仪器配备", "equipment_met"), ("图书", "books_met"), ("实验室、功能室", "rooms_met"), ("人防物防技防", "security_met"), ("食堂、饮水、厕所", "logistics_met"), ("宿舍、生活教师", "dorm_met"), ("教职工编制", "staffing_met"))):
    c.pair(f"{'ACEG'[i % 4]}{30 + i // 4}", a, f"{'BDFH'[i % 4]}{30 + i // 4}", S(f))
c.pair("A32", "责任督学到校：上学期（次）", "B32", S("visits_term1")).pair("C32", "下学期（次）", "D32", S("visits_term2")).pair("E32", "督导等次", "F32", NULL, lambda s: s.r.choice(["优", "良"])).pair("G32", "督学姓名", "H32", NULL, lambda s: "详见名册")
c.text("A33:B33", lambda s: f"填表人：{s.head[0]}老师", box=False, left=True).text("D33:E33", lambda s: f"校长（签字）：{s.head}", box=False).text("G33:H33", "2026年9月18日", box=False)

wb = Workbook(); ws = wb.active; ws.title = "填表说明"
for i, x in enumerate(["填 表 说 明", "一、本表由学校填写，教育局基教股汇总，一校一表，不得改变格式。", "二、学生、班级、教师均以9月1日为准；没有的填0，不设的学段不填。", "三、音乐、美术教室逐间填面积，间与间用顿号隔开。", "四、经费以万元为单位，保留四位小数；设备值以元为单位。"], 1):
    cell(ws, f"A{i}", x, box=False, left=True, bold=i == 1)
widths(ws, {"A": 90})
over = {"城关镇南街小学": {"C9": "—", "B9": "—", "D9": "—"}, "白沙镇河口小学": {"B24": "无", "D24": "无", "B11": "无"}, "杨柳镇中心小学": {"F24": f"{schools[8].v[('n_media_rooms','')]}间", "B22": f"{schools[8].v[('area_site','')]}㎡"},
        "石门乡九年制学校": {"F16": "待核", "H24": f"{round(schools[12].v[('equip_value_wanyuan','')]*10000):,}"}, "杨柳镇双桥小学": {"B4": "杨柳", "H20": None}}
where = []
for i, s in enumerate(schools):
    ws = wb.create_sheet(s.name)
    c.write(ws, s, W, blank=["", None, "/", None][i % 4] or None, over=over.get(s.name))
    widths(ws, {k: 15 for k in "ABCDEFGH"})
    where.append((NAME, s.name, s))
save(wb, os.path.join(out, NAME))
sp = [(0, "B8"), (0, "C8"), (1, "F3"), (2, "G8"), (3, "C9"), (3, "B14"), (3, "C14"), (3, "G14"), (4, "F4"), (4, "B14"), (4, "C14"), (5, "H22"), (5, "F22"), (6, "B24"), (6, "H24"), (7, "B27"), (7, "C28"), (8, "F24"), (9, "B23"), (10, "D8"), (11, "B30"), (11, "C17"), (12, "H24"), (13, "G26"), (14, "C8"), (14, "D4"), (12, "B32"), (7, "B24")]
spots = spots_of_cards(c.cells, where, sp)
spots += [spot(NAME, schools[2].name, "C9", schools[2], c.cells["C9"], None), spot(NAME, schools[12].name, "F16", schools[12], c.cells["F16"], None), spot(NAME, schools[10].name, "H20", schools[10], c.cells["H20"], None)]
write_truth(os.path.join(out, "1-一校一表.truth.json"), {"file": NAME, "evaluation_year": 2026, "sheets": [{"sheet": "填表说明", "table": 0, "kind": "ignored"}, c.truth("*", "B3", school_code="F3", except_sheets=["填表说明"])],
    "schools": [{"sheet": s.name, "code": s.code, "name": s.name, "type": s.kind} for s in schools], "spots": spots})
