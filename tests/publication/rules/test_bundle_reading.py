"""What is read as a bundle: all that says one thing, and nothing that could say two."""

import json
import re
from typing import Any

import pytest

from benchmarks.invented_bundles import invented_bundle
from contest_portal.config import ROOT
from contest_portal.contests.rules.rulebook import Disqualifies
from contest_portal.kernel.problems import Refused
from contest_portal.publication.rules import bundle_reading
from contest_portal.publication.rules.bundle import Bundle, write_bundle
from contest_portal.publication.rules.bundle_reading import read_bundle
from contest_portal.publication.rules.bundle_reports import allocation_report, ranking_report
from contest_portal.publication.rules.bundle_results import places_of

WHOLE = write_bundle(invented_bundle(3, groups=2, jurors=2, criteria=2))


def example() -> Any:
    """Give the worked example of the description."""
    found = re.search(r"```json\n(.*?)```", (ROOT / "docs" / "bundle.md").read_text(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def read(data: Any) -> Bundle:
    return read_bundle(json.dumps(data).encode())


def problems(content: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        read_bundle(content.encode() if isinstance(content, str) else content)
    params = [problem.params for problem in refusal.value.problems]
    return [(p.code, q.get("place", "")) for p, q in zip(refusal.value.problems, params, strict=True)]


def test_what_was_written_is_read_back() -> None:
    assert write_bundle(read_bundle(WHOLE.encode())) == WHOLE


def test_defaults_are_filled_in_and_idle_ones_dropped() -> None:
    data = example()
    data["rules"]["scoring"]["disqualifies"] = Disqualifies.MAJORITY.value
    data["ranking"], data["draw"] = [], None

    assert read(data) == read(example())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"women": 3', '"women": 3.0', ("bundle.odd", "groups[0].women")),
        ('"women": 3', '"women": 1e400', ("bundle.odd", "groups[0].women")),
        ('"women": 3', '"women": NaN', ("bundle.odd", "groups[0].women")),
        ('"women": 3', '"women": 3, "women": 3', ("bundle.odd", "groups[0].women")),
        ('"women": 3', '"women": true', ("bundle.misfit", "groups[0].women")),
        ('"women": 3', '"women": "3"', ("bundle.misfit", "groups[0].women")),
        ('"women": 3', '"dni": 3', ("bundle.keys", "groups[0]")),
        ('"C1": 35', '"C1": true', ("bundle.misfit", "sheets[0].marks")),
        ('"version": 1', '"version": true', ("bundle.other_format", "")),
        ('"version": 1', '"version": 2', ("bundle.other_format", "")),
        ('"code": "B"', '"code": "A"', ("bundle.repeated", "groups")),
        ('"code": "J2"', '"code": "J3"', ("bundle.unknown", "sheets")),
        ('"category": "UNICA"', '"category": "OTRA"', ("bundle.unknown", "groups")),
        ("15:00:00+00:00", "15:00:00", ("bundle.no_zone", "groups[0].submitted_at")),
        ("15:00:00+00:00", "15:00:00Z", ("bundle.misfit", "groups[0].submitted_at")),
        ("Fichas en papel", "\\ud800", ("bundle.odd", "source")),
        ('"source"', '"bundle_sha256": "0", "source"', ("bundle.changed", "bundle_sha256")),
        ('"source"', '"rules_sha256": "0", "source"', ("bundle.changed", "rules")),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_its_place_named(
    old: str, new: str, problem: tuple[str, str]
) -> None:
    text = json.dumps(example(), ensure_ascii=False)
    assert old in text

    assert problem in problems(text.replace(old, new, 1))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    assert problems(content) == [("bundle.unreadable", "")]


def test_a_file_that_is_too_large_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_reading, "LARGEST", 10)

    assert problems(WHOLE) == [("bundle.unreadable", "")]


def test_the_example_is_ranked_as_its_description_says() -> None:
    report: Any = ranking_report(read(example()))

    assert [(line["group"], line["place"], line["exact_total"]) for line in report["ranking"]] == [
        ("B", 1, "80/1"),
        ("A", 2, "80/1"),
        ("C", None, "65/1"),
    ]


@pytest.mark.parametrize(
    ("rule", "awards", "balance"),
    [
        ("merit_order", {"B": 1_200_000}, 1_300_000),
        ("merit_order_partial", {"B": 1_200_000, "A": 1_300_000}, 0),
    ],
)
def test_the_example_is_allocated_as_its_description_says(
    rule: str, awards: dict[str, int], balance: int
) -> None:
    report: Any = allocation_report(read(example()), rule)

    assert (report["awards"], report["balance"], len(report["steps"])) == (awards, balance, 3)


def test_what_keeps_a_group_from_having_a_total_is_named() -> None:
    data = example()
    del data["sheets"][0]["marks"]["C1"]

    with pytest.raises(Refused) as refusal:
        places_of(read(data))

    assert [problem.code for problem in refusal.value.problems] == ["sheet.criterion_skipped"]


def test_the_sheet_of_a_juror_who_stood_aside_does_not_count() -> None:
    data = example()
    data["recusals"] = [{"juror": "J1", "group": "A"}]

    totals = {place.group: str(place.exact_total) for place in places_of(read(data))}

    assert totals == {"A": "75", "B": "80", "C": "65"}
