"""The peer in Polars, by hand in floats: `python -m benchmarks.size_polars FOLDER [ANSWERS]`. NaN is unknown."""

import sys

from benchmarks.size_child import Clock

clock = Clock()

import numpy as np  # noqa: E402
import polars as pl  # noqa: E402

from benchmarks import size_counties as by_county  # noqa: E402

clock.mark("import")

LIMITS = {"primary": (4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3), "junior": (5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4)}
COMPULSORY = ["primary", "teaching_point", "junior", "nine_year", "twelve_year", "complete_secondary"]
UPPER = ["senior", "complete_secondary", "twelve_year"]
col, lit, when = pl.col, pl.lit, pl.when
KIND, COUNTY = col("school_type"), "county"
NAN = float("nan")


def read(folder: str, name: str) -> pl.DataFrame:
    """Numbers as floats, what is missing as NaN; codes as texts."""
    texts = ["county", "school", "school_type", "stage", "urban_rural_code", "owner_code"]
    frame = pl.read_csv(f"{folder}/{name}.csv", infer_schema_length=0)
    numbers = [name for name in frame.columns if name not in texts and not name.startswith("judged")]
    return frame.with_columns(col(numbers).cast(pl.Float64).fill_null(NAN))


def known(condition: pl.Expr, *parts: str) -> pl.Expr:
    """1 or 0, NaN where one of the figures is unknown."""
    return (
        when(pl.any_horizontal([col(part).is_nan() for part in parts])).then(NAN).otherwise(condition.cast(pl.Float64))
    )


def both(*parts: pl.Expr) -> pl.Expr:
    """1 where all hold, 0 where one does not, else NaN."""
    zero, lacking = pl.any_horizontal([one == 0 for one in parts]), pl.any_horizontal([one.is_nan() for one in parts])
    return when(zero).then(0.0).when(lacking).then(NAN).otherwise(1.0)


def met(value: pl.Expr, limit: pl.Expr | float) -> pl.Expr:
    return when(value.is_nan()).then(2).otherwise((value >= limit).cast(pl.Int8)).cast(pl.Int8)


def together(*verdicts: pl.Expr) -> pl.Expr:
    failing = pl.any_horizontal([one == 0 for one in verdicts])
    return when(failing).then(0).when(pl.any_horizontal([one == 2 for one in verdicts])).then(2).otherwise(1)


def resources(rows: pl.DataFrame, schools: pl.DataFrame) -> pl.DataFrame:
    """The seven values of every school-stage that counts, their verdicts, the school rule, the rounding flags."""
    stage, stu = col("stage"), col("stu")
    named = ["school", "county", "school_type", "area_teaching", "area_indoor_sport", "area_field"]
    joined = rows.join(
        schools.select(*named, "equip_value_wanyuan", "n_media_rooms", "stu_kindergarten"), on="school", how="left"
    ).filter(KIND.is_not_null())
    through = KIND.is_in(["nine_year", "twelve_year"])
    weight = (
        when(through & (stage == "junior")).then(1.1).when((KIND == "twelve_year") & (stage == "senior")).then(1.32)
        .when((KIND == "complete_secondary") & (stage == "senior")).then(1.2).otherwise(1.0)
    )  # fmt: skip
    joined = joined.with_columns(weight=weight)
    shared = (col("weight") * stu).sum().over("school") + col("stu_kindergarten").fill_nan(0) * 0.8
    joined = joined.with_columns(divisor=shared / col("weight"))
    part = joined.filter((stage != "senior") & (stu != 0) & ~((KIND == "teaching_point") & (stu < 50)))
    above = col("t_bachelor") + col("t_master") + col("t_doctor")
    divisor = col("divisor")
    values = [
        when(stage == "primary").then(above + col("t_college")).otherwise(above) / stu * 100,
        col("t_backbone") / stu * 100,
        (col("t_pe") + col("t_music") + col("t_fineart") + col("t_art")) / stu * 100,
        (col("area_teaching") - col("area_indoor_sport")) / divisor,
        (col("area_field") + col("area_indoor_sport")) / divisor,
        col("equip_value_wanyuan") * 10000 / divisor,
        col("n_media_rooms") / divisor * 100,
    ]
    part = part.with_columns(**{f"v{number}": value for number, value in enumerate(values)})
    judged: dict[str, pl.Expr] = {}
    for number in range(7):
        limit = when(stage == "primary").then(LIMITS["primary"][number]).otherwise(LIMITS["junior"][number])
        value = col(f"v{number}")
        judged[f"m{number}"] = met(value, limit)
        printed = (value * 100 + 0.5).floor() / 100 >= limit
        judged[f"e{number}"] = ~value.is_nan() & (printed != (value >= limit))
        judged[f"b{number}"] = ~value.is_nan() & (value < 0.85 * limit)
    part = part.with_columns(**judged)
    verdicts = [col(f"m{number}") for number in range(7)]
    missed = pl.sum_horizontal([(one == 0).cast(pl.Int8) for one in verdicts])
    fails = pl.any_horizontal([col(f"b{number}") for number in range(7)]) | (missed > 1)
    rule = when(fails).then(0).when(pl.any_horizontal([one == 2 for one in verdicts])).then(2).otherwise(1)
    return part.with_columns(rule=rule)


