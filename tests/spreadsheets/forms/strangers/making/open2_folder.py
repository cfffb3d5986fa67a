# one file per school: a folder of returned forms and a roll
import sys, os
from common import *
base = folder(sys.argv, "open"); DIR = "2-学校上报表"
out = os.path.join(base, DIR); os.makedirs(out, exist_ok=True)
P = [("清溪县实验小学", "primary", "溪口街道", "city", 2.4), ("清溪县第二小学", "primary", "溪口街道", "city", 1.9), ("清溪县第三中学", "junior", "溪口街道", "city", 2.2),
     ("溪口街道东门学校", "nine_year", "溪口街道", "city", 1.1), ("龙头镇中心小学", "primary", "龙头镇", "town", 1.2), ("龙头镇中学", "junior", "龙头镇", "town", 1.2),
     ("龙头镇茶园小学", "primary", "龙头镇", "rural", .5), ("枫林镇中心小学", "primary", "枫林镇", "town", .9), ("枫林镇中学", "junior", "枫林镇", "town", .9),
     ("枫林镇红岩学校", "nine_year", "枫林镇", "rural", .5), ("黄泥乡中心学校", "nine_year", "黄泥乡", "rural", .6), ("黄泥乡水井湾小学", "primary", "黄泥乡", "rural", .5),
     ("乌石乡中心学校", "nine_year", "乌石乡", "rural", .5), ("乌石乡下坝教学点", "teaching_point", "乌石乡", "rural", .3)]
schools = [School("o2", f"21340{i * 7:05d}", n, k, t, area=a, size=z, owner="public") for i, (n, k, t, a, z) in enumerate(P, 31)]
W = {"school_type": {"primary": "小学", "junior": "初中", "nine_year": "九年一贯制", "teaching_point": "教学点"}, "urban_rural_code": {"city": "城区", "town": "镇区", "rural": "乡村"},
     "owner_code": {"public": "公办"}}
S = F
c = Card()
c.text("B1:I1", "2026年秋季学期学校数据采集表", bold=True, size=15, box=False)
c.text("B2:I2", "（由学校填报，一式两份，教育局督导室存档）", box=False)
c.pair("B3", "校名", "C3:D3", S("school_name")).pair("E3", "代码", "F3:G3", S("school_code")).pair("H3", "学校类型", "I3", S("school_type"))
c.pair("B4", "地址：乡镇（街道）", "C4:D4", S("township")).pair("E4", "公办/民办", "F4:G4", F("owner_code")).pair("H4", "城区/镇区/乡村", "I4", S("urban_rural_code"))
c.text("B5:B6", "指　标", bold=True).text("C5:D5", "小学部", bold=True).text("E5:F5", "初中部", bold=True).text("G5", "指　标", bold=True).text("H5:I5", "全校", bold=True)
c.text("C6", "本年", bold=True).text("D6", "上年", bold=True).text("E6", "本年", bold=True).text("F6", "上年", bold=True).text("G6", None).text("H6", "数量", bold=True).text("I6", "单位", bold=True)
last = lambda f, st: (lambda s: None if (f, st) not in s.v else max(0, s.v[(f, st)] - (hash_(s.code, f) % (2 if s.v[(f, st)] < 30 else 9))))
def hash_(a, b): return sum(ord(x) for x in a + b)
L1 = [("班数", "n_classes"), ("学生人数", "stu"), ("46人（初中51人）以上的班", "n_classes_over"), ("随班就读人数", "stu_inclass"), ("专任教师人数", "t_full"), ("　博士毕业", "t_doctor"), ("　硕士毕业", "t_master"), ("　大学本科毕业", "t_bachelor"), ("　大专毕业", "t_college"), ("　中师、高中及以下", "t_secondary"),
      ("体育专任教师", "t_pe"), ("音乐专任教师", "t_music"), ("美术专任教师", "t_fineart"), ("综合艺术课专任教师", "t_art"), ("县级以上骨干教师", "t_backbone"), ("持证上岗（教师资格证）", "t_certified")]
for i, (lab, f) in enumerate(L1):
    r = 7 + i
    c.text(f"B{r}", lab, left=True)
    for colr, st, old in (("C", "primary", 0), ("D", "primary", 1), ("E", "junior", 0), ("F", "junior", 1)):
        c._val(f"{colr}{r}", NULL if old else F(f, st), last(f, st) if old else None, f"{lab} / {'小学部' if st == 'primary' else '初中部'} / {'上年' if old else '本年'}")
R1 = [("教学用房及辅助用房（不含室内体育场馆）", F("area_teaching_net"), "㎡", None), ("室内体育场馆", F("area_indoor_sport"), "㎡", None), ("操场及室外运动场", F("area_field"), "㎡", None), ("音乐教室（96㎡以上）", F("n_music_rooms_96"), "间", None), ("美术教室（90㎡以上）", F("n_art_rooms_90"), "间", None),
      ("仪器设备原值", F("equip_value_wanyuan"), "万元", None), ("网络多媒体教室", F("n_media_rooms"), "间", None), ("装有可用多媒体并通网的班级", F("n_classes_media"), "个", None), ("D级危房", F("d_area"), "㎡", None), ("住校生", F("stu_boarding"), "人", None), ("学前班（附设幼儿班）幼儿", F("stu_kindergarten"), "人", None),
      ("公用经费全年支出", F("fund_public_final"), "元", None), ("教师培训费全年支出", F("fund_train_final"), "元", None), ("体育用地", AMB, "㎡", lambda s: s.v[("area_sport", "")] if s.v[("area_indoor_sport", "")] else s.v[("area_field", "")]), ("图书总册数", NULL, "册", lambda s: s.total["stu"] * 27 + 113), ("交流轮岗教师（本年）", F("t_rotated"), "人", None)]
