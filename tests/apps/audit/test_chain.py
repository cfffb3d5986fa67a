"""The form of the log, against the published test vector and against a tree worked out another way."""

import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dudao.apps.audit.chain import NOTHING, Entry, NotCanonical, canonical, facts_digest, root

LOG = "demo/530129/1"
FACTS = [
    {"installation": "demo", "previous": None, "software": "0.1"},
    {"figures": "6f1c", "name": "𠮷田镇中心小学", "period": "2026", "unit": "school:17"},
    {
        "box": "A3-02-3-01",
        "bytes": 48213,
        "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "title": "2025年决算\t表",
    },
]
ACTS = [
    ("log.open", "log:1", "system", "system", datetime(2026, 5, 12, 8, 0, tzinfo=UTC)),
    ("returns.hand_in", "returns.return:204", "user:318", "school", datetime(2026, 5, 12, 8, 3, 7, 482913, tzinfo=UTC)),
    ("evidence.file", "evidence.item:5521", "user:318", "school", datetime(2026, 5, 12, 8, 3, 9, 120, tzinfo=UTC)),
]


def vector() -> list[Entry]:
    entries, prev = [], NOTHING
    for seq, (facts, (action, on, by, role, at)) in enumerate(zip(FACTS, ACTS, strict=True)):
        salt = bytes([seq]) * 16
        entry = Entry(
            log=LOG,
            seq=seq,
            at=at,
            by=by,
            role=role,
            action=action,
            on=on,
            ok=True,
            facts=facts_digest(salt, facts),
            prev=prev,
        )
        entries.append(entry)
        prev = entry.digest()
    return entries


def test_the_published_vector_comes_out_to_the_last_byte():
    entries = vector()

    assert [len(entry.content()) for entry in entries] == [292, 314, 312]
    digests = [entry.digest() for entry in entries]
    assert [(digest[:8], digest[-4:]) for digest in digests] == [
        ("7efdc31e", "a293"),
        ("5e99b668", "bed8"),
        ("e2c975f0", "9021"),
    ]
    assert entries[2].facts.startswith("a34334ee") and entries[2].facts.endswith("a239")
    assert base64.b64encode(root(digests)).decode() == "NCf7nm92YWWPyz1u6z2qbocXzQDB/v3dvuRFaMhWRyw="


def by_halves(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, as it is written there."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\x01" + by_halves(leaves[:half]) + by_halves(leaves[half:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70))
def test_the_tree_is_that_of_the_standard(leaves):
    assert root(leaf.hex() for leaf in leaves) == by_halves(leaves)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
    max_leaves=20,
)


@given(PLAIN)
def test_what_has_canonical_bytes_comes_back_from_them(value):
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


@pytest.mark.parametrize("value", [0.5, 2**53 + 1, "\ud800", {"键": 1}, {1: "a"}, b"bytes", [{"a": [1.0]}]])
def test_what_two_programs_could_write_in_two_ways_has_none(value):
    with pytest.raises(NotCanonical):
        canonical(value)