def variations(part: pl.DataFrame, untyped: pl.Series) -> pl.DataFrame:
    """The fourteen coefficients of every county, two passes."""
    stu, keys = col("stu"), ["county", "stage"]
    values = [f"v{number}" for number in range(7)]
    means = part.with_columns(
        **{f"mean {name}": (col(name) * stu).sum().over(keys) / stu.sum().over(keys) for name in values}
    )
    found = means.group_by(keys).agg(
        **{
            name: (((col(name) - col(f"mean {name}")) ** 2 * stu).sum() / stu.sum()).sqrt()
            / col(f"mean {name}").first()
            for name in values
        }
    )
    return found.with_columns(
        [when(col("county").is_in(untyped.implode())).then(NAN).otherwise(col(name)).alias(name) for name in values]
    )


def totals(rows: pl.DataFrame, schools: pl.DataFrame) -> pl.DataFrame:
    """Schools with the sums of their compulsory stages, and single stages beside them."""
    figures = [name for name in rows.columns if name not in ("school", "stage")]
    wide = schools.join(
        rows.filter(col("stage") != "senior").group_by("school").agg(col(figures).sum()), on="school", how="left"
    ).with_columns(col(figures).fill_null(0))
    for stage, names in (
        ("primary", ["stu", "stu_inclass"]),
        ("junior", ["stu", "stu_inclass", "grad", "entry", "in3y", "out3y", "dead3y"]),
        ("senior", ["n_classes", "n_classes_56_65", "n_classes_66"]),
    ):
        here = rows.filter(col("stage") == stage).select(
            "school", *[col(name).alias(f"{name} {stage}") for name in names]
        )
        renamed = [f"{name} {stage}" for name in names]
        wide = wide.join(here, on="school", how="left").with_columns(col(renamed).fill_null(0))
    return wide.join(schools.group_by("county").agg(untyped=KIND.is_null().any()), on="county", how="left")


