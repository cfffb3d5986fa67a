"""Invented counties: schools whose figures agree with each other as those of a real county would."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

PRIMARY, JUNIOR = "primary", "junior"
KIND = {"primary": "21", "teaching_point": "21", "junior": "31", "nine_year": "31", "special": "51"}
STAGES = {
    "primary": [PRIMARY],
    "teaching_point": [PRIMARY],
    "junior": [JUNIOR],
    "nine_year": [PRIMARY, JUNIOR],
    "special": [],
}


@dataclass
class Stage:
    """One stage of one school: pupils, classes, teachers."""

    sizes: list[int]
    girls: int
    in_zone: int
    inclass: int
    teachers: dict[str, int]  # doctor master bachelor college secondary
    backbone: int
    subjects: dict[str, int]  # pe music fineart art
    certified: int
    trained: int
    grad: int = 0
    entry: int = 0
    moved: tuple[int, int, int] = (0, 0, 0)

    @property
    def stu(self) -> int:
        return sum(self.sizes)

    @property
    def classes(self) -> int:
        return len(self.sizes)

    @property
    def full(self) -> int:
        return sum(self.teachers.values())

    def band(self, low: int, high: int) -> int:
        return sum(low <= size <= high for size in self.sizes)

    def above(self, stage: str) -> int:
        names = ["doctor", "master", "bachelor"] + (["college"] if stage == PRIMARY else [])
        return sum(self.teachers[name] for name in names)


@dataclass
class School:
    """One school with the figures that its stages share."""

    name: str
    short: str
    code: str
    kind: str
    township: str
    urban: str
    stages: dict[str, Stage] = field(default_factory=dict)
    own: dict[str, object] = field(default_factory=dict)  # shared figures, in the unit of the official return

    def at(self, stage: str) -> Stage | None:
        return self.stages.get(stage)

    @property
    def pupils(self) -> int:
        return sum(part.stu for part in self.stages.values())

    @property
    def teachers(self) -> int:
        return sum(part.full for part in self.stages.values())


def _stage(draw: Random, stage: str, kind: str, urban: str) -> Stage:
    if kind == "teaching_point":
        sizes = [draw.randint(6, 15) for _ in range(draw.randint(2, 3))]
    else:
        grades = 6 if stage == PRIMARY else 3
        each = draw.choice({"城区": [3, 4, 5], "镇区": [2, 3], "乡村": [1, 2]}[urban])
        middle = {"城区": 44, "镇区": 41, "乡村": 30}[urban] + (3 if stage == JUNIOR else 0)
        sizes = [max(14, min(60, round(draw.gauss(middle, 5)))) for _ in range(grades * each)]
    pupils = sum(sizes)
    count = max(len(sizes) + 1, round(pupils / (17.5 if stage == PRIMARY else 13)))
    master = draw.randint(0, max(0, count // 15))
    college = draw.randint(count // 8, count // 4) if stage == PRIMARY else draw.randint(0, count // 8)
    secondary = draw.randint(0, count // 14) if stage == PRIMARY else 0
    doctor = 1 if stage == JUNIOR and urban == "城区" and draw.random() < 0.2 else 0
    degrees = {"doctor": doctor, "master": master, "college": college, "secondary": secondary}
    degrees["bachelor"] = count - sum(degrees.values())
    subjects = {
        "pe": max(0 if kind == "teaching_point" else 1, round(count / 14)),
        "music": 0 if kind == "teaching_point" else max(1, round(count / 24)),
        "fineart": 0 if kind == "teaching_point" else max(1, round(count / 26)),
        "art": 1 if count > 30 and draw.random() < 0.4 else 0,
    }
    part = Stage(
        sizes=sizes,
        girls=round(pupils * draw.uniform(0.44, 0.5)),
        in_zone=pupils - draw.randint(0, pupils // 20),
        inclass=draw.randint(0, 3),
        teachers=degrees,
        backbone=round(count * draw.uniform(0.05, 0.18)),
        subjects=subjects,
        certified=count - (1 if draw.random() < 0.15 else 0),
        trained=count - draw.randint(0, max(1, count // 12)),
    )
    if stage == JUNIOR:
        part.grad = sum(sizes[-len(sizes) // 3 :])
        part.moved = (draw.randint(1, 9), draw.randint(2, 12), 1 if draw.random() < 0.1 else 0)
        part.entry = part.grad + part.moved[1] - part.moved[0] + part.moved[2] + draw.randint(0, 2)
    return part


def _rooms(draw: Random, kind: str, low: int, classes: int) -> list[int]:
    if kind == "teaching_point":
        return []
    count = 1 + (classes > 12) + (classes > 24)
    return [draw.choice([low, low + 2, low + 6, low + 12, low - 8, low + 4]) for _ in range(count)]


def _shared(draw: Random, school: School) -> dict[str, object]:
    pupils, staff = max(school.pupils, 30), max(school.teachers, 8)
    classes = sum(part.classes for part in school.stages.values())
    indoor = draw.choice([0, 0, 620, 980]) if pupils > 400 else 0
    net = Decimal(round(pupils * draw.uniform(4.1, 7.2)) + 180) + Decimal(draw.randint(0, 9)) / 10
    grant = 720 * pupils + 90 * draw.randint(50, 400)
    return {
        "staff": staff + draw.randint(1, 5),
        "kindergarten": draw.choice([0, 28, 35, 61]) if school.kind == "primary" and school.urban == "乡村" else 0,
        "boarding": round(pupils * draw.uniform(0.2, 0.5)) if school.kind in ("junior", "nine_year") else 0,
        "site": round(pupils * draw.uniform(19, 30)) + 1500,
        "building": int(net) + indoor + round(pupils * draw.uniform(1.5, 3)),
        "indoor": indoor,
        "net": net,
        "teaching": net + indoor,
        "field": round(pupils * draw.uniform(6.8, 11.5)) + 300,
        "equip": Decimal(round(pupils * draw.uniform(1700, 2900))) + Decimal(draw.randint(0, 99)) / 100,
        "books": pupils * draw.randint(22, 34),
        "media_rooms": classes + draw.randint(0, 4),
        "media_classes": classes,
        "music": _rooms(draw, school.kind, 96, classes),
        "fineart": _rooms(draw, school.kind, 90, classes),
        "d_area": draw.choice([0] * 9 + [186]),
        "grant": grant,
        "budget": grant + draw.randint(0, 9000),
        "final": Decimal(grant - draw.randint(0, 9000)) + Decimal(draw.randint(0, 99)) / 100,
        "train_budget": round(grant * 0.05),
        "train_final": Decimal(round(grant * draw.uniform(0.045, 0.056))) + Decimal(draw.randint(0, 99)) / 100,
        "eligible": round(staff * draw.uniform(0.3, 0.5)),
        "rotated": round(staff * draw.uniform(0.03, 0.07)),
        "rotated_backbone": draw.randint(0, 1) if staff > 20 else 0,
        "visits": (draw.randint(1, 4), draw.randint(2, 4)),
    }


def county(seed: int, place: str, plan: list[tuple[str, str, str, str]]) -> list[School]:
    """The schools of a plan of (full name, short name, type, township/urban)."""
    draw, schools = Random(seed), []
    for number, (name, short, kind, where) in enumerate(plan, start=1):
        township, urban = where.split("/")
        code = f"{KIND[kind]}34{990000 + seed % 90 * 100 + number:06d}"
        school = School(name.replace("@", place), short, code, kind, township, urban)
        school.stages = {stage: _stage(draw, stage, kind, urban) for stage in STAGES[kind]}
        if kind == "special":
            school.own["special"] = draw.randint(38, 66)
        school.own.update(_shared(draw, school))
        schools.append(school)
    return schools


def plan(townships: list[tuple[str, str]], town: str, villages: list[str], nine_year: list[str]) -> list[tuple]:
    """A usual network: the seat with city schools, each township a central school, a junior or nine-year school."""
    rows = [
        ("@第一小学", "一小", "primary", f"{town}/城区"),
        ("@第二小学", "二小", "primary", f"{town}/城区"),
        ("@实验小学", "实小", "primary", f"{town}/城区"),
        ("@第三初级中学", "三中", "junior", f"{town}/城区"),
        ("@实验初级中学", "实验初中", "junior", f"{town}/城区"),
    ]
    for number, (name, urban) in enumerate(townships):
        stem = name[:-1]
        where = f"{name}/{urban}"
        if name in nine_year:
            rows.append((f"@{name}九年一贯制学校", f"{stem}学校", "nine_year", where))
        else:
            rows.append((f"@{name}中心小学", f"{stem}中心小学", "primary", where))
            rows.append((f"@{name}初级中学", f"{stem}初中", "junior", where))
        village = villages[number % len(villages)]
        rows.append((f"@{name}{village}小学", f"{stem}{village}小学", "primary", f"{name}/乡村"))
        if number % 2:
            other = villages[(number + 3) % len(villages)]
            rows.append((f"@{name}{other}教学点", f"{stem}{other}点", "teaching_point", f"{name}/乡村"))
    return rows
