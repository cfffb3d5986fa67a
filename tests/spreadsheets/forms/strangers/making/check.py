# check.py FIGURES.yaml FOLDER: every figure, stage and unit of the truth exists; every place and head is in the file; spots agree.
import sys, os, json, re, subprocess, tempfile, shutil, csv, io
from decimal import Decimal
import yaml, openpyxl
from openpyxl.utils import column_index_from_string as CI
from openpyxl.utils.cell import coordinate_from_string
d = yaml.safe_load(open(sys.argv[1], encoding="utf-8")); base = sys.argv[2]
fig = {f["name"]: f for f in d["figures"]}; known = {f["name"]: f for f in d["known"]}
bad = []; cache = {}
def load(path):
    if path in cache: return cache[path]
    ext = path.rsplit(".", 1)[1]
    if ext in ("csv", "txt"):
        raw = open(path, "rb").read()
        t = cur["sheets"][0]
        enc = {"u": "utf-16" if t["encoding"].startswith("utf-16") else t["encoding"]}["u"]
        txt = raw.decode(enc)
        rows = list(csv.reader(io.StringIO(txt, newline=""), delimiter=t["separator"]))
        wb = openpyxl.Workbook(); ws = wb.active; ws.title = "x"
        for i, r in enumerate(rows, 1):
            for j, x in enumerate(r, 1): ws.cell(i, j).value = None if x == "" else x.strip("\t")
        w = {"": ws}
    else:
        p = path
        if ext in ("xls", "et", "ods"):
            t = tempfile.mkdtemp(); src = os.path.join(t, "a." + ("xls" if ext in ("xls", "et") else ext)); shutil.copy(path, src)
            subprocess.run(["soffice", f"-env:UserInstallation=file://{t}/p", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", os.path.join(t, "o"), src], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            p = os.path.join(t, "o", "a.xlsx")
        wb = openpyxl.load_workbook(p, data_only=True); w = {s.title: s for s in wb.worksheets}
    cache[path] = w; return w
def head_there(ws, text):
    want = [x.strip() for x in re.split(r" / ", text)]
    have = {str(c.value).strip() for row in ws.iter_rows() for c in row if c.value is not None}
    return [x for x in want if x and x not in have]
count = 0; amb = 0
def place(where, t):
    global count, amb
    if t is None: return
    if t == "ambiguous": amb += 1; return
    if "role" in t: return
    if "figure" not in t: return
    f = known.get(t["figure"]) if t.get("known") else fig.get(t["figure"])
    if not f: bad.append((where, "no such figure", t)); return
    st = t.get("stage", "")
    if f.get("stages"):
        if st and not st.startswith("@") and st not in f["stages"]: bad.append((where, "stage", t))
        if not st: bad.append((where, "no stage", t))
    elif st and not st.startswith("@"): bad.append((where, "stage of a figure without", t))
    if t.get("column") and t["column"] not in [c["name"] for c in f.get("columns", [])]: bad.append((where, "column", t))
    y = t.get("year", 0)
    if y not in (0,) and len(f["years"]) == 1: bad.append((where, "year", t))
    if y == 0 and len(f["years"]) > 1: bad.append((where, "year missing", t))
    if not t.get("known"): count += 1
def num(x):
    if isinstance(x, bool): return None
    m = re.match(r"^\s*(-?[\d,，]+(?:\.\d+)?)\s*[^\d、+]*$", str(x).replace("，", ","))
    return Decimal(m.group(1).replace(",", "")) if m else None
LAB = {"是": "√有达合格已", "否": "×无未不"}
def spots(tr, root, places):
    for s in tr["spots"]:
        p = os.path.join(root, s["file"]); w = load(p)
        if s["sheet"] not in w: bad.append((s, "sheet")); continue
        v = w[s["sheet"]][s["cell"]].value
        t = places(s)
        if s["value"] is None or v is None:
            print("  unknown:" if s["value"] is None else "  EMPTY:", s["file"], s["sheet"], s["cell"], repr(v), s["value"]); continue
        fac = Decimal(str((t or {}).get("factor", 1))) if isinstance(t, dict) else Decimal(1)
        n = num(v)
        try: want = Decimal(s["value"])
        except Exception: want = None
        if n is not None and want is not None and "、" not in str(s["value"]):
            if n * fac != want and str(v) != s["value"]: bad.append((s, "value", v, str(fac)))
        elif str(v) != s["value"]: print("  text:", s["file"], s["cell"], s["figure"], repr(v), "->", s["value"])
    n = len(tr["spots"])
    if n < 12: bad.append((tr.get("file"), "few spots", n))
def table_places(t):
    return t.get("columns") or t.get("rows") or t.get("cells") or {}
for root, _, fs in os.walk(base):
    for fn in sorted(fs):
        if not fn.endswith(".truth.json"): continue
        cur = tr = json.load(open(os.path.join(root, fn), encoding="utf-8")); count = amb = 0
        if fn == "folder.truth.json":
            for a, t in tr["cells"].items(): place((fn, a), t)
            n0, a0 = count, amb
            for f in tr["files"]:
                w = load(os.path.join(root, f["file"])); ws = w[f["sheet"]]
                for a, lab in tr["labels"].items():
                    m = head_there(ws, lab)
                    if m: bad.append((f["file"], a, "head", m))
            load(os.path.join(root, tr["roll"]))
            have = {x for x in os.listdir(root)}
            for a, b in tr["twice"]: assert a in have and b in have
            spots(tr, os.path.dirname(root), lambda s: tr["cells"][s["cell"]])
            print(os.path.join(root, fn), "counted", count, "x", len(tr["files"]), "files; ambiguous", amb, "spots", len(tr["spots"])); continue
        w = load(os.path.join(root, tr["file"]))
        for t in tr["sheets"]:
            if t["kind"] == "ignored": continue
            for a, x in table_places(t).items(): place((fn, t["sheet"], a), x)
            if t.get("figure") and not (t["figure"] in fig): bad.append((fn, t["figure"]))
            if t["kind"] == "list":
                cs = [c["name"] for c in fig[t["figure"]]["columns"]]
                for a, x in t["columns"].items():
                    if isinstance(x, dict) and "column" in x:
                        count += 1
                        if x["column"] not in cs: bad.append((fn, t["figure"], x))
            sheets = [s for n, s in w.items() if n not in t.get("except_sheets", [])] if t["sheet"] == "*" else [w[t["sheet"]]]
            if t.get("sheets"): sheets = [w[n] for n in t["sheets"]]
            for ws in sheets:
                labs = t.get("heads") or t.get("labels") or {}
                for a, lab in labs.items():
                    m = head_there(ws, lab)
                    if m: bad.append((fn, ws.title, a, "head", m))
                if t["kind"] == "transposed" and t.get("last_column"):
                    assert ws[f"{t['last_column']}{t['school_row']}"].value and ws[f"{t['first_column']}{t['school_row']}"].value, t["sheet"]
        def pl(s):
            for t in tr["sheets"]:
                if t["kind"] == "ignored" or (t["sheet"] not in ("*", s["sheet"])) or s["sheet"] in t.get("except_sheets", []): continue
                col, row = coordinate_from_string(s["cell"])
                if t["kind"] == "card": x = t["cells"].get(s["cell"])
                elif t["kind"] in ("transposed", "county"): x = t["rows"].get(str(row))
                else:
                    if not t["first_row"] <= row <= t["last_row"]: continue
                    x = t["columns"].get(col)
                if isinstance(x, dict):
                    if x.get("figure", t.get("figure")) != s["figure"]: bad.append((s, "other figure", x))
                    return x
            bad.append((s, "no place"))
        spots(tr, root, pl)
        print(os.path.join(root, fn), "counted", count, "ambiguous", amb, "spots", len(tr["spots"]))
print("BAD", len(bad))
for b in bad[:60]: print(b)
