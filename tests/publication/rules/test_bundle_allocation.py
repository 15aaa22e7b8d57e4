"""What a file without a frozen allocation gives by every rule with terms; all figures are worked out by hand."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.invented_bundles import invented_bundle
from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.rules.allocation_terms import AllocationTerms, CountedPart
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from contest_portal.publication.rules.bundle_reports import allocation_report, ranking_report
from contest_portal.publication.rules.bundle_results import inputs_of
from tests.publication.rules.test_bundle_reading import example, read

A, B, C = range(3)


def part(kind: str, cents: int) -> Any:
    return {"kind": kind, "amount": {"cents": cents}}


def with_own_parts() -> Any:
    """A plans 15,000 + 1,000 in cash + 4,000 in labour, B 12,000 + 3,000 in kind."""
    data = example()
    data["groups"][A]["own_parts"] = [part("cash", 100_000), part("labour", 400_000)]
    data["groups"][B]["own_parts"] = [part("kind", 300_000)]
    return data


def with_limit(of: str, code: str) -> Any:
    """A is of another line and another district than B."""
    data = example()
    data["rules"]["lines"].append({"code": "miel", "name": "Miel de abeja"})
    data["rules"]["territory"].append("090302")
    data["groups"][A] |= {"line": "miel", "district": "090302"}
    data["groups"][B] |= {"line": "cuyes", "district": "090301"}
    data["rules"]["allocation"] = {"limits": [{"of": of, "code": code, "min_awards": 1}]}
    return data


def with_terms(data: Any, **terms: Any) -> Any:
    data["rules"]["allocation"] = terms
    return data


def asking(cents: int) -> Any:
    data = example()
    data["groups"][A]["requested"]["cents"] = cents
    return data


@pytest.mark.parametrize(
    ("rule", "data", "awards", "balance"),
    [
        # two pass: 12,500 each; B asks 12,000, and A gets the 13,000 that are left of what it asked, 15,000
        ("equal_share", example(), {"B": 1_200_000, "A": 1_300_000}, 0),
        ("equal_share", with_terms(example(), most_winners=1), {"B": 1_200_000}, 1_300_000),
        # 80 % of 12,000 and of 15,000
        ("within_share", example(), {"B": 960_000, "A": 1_200_000}, 340_000),
        # 80 % of 15,000 is all that B asks; 80 % of 20,000 is more than A asks, and 15,000 are more than are left
        ("within_share", with_own_parts(), {"B": 1_200_000}, 1_300_000),
        # labour does not count: 80 % of 16,000 is 12,800, of the 13,000 that are left
        (
            "within_share",
            with_terms(with_own_parts(), counted=["cash", "kind"]),
            {"B": 1_200_000, "A": 1_280_000},
            20_000,
        ),
        # 70 % of 15,000 and of 16,000
        (
            "within_share",
            with_terms(with_own_parts(), counted=["cash", "kind"], share_percent=70),
            {"B": 1_050_000, "A": 1_120_000},
            330_000,
        ),
        ("pass_funded", asking(1_300_000), {"B": 1_200_000, "A": 1_300_000}, 0),
        # both have 80 and do not fit together: the first in order of merit, unless a minimum names the other
        ("best_total", example(), {"B": 1_200_000}, 1_300_000),
        ("best_total", with_limit("line", "miel"), {"A": 1_500_000}, 1_000_000),
        ("best_total", with_limit("district", "090302"), {"A": 1_500_000}, 1_000_000),
        ("best_total", with_limit("district", "090301"), {"B": 1_200_000}, 1_300_000),
        ("best_total", with_limit("category", "UNICA"), {"B": 1_200_000}, 1_300_000),
    ],
)
def test_a_file_written_by_hand_is_allocated(
    rule: str, data: Any, awards: dict[str, int], balance: int
) -> None:
    report: Any = allocation_report(read(data), rule)

    assert (report["awards"], report["balance"]) == (awards, balance)


def test_pass_funded_says_what_is_missing() -> None:
    with pytest.raises(Refused) as refusal:
        allocation_report(read(example()), "pass_funded")

    (problem,) = refusal.value.problems
    assert (problem.code, problem.params["missing"]) == ("allocation.fund_short", Money.soles(2000).format())


@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_does_not_read_it_is_not_told(rule: str) -> None:
    data = with_limit("line", "miel")
    data["groups"][A]["own_parts"] = [part("cash", 100_000)]
    data["rules"]["allocation"] |= {"most_winners": 1, "share_percent": 70}

    inputs = inputs_of(read(data), rule)

    told = (inputs.terms.share_percent, inputs.terms.most_winners, len(inputs.terms.limits))
    first = inputs.candidates[0]
    assert (*told, first.line_code, first.district_code, first.counted.cents) == {
        "equal_share": (80, 1, 0, "", "", 0),
        "within_share": (70, 0, 0, "", "", 100_000),
        "best_total": (80, 0, 1, "miel", "090302", 0),
    }.get(rule, (80, 0, 0, "", "", 0))


def test_another_rule_than_the_frozen_one_reads_terms_and_groups() -> None:
    bundle = invented_bundle(3, groups=2, jurors=2)
    terms = AllocationTerms(share_percent=50, counted=(CountedPart.CASH,))
    changed = replace(bundle, rules=replace(bundle.rules, allocation=terms))

    assert bundle.allocation is not None
    assert inputs_of(changed, bundle.rules.allocation_rule) == bundle.allocation.inputs
    assert inputs_of(changed, "within_share").terms == terms


def problems(data: Any) -> list[tuple[str, dict[str, str]]]:
    found = []
    for work in (ranking_report, lambda bundle: allocation_report(bundle, "merit_order")):
        with pytest.raises(Refused) as refusal:
            work(read(data))
        found.append([(problem.code, dict(problem.params)) for problem in refusal.value.problems])
    assert found[0] == found[1]
    return found[0]


def test_a_group_below_the_quorum_is_named_with_its_phase() -> None:
    data = example()
    del data["sheets"][0]

    assert problems(data) == [
        ("bundle.below_quorum", {"group": "A", "phase": "Evaluación de campo", "given": "1", "asked": "2"})
    ]


def test_a_phase_may_have_a_quorum_of_its_own() -> None:
    lower, higher = example(), example()
    lower["rules"]["phases"][0]["quorum"], higher["rules"]["phases"][0]["quorum"] = 1, 3
    del lower["sheets"][0]

    ranked: Any = ranking_report(read(lower))

    assert [line["group"] for line in ranked["ranking"]] == ["B", "A", "C"]
    assert [params["group"] for _, params in problems(higher)] == ["A", "B", "C"]


def test_who_was_left_out_by_its_attendance_needs_no_quorum() -> None:
    data = example()
    data["rules"]["phases"][0]["attendance_minimum"] = "1/2"
    for group in data["groups"]:
        whole = group["households"]
        group["attendance"] = [{"phase": "CAMPO", "present": whole, "households": whole}]
    data["groups"][A]["attendance"][0]["present"] = 1
    del data["sheets"][0]

    ranked: Any = ranking_report(read(data))

    assert [(one["group"], one["standing"]) for one in ranked["ranking"]] == [
        ("B", "passed"),
        ("C", "below_pass"),
        ("A", "disqualified"),
    ]


def test_rules_that_contradict_themselves_are_refused_and_dates_are_not_looked_at() -> None:
    data = example()
    calendar = data["rules"]["calendar"]
    calendar["opens_at"], calendar["closes_at"] = calendar["closes_at"], calendar["opens_at"]
    dated: Any = ranking_report(read(data))
    data["rules"]["phases"][0]["max_points"] = 90

    codes = [code for code, _ in problems(data)]

    assert len(dated["ranking"]) == 3
    assert codes == ["phases.sum", "sheet.sum"]
