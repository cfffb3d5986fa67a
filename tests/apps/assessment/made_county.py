"""A made-up county for the pages: as many schools as asked for, seeded, written through the same tables as any import."""

import random
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from dudao.apps.audit.actors import SYSTEM
from dudao.apps.campaigns.models import Campaign
from dudao.apps.organisations.actions import NewUnit, open_units
from dudao.apps.organisations.models import Person, UnitKind
from dudao.apps.returns.models import Change, Draft, Stated, Upload
from dudao.apps.returns.saving import save_judgements, save_statements
from dudao.calc.figures import Key, Kind, Known, Level, Reason, Source, SourceRow, Statement, Unknown
from dudao.calc.figures.declaration import Figure
from dudao.calc.standard.asking import figures_asked
from dudao.library.read import catalogue, standards

FILE = "2026年中小学基本情况表（各校汇总9.20）.xlsx"
STAGES = {
    "primary": ("primary",),
    "teaching_point": ("primary",),
    "junior": ("junior",),
    "nine_year": ("primary", "junior"),
}
NAMES = {"primary": "小学", "teaching_point": "教学点", "junior": "初级中学", "nine_year": "九年一贯制学校"}
FIRST = "青石 云溪 白杨 双河 茶亭 松岗 石桥 金沙 龙泉 南岭 北坡 东湾 西塘 大坪".split()
SECOND = "第一 第二 第三 中心 竹园 新田 枫树 罗塘 黄泥 岩头 凤凰 桃源 红旗 光明".split()
# Per pupil of a stage: (mean, spread) around the lines of the resource indicators.
PER_PUPIL = {
    "area_teaching": (6.4, 1.6),
    "area_field": (9.5, 2.2),
    "area_indoor_sport": (0.5, 0.4),
    "equip_value_wanyuan": (0.34, 0.05),
    "n_media_rooms": (0.033, 0.006),
    "t_bachelor": (0.062, 0.008),
    "t_backbone": (0.014, 0.004),
}
# Worked out from parts that the county states.
DERIVED_HERE = {"t_full", "t_aboveq", "t_pe_art", "area_teaching_net", "area_sport", "n_classes_56", "supervised_met"}
LEFT_OUT = {"school_type", "counts_as_school", "parent_code", "stu_kindergarten", "township", "boarding_school"}


def make_county(campaign: Campaign, *, schools: int, by: Person, at: datetime, seed: int = 7) -> Change:
    """Units, one import with every figure of both standards, some cells left blank; judgements for half of the items."""
    rng = random.Random(seed)
    units = _units(rng, schools)
    open_units(campaign.county, units=[unit for unit in units if unit.kind == UnitKind.TOWNSHIP], by=SYSTEM, at=at)
    made = [unit for unit in units if unit.kind == UnitKind.SCHOOL]
    open_units(campaign.county, units=made, by=SYSTEM, at=at)
    change = _change(campaign, by, at)
    asked = figures_asked(standards(), catalogue())
    rows: list[tuple[Key, Statement]] = []
    for number, unit in enumerate(made, start=5):
        rows += _school(rng, asked, unit, number)
    rows += _county(rng, asked, campaign.year)
    save_statements(change, rows)
    save_judgements(change, _judged(rng, [unit.code for unit in made]))
    return change


def change_figures(campaign: Campaign, *, figure: str, number: int, by: Person, at: datetime) -> Change:
    """A second import, in which so many schools state half as much of a figure."""
    stated = Stated.objects.filter(campaign=campaign, figure=figure).current().exclude(value="")
    draft = Draft.objects.create(
        county=campaign.county, campaign=campaign, upload=Upload.objects.first(), state=Draft.State.DONE, by=by, at=at
    )
    change = Change.objects.create(
        county=campaign.county, campaign=campaign, number=2, kind=Change.Kind.IMPORT, draft=draft, by=by, at=at
    )
    rows: list[tuple[Key, Statement]] = []
    for code, value in stated.order_by("unit__code").values_list("unit__code", "value")[:number]:
        half = Fraction(value) / 2
        rows.append((Key(code, figure), _known(half, str(half), Source("补报.xlsx", "面积", "B2"))))
    save_statements(change, rows)
    return change


