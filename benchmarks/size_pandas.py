"""The peer in pandas, by hand in floats: `python -m benchmarks.size_pandas FOLDER [ANSWERS]`. NaN is unknown."""

import sys

from benchmarks.size_child import Clock

clock = Clock()

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from benchmarks import size_counties as by_county  # noqa: E402

clock.mark("import")

LIMITS = {
    "primary": (4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3),
    "junior": (5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4),
}
CV_LIMIT = {"primary": 0.50, "junior": 0.45}
WEIGHTS = {
    "nine_year": (1, 1.1, 0),
    "twelve_year": (1, 1.1, 1.32),
    "complete_secondary": (0, 1, 1.2),
}
COMPULSORY = ("primary", "teaching_point", "junior", "nine_year", "twelve_year", "complete_secondary")
STAGES = ("primary", "junior", "senior")


def met(value: np.ndarray, limit: np.ndarray | float) -> np.ndarray:
    return np.where(np.isnan(value), 2, value >= limit).astype(np.int8)


def together(*verdicts: np.ndarray) -> np.ndarray:
    """One failing fails, else one open leaves it open."""
    return np.where(
        np.any([one == 0 for one in verdicts], 0), 0, np.where(np.any([one == 2 for one in verdicts], 0), 2, 1)
    ).astype(np.int8)


