"""Made-up counties at size, from a seed: realistic spread, cells still unknown, and many values exactly on a limit.

A *tie* is built, not hoped for: pupils and resources are chosen so that a value is exactly the limit, the floor of the
school rule, or half a printed digit below the limit; in some counties a difference coefficient is exactly its limit.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dudao.calc.columns import Column, Table
from dudao.calc.figures import Catalogue, Kind, Level

COUNTY_ROWS = 300
STAGES = {
    "primary": ("primary",),
    "teaching_point": ("primary",),
    "junior": ("junior",),
    "nine_year": ("primary", "junior"),
    "twelve_year": ("primary", "junior", "senior"),
    "complete_secondary": ("junior", "senior"),
    "senior": ("senior",),
    "vocational": (),
    "special": (),
    "kindergarten": (),
}
MIX = [
    *["primary"] * 44, *["teaching_point"] * 10, *["junior"] * 17, *["nine_year"] * 16, *["twelve_year"] * 2,
    *["complete_secondary"] * 3, *["senior"] * 3, "vocational", "special", *["kindergarten"] * 3,
]  # fmt: skip
LINES = {  # per pupil, in the units of the columns: ㎡ hundredths, 万元 ten-thousandths
    "primary": {"teaching": 450, "sport": 750, "equip": 2000},
    "junior": {"teaching": 580, "sport": 1020, "equip": 2500},
}
PER_HUNDRED = {  # thousandths of a teacher or room per pupil
    "primary": {"t_aboveq": 42, "t_backbone": 10, "t_pe_art": 9, "n_media_rooms": 23},
    "junior": {"t_aboveq": 53, "t_backbone": 10, "t_pe_art": 9, "n_media_rooms": 24},
}
DECIMALS = {
    "area_teaching": 2, "area_indoor_sport": 2, "area_field": 2, "equip_value_wanyuan": 4, "d_area": 2,
    "d_area_in_use": 2, "fund_public_allocated": 2, "fund_public_budget": 2, "fund_train_budget": 2,
    "fund_public_final": 2, "fund_train_final": 2,
}  # fmt: skip
YES_NO = (
    "guards_met enclosed_met alarm_met escort_met canteen_met water_met toilets_met books_met equipment_met rooms_met "
    "staffing_met standard_met dorm_met"
).split()
# County figures that are a part of another one: part → (whole, least share, most share).
PARTS = {
    "dis_enrolled": ("dis_school_age", 0.9, 1), "mig_public": ("mig_eligible", 0.7, 0.95),
    "mig_purchased": ("mig_eligible", 0, 0.05), "quota_alloc": ("quota_total", 0.4, 0.7),
    "quota_rural": ("quota_alloc", 0.2, 0.8), "survey_ok": ("survey_valid", 0.8, 1),
    "survey_ok_parent": ("survey_valid_parent", 0.8, 1), "visit_ok": ("visit_n", 0.8, 1),
    "visit_ok_parent": ("visit_n_parent", 0.8, 1), "aid_given": ("aid_due", 0.9, 1),
    "curriculum_full": ("curriculum_checked", 0.7, 1), "estate_ok": ("estate_due", 0.5, 1),
    "fitness_passed": ("fitness_tested", 0.78, 0.95), "issues_done": ("issues_total", 0.5, 0.8),
    "issues_partly": ("issues_total", 0, 0.2), "kg_stu_public": ("kg_stu", 0.4, 0.6),
    "kg_stu_inclusive_private": ("kg_stu", 0.3, 0.4), "kg_stu": ("pop_3_5", 0.85, 1),
    "kg_classes_staffed": ("kg_classes", 0.7, 1), "leaders_visited": ("leaders_due", 0.7, 1),
    "projects_on_time": ("projects_due", 0.6, 1), "recruit_done": ("recruit_plan", 0.8, 1.1),
    "rural_allowance_paid": ("rural_allowance_due", 0.9, 1), "satisfaction_ok": ("satisfaction_valid", 0.7, 0.95),
    "subject_teachers_filled": ("subject_teachers_required", 0.7, 1), "hs_stu": ("pop_15_17", 0.88, 1),
    "surcharge_spent": ("surcharge_collected", 0.8, 1), "surcharge_vocational": ("surcharge_collected", 0.2, 0.4),
    "local_surcharge_spent": ("local_surcharge_collected", 0.8, 1), "land_deducted": ("land_revenue", 0.7, 1),
    "townships_assessed": ("townships_total", 0.8, 1), "voc_enrolled": ("voc_quota", 0.8, 1.05),
    "cohort9_grad": ("cohort9_entry", 0.9, 1), "fund_special_total": ("", 0, 0),
}  # fmt: skip
FEW = {  # events: mostly none
    "dropouts", "funds_misused", "funds_late_short", "wage_arrears_new", "wage_arrears_old", "accidents_larger",
    "accidents_major", "accidents_ordinary", "enrolment_violations", "ethics_cases", "fee_violations", "cohort9_dead",
}  # fmt: skip


@dataclass(slots=True)
class Made:
    """The columns under way."""

    counties: list[str] = field(default_factory=list)
    schools: list[str] = field(default_factory=list)
    county_of: list[int] = field(default_factory=list)
    school_of: list[int] = field(default_factory=list)
    stage_of: list[str] = field(default_factory=list)
    school: dict[str, list[Any]] = field(default_factory=dict)
    row: dict[str, list[Any]] = field(default_factory=dict)


def made(counties: int, catalogue: Catalogue, judged: Mapping[str, Sequence[str]], seed: int = 1) -> Table:
    """So many counties of about 300 school-stage rows. `judged`: county item → the levels a person may choose."""
    chance = random.Random(seed)
    found = Made()
    for county in range(counties):
        _county(found, county, chance)
    levels = {
        code: [chance.choice(several) if chance.random() < 0.97 else "" for _ in range(counties)]
        for code, several in judged.items()
    }
    return Table(
        counties=found.counties,
        schools=found.schools,
        county_of=found.county_of,
        school_of=found.school_of,
        stage_of=found.stage_of,
        school={name: Column(values, DECIMALS.get(name, 0)) for name, values in found.school.items()},
        row={name: Column(values) for name, values in found.row.items()},
        county=_county_columns(counties, catalogue, chance),
        judged_county=levels,
    )


def _county(found: Made, county: int, chance: random.Random) -> None:
    """Its schools until there are rows enough. In one county of five a share of the cells is still unknown."""
    found.counties.append(f"{county:06d}")
    lacking = 0.02 if chance.random() < 0.2 else 0.00002
    on_limit = chance.random() < 0.15  # coefficients exactly at their limits
    rows = number = 0
    last = "primary"
    while rows < COUNTY_ROWS:
        kind = chance.choice(MIX)
        if on_limit:  # in pairs of one type
            kind = last if number % 2 else chance.choice(("primary", "primary", "junior"))
        last = kind
        school = len(found.schools)
        found.schools.append(f"{county:06d}{number:04d}")
        found.county_of.append(county)
        stages = STAGES[kind]
        tie = chance.random() < 0.4
        own = {stage: _row(stage, kind, chance, tie=tie, turn=number if on_limit else None) for stage in stages}
        for stage, cells in own.items():
            found.school_of.append(school)
            found.stage_of.append(stage)
            _add(found.row, cells, chance, lacking)
        _add(found.school, _school(kind, own, chance, tie=tie), chance, lacking)
        found.school["school_type"][-1] = kind if chance.random() > lacking / 10 else None
        number += 1
        rows += sum(stage != "senior" for stage in stages)


def _add(columns: dict[str, list[Any]], cells: Mapping[str, Any], chance: random.Random, lacking: float) -> None:
    for name, value in cells.items():
        columns.setdefault(name, []).append(None if chance.random() < lacking else value)


def _row(stage: str, kind: str, chance: random.Random, *, tie: bool, turn: int | None) -> dict[str, Any]:
    rnd = chance.random
    pupils = int(20 + 1400 * rnd() ** 2)
    if kind == "teaching_point":
        pupils = int(rnd() * 90) if rnd() > 0.1 else chance.choice((0, 49, 50, 99, 100))
    if tie and kind != "teaching_point":
        pupils = chance.choice((100, 200, 500, 1000, 1000, 2000, 99, 120, 240, 45, 50))
    if turn is not None:
        pupils = 1000
    lines = PER_HUNDRED.get(stage, PER_HUNDRED["junior"])

    def teachers(name: str) -> int:
        line = pupils * lines[name]
        if tie and rnd() < 0.7:
            return -(-line // 1000) if rnd() < 0.6 else line * 85 // 100_000 + (rnd() < 0.5)
        return int(line * (0.8 + 0.7 * rnd()) / 1000 + rnd())

    above, backbone, art = teachers("t_aboveq"), teachers("t_backbone"), teachers("t_pe_art")
    if turn is not None:  # two halves as far above as below the mean: CV = 0.50, 0.45
        high, low = {"primary": (15, 5), "junior": (29, 11)}.get(stage, (1, 1))
        backbone = high if turn % 2 else low
    master, doctor, college = int(above * 0.1), int(rnd() * 1.05), int(rnd() * 0.3 * above)
    bachelor = max(0, above - master - doctor - (college if stage == "primary" else 0))
    full = doctor + master + bachelor + college
    music, fine, arts = art // 4, art // 4, int(rnd() * 1.1)
    classes = max(1, round(pupils / 42))
    entry = max(1, int(pupils / 3)) if stage == "junior" else 0
    return {
        "stu": pupils,
        "t_doctor": doctor,
        "t_master": master,
        "t_bachelor": bachelor,
        "t_college": college,
        "t_secondary": int(rnd() * 2),
        "t_backbone": backbone,
        "t_pe": max(0, art - music - fine - arts),
        "t_music": music,
        "t_fineart": fine,
        "t_art": arts,
        "n_classes": classes,
        "n_classes_46_50": int(rnd() ** 6 * 4),
        "n_classes_51_55": int(rnd() ** 8 * 3),
        "n_classes_56_65": int(rnd() ** 9 * 2),
        "n_classes_66": int(rnd() ** 12 * 2),
        "t_360": int(full * (0.97 + 0.03 * rnd())),
        "t_certified": full if rnd() < 0.97 else max(0, full - 1),
        "stu_in_zone": int(pupils * (1 if rnd() < 0.8 else 0.9 + 0.1 * rnd())),
        "stu_inclass": int(rnd() * 6),
        "grad": int(entry * (0.92 + 0.1 * rnd())),
        "entry": entry,
        "in3y": int(rnd() * 6),
        "out3y": int(rnd() * 12),
        "dead3y": int(rnd() * 1.05),
    }


def _school(kind: str, rows: Mapping[str, Mapping[str, Any]], chance: random.Random, *, tie: bool) -> dict[str, Any]:
    rnd = chance.random
    asked = [stage for stage in rows if stage in LINES]
    lines = LINES[asked[-1]] if asked else LINES["junior"]
    weight = {"primary": 10, "junior": 11, "senior": 13}
    share = sum(weight[stage] * cells["stu"] for stage, cells in rows.items()) if len(rows) > 1 else 0
    pupils = sum(cells["stu"] for cells in rows.values())

    def area(line: int) -> int:
        exact = line * share // weight[asked[-1]] if share and asked else line * pupils
        if tie and rnd() < 0.7:  # the limit, its 85 %, half a printed digit below, a hundredth beside
            step = rnd()
            if step < 0.5:
                return exact
            return exact * 85 // 100 if step < 0.75 else exact - pupils // 2 if step < 0.9 else exact - 1
        return int(exact * (0.75 + 0.8 * rnd()))

    indoor = int(min(400_000, 100 * pupils * rnd())) if rnd() < 0.5 else 0
    budget = int((pupils + 20) * 70_000 * (0.9 + 0.2 * rnd()))
    twentieth = budget // 20 * 20
    media = sum(cells["stu"] for cells in rows.values()) * 24
    cells: dict[str, Any] = {
        "school_type": kind,
        "counts_as_school": kind != "teaching_point",
        "urban_rural_code": chance.choice(("111", "112", "121", "122", "210", "220", "220")),
        "owner_code": "10" if rnd() < 0.06 else "1",
        "area_teaching": area(lines["teaching"]) + indoor,
        "area_indoor_sport": indoor,
        "area_field": max(0, area(lines["sport"]) - indoor),
        "equip_value_wanyuan": area(lines["equip"]),
        "n_media_rooms": -(-media // 1000) if tie else int(media * (0.7 + 0.8 * rnd()) / 1000 + rnd()),
        "stu_kindergarten": int(rnd() * 90) if rnd() < 0.08 else None,
        "n_music_rooms_96": int(pupils / 504 + 0.6 + rnd()),
        "n_art_rooms_90": int(pupils / 504 + 0.6 + rnd()),
        "fund_public_allocated": int(max(100, pupils) * 65_000 * (0.97 + 0.2 * rnd())),
        "fund_public_budget": twentieth if tie else budget,
        "fund_train_budget": twentieth // 20 if tie else int(budget * (0.045 + 0.02 * rnd())),
        "fund_public_final": budget,
        "fund_train_final": int(budget * (0.045 + 0.02 * rnd())),
        "stu_boarding": int(rnd() * 300) if rnd() < 0.3 else 0,
        "stu_special": 60 if kind == "special" else int(rnd() * 4),
        "t_eligible": int(rnd() * 30),
        "t_rotated": int(rnd() * 4),
        "t_rotated_backbone": int(rnd() * 1.4),
        "d_area": int(rnd() * 90_000) if rnd() < 0.002 else 0,
        "d_area_in_use": 0,
        "n_classes_media": max(1, pupils // 43),
        "n_classes_other": 8 if kind in ("special", "vocational") else 0,
        "stu_migrant": int(pupils * rnd() * 0.2),
        "visits_term1": 2 + int(rnd() * 2) if rnd() < 0.96 else 1,
        "visits_term2": 2 + int(rnd() * 2) if rnd() < 0.96 else 1,
    }
    return cells | {name: rnd() < 0.96 for name in YES_NO}


def _county_columns(counties: int, catalogue: Catalogue, chance: random.Random) -> dict[tuple[str, str, int], Column]:
    """Every county figure that is asked for and not worked out from schools or other figures."""
    columns: dict[tuple[str, str, int], Column] = {}
    asked = [one for one in catalogue.figures.values() if one.level in (Level.COUNTY, Level.COUNTY_STAGE)]
    for figure in asked:
        formula = figure.formula_for("")
        if (formula and "_rows(" not in formula) or figure.name in PARTS:
            continue
        for stage in figure.stages or ("",):
            for year in figure.years:
                key = figure.name, stage, year if figure.several_years else 0
                if figure.kind is Kind.YES_NO:
                    columns[key] = Column([chance.random() < 0.9 for _ in range(counties)])
                elif figure.kind is Kind.NUMBER:
                    columns[key] = Column(
                        [_county_value(figure, chance) for _ in range(counties)], figure.decimals or 0
                    )
    for _ in range(3):  # a part of a part needs its whole first
        for name, (whole, least, most) in PARTS.items():
            for (other, stage, year), column in list(columns.items()):
                if other == whole and (name, stage, year) not in columns:
                    values = [
                        None if value is None else int(value * chance.uniform(least, most)) for value in column.values
                    ]
                    columns[name, stage, year] = Column(values, column.decimals)
    special = [int(2_000 * chance.uniform(7_900, 8_600)) for _ in range(counties)]
    columns["fund_special_total", "", 0] = Column([value * 100 for value in special], 2)
    return columns


def _county_value(figure: Any, chance: random.Random) -> int | None:
    if chance.random() < 0.004:
        return None
    if figure.name in FEW:
        return int(chance.random() ** 4 * 3)
    low, high = (int(one) for one in figure.plausible or (1, 100))
    scale = 10 ** (figure.decimals or 0)
    return int(scale * (low + (high - low) * (0.2 + 0.4 * chance.random())))


def headings(table: Table) -> Iterator[tuple[str, Sequence[str], Iterator[Sequence[Any]]]]:
    """The three files a table is kept in: name, heads, rows."""
    yield (
        "counties",
        ["county", *(_head(*key) for key in table.county), *(f"judged {code}" for code in table.judged_county)],
        zip(
            table.counties,
            *(_texts(column) for column in table.county.values()),
            *(["" if one is None else one for one in levels] for levels in table.judged_county.values()),
        ),
    )
    yield (
        "schools",
        ["county", "school", *table.school, *(f"judged {code}" for code in table.judged_school)],
        zip(
            [table.counties[county] for county in table.county_of],
            table.schools,
            *(_texts(column) for column in table.school.values()),
            *(["" if one is None else one for one in levels] for levels in table.judged_school.values()),
        ),
    )
    yield (
        "rows",
        ["school", "stage", *table.row],
        zip(
            [table.schools[school] for school in table.school_of],
            table.stage_of,
            *(_texts(column) for column in table.row.values()),
        ),
    )


def _head(figure: str, stage: str, year: int) -> str:
    return figure + (f".{stage}" if stage else "") + (f"[{year}]" if year else "")


def _texts(column: Column) -> list[str]:
    def text(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "1" if value else "0"
        if not column.decimals or not isinstance(value, int):
            return str(value)
        whole, rest = divmod(abs(value), 10**column.decimals)
        return f"{'-' * (value < 0)}{whole}.{rest:0{column.decimals}d}"

    return [text(value) for value in column.cells()]