def _units(rng: random.Random, schools: int) -> list[NewUnit]:
    towns = [NewUnit(kind=UnitKind.TOWNSHIP, code=f"t{n}", name=f"{name}镇") for n, name in enumerate(FIRST)]
    kinds = rng.choices(["primary", "teaching_point", "junior", "nine_year"], weights=[60, 8, 20, 12], k=schools)
    found = []
    for number, kind in enumerate(kinds):
        first = FIRST[number % len(FIRST)]
        name = f"{first}{SECOND[number // len(FIRST) % len(SECOND)]}{number // 196 or ''}{NAMES[kind]}"
        town = f"t{number % len(FIRST)}"
        code = f"21440{number:05d}"
        found.append(NewUnit(kind=UnitKind.SCHOOL, code=code, name=name, school_type=kind, township=town))
    return [*towns, *found]


def _change(campaign: Campaign, by: Person, at: datetime) -> Change:
    upload = Upload.objects.create(
        county=campaign.county, name=FILE, digest="0" * 64, size=1, content=b"x", book=b"x", by=by, at=at
    )
    draft = Draft.objects.create(
        county=campaign.county, campaign=campaign, upload=upload, state=Draft.State.DONE, by=by, at=at
    )
    return Change.objects.create(
        county=campaign.county, campaign=campaign, number=1, kind=Change.Kind.IMPORT, draft=draft, by=by, at=at
    )


def _school(rng: random.Random, asked: tuple[Figure, ...], unit: NewUnit, number: int) -> list[tuple[Key, Statement]]:
    stages = STAGES[unit.school_type]
    pupils = {stage: rng.randint(60, 1900 if stage == "junior" else 1300) for stage in stages}
    if unit.school_type == "teaching_point":
        pupils = {"primary": rng.randint(8, 90)}
    luck = rng.gauss(0, 1)
    values: dict[Key, object] = {Key(unit.code, "school_type"): unit.school_type}
    for figure in asked:
        if not figure.level.of_school or figure.kind is Kind.LIST or figure.name in LEFT_OUT:
            continue
        for stage in stages if figure.level is Level.SCHOOL_STAGE else ("",):
            if (figure.stages and stage and stage not in figure.stages) or figure.name in DERIVED_HERE:
                continue
            values[Key(unit.code, figure.name, stage)] = _value(rng, figure, stage, pupils, luck)
    return _stated(rng, values, unit.name, number)


def _value(rng: random.Random, figure: Figure, stage: str, pupils: dict[str, int], luck: float) -> object:
    whole = sum(pupils.values()) if not stage else pupils.get(stage, 0)
    if figure.name == "stu":
        return whole
    if figure.name in PER_PUPIL:
        amount = _rate(rng, figure.name, luck) * whole
        return Decimal(f"{amount:.2f}") if figure.decimals is None or figure.decimals else int(amount)
    if figure.kind is Kind.YES_NO:
        return rng.random() < 0.95
    if figure.kind is Kind.CHOICE:
        return "7" if figure.name == "owner_code" else rng.choice(["city", "town", "rural"])
    share = {
        "t_certified": 0.062, "t_360": 0.061, "n_classes": 0.025, "stu_in_zone": 0.97, "n_classes_media": 0.025,
        "fund_public_budget": 700, "fund_public_final": 690, "fund_train_budget": 38, "fund_train_final": 35,
        "fund_public_allocated": 1100, "t_eligible": 0.03, "t_rotated": 0.004, "t_rotated_backbone": 0.001,
        "grad": 0.33, "entry": 0.34, "t_college": 0, "t_pe": 0.005, "t_music": 0.0045,
        "t_fineart": 0.0045, "n_music_rooms_96": 0.003, "n_art_rooms_90": 0.003, "visits_term1": 0, "visits_term2": 0,
    }.get(figure.name, 0)  # fmt: skip
    more = (
        3 if figure.name.startswith("visits") else 1 if figure.name.startswith(("n_music", "n_art", "n_classes")) else 0
    )
    return int(whole * share) + (0 if figure.name in ("n_classes_over", "n_classes_56_65", "n_classes_66") else more)


def _rate(rng: random.Random, name: str, luck: float) -> float:
    mean, spread = PER_PUPIL[name]
    return max(mean / 4, mean + spread * (0.7 * luck + 0.6 * rng.gauss(0, 1)))


