# delimited text: semicolon in GB18030 with quotes, tab in UTF-16 with BOM, | in UTF-8
import sys, os
from common import *
out = folder(sys.argv, "open")
P = [("澄江县逸夫小学", "primary", "澄江街道", "city", 2), ("澄江县民族中学", "junior", "澄江街道", "city", 2), ("阳坡镇小学", "primary", "阳坡镇", "town", 1.2), ("阳坡镇中学", "junior", "阳坡镇", "town", 1.1), ("甘泉镇小学", "primary", "甘泉镇", "town", .9), ("甘泉镇中学", "junior", "甘泉镇", "town", .8), ("白鹿镇学校", "nine_year", "白鹿镇", "rural", .7), ("窑店镇学校", "nine_year", "窑店镇", "rural", .5), ("窑店镇小学", "primary", "窑店镇", "rural", .5), ("古渡乡学校", "nine_year", "古渡乡", "rural", .5), ("古渡乡杨家湾教学点", "teaching_point", "古渡乡", "rural", .3)]
schools = [School("o6", f"62110{i * 13:05d}", n, k, t, area=a, size=z) for i, (n, k, t, a, z) in enumerate(P, 9)]
S = F

def q(x, sep, always=False):
    x = "" if x is None else str(x)
    return '"' + x.replace('"', '""') + '"' if always or sep in x or '"' in x or "\n" in x else x

def text(fn, enc, sep, titles, heads, body, foot=(), eol="\r\n", always=False, bom=b""):
    lines = list(titles) + [sep.join(q(x, sep, always) for x in h) for h in heads] + [sep.join(q(x, sep, always) for x in b) for b in body] + list(foot)
    with open(os.path.join(out, fn), "wb") as f: f.write(bom + (eol.join(lines) + eol).encode(enc))
    return len(titles) + 1, len(titles) + len(heads) + 1

def cols_of(cols, W=None):
    return {L(i + 1): t for i, (h, t, v) in enumerate(cols)}, {L(i + 1): h for i, (h, t, v) in enumerate(cols)}
def body_of(cols, ss, W=None, over={}):
    b = []
    for s in ss:
        row = []
        for i, (h, t, v) in enumerate(cols):
            x = over.get((s.code, L(i + 1)), v(s) if v else (render(s, t, W) if isinstance(t, dict) else None)); row.append(x)
        b.append(row)
    return b

# ---- a: teachers, semicolon, GB18030, quotes everywhere
A = "6-教师队伍导出.csv"
W = {"school_type": {"primary": "小学", "junior": "初级中学", "nine_year": "九年一贯制学校", "teaching_point": "教学点"}}
ca = [("学校标识码", S("school_code"), lambda s: "\t" + s.code), ("学校名称", S("school_name"), None), ("学校类型", S("school_type"), None)]
for st, z in (("primary", "小学"), ("junior", "初中")):
    ca += [(f"{z}专任教师", S("t_full", st), None), (f"{z}专任教师_博士研究生", S("t_doctor", st), None), (f"{z}专任教师_硕士研究生", S("t_master", st), None), (f"{z}专任教师_本科", S("t_bachelor", st), None), (f"{z}专任教师_专科", S("t_college", st), None), (f"{z}专任教师_高中阶段及以下", S("t_secondary", st), None), (f"{z}专任教师_持有教师资格证", S("t_certified", st), None), (f"{z}专任教师_五年累计360学时", S("t_360", st), None), (f"{z}_中级及以上职称", K("t_mid_title", st), None)]
ca += [("专任教师合计", NULL, lambda s: s.total["t"]), ("骨干教师(人)", AMB, lambda s: sum(s.v.get(("t_backbone", x), 0) for x in s.stages)), ("教职工", K("staff_total"), None), ("符合交流轮岗条件的教师(含校长)", S("t_eligible"), None), ("2026年交流轮岗", S("t_rotated"), None), ("2026年交流轮岗_骨干(县级以上)", S("t_rotated_backbone"), None), ("备注", NULL, lambda s: "含支教;不含临聘" if s.stages == ["primary", "junior"] else "")]
over = {(schools[3].code, "N"): "", (schools[4].code, "D"): "1,0" if False else schools[4].v[("t_full", "primary")]}
ba = body_of(ca, schools, W, over)
tot = ["", "全县合计", ""] + [sum(int(r[i]) for r in ba if isinstance(r[i], int)) for i in range(3, len(ca) - 1)] + [""]
h1, f1 = text(A, "gb18030", ";", ['"澄江县教师队伍基本情况（导出）"', '"导出时间：2026-09-28 16:20:11"', ""], [[c[0] for c in ca]], ba + [tot], ['"制表：人事股";"审核：";"共11所（点）"'], always=True)
colsA, headsA = cols_of(ca)
ta = {"sheet": "", "table": 1, "kind": "schools", "encoding": "gb18030", "separator": ";", "head_rows": [h1, h1], "first_row": f1, "last_row": f1 + len(schools) - 1, "other_rows": [f1 + len(schools), f1 + len(schools) + 1], "columns": colsA, "heads": headsA}
inv = {v: k for k, v in headsA.items()}
def spa(h, i, fn, t, heads, first, **k):
    c = {v: kk for kk, v in heads.items()}[h]; return spot(fn, "", f"{c}{first + i}", schools[i], t["columns"][c], **k)
