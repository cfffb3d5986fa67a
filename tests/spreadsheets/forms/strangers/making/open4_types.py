# one sheet per type of school, with different columns on each
import sys, os
from common import *
out = folder(sys.argv, "open"); NAME = "4-分类型台账.xlsx"
TOWN = ["安阜街道", "板桥镇", "长坪镇", "东河乡", "二郎乡"]
mk = lambda base, rows: [School("o4", f"5223{base}{i:04d}", n, k, t, area=a, size=z, **{"owner": "public", **m}) for i, (n, k, t, a, z, m) in enumerate(rows, 1)]
pri = mk("31", [("安阜街道中心完小", "primary", TOWN[0], "city", 2.2, {}), ("安阜街道朝阳小学", "primary", TOWN[0], "city", 1.7, {}), ("板桥镇中心完小", "primary", TOWN[1], "town", 1.3, {}), ("板桥镇塘坎小学", "primary", TOWN[1], "rural", .5, {}), ("长坪镇中心完小", "primary", TOWN[2], "town", 1, {}), ("长坪镇新寨小学", "primary", TOWN[2], "rural", .5, {}), ("东河乡中心完小", "primary", TOWN[3], "rural", .7, {}), ("东河乡民族小学", "primary", TOWN[3], "rural", .5, {}), ("二郎乡中心完小", "primary", TOWN[4], "rural", .6, {})])
jun = mk("32", [("安阜中学", "junior", TOWN[0], "city", 2, {}), ("板桥中学", "junior", TOWN[1], "town", 1.3, {}), ("长坪中学", "junior", TOWN[2], "town", .9, {}), ("东河中学", "junior", TOWN[3], "rural", .6, {})])
nine = mk("33", [("安阜街道滨江学校", "nine_year", TOWN[0], "city", 1.1, {}), ("长坪镇云盘学校", "nine_year", TOWN[2], "rural", .5, {}), ("二郎乡九年制学校", "nine_year", TOWN[4], "rural", .6, {}), ("文昌外国语学校", "twelve_year", TOWN[0], "city", .9, {"owner": "10"})])
pts = mk("34", [("板桥镇大湾教学点", "teaching_point", TOWN[1], "rural", .3, {"parent": pri[2].code}), ("长坪镇岩口教学点", "teaching_point", TOWN[2], "rural", .3, {"parent": pri[4].code}), ("东河乡上寨教学点", "teaching_point", TOWN[3], "rural", .3, {"parent": pri[6].code}), ("二郎乡马场教学点", "teaching_point", TOWN[4], "rural", .3, {"parent": pri[8].code}), ("二郎乡冷水教学点", "teaching_point", TOWN[4], "rural", .3, {"parent": pri[8].code})]) 
W = {"owner_code": {"public": "公办", "10": "民办"}, "urban_rural_code": {"city": "主城区", "town": "镇中心区", "rural": "村庄"}, "school_type": {"nine_year": "九年制", "twelve_year": "十二年制"}}
for s in pri + jun + nine + pts: s.v[("urban_rural_code", "")] = {"city": "111", "town": "121", "rural": "220"}[s.v[("urban_rural_code", "")]]
W["urban_rural_code"] = {"111": "111", "121": "121", "220": "220"}
for f in ("d_area", "d_area_in_use"): pts[1].v[(f, "")] = 0
for f in ("music_rooms",): jun[3].v[(f, "")] = []
wb = Workbook(); p, j, h = "primary", "junior", "senior"
no, nm, cd, tw = (("序号",), NULL, "#"), (("学校名称",), F("school_name"), None), (("标识码",), F("school_code"), None), (("乡镇",), F("township"), None)
tr, R = [], {}
def sheet(title, cap, cols, ss, top=3, **k):
    ws = wb.create_sheet(title); cell(ws, f"A1:{L(len(cols))}1", cap, bold=True, size=15, box=False); cell(ws, f"A2:{L(len(cols))}2", "2026年9月", box=False)
    t, rows, r = table(ws, top, cols, ss, W, **k); t["columns"] = {a: b for a, b in t["columns"].items()}
    tr.append(t); R[title] = (t, rows); widths(ws, {"B": 20, "C": 14}); ws.freeze_panes = f"C{top + 2}"
