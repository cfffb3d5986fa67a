"""Two reports beside each other: what became otherwise from one to the other, and which changes moved what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dudao.calc.assessment.assessor import Assessor
from dudao.calc.assessment.comparing_inputs import Input, changed_inputs
from dudao.calc.assessment.comparing_plain import LEVELS, plain_changes, plain_moved, told_values
from dudao.calc.assessment.comparing_runs import MOST_TRIED, Side, compare_runs
from dudao.calc.assessment.comparing_standings import told_standings
from dudao.calc.assessment.report.seen import snapshot_of
from dudao.calc.assessment.report.text_digest import text_digest
from dudao.calc.figures import Catalogue
from dudao.calc.standard.model import Standard

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReportsCompared:
    """`changes` and `moved` as `comparing_plain` puts them; `notes`: what has to be said of the comparison itself."""

    changes: Sequence[Plain]
    moved: Sequence[Plain]
    notes: Sequence[str]


def compare_reports(older: Plain, newer: Plain, standards: Sequence[Standard], catalogue: Catalogue) -> ReportsCompared:
    """Everything that became otherwise. `standards`: the texts at hand; what a report says itself is never judged anew.

    A standard of which no text is at hand is left out, and one that either report used another text of is compared by its
    codes; the notes say so.
    """
    at_hand = {standard.code: standard for standard in standards}
    before, after = snapshot_of(older, catalogue), snapshot_of(newer, catalogue)
    was, now = ({part["code"]: part for part in one["standards"]} for one in (older, newer))
    both = [code for code in now if code in was and code in at_hand]
    inputs = [*_software(older, newer), *_texts(both, was, now), *changed_inputs(before, after, catalogue)]
    names = {school["code"]: school["name"] for one in (older, newer) for school in one["roll"]["schools"]}
    moved: list[Plain] = []
    for code in both:
        work = Assessor(at_hand[code], catalogue)
        sides = [Side(work, one, told_standings(part)) for one, part in ((before, was[code]), (after, now[code]))]
        own = [change for change in inputs if change.kind != "standard" or change.place == code]
        values = (told_values(was[code]), told_values(now[code]))
        moved += plain_moved(compare_runs(sides[0], sides[1], own), inputs, work.standard, values, names)
    moved.sort(key=lambda one: LEVELS.index(one["level"]))
    changes = plain_changes(inputs, catalogue, [at_hand[code] for code in both], names)
    return ReportsCompared(changes, moved, _notes(older, newer, was, now, at_hand, len(inputs)))


def _software(older: Plain, newer: Plain) -> list[Input]:
    versions = older["software"], newer["software"]
    return [] if versions[0] == versions[1] else [Input("software", "", *versions)]


def _texts(both: Sequence[str], was: Mapping[str, Plain], now: Mapping[str, Plain]) -> list[Input]:
    return [Input("standard", code, was[code]["text"], now[code]["text"])
            for code in both if was[code]["text"] != now[code]["text"]]  # fmt: skip


def _notes(
    older: Plain,
    newer: Plain,
    was: Mapping[str, Plain],
    now: Mapping[str, Plain],
    at_hand: Mapping[str, Standard],
    number: int,
) -> list[str]:
    notes = []
    if older["county"] != newer["county"]:
        notes.append(f"两份报告写的县名不同：{older['county']}、{newer['county']}。")
    for code in dict.fromkeys((*was, *now)):
        short = (now.get(code) or was[code])["short"]
        if code not in was or code not in now:
            notes.append(f"只有{'后' if code in now else '前'}一份评了{short}，没有可比的。")
        elif code not in at_hand:
            notes.append(f"手头没有标准 {code} 的文本，没有比；用 --standard 给出它的文件。")
        else:
            if was[code]["text"] != now[code]["text"]:
                notes.append(f"两份用的{short}文本不同；编号相同的才比。")
            if text_digest(at_hand[code]) != now[code]["text"]:
                notes.append(f"后一份用的{short}文本和手头的不同；哪一处改动动了哪一条，按手头的文本推。")
    if older["software"] != newer["software"]:
        notes.append(f"软件由 {older['software']} 换成 {newer['software']}，变化也可能出自软件。")
    if number > MOST_TRIED:
        notes.append(f"改动有 {number} 处，太多，没有逐一推算“没有这一改会怎样”。")
    return notes
