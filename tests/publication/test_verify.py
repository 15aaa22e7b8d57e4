"""The verifier by itself: it agrees with the portal on what is sound, and with nobody on what was changed."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.invented_bundles import invented_bundle
from contest_portal.allocation.rules.registry import RULES
from contest_portal.config import ROOT
from contest_portal.contests.rules.rulebook import DecidesOn
from contest_portal.publication import verify
from contest_portal.publication.rules.bundle import Bundle, write_bundle
from contest_portal.publication.verify import CHECKED, REPEATED, Verifier, main, read
from tests.publication.changes import changed, rehashed, seeded

PROGRAM = ROOT / "contest_portal" / "publication" / "verify.py"
SPECIFICATION = ROOT / "docs" / "verification.md"
SMALL = (3, 5, 8, 19)
DECIDING = ("rules", "sheets", "ranking", "allocation", "awards")


def small(seed: int) -> str:
    return write_bundle(invented_bundle(seed, groups=2, jurors=2, criteria=1))


def report(text: str | bytes) -> Any:
    return Verifier(read(text.encode() if isinstance(text, str) else text)).report()


def report_of(data: Any) -> Any:
    return report(json.dumps(data, ensure_ascii=False))


def failed_steps(data: Any) -> list[str]:
    return [number for number, *_ in report_of(data)["failed"]]


def is_detected(text: str) -> bool:
    try:
        return bool(report(text)["failed"])
    except (LookupError, TypeError, ValueError, AttributeError):
        return True  # the program says that the file cannot be used


def test_portal_and_verifier_agree_on_a_hundred_invented_contests() -> None:
    found: dict[int, list[list[str]]] = {}
    bundles = [invented_bundle(seed, groups=5, jurors=4, criteria=3) for seed in range(100)]
    for seed, bundle in enumerate(bundles):
        found[seed] = report(write_bundle(bundle))["failed"]

    assert {seed: failed for seed, failed in found.items() if failed} == {}
    assert {bundle.rules.allocation_rule for bundle in bundles} == {*REPEATED, CHECKED}
    assert {bundle.rules.scoring.decides_on for bundle in bundles} == set(DecidesOn)
    assert sum(map(ties, bundles)) > 20


def test_portal_and_verifier_agree_on_envelopes_inside_envelopes() -> None:
    found: dict[int, list[list[str]]] = {}
    bundles = [invented_bundle(seed, groups=10, jurors=2, criteria=1, nested=True) for seed in range(40)]
    for seed, bundle in enumerate(bundles):
        found[seed] = report(write_bundle(bundle))["failed"]

    assert {seed: failed for seed, failed in found.items() if failed} == {}
    results = [bundle.allocation.result for bundle in bundles if bundle.allocation]
    assert {one.rule for one in results} == set(RULES)
    assert sum(bool(one.spills) for one in results) > 20
    assert sum(any(line.amount for line in one.lines if line.pot == "TODO") for one in results) > 5


def test_changes_of_envelopes_inside_envelopes_are_found_though_the_hash_of_the_file_fits_again() -> None:
    random, texts = seeded(13), [write_bundle(nested(seed)) for seed in range(4)]
    missed = []
    for number in range(300):
        data, what = changed(texts[number % 4], random, within=("rules", "allocation"))
        if not is_detected(json.dumps(rehashed(data), ensure_ascii=False)):
            missed.append(what)

    assert missed == []


def nested(seed: int) -> Bundle:
    return invented_bundle(seed, groups=4, jurors=2, criteria=1, nested=True)


def ties(bundle: Bundle) -> int:
    totals = [place.exact_total for place in bundle.ranking if place.place is not None]
    return len(totals) - len(set(totals))


def test_a_thousand_changes_are_a_thousand_found() -> None:
    random, texts = seeded(7), [small(seed) for seed in SMALL]
    missed = []
    for number in range(1000):  # every change is a real one: see `changes.py`
        data, what = changed(texts[number % 4], random)
        if not is_detected(json.dumps(data, ensure_ascii=False)):
            missed.append(what)

    assert missed == []


def test_changes_of_what_decides_are_found_though_the_hash_of_the_file_fits_again() -> None:
    random, texts = seeded(11), [small(seed) for seed in SMALL]
    missed = []
    for number in range(400):
        data, what = changed(texts[number % 4], random, within=DECIDING)
        if not is_detected(json.dumps(rehashed(data), ensure_ascii=False)):
            missed.append(what)

    assert missed == []


def _mark(data: Any) -> None:
    sheet = data["sheets"][0]
    code = next(iter(sheet["marks"]))
    sheet["marks"][code] += -1 if sheet["marks"][code] else 1


def _twice(data: Any) -> None:
    data["sheets"].append(data["sheets"][0])


def _unknown_group(data: Any) -> None:
    data["sheets"][0]["group"] = "G-999"


def _aside(data: Any) -> None:
    data["recusals"] = [{"juror": data["sheets"][0]["juror"], "group": data["sheets"][0]["group"]}]


def _scale(data: Any) -> None:
    sheet = data["sheets"][0]
    sheet["marks"][next(iter(sheet["marks"]))] = 100_000


def _total(data: Any) -> None:
    line = next(line for line in data["ranking"] if line["exact_total"])
    line["exact_total"] = "1/3"


def _printed(data: Any) -> None:
    next(line for line in data["ranking"] if line["total"])["total"]["units"] += 1


def _place(data: Any) -> None:
    next(line for line in data["ranking"] if line["place"])["place"] += 1


def _closing(data: Any) -> None:
    data["closing_sha256"] = "0" * 64


def _asked(data: Any) -> None:
    data["groups"][0]["requested"]["cents"] += 100


def _amount(data: Any) -> None:
    data["allocation"]["result"]["lines"][0]["amount"]["cents"] += 1


def _fund(data: Any) -> None:
    data["allocation"]["result"]["unassigned"]["cents"] += 1


def _goods(data: Any) -> None:
    data["awards"][0]["goods"]["cents"] += 1


def _rules(data: Any) -> None:
    data["rules"]["title"] += "."


def _earlier(data: Any) -> None:
    earlier = {**data["rules"], "scoring": {}}
    data["earlier_rules"] = [{"sha256": verify.digest(earlier), "rules": earlier}]


def _format(data: Any) -> None:
    data["version"] = 2


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (_format, "1.2"), (_twice, "1.4"), (_unknown_group, "1.4"), (_rules, "2.1"), (_earlier, "2.2"),
        (_scale, "3.1"), (_mark, "3.2"), (_aside, "3.3"), (_total, "4.1"), (_printed, "5.1"), (_place, "5.2"),
        (_closing, "5.3"), (_asked, "6.1"), (_amount, "6.2"), (_fund, "6.3"), (_goods, "7.1"),
    ],
)  # fmt: skip
def test_the_step_that_fails_is_named(change: Any, step: str) -> None:
    data = json.loads(small(3))
    change(data)

    assert step in failed_steps(rehashed(data))


def test_what_is_not_told_is_listed_as_not_checked_and_does_not_fail() -> None:
    whole = json.loads(small(3))
    data = {key: whole[key] for key in ("format", "version", "rules", "groups", "jurors", "sheets")}
    data["sheets"] = [{k: v for k, v in sheet.items() if k != "seal"} for sheet in data["sheets"]]

    found = report_of(data)

    assert found["failed"] == []
    assert [number for number, *_ in found["passed"]] == ["1.4", "2.2", "3.1", "3.3", "6.4"]
    assert {"1.2", "2.1", "3.2", "4.1", "5.1", "6.1", "7.1"} <= {
        number for number, *_ in found["not_checked"]
    }


def test_a_seal_is_not_worked_out_where_reasons_are_withheld() -> None:
    data = json.loads(small(3))
    data["sheets"][0] |= {"reasons_withheld": True, "reasons": []}

    found = report_of(rehashed(data))

    assert found["failed"] == []
    told = "sin sello, o con motivos que no se publican: 1 fichas"
    assert ["3.2", "sellos de las fichas", told] in found["not_checked"]


def without_words(mark: int = 0) -> Any:
    """Give a contest whose first sheet has no reasons any more and a seal over what is left; `mark` is added later."""
    data = json.loads(small(3))
    sheet = data["sheets"][0]
    code = next(iter(sheet["marks"]))
    sheet |= {"reasons_withheld": True, "rest_seal": sheet["seal"]}
    assert "reasons" not in sheet
    sheet["marks"][code] -= mark
    return rehashed(data)


def test_what_is_left_of_a_sheet_without_its_reasons_is_checked_against_its_own_seal() -> None:
    whole, altered = (failed_steps(without_words(mark)) for mark in (0, 1))

    assert (whole, "3.2" in altered) == ([], True)


def test_a_rule_it_does_not_know_is_said_and_its_sums_are_still_checked() -> None:
    data = json.loads(small(3))
    data["rules"]["allocation_rule"] = data["allocation"]["inputs"]["rule"] = "by_lot"
    data["allocation"]["result"]["lines"][0]["balance"]["cents"] += 1

    found = report_of(data)

    assert "6.2" in {number for number, *_ in found["not_checked"]}
    assert "6.3" in {number for number, *_ in found["failed"]}


def made(rule: str) -> Any:
    """Give an invented contest of a rule with some award."""
    bundles = (invented_bundle(seed, groups=5, jurors=2, criteria=1) for seed in range(200))
    found = next(one for one in bundles if one.rules.allocation_rule == rule and len(one.awards) > 1)
    return json.loads(write_bundle(found))


@pytest.mark.parametrize("rule", ["equal_share", "within_share", "pass_funded", "best_total"])
def test_a_centimo_more_is_found_under_every_rule(rule: str) -> None:
    data = made(rule)
    line = next(one for one in data["allocation"]["result"]["lines"] if one["amount"]["cents"])
    line["amount"]["cents"] -= 1

    assert "6.2" in failed_steps(data)


@pytest.mark.parametrize(
    ("rule", "key", "value"),
    [
        ("within_share", "counted", {"cents": 1}),
        ("best_total", "line_code", "otra"),
        ("best_total", "district_code", "999999"),
        ("merit_order", "counted", {"cents": 1}),
        ("equal_share", "line_code", "cuyes"),
    ],
)
def test_what_a_rule_was_told_of_a_group_is_what_the_group_says(rule: str, key: str, value: Any) -> None:
    data = made(rule)
    data["allocation"]["inputs"]["candidates"][0][key] = value

    assert "6.1" in failed_steps(data)


@pytest.mark.parametrize("rule", [*REPEATED, CHECKED])
def test_terms_are_those_of_the_rules(rule: str) -> None:
    data = made(rule)
    data["allocation"]["inputs"]["terms"] = {"share_percent": 79, "most_winners": 7}

    reasons = [(number, reason) for number, _, reason in report_of(data)["failed"]]

    assert any(number == "6.1" and reason.startswith("terms share_percent") for number, reason in reasons)


@pytest.mark.parametrize("end", [{"max_awards": 0}, {"max_amount": {"cents": 1}}, {"min_awards": 99}])
def test_a_limit_that_is_not_kept_is_named_and_the_optimum_is_said_not_to_be_checked(
    end: dict[str, Any],
) -> None:
    data = made(CHECKED)
    winner = data["awards"][0]["group"]
    (line,) = (one["line"] for one in data["groups"] if one["code"] == winner)
    data["allocation"]["inputs"]["terms"] = {"limits": [{"of": "line", "code": line} | end]}

    found = report_of(data)

    assert ["6.2", "pasos del reparto", f"no se cumple el límite de «{line}»"] in found["failed"]
    assert "6.2" in {number for number, *_ in found["not_checked"]}


def test_a_phase_has_the_quorum_of_its_own() -> None:
    data = json.loads(small(3))
    counts = [sum(one["phase"] == "FIELD" for one in data["sheets"]), len(data["groups"])]
    data["rules"]["phases"][0]["quorum"] = counts[0] // counts[1] + 1

    assert any(number == "4.1" and "quórum" in reason for number, _, reason in report_of(data)["failed"])


def test_the_program_exits_with_0_1_or_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, other = (tmp_path / name for name in ("good.json", "bad.json", "other.json"))
    good.write_text(small(3))
    data = json.loads(small(3))
    _mark(data)
    bad.write_text(json.dumps(data))
    other.write_text('{"format": 1.5}')

    codes = [main([str(path)]) for path in (good, bad, other, tmp_path / "none.json", tmp_path)]

    assert codes == [0, 1, 2, 2, 2]
    assert "FALLA          3.2 — sellos de las fichas — ficha de J1 para G-001" in capsys.readouterr().out


def test_a_published_hash_and_a_document_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, paper = tmp_path / "bundle.json", tmp_path / "acta.pdf"
    data = json.loads(small(3))
    paper.write_bytes(b"%PDF")
    data["documents"][0]["file_sha256"] = verify.sha256(b"%PDF").hexdigest()
    file.write_text(json.dumps(rehashed(data)))
    told = rehashed(data)["bundle_sha256"]

    assert main([str(file), "--sha256", told, "--document", str(paper)]) == 0
    assert main([str(file), "--sha256", "0" * 64]) == 1
    assert main([str(file), "--document", str(file), "--json"]) == 1
    assert "1.3" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", ["[]", "1", '{"a":1,"a":2}', '{"a":NaN}', '{"a":1e400}', '{"a":"\\ud800"}', "é"]
)
def test_what_can_be_read_in_two_ways_is_not_read(tmp_path: Path, content: str) -> None:
    file = tmp_path / "bundle.json"
    file.write_bytes(content.encode("latin-1"))

    assert main([str(file)]) == 2


def test_a_group_less_in_the_ranking_and_a_place_without_a_lot_are_named() -> None:
    data = json.loads(small(3))
    gone = data["ranking"].pop()["group"]
    data["draw"] = None
    for group in data["groups"]:  # both are the same, and nothing parts them but a lot
        group |= {key: data["groups"][0][key] for key in ("women", "households", "submitted_at", "category")}
    twin = [one | {"group": "G-002"} for one in data["sheets"] if one["group"] == "G-001"]
    data["sheets"] = [one for one in data["sheets"] if one["group"] == "G-001"] + twin

    reasons = [reason for number, _, reason in report_of(data)["failed"] if number in ("4.1", "5.2")]

    assert any(reason.startswith(f"{gone}: corresponde {{") for reason in reasons)
    assert any('corresponde "por sorteo"; el archivo dice' in reason for reason in reasons)


def test_it_stands_alone(tmp_path: Path) -> None:
    """One file, the standard library, no network."""
    tree = ast.parse(PROGRAM.read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    (tmp_path / "verify.py").write_bytes(PROGRAM.read_bytes())
    (tmp_path / "bundle.json").write_text(small(3))

    alone = subprocess.run(
        [sys.executable, "-I", "verify.py", "bundle.json"], cwd=tmp_path, capture_output=True, check=False
    )

    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names - {
        "socket",
        "urllib",
        "http",
    }
    assert (alone.returncode, alone.stderr) == (0, b"")


def test_every_step_is_in_the_specification() -> None:
    steps = [step for _, steps in verify.CHAPTERS for step in steps]

    text = SPECIFICATION.read_text()

    assert [step for step in steps if f"**{step} " not in text] == []