def _stated(rng: random.Random, values: dict[Key, object], name: str, number: int) -> list[tuple[Key, Statement]]:
    """One sheet row for a school, and its statements; one cell in three hundred is blank, one in a thousand is pending."""
    declared = catalogue()
    heads = {key: declared[key.figure].label_of(key.stage) for key in values}
    texts = {key: _text(value) for key, value in values.items()}
    odd = {key: rng.random() for key in values if key.figure not in ("school_type", "stu")}
    cells = [("A", "学校名称", name)]
    for column, key in enumerate(values, start=1):
        lost = odd.get(key, 1) < 0.003
        cells.append((_letters(column), heads[key], "" if lost else texts[key]))
    row = SourceRow(FILE, "基本情况", number, tuple(cells))
    found: list[tuple[Key, Statement]] = []
    for column, (key, value) in enumerate(values.items(), start=1):
        source = Source(FILE, "基本情况", f"{_letters(column)}{number}", heads[key], row)
        if odd.get(key, 1) < 0.003:
            found.append((key, Unknown(Reason.BLANK, "", source)))
        else:
            found.append((key, _known(value, texts[key], source)))
    return found


def _known(value: object, text: str, source: Source) -> Known:
    decimals = len(text.partition(".")[2]) if isinstance(value, Decimal) else 0
    exact = Fraction(value) if isinstance(value, Decimal) else value
    if isinstance(exact, Fraction) and exact.denominator == 1:
        exact = exact.numerator
    return Known(exact, text, decimals, source)  # type: ignore[arg-type]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _county(rng: random.Random, asked: tuple[Figure, ...], year: int) -> list[tuple[Key, Statement]]:
    found: list[tuple[Key, Statement]] = []
    number = 3
    for figure in asked:
        if (
            figure.level.of_school
            or figure.kind is Kind.LIST
            or (figure.derived and "rows(" not in str(figure.derived))
        ):
            continue
        for stage in figure.stages or ("",):
            for shift in figure.years:
                number += 1
                key = Key("", figure.name, stage, year + shift if figure.several_years else 0)
                label = figure.label_of(stage) + (f"（{year + shift}年）" if figure.several_years else "")
                value = _county_value(rng, figure, shift)
                cells = (("A", "", label), ("B", "数", _text(value)), ("C", "单位", figure.unit))
                source = Source(FILE, "县级数据", f"B{number}", label, SourceRow(FILE, "县级数据", number, cells))
                if rng.random() < 0.03:
                    found.append((key, Unknown(Reason.PENDING, "待核", source)))
                else:
                    found.append((key, _known(value, _text(value), source)))
    return found


def _county_value(rng: random.Random, figure: Figure, shift: int) -> object:
    if figure.kind is Kind.YES_NO:
        return True
    if figure.kind is Kind.DATE:
        return date(2021, 11, 3)
    try:
        value = Decimal(str(figure.example).replace(",", ""))
    except ArithmeticError:
        value = Decimal(rng.randint(1, 40))
    if shift:
        grown = {"recurrent_revenue": "0.97", "stu_avg": "1.01", "n_pupils": "1.01"}.get(figure.name, "0.93")
        value = (value * Decimal(grown) ** -shift).quantize(Decimal(1) if figure.whole else Decimal("0.01"))
    return int(value) if value == value.to_integral_value() else value


def _judged(rng: random.Random, schools: list[str]) -> list[tuple[str, str, str, str, str, str, str]]:
    found = []
    for standard in standards():
        for item in standard.items:
            if item.judgement is None or rng.random() < 0.2:
                continue
            best, other = item.judgement.levels[0].code, item.judgement.levels[-1].code
            for unit in schools if item.level.of_school else [""]:
                level = other if rng.random() < 0.01 else best
                found.append((item.code, unit, level, "材料齐全", "贺平", "2026-11-20", ""))
        for trigger in standard.triggers:
            if trigger.judgement is not None and rng.random() < 0.8:
                level = next(one for one in trigger.judgement.levels if one.met is (trigger.effect == "precondition"))
                found.append((trigger.code, "", level.code, "查过材料", "贺平", "2026-11-20", ""))
    return found