def resources(rows: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """The seven values of every school-stage that counts, their verdicts, the school rule, the rounding flags."""
    named = ["school", "county", "school_type", "area_teaching", "area_indoor_sport", "area_field"]
    all_rows = rows.merge(
        schools[[*named, "equip_value_wanyuan", "n_media_rooms", "stu_kindergarten"]], on="school", how="left"
    )
    all_rows = all_rows[all_rows["school_type"].notna()]
    place = all_rows["stage"].map({stage: number for number, stage in enumerate(STAGES)}).to_numpy()
    weights = np.ones((len(all_rows), 3))
    kinds = all_rows["school_type"].to_numpy()
    for kind, several in WEIGHTS.items():
        weights[kinds == kind] = several
    own = weights[np.arange(len(all_rows)), place]
    weighted = (all_rows["stu"] * own).groupby(all_rows["school"]).transform("sum", skipna=False)
    children = all_rows["stu_kindergarten"].fillna(0).to_numpy() * 0.8
    all_rows["divisor"] = (weighted.to_numpy() + children) / own
    part = all_rows[(place < 2) & (all_rows["stu"] != 0).to_numpy()]
    part = part[~((part["school_type"] == "teaching_point") & (part["stu"] < 50)).to_numpy()].copy()
    pupils, divisor = part["stu"].to_numpy(), part["divisor"].to_numpy()
    above = part["t_bachelor"] + part["t_master"] + part["t_doctor"]
    above = np.where(part["stage"] == "primary", above + part["t_college"], above)
    art = (part["t_pe"] + part["t_music"] + part["t_fineart"] + part["t_art"]).to_numpy()
    values = [
        above / pupils * 100,
        part["t_backbone"].to_numpy() / pupils * 100,
        art / pupils * 100,
        (part["area_teaching"] - part["area_indoor_sport"]).to_numpy() / divisor,
        (part["area_field"] + part["area_indoor_sport"]).to_numpy() / divisor,
        part["equip_value_wanyuan"].to_numpy() * 10000 / divisor,
        part["n_media_rooms"].to_numpy() / divisor * 100,
    ]
    primary = (part["stage"] == "primary").to_numpy()
    missed, still, below = (np.zeros(len(part), np.int8) for _ in range(3))
    for number, value in enumerate(values):
        limit = np.where(primary, LIMITS["primary"][number], LIMITS["junior"][number])
        verdict = met(value, limit)
        printed = np.floor(value * 100 + 0.5) / 100 >= limit
        part[f"v{number}"], part[f"m{number}"] = value, verdict
        part[f"e{number}"] = ~np.isnan(value) & (printed != (verdict == 1))
        missed += verdict == 0
        still += verdict == 2
        below += value < 0.85 * limit
    part["rule"] = np.where((below > 0) | (missed > 1), 0, np.where(still > 0, 2, 1))
    return part


def variations(part: pd.DataFrame, untyped: pd.Index) -> pd.DataFrame:
    """The fourteen coefficients of every county, two passes."""
    found = {}
    for stage, rows in part.groupby("stage"):
        county, pupils = rows["county"], rows["stu"]
        whole = pupils.groupby(county).sum(skipna=False)
        for number in range(7):
            value = rows[f"v{number}"]
            mean = (value * pupils).groupby(county).sum(skipna=False) / whole
            spread = ((value - county.map(mean)) ** 2 * pupils).groupby(county).sum(skipna=False) / whole
            found[f"{stage} {number}"] = np.sqrt(spread) / mean
    result = pd.DataFrame(found)
    result.loc[result.index.isin(untyped)] = np.nan
    return result


def totals(rows: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Schools with the sums of their compulsory stages, and single stages beside them."""
    compulsory = rows[rows["stage"] != "senior"]
    figures = [name for name in rows.columns if name not in ("school", "stage")]
    sums = compulsory.groupby("school")[figures].sum(skipna=False)
    wide = schools.set_index("school").join(sums)
    there = wide.index.isin(sums.index)
    wide.loc[~there, figures] = 0.0
    for stage, names in (
        ("primary", ("stu", "stu_inclass")),
        ("junior", ("stu", "stu_inclass")),
        ("senior", ("n_classes", "n_classes_56_65", "n_classes_66")),
    ):
        here = rows[rows["stage"] == stage].set_index("school")
        for name in names:
            wide[f"{name} {stage}"] = here[name].reindex(wide.index)
            wide.loc[~wide.index.isin(here.index), f"{name} {stage}"] = 0.0
    wide.loc[wide["school_type"].isna(), [*figures]] = np.nan
    return wide


def school_items(s: pd.DataFrame, fund_std: pd.DataFrame) -> dict[str, pd.Series]:
    """Items judged school by school: code → verdict of the schools they apply to."""
    kind = s["school_type"]
    stu, found = s["stu"], {}
    here = s[kind.isin(["primary", "junior", "nine_year", "twelve_year", "complete_secondary"])]
    needed = np.ceil(here["n_classes"] / 12)
    rooms = [met((here[name] - needed).to_numpy(), 0) for name in ("n_music_rooms_96", "n_art_rooms_90")]
    found["YZJH-2.3"] = pd.Series(together(*rooms), here.index)
    listed = kind.isin([*COMPULSORY, "senior"]) & ~((kind == "senior") & (stu == 0))
    here = s[listed]
    size = np.where(here["school_type"].isin(["nine_year", "twelve_year"]), 2500, 2000)
    found["YZJH-2.4"] = pd.Series(met(size - here["stu"].to_numpy(), 0), here.index)
    small = kind.isin(["primary", "teaching_point", "junior", "nine_year"])
    here = s[small & ~((stu == 0) | (stu >= 100))]
    std = fund_std.reindex(here["county"])
    primary, junior = std["fund_std.primary"].to_numpy(), std["fund_std.junior"].to_numpy()
    own = here["school_type"].to_numpy()
    mixed = (here["stu primary"] * primary + here["stu junior"] * junior) / (here["stu primary"] + here["stu junior"])
    norm = np.where(np.isin(own, ["primary", "teaching_point"]), primary, np.where(own == "junior", junior, mixed))
    known = here["fund_public_allocated"].to_numpy() - 100 * norm + 0 * here["stu"].to_numpy()
    found["YZJH-2.6"] = pd.Series(met(known, 0), here.index)
    here = s[kind.isin([*COMPULSORY, "special"]) | listed]
    share = here["fund_train_budget"] / here["fund_public_budget"] * 100
    found["YZJH-3.4"] = pd.Series(met(share.to_numpy(), 5), here.index)
    return found


def class_items(rows: pd.DataFrame, schools: pd.DataFrame) -> pd.Series:
    here = rows.merge(schools[["school", "school_type"]], on="school")
    here = here[here["school_type"].isin(COMPULSORY) & (here["stage"] != "senior") & (here["stu"] != 0)]
    over = here["n_classes_51_55"] + here["n_classes_56_65"] + here["n_classes_66"]
    over = over + np.where(here["stage"] == "primary", here["n_classes_46_50"], 0)
    verdict = np.where(here["stu"].isna() | over.isna(), 2, over <= 0)
    return pd.Series(verdict.astype(np.int8), here["school"] + " " + here["stage"])


def county_sums(s: pd.DataFrame, counties: pd.Index) -> dict[str, np.ndarray]:
    """What the county items ask of all schools."""
    kind, found = s["school_type"], {}
    compulsory, no_kindergarten = kind.isin(COMPULSORY), kind != "kindergarten"
    upper = kind.isin(["senior", "complete_secondary", "twelve_year"])
    counted = ~kind.isin(["kindergarten", "teaching_point"])
    untyped = kind.isna().groupby(s["county"]).any().reindex(counties).to_numpy()

    def total(values: pd.Series, where: pd.Series) -> np.ndarray:
        sums = values.where(where, 0.0).groupby(s["county"]).sum(skipna=False).reindex(counties).to_numpy(float)
        return np.where(untyped, np.nan, sums)

    full = s["t_doctor"] + s["t_master"] + s["t_bachelor"] + s["t_college"] + s["t_secondary"]
    found["t_full"] = total(full, compulsory)
    for name in ("t_360", "t_certified", "t_eligible", "t_rotated", "t_rotated_backbone"):
        found[name] = total(s[name], compulsory)
    found["stu_special"] = total(s["stu_special"], compulsory | (kind == "special"))
    junior = kind.isin(["junior", "nine_year", "twelve_year", "complete_secondary"])
    for name in ("grad", "entry", "in3y", "out3y", "dead3y"):
        found[name] = total(s[f"{name} only"], junior)
    found["mig_total"] = total(s["stu_migrant"], compulsory)
    big = s["n_classes_56_65"] + s["n_classes_66"]
    found["n_classes_56"] = total(big, compulsory)
    found["classes_compulsory"] = total(s["n_classes"], compulsory)
    found["classes_senior"] = total(s["n_classes senior"], upper)
    found["n_classes_56_senior"] = total(s["n_classes_56_65 senior"] + s["n_classes_66 senior"], upper)
    others = total(s["n_classes_other"], kind.isin(["special", "vocational"]))
    found["classes_all"] = found["classes_compulsory"] + found["classes_senior"] + others
    found["classes_media"] = total(s["n_classes_media"], no_kindergarten)
    for name in ("d_area", "d_area_in_use", "fund_public_final", "fund_train_final"):
        found[name] = total(s[name], no_kindergarten)
    found["n_schools"] = total(pd.Series(1.0, s.index), counted)
    found["n_vocational_schools"] = total(pd.Series(1.0, s.index), kind == "vocational")
    boarding = (s["stu_boarding"] > 0).astype(float).where(s["stu_boarding"].notna())
    found["schools_boarding"] = total(boarding, counted)
    found["schools_boarding_met"] = total(both(boarding, s["dorm_met"]), counted)
    for name in ("standard_met", "equipment_met", "books_met", "rooms_met", "staffing_met"):
        found[f"schools_{name}"] = total(s[name], counted)
    secure = both(s["guards_met"], s["enclosed_met"], s["alarm_met"], s["escort_met"])
    found["schools_security_met"] = total(secure, counted)
    found["schools_logistics_met"] = total(both(s["canteen_met"], s["water_met"], s["toilets_met"]), counted)
    visits = [(s[name] >= 2).astype(float).where(s[name].notna()) for name in ("visits_term1", "visits_term2")]
    found["schools_supervised"] = total(both(*visits), counted)
    paid = compulsory | (kind == "special")
    found["running_allocated"] = total(s["fund_public_allocated"], paid)
    small = kind.isin(["primary", "teaching_point"]) & (s["stu primary"] > 0) & (s["stu primary"] < 100)
    due = np.where(small, 100, s["stu primary"]) * 650 + s["stu junior"] * 850 + s["stu_boarding"] * 200
    due = due + s["stu_inclass primary"] * (6000 - 650) + s["stu_inclass junior"] * (6000 - 850)
    found["running_due"] = total(due + np.where(kind == "special", s["stu_special"] * 6000, 0), paid)
    return found


def both(*parts: pd.Series) -> pd.Series:
    """1 where all hold, 0 where one does not, else NaN."""
    low = pd.concat(parts, axis=1)
    return low.min(axis=1).where((low == 0).any(axis=1) | low.notna().all(axis=1))


def zones(rows: pd.DataFrame, schools: pd.DataFrame, counties: pd.Index) -> list[np.ndarray]:
    """YZJH-2.13 per stage: pupils of public day schools in towns that go to school in their own zone."""
    named = ["school", "county", "school_type", "urban_rural_code", "owner_code", "stu_boarding"]
    here = rows.merge(schools[named], on="school")
    here = here[here["school_type"].notna()]
    code, owner = here["urban_rural_code"], here["owner_code"]
    unknown = code.isna() | owner.isna() | here["stu_boarding"].isna()
    out = code.isin([210, 220]) | (owner == 10) | (here["stu_boarding"] > 0)
    counts = np.where(out, 0.0, np.where(unknown, np.nan, 1.0))
    untyped = schools["school_type"].isna().groupby(schools["county"]).any().reindex(counties).to_numpy()
    found = []
    for stage, line in (("primary", 100), ("junior", 95)):
        at = (here["stage"] == stage).to_numpy()
        county = here["county"][at]

        def total(values: pd.Series, at: np.ndarray = at, county: pd.Series = county) -> np.ndarray:
            weighted = pd.Series(np.where(counts[at] == 0, 0.0, values[at] * counts[at]), county.index)
            return weighted.groupby(county).sum(skipna=False).reindex(counties, fill_value=0.0).to_numpy()

        inside, pupils = total(here["stu_in_zone"]), total(here["stu"])
        some = total((here["stu"] > 0).astype(float).where(here["stu"].notna()))
        verdict = np.where(np.isnan(some) | untyped, 2, np.where(some == 0, 3, met(inside / pupils * 100, line)))
        found.append(np.where(untyped, 2, verdict))
    return found


def main(folder: str, answers: str) -> None:
    codes = {"county": str, "school": str}
    counties = pd.read_csv(f"{folder}/counties.csv", dtype=codes).set_index("county")
    schools = pd.read_csv(f"{folder}/schools.csv", dtype=codes)
    rows = pd.read_csv(f"{folder}/rows.csv", dtype=codes)
    clock.mark("read")
    with np.errstate(divide="ignore", invalid="ignore"):
        part = resources(rows, schools)
        untyped = schools["county"][schools["school_type"].isna()].unique()
        coefficients = variations(part, untyped).reindex(counties.index)
        wide = totals(rows, schools)
        junior = rows[rows["stage"] == "junior"].set_index("school")
        for name in ("grad", "entry", "in3y", "out3y", "dead3y"):
            wide[f"{name} only"] = junior[name].reindex(wide.index)
            wide.loc[~wide.index.isin(junior.index), f"{name} only"] = 0.0
        items = school_items(wide, counties[["fund_std.primary", "fund_std.junior"]])
        items["YZJH-2.5"] = class_items(rows, schools)
        arrays = {name: column.to_numpy(float) for name, column in counties.items() if not name.startswith("judged")}
        arrays |= county_sums(wide, counties.index)
        once = by_county.rates(arrays)
        once["YZJH-2.13"] = together(*zones(rows, schools, counties.index))
        judged = {name[8:]: column.to_numpy() for name, column in counties.items() if name.startswith("judged C")}
        low, high = by_county.score(arrays, judged)
    clock.mark("work")
    if answers:
        write(answers, part, coefficients, items, once, low, high, counties.index)
    clock.tell()


def write(path, part, coefficients, items, once, low, high, counties) -> None:
    """What was found, as plain data for `benchmarks.size` to compare."""
    import json

    names = (part["school"] + " " + part["stage"]).tolist()
    codes = part[[f"m{number}" for number in range(7)]].astype(int).astype(str).agg("".join, axis=1)
    edges = part[[f"e{number}" for number in range(7)]].astype(int).astype(str).agg("".join, axis=1)
    told = {
        "rows": dict(zip(names, codes)),
        "edges": dict(zip(names, edges)),
        "rules": dict(zip(names, part["rule"].astype(int).tolist())),
        "variations": dict(zip(counties, coefficients.to_numpy().tolist())),
        "pairs": list(coefficients.columns),
        "schools": {code: {key: int(one) for key, one in found.items()} for code, found in items.items()},
        "counties": {code: [int(one) for one in found] for code, found in once.items()},
        "score": [list(ends) for ends in zip(low.tolist(), high.tolist())],
    }
    with open(path, "w", encoding="utf-8") as out:
        json.dump(told, out)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