def school_items(wide: pl.DataFrame, rows: pl.DataFrame, counties: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Items judged school by school: code → verdict of the schools they apply to."""
    stu, found = col("stu"), {}
    wide = wide.join(counties.select("county", "fund_std.primary", "fund_std.junior"), on="county", how="left")
    needed = (col("n_classes") / 12).ceil()
    rooms = [met(col(name) - needed, 0.0) for name in ("n_music_rooms_96", "n_art_rooms_90")]
    with_rooms = KIND.is_in(["primary", "junior", "nine_year", "twelve_year", "complete_secondary"])
    size = when(KIND.is_in(["nine_year", "twelve_year"])).then(2500.0).otherwise(2000.0)
    listed = KIND.is_in(COMPULSORY) | ((KIND == "senior") & (stu != 0))
    small = KIND.is_in(["primary", "teaching_point", "junior", "nine_year"]) & ~(
        (stu == 0) | (stu >= 100).and_(~stu.is_nan())
    )
    primary, junior = col("fund_std.primary"), col("fund_std.junior")
    mixed = (col("stu primary") * primary + col("stu junior") * junior) / (col("stu primary") + col("stu junior"))
    own = (
        when(KIND.is_in(["primary", "teaching_point"]))
        .then(primary)
        .when(KIND == "junior")
        .then(junior)
        .otherwise(mixed)
    )
    for code, where, verdict in (
        ("YZJH-2.3", with_rooms, together(*rooms)),
        ("YZJH-2.4", listed, met(size - stu, 0.0)),
        ("YZJH-2.6", small, met(col("fund_public_allocated") - 100 * own + 0 * stu, 0.0)),
        (
            "YZJH-3.4",
            listed | (KIND == "special"),
            met(col("fund_train_budget") / col("fund_public_budget") * 100, 5.0),
        ),
    ):
        found[code] = wide.filter(where).select("school", verdict=verdict)
    here = rows.join(wide.select("school", "school_type"), on="school")
    here = here.filter(KIND.is_in(COMPULSORY) & (col("stage") != "senior") & (stu != 0))
    over = col("n_classes_51_55") + col("n_classes_56_65") + col("n_classes_66")
    over = over + when(col("stage") == "primary").then(col("n_classes_46_50")).otherwise(0.0) + 0 * stu
    found["YZJH-2.5"] = here.select(school=col("school") + " " + col("stage"), verdict=met(-over, 0.0))
    return found


def county_sums(wide: pl.DataFrame, counties: pl.DataFrame) -> dict[str, np.ndarray]:
    """What the county items ask of all schools."""
    compulsory, counted = KIND.is_in(COMPULSORY), ~KIND.is_in(["kindergarten", "teaching_point"])
    special, no_kindergarten = KIND == "special", KIND != "kindergarten"
    junior = KIND.is_in(["junior", "nine_year", "twelve_year", "complete_secondary"])

    def total(value: pl.Expr, where: pl.Expr) -> pl.Expr:
        return when(col("untyped").first()).then(NAN).otherwise(when(where).then(value).otherwise(0.0).sum())

    one = lit(1.0)
    boarding = known(col("stu_boarding") > 0, "stu_boarding")
    visits = [known(col(name) >= 2, name) for name in ("visits_term1", "visits_term2")]
    pupils = col("stu primary")
    few = KIND.is_in(["primary", "teaching_point"]) & (pupils > 0) & (pupils < 100)
    due = when(few).then(100.0).otherwise(pupils) * 650 + col("stu junior") * 850 + col("stu_boarding") * 200
    due = due + col("stu_inclass primary") * (6000 - 650) + col("stu_inclass junior") * (6000 - 850)
    due = due + when(special).then(col("stu_special") * 6000).otherwise(0.0)
    big = col("n_classes_56_65 senior") + col("n_classes_66 senior")
    sums = {
        "t_full": total(
            pl.sum_horizontal("t_doctor", "t_master", "t_bachelor", "t_college", "t_secondary"), compulsory
        ),
        "stu_special": total(col("stu_special"), compulsory | special),
        "mig_total": total(col("stu_migrant"), compulsory),
        "n_classes_56": total(col("n_classes_56_65") + col("n_classes_66"), compulsory),
        "classes_compulsory": total(col("n_classes"), compulsory),
        "classes_senior": total(col("n_classes senior"), KIND.is_in(UPPER)),
        "n_classes_56_senior": total(big, KIND.is_in(UPPER)),
        "others": total(col("n_classes_other"), KIND.is_in(["special", "vocational"])),
        "classes_media": total(col("n_classes_media"), no_kindergarten),
        "n_schools": total(one, counted),
        "n_vocational_schools": total(one, KIND == "vocational"),
        "schools_boarding": total(boarding, counted),
        "schools_boarding_met": total(both(boarding, col("dorm_met")), counted),
        "schools_security_met": total(
            both(*[col(name) for name in ("guards_met", "enclosed_met", "alarm_met", "escort_met")]), counted
        ),
        "schools_logistics_met": total(
            both(*[col(name) for name in ("canteen_met", "water_met", "toilets_met")]), counted
        ),
        "schools_supervised": total(both(*visits), counted),
        "running_allocated": total(col("fund_public_allocated"), compulsory | special),
        "running_due": total(due, compulsory | special),
    }
    for name in ("t_360", "t_certified", "t_eligible", "t_rotated", "t_rotated_backbone"):
        sums[name] = total(col(name), compulsory)
    for name in ("grad", "entry", "in3y", "out3y", "dead3y"):
        sums[name] = total(col(f"{name} junior"), junior)
    for name in ("d_area", "d_area_in_use", "fund_public_final", "fund_train_final"):
        sums[name] = total(col(name), no_kindergarten)
    for name in ("standard_met", "equipment_met", "books_met", "rooms_met", "staffing_met"):
        sums[f"schools_{name}"] = total(col(name), counted)
    found = counties.select(COUNTY).join(
        wide.group_by(COUNTY).agg(**sums), on=COUNTY, how="left", maintain_order="left"
    )
    arrays = {name: found[name].to_numpy() for name in sums}
    arrays["classes_all"] = arrays["classes_compulsory"] + arrays["classes_senior"] + arrays.pop("others")
    return arrays


def zones(rows: pl.DataFrame, schools: pl.DataFrame, counties: pl.DataFrame) -> pl.Series:
    """YZJH-2.13: pupils of public day schools in towns that go to school in their own zone, per stage and together."""
    named = ["school", "county", "school_type", "urban_rural_code", "owner_code", "stu_boarding"]
    here = rows.join(schools.select(named), on="school").filter(KIND.is_not_null() & (col("stage") != "senior"))
    code, owner = col("urban_rural_code"), col("owner_code")
    out = (
        code.is_in(["210", "220"]).fill_null(False)
        | (owner == "10").fill_null(False)
        | ((col("stu_boarding") > 0) & ~col("stu_boarding").is_nan())
    )
    counts = (
        when(out)
        .then(0.0)
        .when(code.is_null() | owner.is_null() | col("stu_boarding").is_nan())
        .then(NAN)
        .otherwise(1.0)
    )
    here = here.with_columns(counts=counts)

    def total(value: pl.Expr) -> pl.Expr:
        return when(col("counts") == 0).then(0.0).otherwise(value * col("counts")).sum()

    sums = here.group_by("county", "stage").agg(
        inside=total(col("stu_in_zone")), pupils=total(col("stu")), some=total(known(col("stu") > 0, "stu"))
    )
    untyped = schools.group_by("county").agg(untyped=KIND.is_null().any())
    verdicts = []
    for stage, line in (("primary", 100.0), ("junior", 95.0)):
        at = counties.select("county").join(
            sums.filter(col("stage") == stage), on="county", how="left", maintain_order="left"
        )
        at = at.join(untyped, on="county", how="left", maintain_order="left").with_columns(col("some").fill_null(0.0))
        share = col("inside") / col("pupils") * 100
        verdict = (
            when(col("untyped") | col("some").is_nan())
            .then(2)
            .when(col("some") == 0)
            .then(3)
            .otherwise(met(share, line))
        )
        verdicts.append(at.select(verdict.alias(stage)))
    return pl.concat(verdicts, how="horizontal").select(together(col("primary"), col("junior"))).to_series()


def main(folder: str, answers: str) -> None:
    counties, schools, rows = (read(folder, name) for name in ("counties", "schools", "rows"))
    clock.mark("read")
    part = resources(rows, schools)
    coefficients = variations(part, schools.filter(KIND.is_null())["county"])
    wide = totals(rows, schools)
    items = school_items(wide, rows, counties)
    numbers = [name for name in counties.columns if name != "county" and not name.startswith("judged")]
    arrays = {name: counties[name].to_numpy() for name in numbers} | county_sums(wide, counties)
    judged = {name[8:]: counties[name].to_list() for name in counties.columns if name.startswith("judged C")}
    with np.errstate(divide="ignore", invalid="ignore"):
        once = by_county.rates(arrays)
        low, high = by_county.score(arrays, judged)
    once["YZJH-2.13"] = zones(rows, schools, counties).to_numpy()
    clock.mark("work")
    if answers:
        write(answers, part, coefficients, items, once, low, high, counties["county"].to_list())
    clock.tell()


def write(path, part, coefficients, items, once, low, high, counties) -> None:
    """What was found, as plain data for `benchmarks.size` to compare."""
    import json

    names = (part["school"] + " " + part["stage"]).to_list()
    marks = {
        letter: ["".join(str(int(one)) for one in row) for row in part.select(f"{letter}{n}" for n in range(7)).rows()]
        for letter in "me"
    }
    by_place = {(row[0], row[1]): row[2:] for row in coefficients.rows()}
    stages = ("junior", "primary")
    told = {
        "rows": dict(zip(names, marks["m"])),
        "edges": dict(zip(names, marks["e"])),
        "rules": dict(zip(names, part["rule"].to_list())),
        "variations": {
            county: [one for stage in stages for one in by_place.get((county, stage), (None,) * 7)]
            for county in counties
        },
        "pairs": [f"{stage} {number}" for stage in stages for number in range(7)],
        "schools": {code: dict(found.rows()) for code, found in items.items()},
        "counties": {code: [int(one) for one in found] for code, found in once.items()},
        "score": [list(ends) for ends in zip(low.tolist(), high.tolist())],
    }
    with open(path, "w", encoding="utf-8") as out:
        json.dump(told, out)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