for i, (lab, t, u, v) in enumerate(R1):
    r = 7 + i
    c.pair(f"G{r}", lab, f"H{r}", t, v); c.text(f"I{r}", u)
c.text("B23", "学校承诺", bold=True).text("C23:I23", "以上数据真实、准确，与年报一致。", left=True)
c.text("B24:D24", lambda s: "校长：" + s.head, box=False, left=True).text("E24:G24", lambda s: "电话：" + s.phone, box=False).text("H24:I24", "填表日期：2026.9.25", box=False)
missing = schools[11]
files = []
def put(fn, s, **k):
    wb = Workbook(); ws = wb.active; ws.title = k.pop("sheet", "采集表")
    c.write(ws, s, W, **k); widths(ws, {"A": 3, "B": 24, "G": 30, "C": 9, "D": 9, "E": 9, "F": 9, "H": 14, "I": 10})
    if fn.endswith(".xls"):
        with tempfile.TemporaryDirectory() as t:
            p = os.path.join(t, fn[:-4] + ".xlsx"); save(wb, p); convert(p, "xls", os.path.join(out, fn))
    else: save(wb, os.path.join(out, fn))
    files.append({"file": fn, "school": s.code, "name": s.name, "sheet": ws.title})
fn = {0: "实验小学.xlsx", 1: "清溪县第二小学采集表.xlsx", 2: "三中.xls", 3: "溪口街道东门学校.xlsx", 4: "龙头镇中心小学（定稿）.xlsx", 5: "龙头镇中学.xlsx", 6: "茶园小学 2026.9.xlsx", 7: "枫林中心校.xlsx", 8: "枫林镇中学.xls", 9: "采集表-红岩学校.xlsx", 10: "黄泥乡中心学校.xlsx", 12: "乌石中心校.xlsx", 13: "下坝教学点.xlsx"}
for i, s in enumerate(schools):
    if s is missing: continue
    over = {1: {"H16": "无"}, 6: {"C3": "茶园小学"}, 9: {"H12": f"{schools[9].v[('equip_value_wanyuan','')]}万元"}, 13: {"H10": "0间", "E8": "/", "E7": "/"}, 10: {"H7": "统计中"}}.get(i)
    put(fn[i], s, over=over, blank=None if i % 3 else "", sheet="Sheet1" if i in (7, 13) else "采集表")
d = schools[5]
put("龙头镇中学（更正）.xlsx", d, over={"E8": d.v[("stu", "junior")] + 3, "H7": float(D(d.v[("area_teaching_net", "")]) + D("18.5"))})
roll = "学校名册.xlsx"
wb = Workbook(); ws = wb.active; ws.title = "名册"
cell(ws, "A1:E1", "清溪县义务教育学校名册（2026学年）", bold=True, size=14, box=False)
rows_table(ws, 2, ["序号", "学校标识码", "学校（机构）名称", "办学类型", "所属乡镇街道"], [[i, s.code, s.name, TYPE[s.kind], s.township] for i, s in enumerate(schools, 1)])
widths(ws, {"B": 14, "C": 26, "D": 18, "E": 14}); save(wb, os.path.join(out, roll))
where = {f["file"]: [x for x in schools if x.code == f["school"]][0] for f in files}
sh = {f["file"]: f["sheet"] for f in files}
one = lambda f, cc, **k: spot(f"{DIR}/{f}", sh[f], cc, where[f], c.cells[cc], **k)
spots = [one("实验小学.xlsx", x) for x in ("C8", "C11", "C14", "H7", "H12", "H18", "F3")] + [one("三中.xls", x) for x in ("E7", "E8", "E11", "E13", "H9", "I3")] + [one("溪口街道东门学校.xlsx", x) for x in ("C8", "E8", "C17", "E17")]
spots += [one("枫林镇中学.xls", "H19"), one("采集表-红岩学校.xlsx", "H12"), one("茶园小学 2026.9.xlsx", "C8"), one("下坝教学点.xlsx", "C8"), one("下坝教学点.xlsx", "H10"), one("下坝教学点.xlsx", "E8", value=None), one("黄泥乡中心学校.xlsx", "H7", value=None), one("清溪县第二小学采集表.xlsx", "H16", value="0", note="无 = nobody boards"), one("龙头镇中学.xlsx", "E8"),
          one("龙头镇中学（更正）.xlsx", "E8", value=str(d.v[("stu", "junior")] + 3)), one("龙头镇中学（更正）.xlsx", "H7", value=plain(float(D(d.v[("area_teaching_net", "")]) + D("18.5"))))]
write_truth(os.path.join(base, DIR, "folder.truth.json"), {"folder": DIR, "evaluation_year": 2026, "kind": "card", "files": files, "roll": roll, "missing": [missing.code + " " + missing.name], "twice": [["龙头镇中学.xlsx", "龙头镇中学（更正）.xlsx"]],
    "twice_differs": ["E8", "H7"], "cells": c.cells, "labels": c.labels, "school": "C3", "school_code": "F3",
    "roll_truth": {"sheet": "名册", "table": 1, "kind": "schools", "head_rows": [2, 2], "first_row": 3, "last_row": 2 + len(schools), "columns": {"A": None, "B": F("school_code"), "C": F("school_name"), "D": F("school_type"), "E": F("township")}},
    "schools": [{"code": s.code, "name": s.name, "type": s.kind} for s in schools], "spots": spots})
