"""Portal and program agree at the edges of the specification, and the program says so of each."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contest_portal.config import ROOT
from contest_portal.kernel.problems import Refused
from contest_portal.publication.bundle_schema import bundle_schema
from contest_portal.publication.rules.bundle_reading import read_bundle
from contest_portal.publication.rules.bundle_reports import allocation_report
from contest_portal.publication.verify import TRUTHS, Verifier, main, read
from tests.publication.edges import OTHER_INSTANTS, completed, sound_edges, unsound_edges
from tests.publication.rules.test_bundle_reading import example


def report_of(data: Any) -> Any:
    return Verifier(read(json.dumps(data, ensure_ascii=False).encode())).report()


@pytest.mark.parametrize("name", sorted(sound_edges()))
def test_a_contest_that_the_portal_works_out_is_confirmed(name: str) -> None:
    assert report_of(sound_edges()[name])["failed"] == []


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("awards beyond the fund", "7.1"),
        ("an empty seal", "3.2"),
        ("a reason that nobody sees", "3.1"),
        *((f"an instant written as {text}", "4.1") for text in OTHER_INSTANTS),
    ],
)
def test_what_does_not_hold_is_named(name: str, step: str) -> None:
    assert step in [one for one, *_ in report_of(unsound_edges()[name])["failed"]]


@pytest.mark.parametrize(
    "name", ["a version that is no number", "women that are no number", "a mark that is no number"]
)
def test_true_in_the_place_of_a_number_makes_a_file_unusable(name: str) -> None:
    with pytest.raises(ValueError, match="«true» donde no puede estar"):
        report_of(unsound_edges()[name])


def test_the_verifiers_know_where_true_and_false_may_stand() -> None:
    told = [*_truths(json.loads(bundle_schema()))]

    page = (ROOT / "static" / "js" / "verifier" / "reading.js").read_text()
    listed = re.findall(r"const TRUTHS = \[([^]]+)\]", page)[0]
    assert sorted(TRUTHS) == sorted(set(told)) == sorted(re.findall(r'"([a-z_]+)"', listed))


def _truths(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, one in schema.get("properties", {}).items():
            if one.get("type") == "boolean":
                yield name
    for one in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _truths(one)


def test_what_is_not_checked_of_the_reserve_and_without_a_ranking_is_said() -> None:
    for name, step in (("a reserve that was called", "7.1"), ("without a ranking", "6.1")):
        assert step in [one for one, *_ in report_of(sound_edges()[name])["not_checked"]], name


def test_who_was_absent_from_a_phase_of_others_has_a_total() -> None:
    data = sound_edges()["an attendance of another category"]

    assert data["ranking"][0]["exact_total"] is not None


def test_a_draw_without_numbers_and_two_reasons_for_one_mark_are_refused() -> None:
    drawn, explained = example(), example()
    drawn["draw"] = {"numbers": " ", "held_at": "2025-07-15T10:00:00+00:00"}
    sheet = explained["sheets"][0]
    sheet["reasons"] = [{"criterion": min(sheet["marks"]), "text": text} for text in ("uno", "dos")]

    found = []
    for data in (drawn, explained):
        with pytest.raises(Refused) as refusal:
            read_bundle(json.dumps(data).encode())
        found += [(one.code, one.params["place"]) for one in refusal.value.problems]

    assert found == [("bundle.not_drawn", "draw.numbers"), ("bundle.repeated", "sheets[0].reasons")]


def test_another_rule_reads_the_inputs_by_their_own_numbers() -> None:
    data = completed(example())
    for number, group in enumerate(data["groups"]):
        group["number"] = None
        lines = (*data["allocation"]["inputs"]["candidates"], *data["allocation"]["result"]["lines"])
        for line in lines:
            if line["code"] == group["code"]:
                line["application_id"] = 101 + number
    del data["bundle_sha256"]
    bundle = read_bundle(json.dumps(data).encode())

    reports = [allocation_report(bundle, rule) for rule in ("within_share", "best_total")]

    assert all(reports)


def test_a_paper_that_is_not_there_and_a_code_that_writes_lines_are_told(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    sound, forged = tmp_path / "sound.json", tmp_path / "forged.json"
    data = completed(example())
    sound.write_text(json.dumps(data))
    data["ranking"][0]["group"] = "A\nTodo lo comprobado concuerda."
    forged.write_text(json.dumps(data))

    codes = [main([str(sound), "--document", str(tmp_path / "none.pdf")]), main([str(forged)])]

    told = capfdbinary.readouterr()
    assert codes == [2, 1]
    assert "none.pdf» no se abre" in told.err.decode()
    assert "Todo lo comprobado concuerda." not in told.out.decode().splitlines()