sa = [spa(h, i, A, ta, headsA, f1) for h, i in (("小学专任教师", 0), ("小学专任教师_本科", 2), ("小学专任教师_专科", 6), ("初中专任教师", 1), ("初中专任教师_硕士研究生", 3), ("初中专任教师_五年累计360学时", 7), ("初中专任教师_持有教师资格证", 9), ("2026年交流轮岗", 4), ("2026年交流轮岗_骨干(县级以上)", 1), ("符合交流轮岗条件的教师(含校长)", 5), ("学校类型", 6), ("学校标识码", 8), ("小学专任教师_高中阶段及以下", 10))]
sa.append(spot(A, "", f"N{f1 + 3}", schools[3], colsA["N"], value=None)); 
write_truth(os.path.join(out, "6-教师队伍导出.truth.json"), {"file": A, "evaluation_year": 2026, "sheets": [ta], "schools": [{"code": s.code, "name": s.name, "type": s.kind} for s in schools], "spots": sa})

# ---- b: pupils, tab, UTF-16 LE with BOM, two lines of heads
B = "6-学生与班额.txt"
cb = [(("学校", "代码"), S("school_code"), None), (("", "名称"), S("school_name"), None), (("", "乡镇"), S("township"), None)]
for st, z in (("primary", "小学"), ("junior", "初中")):
    x = "45" if st == "primary" else "50"
    cb += [((z, "班级数"), S("n_classes", st), None), (("", "45人及以下班数"), K("n_classes_45", st), None), (("", "46—50人班数"), K("n_classes_46_50", st), None), (("", "51—55人班数"), K("n_classes_51_55", st), None), (("", "56人及以上班数"), S("n_classes_56", st), None), (("", "在校学生数"), S("stu", st), None), (("", "划片就近入学"), S("stu_in_zone", st), None), (("", "残疾（随班就读）"), S("stu_inclass", st), None)]
cb += [(("初中三年巩固", "三年前入学"), S("entry", "junior"), None), (("", "转入"), S("in3y", "junior"), None), (("", "转出"), S("out3y", "junior"), None), (("", "死亡"), S("dead3y", "junior"), None), (("", "毕业年级学生"), S("grad", "junior"), None), (("全校", "寄宿生"), S("stu_boarding"), None), (("", "附设幼儿班幼儿"), S("stu_kindergarten"), None), (("", "残疾学生（含送教上门）"), S("stu_special"), None), (("", "近视率%"), NULL, lambda s: round(s.r.uniform(31, 58), 1))]
bb = body_of(cb, schools, None, {(schools[2].code, "I"): f"{schools[2].v[('stu', 'primary')]:,}", (schools[10].code, "U"): "—"})
h2, f2 = text(B, "utf-16-le", "\t", ["2026学年初学生、班额统计表", "单位：人、班\t\t\t填表：基教股"], [[c[0][0] for c in cb], [c[0][1] for c in cb]], bb, bom=b"\xff\xfe")
g, headsB = "", {}
for i, c in enumerate(cb):
    g = c[0][0] or g; headsB[L(i + 1)] = g + " / " + c[0][1]
