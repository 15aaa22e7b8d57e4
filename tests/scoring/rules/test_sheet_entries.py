"""The text of an entry: one way to write it."""

import json
from dataclasses import replace

import pytest

from contest_portal.kernel.canonical import canonical_json
from contest_portal.kernel.problems import Refused
from contest_portal.kernel.records import to_data
from contest_portal.scoring.rules.sheet_entries import FIRST, EntryMark, Kind, SheetEntry, key_of, read_entry

ENTRY = SheetEntry(
    device="0" * 32,
    number=1,
    contest="I-2026",
    group="C-001",
    phase="FIELD",
    rules="a" * 64,
    marks=(EntryMark("F1", 8, ""), EntryMark("F2", 7, "Falta orden")),
    comment="Buen grupo «ñ»",
    kind=Kind.DRAFT,
    based_on=("v0", "b" * 64),
    previous=FIRST,
    written_at="2026-12-09T10:00:00",
)
BODY = canonical_json(to_data(ENTRY))


def test_an_entry_reads_as_it_was_written_and_is_known_by_its_text() -> None:
    assert read_entry(BODY) == ENTRY
    assert key_of(BODY) != key_of(canonical_json(to_data(replace(ENTRY, number=2))))


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0}, {"number": 1.0}, {"number": True}, {"number": "1"}, {"number": 10**6},
        {"device": "0" * 31}, {"device": "0" * 31 + "\u0660"}, {"device": "0" * 32 + "\n"}, {"device": "F" * 32},
        {"previous": "a" * 63}, {"rules": ""}, {"based_on": []}, {"based_on": ["v01"]}, {"based_on": ["v-1"]},
        {"based_on": ["v1"] * 13}, {"kind": "sealed"}, {"group": "x" * 41}, {"comment": None}, {"extra": 1},
        {"marks": [{"criterion": "F1", "units": -1, "reason": ""}]},
        {"marks": [{"criterion": "F1", "units": 10**6, "reason": ""}]},
        {"marks": [{"criterion": "F1", "units": 1, "reason": ""}] * 2},
        {"marks": [{"criterion": c, "units": 1, "reason": ""} for c in ("F2", "F1")]},
        {"marks": [{"criterion": "F1", "units": 1}]}, {"marks": {"F1": 1}}, {"__proto__": {}},
        {"comment": "x" * 70_000},
    ],
)  # fmt: skip
def test_an_unsound_entry_is_refused(change: dict[str, object]) -> None:
    text = json.dumps(
        {**json.loads(BODY), **change}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )

    with pytest.raises(Refused, match=r"entry\.malformed"):
        read_entry(text)


@pytest.mark.parametrize(
    "text", [f" {BODY}", BODY.replace(",", ", "), BODY.replace("ñ", "\\u00f1"), "{}", "", "["]
)
def test_another_way_to_write_the_same_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_entry(text)
