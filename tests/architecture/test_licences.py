"""What the product needs to run may be used in an Apache-2.0 product: nothing under the GPL or AGPL."""

import re
from importlib.metadata import PackageNotFoundError, distribution

FORBIDDEN = re.compile(r"(?<![L])GPL|Affero|GNU General", re.IGNORECASE)
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def needed(name: str, seen: set[str]) -> set[str]:
    """The distributions installed here that `name` needs, and what they need in turn."""
    if name in seen:
        return seen
    try:
        found = distribution(name)
    except PackageNotFoundError:  # for another system
        return seen
    seen.add(name)
    for requirement in found.requires or []:
        if "extra ==" not in requirement:
            needed(NAME.match(requirement)[0].lower(), seen)
    return seen


def said_licences(name: str) -> str:
    """What a distribution says its licence is; one that says nothing in its metadata may carry the text itself."""
    found = distribution(name)
    classified = [line for line in found.metadata.get_all("Classifier") or [] if line.startswith("License")]
    written = found.metadata.get("License-Expression") or (found.metadata.get("License") or "").split("\n")[0]
    if said := " ".join(filter(None, [written, *classified])):
        return said
    return " ".join(file.read_text("utf-8") for file in found.files or [] if "licenses" in file.parts)


def test_nothing_that_runs_is_under_the_gpl():
    runtime = needed("dudao", set()) - {"dudao"}

    assert {"django", "click"} <= runtime
    assert {name: said_licences(name) for name in runtime if FORBIDDEN.search(said_licences(name))} == {}
    assert {name for name in runtime if not said_licences(name).strip()} == set()