tt = "教师（人）"
pc = [no, nm, cd, tw, (("城乡代码",), F("urban_rural_code"), None), (("班数",), F("n_classes", p), None), (("学生数", "合计"), F("stu", p), None)]
pc += [(("学生数", x + "年级"), K(f"stu_g{i}"), None) for i, x in enumerate("一二三四五六", 1)]
pc += [(("学生数", "其中：寄宿"), F("stu_boarding"), None), (("附设学前班", "幼儿数"), F("stu_kindergarten"), None), ((tt, "专任"), F("t_full", p), None), ((tt, "学历", "研究生"), NULL, lambda s: s.v[("t_doctor", p)] + s.v[("t_master", p)]), ((tt, "学历", "本科"), F("t_bachelor", p), None), ((tt, "学历", "专科"), F("t_college", p), None), ((tt, "学历", "中师及以下"), F("t_secondary", p), None),
       ((tt, "学历", "专科及以上"), F("t_aboveq", p), None), ((tt, "主要任教学科", "体育"), F("t_pe", p), None), ((tt, "主要任教学科", "音乐"), F("t_music", p), None), ((tt, "主要任教学科", "美术"), F("t_fineart", p), None), (("教室面积",), AMB, lambda s: round(s.v[("area_teaching_net", "")] * .55)), (("备注",), NULL, lambda s: None)]
sheet("小学", "小学基本情况台账", pc, pri, total="合　计", foot=["说明：研究生含博士、硕士。"])
jc = [no, nm, tw, cd, (("教学班（个）",), F("n_classes", j), None), (("在校生（人）", "计"), F("stu", j), None), (("在校生（人）", "七年级"), K("stu_g7"), None), (("在校生（人）", "八年级"), K("stu_g8"), None), (("在校生（人）", "九年级（毕业年级）"), F("grad", j, also={"figure": "stu_g9", "stage": "", "known": True}), None),
      (("三年巩固（人）", "入学时（七年级）人数"), F("entry", j), None), (("三年巩固（人）", "三年转入"), F("in3y", j), None), (("三年巩固（人）", "三年转出"), F("out3y", j), None), (("三年巩固（人）", "三年死亡"), F("dead3y", j), None), (("三年巩固（人）", "巩固率%"), NULL, lambda s: round(100.0 * s.v[("grad", j)] / (s.v[("entry", j)] + s.v[("in3y", j)] - s.v[("out3y", j)] - s.v[("dead3y", j)]), 2)),
      (("专任教师",), F("t_full", j), None), (("本科及以上专任教师",), F("t_aboveq", j), None), (("省市县骨干教师",), F("t_backbone", j), None), (("体音美（含综合艺术）专任教师合计",), F("t_pe_art", j), None), (("专用教室面积（㎡）", "音乐教室"), F("music_rooms", column="area"), None), (("专用教室面积（㎡）", "美术教室"), F("art_rooms", column="area"), None), (("理化生实验",), NULL, lambda s: "齐")]
sheet("初中", "初级中学基本情况台账（不含一贯制学校初中部）", jc, jun, total="小计", total_first=True, over={(jun[3].code, "S"): "无"})
nc = [nm, cd, tw, (("类型",), F("school_type"), None), (("公民办",), F("owner_code"), None)]
for st, lab in ((p, "小学段"), (j, "初中段"), (h, "高中段")):
    nc += [((lab, "班"), F("n_classes", st), None), ((lab, "生"), F("stu", st), None)]
    if st != h: nc += [((lab, "师（专任）"), F("t_full", st), None), ((lab, "随班就读"), F("stu_inclass", st), None), ((lab, "骨干教师（县级及以上）"), F("t_backbone", st), None)]
