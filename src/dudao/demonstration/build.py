"""The demonstration county, whole: the same seed gives the same county to the last pupil."""

from dudao.demonstration.county import County
from dudao.demonstration.ledgers import judgements, ledgers
from dudao.demonstration.names import COUNTY, TOWNSHIPS
from dudao.demonstration.resources import equip
from dudao.demonstration.returns import fill
from dudao.demonstration.roll import schools
from dudao.demonstration.townhall import county_figures

SEED = 2026


def build(seed: int = SEED) -> County:
    """A county of 150 schools and 14 townships with its true figures; what was left open on purpose is in `faults`."""
    made = schools(seed)
    equip(made, seed)
    fill(made, seed)
    return County(
        name=COUNTY,
        seed=seed,
        townships=TOWNSHIPS,
        schools=made,
        figures=county_figures(made, seed),
        lists=ledgers(made, seed),
        judgements=judgements(made, seed),
    )
