# Shared parts of the makers: invented schools whose figures agree with each other, and writers that
# write a table (or a card) and its truth from one description. Needs openpyxl and LibreOffice.
import json, os, random, shutil, subprocess, sys, tempfile
from decimal import Decimal
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side, PatternFill
from openpyxl.utils import get_column_letter as L, range_boundaries

NULL = None
AMB = "ambiguous"
STAGES = {"primary": ["primary"], "teaching_point": ["primary"], "junior": ["junior"],
          "nine_year": ["primary", "junior"], "twelve_year": ["primary", "junior", "senior"],
          "complete_secondary": ["junior", "senior"]}
TYPE = {"primary": "小学", "teaching_point": "教学点", "junior": "初级中学", "nine_year": "九年一贯制学校",
        "twelve_year": "十二年一贯制学校", "complete_secondary": "完全中学"}


def F(figure, stage="", factor=1, year=0, **more):
    d = {"figure": figure, "stage": stage, "year": year, "factor": factor}
    d.update(more)
    return d


def K(figure, stage="", factor=1):
    return F(figure, stage, factor, known=True)


def D(x):
    return Decimal(str(x))


def plain(x):
    """exact text of a number"""
    if x is None or isinstance(x, str):
        return x
    t = format(D(x).normalize(), "f")
    return t