colsB = {L(i + 1): c[1] for i, c in enumerate(cb)}
tb = {"sheet": "", "table": 1, "kind": "schools", "encoding": "utf-16 (LE, BOM)", "separator": "\t", "head_rows": [h2, h2 + 1], "first_row": f2, "last_row": f2 + len(schools) - 1, "columns": colsB, "heads": headsB}
sb = [spa(h, i, B, tb, headsB, f2) for h, i in (("小学 / 班级数", 0), ("小学 / 在校学生数", 2), ("小学 / 56人及以上班数", 0), ("初中 / 在校学生数", 1), ("初中 / 划片就近入学", 5), ("初中 / 残疾（随班就读）", 6), ("初中三年巩固 / 三年前入学", 1), ("初中三年巩固 / 转出", 3), ("初中三年巩固 / 毕业年级学生", 9), ("全校 / 寄宿生", 7), ("全校 / 残疾学生（含送教上门）", 4), ("全校 / 附设幼儿班幼儿", 8), ("小学 / 划片就近入学", 10))]
write_truth(os.path.join(out, "6-学生与班额.truth.json"), {"file": B, "evaluation_year": 2026, "sheets": [tb], "schools": [{"code": s.code, "name": s.name, "type": s.kind} for s in schools], "spots": sb})

# ---- c: county finance, |, UTF-8 without BOM, two years
C = "6-财政局教育经费.txt"
rows = [("一般公共预算教育支出（205类决算）", "万元", "58,231.40", "55,902.16", S("budget_edu")), ("财政对教育的拨款", "万元", "61,204.00", "57,880.50", S("fiscal_edu")), ("财政经常性收入", "万元", "24,113.7", "23,380.2", S("recurrent_revenue")),
        ("教育事业费支出（小学）", "万元", "21,877.63", "21,006.10", S("edu_cost", "primary")), ("教育事业费支出（初中）", "万元", "14,902.05", "14,118.77", S("edu_cost", "junior")), ("教育事业费支出（普通高中）", "万元", "9,310.44", "8,902.00", S("edu_cost", "senior")),
        ("其中公用经费支出（小学）", "元", "31,204,500", "29,880,120", S("public_cost", "primary", 0.0001)), ("其中公用经费支出（初中）", "元", "20,117,300", "19,406,800", S("public_cost", "junior", 0.0001)), ("年平均学生数（小学）", "人", "18,433", "18,790", S("stu_avg", "primary")), ("年平均学生数（初中）", "人", "9,655", "9,580", S("stu_avg", "junior")),
        ("全县教师工资总额（各学段全体教师）", "万元", "31,870.2", "30,516.9", S("pay_all_total")), ("全体教师年平均人数", "人", "3,122", "3,097", S("teachers_all_avg")), ("教师工资", "万元", "22,340.0", "21,770.0", AMB), ("转移支付", "万元", "", "", NULL), ("地方教育附加征收", "万元", "1,436.0", "1,377.5", S("local_surcharge_collected")), ("地方教育附加拨付（用于教育）", "万元", "1,436.0", "1,377.5", S("local_surcharge_spent")), ("特殊教育公用经费拨付总额", "万元", "149.6", "138", S("fund_special_total", "", 10000))]
body = [[str(i), a, u, x, y, ""] for i, (a, u, x, y, t) in enumerate(rows, 1)]
h3, f3 = text(C, "utf-8", "|", ["澄江县教育经费基础数据（财政局教科文股提供）", "# 金额单位见表", ""], [["序号", "项目", "单位", "2026年", "2025年", "说明"]], body, ["以上数据与决算一致。"], eol="\n")
rt, sc = {}, []
for i, (a, u, x, y, t) in enumerate(rows):
    if isinstance(t, dict):
        t = dict(t); two = t["figure"] in ("budget_edu", "fiscal_edu", "recurrent_revenue", "edu_cost", "public_cost", "stu_avg", "pay_all_total", "teachers_all_avg"); t["year"] = "@column" if two else 0
        if i in (0, 1, 2, 3, 6, 7, 8, 10, 11, 14, 16):
            for c, yr, raw in (("D", 2026, x), ("E", 2025, y)):
                if yr == 2026 or (two and i in (0, 6)):
                    sc.append({"file": C, "sheet": "", "cell": f"{c}{f3 + i}", "figure": t["figure"], "stage": t["stage"], "school": "", "year": yr if two else 0, "value": plain(D(raw.replace(",", "")) * D(t["factor"]))})
    rt[str(f3 + i)] = t
tc = {"sheet": "", "table": 1, "kind": "county", "encoding": "utf-8", "separator": "|", "head_rows": [h3, h3], "first_row": f3, "last_row": f3 + len(rows) - 1, "other_rows": [f3 + len(rows)], "values": {"D": 2026, "E": 2025}, "rows": rt, "heads": {str(f3 + i): r[0] for i, r in enumerate(rows)}}
write_truth(os.path.join(out, "6-财政局教育经费.truth.json"), {"file": C, "evaluation_year": 2026, "sheets": [tc], "spots": sc})