nc += [(("全校", "教职工"), K("staff_total"), None), (("全校", "教辅用房㎡（扣除室内体育用房）"), F("area_teaching_net"), None), (("全校", "体育馆㎡"), F("area_indoor_sport"), None), (("全校", "室外运动场㎡"), F("area_field"), None), (("全校", "教学设备（万元）"), F("equip_value_wanyuan"), None), (("全校", "多媒体网络教室"), F("n_media_rooms"), None), (("全校", "骨干教师"), AMB, lambda s: s.v[("t_backbone", p)] + s.v[("t_backbone", j)] + 1)]
sheet("一贯制", "一贯制学校基本情况台账", nc, nine)
tc = [no, (("教学点",), F("school_name"), None), (("教学点代码",), F("school_code"), None), (("所属中心校",), NULL, lambda s: [x.name for x in pri if x.code == s.v[("parent_code", "")]][0]), (("所属中心校代码",), F("parent_code"), None), tw, (("年级",), NULL, lambda s: f"1—{len(s.classes)}年级"), (("班",), F("n_classes", p), None), (("学生",), F("stu", p), None), (("教师（专任）",), F("t_full", p), None), (("其中：有资格证",), F("t_certified", p), None),
      (("教辅用房（无室内体育用房）㎡",), F("area_teaching_net"), None), (("运动场㎡",), F("area_field"), None), (("多媒体且联网的班",), F("n_classes_media"), None), (("D级危房㎡",), F("d_area"), None), (("其中仍在使用",), F("d_area_in_use"), None), (("负责人",), NULL, lambda s: s.head)]
sheet("教学点", "教学点基本情况台账", tc, pts, total="合计", over={(pts[1].code, "O"): "无", (pts[1].code, "P"): "无"})
del wb["Sheet"]
save(wb, os.path.join(out, NAME))
kind = {"小学": "primary", "初中": "junior", "教学点": "teaching_point"}
for t in tr:
    if t["sheet"] in kind: t["type_of_all"] = kind[t["sheet"]]
def sp(sh, col, s, **k):
    t, rows = R[sh]; return spot(NAME, sh, f"{col}{rows[s.code]}", s, t["columns"][col], **k)
letter = {sh: {v: k for k, v in t["heads"].items()} for sh, (t, _) in R.items()}
G = lambda sh, head, s, **k: sp(sh, letter[sh][head], s, **k)
spots = [G("小学", "班数", pri[0]), G("小学", "学生数 / 合计", pri[4]), G("小学", "教师（人） / 学历 / 专科及以上", pri[2]), G("小学", "教师（人） / 主要任教学科 / 音乐", pri[1]), G("小学", "城乡代码", pri[3]), G("小学", "学生数 / 其中：寄宿", pri[6]),
         G("初中", "三年巩固（人） / 入学时（七年级）人数", jun[0]), G("初中", "在校生（人） / 九年级（毕业年级）", jun[2]), G("初中", "专用教室面积（㎡） / 音乐教室", jun[0]), G("初中", "专用教室面积（㎡） / 音乐教室", jun[3]), G("初中", "体音美（含综合艺术）专任教师合计", jun[1]), G("一贯制", "高中段 / 生", nine[3]), G("一贯制", "高中段 / 生", nine[0], value=None), G("一贯制", "初中段 / 师（专任）", nine[1]), G("一贯制", "公民办", nine[3]), G("一贯制", "类型", nine[3]), G("一贯制", "全校 / 教学设备（万元）", nine[2]), G("教学点", "所属中心校代码", pts[3]), G("教学点", "学生", pts[0]), G("教学点", "D级危房㎡", pts[1]), G("教学点", "教辅用房（无室内体育用房）㎡", pts[2])]
for s in spots:
    if s["figure"] == "owner_code" and s["value"] == "10": s["note"] = "民办"
write_truth(os.path.join(out, "4-分类型台账.truth.json"), {"file": NAME, "evaluation_year": 2026, "sheets": tr, "schools": [{"code": s.code, "name": s.name, "type": s.kind} for s in pri + jun + nine + pts], "spots": spots})