class School:
    def __init__(self, seed, code, name, kind, township, owner="7", area="rural", size=1.0, **more):
        r = random.Random(f"{seed}-{code}")
        self.r, self.code, self.name, self.kind, self.township = r, code, name, kind, township
        v = self.v = {}
        s = self.stages = STAGES[kind]
        put = lambda f, x, st="": v.__setitem__((f, st), x)
        put("school_code", code); put("school_name", name); put("school_type", kind); put("township", township)
        put("owner_code", owner); put("urban_rural_code", area)
        put("counts_as_school", "否" if kind == "teaching_point" else "是")
        put("parent_code", more.get("parent"))
        put("built_year", r.randint(1952, 2019))
        self.classes = []
        tot_stu = tot_t = tot_c = incl = 0
        for st in s:
            grades = {"primary": range(1, 7), "junior": range(7, 10), "senior": range(10, 13)}[st]
            if kind == "teaching_point":
                grades = range(1, r.choice([3, 4, 5]))
            n = 0; sizes = []
            per = 1 if kind == "teaching_point" else max(1, round({"primary": 2, "junior": 3, "senior": 4}[st] * size * r.uniform(.7, 1.3)))
            for g in grades:
                gsum = 0
                for c in range(per):
                    if kind == "teaching_point": z = r.randint(4, 14)
                    elif st == "primary": z = r.randint(31, 47) if r.random() < .93 else r.randint(46, 58)
                    else: z = r.randint(38, 52) if r.random() < .93 else r.randint(51, 59)
                    sizes.append(z); gsum += z
                    self.classes.append((st, g, c + 1, z))
                put(f"stu_g{g}", gsum)
            stu = sum(sizes); n = len(sizes)
            put("stu", stu, st); put("n_classes", n, st)
            lim = {"primary": 46, "junior": 51, "senior": 56}[st]
            put("n_classes_over", sum(z >= lim for z in sizes), st); put("n_classes_56", sum(z >= 56 for z in sizes), st)
            put("n_classes_45", sum(z <= 45 for z in sizes), st); put("n_classes_46_50", sum(46 <= z <= 50 for z in sizes), st)
            put("n_classes_51_55", sum(51 <= z <= 55 for z in sizes), st)
            put("n_classes_56_65", sum(56 <= z <= 65 for z in sizes), st); put("n_classes_66", sum(z >= 66 for z in sizes), st)
            ic = 0 if kind == "teaching_point" else r.randint(0, max(1, stu // 160))
            put("stu_inclass", ic, st); incl += ic if st != "senior" else 0
            put("stu_in_zone", round(stu * r.uniform(.88, .99)), st)
            t = max(2, round(stu / {"primary": 16.6, "junior": 12.3, "senior": 11.8}[st] * r.uniform(.93, 1.09)))
            doc = 1 if st != "primary" and r.random() < .15 else 0
            mas = round(t * r.uniform(0, .06)) if kind != "teaching_point" else 0
            sec = round(t * r.uniform(0, .04)) if st == "primary" else 0
            col = round(t * (r.uniform(.15, .35) if st == "primary" else r.uniform(.02, .1)))
            bac = t - doc - mas - sec - col
            for f, x in (("t_full", t), ("t_doctor", doc), ("t_master", mas), ("t_bachelor", bac), ("t_college", col), ("t_secondary", sec)):
                put(f, x, st)
            put("t_aboveq", t - sec if st == "primary" else t - sec - col, st)
            put("t_backbone", round(t * r.uniform(.04, .16)), st)
            tiny = kind == "teaching_point"
            pe = 0 if tiny else max(1, round(n / r.uniform(5, 7))); mu = 0 if tiny else max(1, round(n / r.uniform(8, 11)))
            fa = 0 if tiny else max(1, round(n / r.uniform(8, 12))); ar = 1 if not tiny and r.random() < .2 else 0
            put("t_pe", pe, st); put("t_music", mu, st); put("t_fineart", fa, st); put("t_art", ar, st); put("t_pe_art", pe + mu + fa + ar, st)
            put("t_certified", t - (1 if r.random() < .35 else 0), st); put("t_360", t - r.randint(0, max(1, t // 9)), st)
            put("t_mid_title", round(t * r.uniform(.45, .7)), st)
            tot_stu += stu; tot_t += t; tot_c += n
            if st == "junior":
                i, o, d = r.randint(2, 14), r.randint(2, 17), 1 if r.random() < .08 else 0
                g9 = v[("stu_g9", "")]
                put("grad", g9, st); put("in3y", i, st); put("out3y", o, st); put("dead3y", d, st); put("entry", g9 - i + o + d + r.choice([0, 0, 1, 2]), st)
                put("expected_grad", g9, st); put("new_junior", v[("stu_g7", "")])
            if st == "primary":
                put("new_primary", v[("stu_g1", "")])
                if ("stu_g6", "") in v: put("expected_grad", v[("stu_g6", "")], st)
        self.total = {"stu": tot_stu, "t": tot_t, "c": tot_c}
        kg = r.randint(12, 70) if "primary" in s and r.random() < .4 else 0
        b = area != "city" and kind not in ("teaching_point",) and r.random() < (.75 if "junior" in s else .3)
        put("stu_kindergarten", kg); put("boarding_school", "是" if b else "否"); put("stu_boarding", round(tot_stu * r.uniform(.2, .6)) if b else 0)
        put("stu_special", incl + r.randint(0, 3)); put("staff_total", tot_t + r.randint(1, max(2, tot_t // 9))); put("stu_migrant", round(tot_stu * r.uniform(.01, .12)))
        a = lambda lo, hi: round(tot_stu * r.uniform(lo, hi) + 60, r.choice([0, 1, 2]))
        at, ind = a(4.3, 6.4), 0
        if tot_stu > 700 and r.random() < .55: ind = round(r.uniform(420, 1180), 1)
        put("area_teaching", float(D(at) + D(ind))); put("area_indoor_sport", ind); put("area_teaching_net", at)
        fld = a(6.9, 10.4); put("area_field", fld); put("area_sport", float(D(fld) + D(ind)))
        put("area_building", round(at * r.uniform(1.5, 2.1) + ind)); put("area_site", round(fld * 2.1 + at * 1.4))
        room = lambda n, lo, hi: [r.choice([lo - 24, lo - 6, lo, lo + 2, lo + 6, hi]) for _ in range(n)]
        big = tot_c // 13 + (1 if tot_c >= 6 else 0)
        m, f = room(big, 96, 120), room(max(big, 1) if tot_c >= 6 else 0, 90, 108)
        put("music_rooms", m); put("art_rooms", f); put("n_music_rooms_96", sum(x >= 96 for x in m)); put("n_art_rooms_90", sum(x >= 90 for x in f))
        put("equip_value_wanyuan", round(tot_stu * r.uniform(.21, .38) + 2, 2)); put("n_media_rooms", tot_c + r.randint(1, 5) + big)
        put("n_classes_media", tot_c - (r.randint(1, 2) if tot_c > 4 and r.random() < .2 else 0))
        dd = round(r.uniform(90, 480), 1) if r.random() < .15 else 0
        put("d_area", dd); put("d_area_in_use", 0 if r.random() < .6 else dd)
        std = 720 * (tot_stu - v.get(("stu", "junior"), 0)) + 940 * v.get(("stu", "junior"), 0)
        put("fund_public_allocated", std); pb = round(std * r.uniform(1.01, 1.08)); put("fund_public_budget", pb)
        pf = round(pb * r.uniform(.95, 1.0) + .37, 2); put("fund_public_final", pf)
        tb = round(pb * r.uniform(.05, .058)); put("fund_train_budget", tb); put("fund_train_final", round(tb * r.uniform(.93, 1.06) + .2, 2))
        el = round(tot_t * r.uniform(.3, .55)); ro = round(el * r.uniform(.08, .2)); put("t_eligible", el); put("t_rotated", ro); put("t_rotated_backbone", round(ro * r.uniform(.2, .5)))
        yn = lambda p: "是" if r.random() < p else "否"
        for f, p in (("standard_met", .85), ("equipment_met", .85), ("books_met", .8), ("rooms_met", .75), ("security_met", .95), ("logistics_met", .9), ("staffing_met", .8)):
            put(f, yn(p))
        put("dorm_met", yn(.8) if b else None)
        t1, t2 = r.choice([1, 2, 2, 2, 3]), r.choice([1, 2, 2, 3, 4]); put("visits_term1", t1); put("visits_term2", t2); put("supervised_met", "是" if min(t1, t2) >= 2 else "否")
        for f in ("canteen_met", "water_met", "toilets_met", "lab_met"):
            put(f, yn(.9))
        self.head = r.choice("赵钱周吴郑冯陈卫蒋沈韩杨许何吕施") + r.choice(["建国", "晓燕", "志强", "文慧", "立新", "春梅", "永康", "丽华"])
        self.phone = f"0{r.randint(511, 899)}-{r.randint(2200000, 8899999)}"
        v.update(more.get("set", {}))

    def get(self, t):
        return self.v.get((t["figure"], t.get("stage", "")))


def text_rooms(x, sep="、", none="0间"):
    return none if not x else sep.join(plain(i) for i in x)


def render(s, t, words=None):
    """what a clerk types for the figure"""
    x = s.get(t)
    if x is None:
        return None
    if words and t["figure"] in words:
        return words[t["figure"]].get(x, x)
    if t["figure"] in ("music_rooms", "art_rooms"):
        return text_rooms(x)
    if t["figure"] == "school_type":
        return TYPE[x]
    if isinstance(x, str):
        return x
    y = D(x) / D(t.get("factor", 1))
    return int(y) if y == y.to_integral() else float(y)


def exact(s, t):
    x = s.get(t)
    if x is None:
        return None
    if t["figure"] in ("music_rooms", "art_rooms"):
        return text_rooms(x)
    return plain(x)


THIN = Side(style="thin", color="000000")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)


def cell(ws, ref, value=None, bold=False, size=10, box=True, left=False, fill=None, fmt=None, font="宋体"):
    """ref like 'B3' or 'B3:D3' (merged)"""
    c1, r1, c2, r2 = range_boundaries(ref)
    if (c1, r1) != (c2, r2):
        ws.merge_cells(ref)
    c = ws.cell(r1, c1, value)
    c.font = Font(name=font, size=size, bold=bold)
    c.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True) if left else CENTER
    if fmt: c.number_format = fmt
    if fill: c.fill = PatternFill("solid", fgColor=fill)
    if box:
        for r in range(r1, r2 + 1):
            for k in range(c1, c2 + 1):
                ws.cell(r, k).border = BOX
    return c


class Card:
    """One form: the same places on every sheet or in every file."""
    def __init__(self):
        self.items, self.cells, self.labels = [], {}, {}

    def text(self, ref, value, **k):
        self.items.append(("text", ref, value, k)); return self

    def pair(self, lref, label, vref, truth, value=None, **k):
        """label beside value; value(s) when the clerk types something else than the figure"""
        self.items.append(("text", lref, label, k))
        self._val(vref, truth, value, label)
        return self

    def _val(self, vref, truth, value, label):
        a = vref.split(":")[0]
        self.cells[a] = truth
        self.labels[a] = label
        self.items.append(("value", vref, truth, value))

    def grid(self, col, row, corner, heads, rows, widths=None, hr=None):
        """heads: [text]; rows: [(text, [(truth, value) or truth ...])]; one cell each"""
        self.items.append(("text", f"{L(col)}{row}", corner, {"bold": True}))
        for i, h in enumerate(heads):
            self.items.append(("text", f"{L(col + 1 + i)}{row}", h, {"bold": True}))
        for j, (h, ts) in enumerate(rows):
            self.items.append(("text", f"{L(col)}{row + 1 + j}", h, {"bold": True}))
            for i, t in enumerate(ts):
                val = None
                if isinstance(t, tuple):
                    t, val = t
                self._val(f"{L(col + 1 + i)}{row + 1 + j}", t, val, f"{h} / {heads[i]}")
        return self

    def write(self, ws, s, words=None, blank=None, over=None):
        """blank: what this clerk types where there is nothing; over: {cell: typed text}"""
        for it in self.items:
            if it[0] == "text":
                cell(ws, it[1], it[2](s) if callable(it[2]) else it[2], **it[3])
            else:
                _, ref, t, val = it
                x = val(s) if val else (render(s, t, words) if isinstance(t, dict) else None)
                if x is None:
                    x = blank
                a = ref.split(":")[0]
                if over and a in over:
                    x = over[a]
                c = cell(ws, ref, x)
                if isinstance(t, dict) and t["figure"] in ("school_code", "parent_code"):
                    c.number_format = "@"

    def truth(self, sheet, school, **more):
        d = {"sheet": sheet, "kind": "card", "cells": self.cells, "labels": self.labels, "school": school}
        d.update(more)
        return d


def spots_of_cards(truth_cells, where, wanted):
    """where: [(file, sheet, school)], wanted: [(index, cell)]"""
    out = []
    for i, c in wanted:
        f, sh, s = where[i]
        t = truth_cells[c]
        out.append(spot(f, sh, c, s, t))
    return out


def spot(file, sheet, c, s, t, value="", **more):
    d = {"file": file, "sheet": sheet, "cell": c, "figure": t["figure"], "stage": t.get("stage", ""),
         "school": s if isinstance(s, str) else (s.code if s else ""), "value": exact(s, t) if value == "" else value}
    if t.get("year"): d["year"] = t["year"]
    if d["value"] is None: d["unknown"] = True
    d.update(more)
    return d


def heads_grid(cols):
    """levels of the heads, padded; returns (depth, rows of text with merges)"""
    depth = max(len(c[0]) for c in cols)
    return depth


def table(ws, top, cols, schools, words=None, total=None, total_first=False, left=1, subtotal=None, numbers=None,
          blank=None, over=None, gap_note=None, foot=()):
    """A table with one row per school. cols: [(heads tuple, truth, value or None)]; heads are merged over equal
    neighbours and downwards. Returns the truth of the table and {code: row}."""
    depth = max(len(c[0]) for c in cols)
    n = len(cols)
    for d in range(depth):
        i = 0
        while i < n:
            h = cols[i][0]
            if d >= len(h):
                i += 1; continue
            j = i
            if d < len(h) - 1:
                while j + 1 < n and cols[j + 1][0][:d + 1] == h[:d + 1] and len(cols[j + 1][0]) > d + 1:
                    j += 1
            bottom = top + d if d < len(h) - 1 else top + depth - 1
            cell(ws, f"{L(left + i)}{top + d}:{L(left + j)}{bottom}", h[d], bold=True, fill="E8EEF5")
            i = j + 1
    r = top + depth
    other, rows = [], {}
    if numbers:
        for i, x in enumerate(numbers): cell(ws, f"{L(left + i)}{r}", x, size=8)
        other.append(r); r += 1
    first = r

    def total_row(r, label, group):
        lab = 0
        for i, (h, t, val) in enumerate(cols):
            x = None
            if isinstance(t, dict) and t["figure"] == "school_name":
                x = label
            elif isinstance(t, dict) and not isinstance(render(group[0], t), str) and t["figure"] not in ("music_rooms", "art_rooms"):
                xs = [render(g, t) for g in group if render(g, t) is not None]
                xs = [q for q in xs if not isinstance(q, str)]
                x = float(sum(D(q) for q in xs)) if xs else None
                if x is not None and x == int(x): x = int(x)
            cell(ws, f"{L(left + i)}{r}", x, bold=True)
        other.append(r)

    if total and total_first:
        total_row(r, total, schools); r += 1
    no = 0
    for k, s in enumerate(schools):
        no += 1
        for i, (h, t, val) in enumerate(cols):
            if val == "#": x = no
            elif val: x = val(s)
            else: x = render(s, t, words) if isinstance(t, dict) else None
            a = f"{L(left + i)}{r}"
            if x is None: x = blank
            if over and (s.code, L(left + i)) in over: x = over[(s.code, L(left + i))]
            c = cell(ws, a, x)
            if isinstance(t, dict) and t["figure"] in ("school_code", "parent_code"): c.number_format = "@"
        rows[s.code] = r
        r += 1
        if subtotal and (k + 1 == len(schools) or schools[k + 1].township != s.township):
            total_row(r, subtotal.format(s.township), [x for x in schools if x.township == s.township]); r += 1
    if total and not total_first:
        total_row(r, total, schools); r += 1
    last = max(rows.values())
    for t in foot:
        cell(ws, f"{L(left)}{r}:{L(left + n - 1)}{r}", t, box=False, left=True); other.append(r); r += 1
    columns, heads = {}, {}
    for i, (h, t, val) in enumerate(cols):
        columns[L(left + i)] = t
        heads[L(left + i)] = " / ".join(h)
    tr = {"sheet": ws.title, "table": 1, "kind": "schools", "head_rows": [top, top + depth - 1], "first_row": first if not (total and total_first) else first + 1,
          "last_row": last, "other_rows": other, "columns": columns, "heads": heads}
    return tr, rows, r


def transposed(ws, top, left, rows, schools, head, words=None, unit=True, total=None, over=None, blank=None, no_school_total=()):
    """rows: [(group or '', label, unit, truth, value or None)] below a head row; schools to the right.
    Columns: group, label[, unit][, total], schools."""
    first = left + 2 + (1 if unit else 0) + (1 if total else 0)
    cell(ws, f"{L(left)}{top}:{L(left + 1)}{top}", head, bold=True)
    k = left + 2
    if unit: cell(ws, f"{L(k)}{top}", "单位" if unit is True else unit, bold=True); k += 1
    if total: cell(ws, f"{L(k)}{top}", total, bold=True)
    for i, s in enumerate(schools):
        cell(ws, f"{L(first + i)}{top}", s.name, bold=True)
    r, out, heads = top + 1, {}, {}
    i = 0
    while i < len(rows):
        g = rows[i][0]
        j = i
        while g and j + 1 < len(rows) and rows[j + 1][0] == g: j += 1
        if g: cell(ws, f"{L(left)}{r}:{L(left)}{r + j - i}", g, bold=True)
        for q in range(i, j + 1):
            _, label, u, t, val = rows[q]
            if g: cell(ws, f"{L(left + 1)}{r}", label)
            else: cell(ws, f"{L(left)}{r}:{L(left + 1)}{r}", label)
            if unit: cell(ws, f"{L(left + 2)}{r}", u)
            xs = []
            for n, s in enumerate(schools):
                x = val(s) if val else (render(s, t, words) if isinstance(t, dict) else None)
                if x is not None and not isinstance(x, str): xs.append(x)
                if x is None: x = blank
                if over and (s.code, label) in over: x = over[(s.code, label)]
                c = cell(ws, f"{L(first + n)}{r}", x)
                if isinstance(t, dict) and t["figure"] == "school_code": c.number_format = "@"
            if total and isinstance(t, dict) and xs and label not in no_school_total:
                z = float(sum(D(x) for x in xs)); z = int(z) if z == int(z) else z
                cell(ws, f"{L(first - 1)}{r}", z, bold=True)
            elif total: cell(ws, f"{L(first - 1)}{r}", None)
            out[str(r)] = t
            heads[str(r)] = (g + " / " if g else "") + label
            r += 1
        i = j + 1
    tr = {"sheet": ws.title, "table": 1, "kind": "transposed", "school_row": top, "first_column": L(first),
          "last_column": L(first + len(schools) - 1), "rows": out, "heads": heads}
    if unit: tr["unit_column"] = L(left + 2)
    if total: tr["total_column"] = L(first - 1)
    return tr, {s.code: L(first + i) for i, s in enumerate(schools)}, r


def rows_table(ws, top, heads, data, left=1):
    """plain rows; data: lists of values; returns first and last row"""
    for i, h in enumerate(heads):
        cell(ws, f"{L(left + i)}{top}", h, bold=True, fill="EFEFEF")
    for j, row in enumerate(data):
        for i, x in enumerate(row):
            cell(ws, f"{L(left + i)}{top + 1 + j}", x)
    return top + 1, top + len(data)


def widths(ws, w):
    for k, x in w.items(): ws.column_dimensions[k].width = x


def save(wb, path):
    wb.properties.creator = "办公室"
    wb.save(path)


def convert(src, fmt, dst):
    """through LibreOffice; fmt: xls or ods"""
    with tempfile.TemporaryDirectory() as t:
        subprocess.run(["soffice", f"-env:UserInstallation=file://{t}/p", "--headless", "--convert-to", fmt, "--outdir", t, src],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        shutil.move(os.path.join(t, os.path.splitext(os.path.basename(src))[0] + "." + fmt), dst)


def write_truth(path, d):
    with open(path, "w", encoding="utf-8") as f:
        json.dump(d, f, ensure_ascii=False, indent=1)


def folder(argv, default):
    out = argv[1] if len(argv) > 1 else default
    os.makedirs(out, exist_ok=True)
    return out
