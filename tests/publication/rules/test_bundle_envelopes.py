"""Envelopes inside envelopes in a file of elsewhere: what is read, what is refused, and what then follows from it."""

import json
from typing import Any

import pytest

from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Refused
from contest_portal.publication.rules.bundle import Bundle, write_bundle
from contest_portal.publication.rules.bundle_filling import filled
from contest_portal.publication.rules.bundle_reading import read_bundle
from contest_portal.publication.rules.bundle_reports import allocation_report
from contest_portal.publication.rules.bundle_results import allocation_of, inputs_of
from contest_portal.publication.rules.bundle_soundness import rules_problems
from contest_portal.publication.verify import Verifier
from contest_portal.publication.verify import read as verified
from tests.publication.changes import rehashed
from tests.publication.rules.test_bundle_reading import example, problems, read

CERCA = {
    "code": "CERCA",
    "name": "Del distrito",
    "amount": {"cents": 1_300_000},
    "parent": "UNICA",
    "scope": {"territory": "090301"},
    "spills": True,
}
"""13,000 of the 25,000 are for groups of the district. B comes first and asks 12,000, A 15,000; C did not pass."""


def with_pots(*pots: Any, rule: str = "merit_order", moves: Any = ()) -> Any:
    data = example()
    data["rules"] |= {"pots": list(pots), "allocation_rule": rule}
    return data | ({"moves": list(moves)} if moves else {})


def move(source: str, target: str, soles: int, *, after: bool = False) -> Any:
    told = {"act": "ACTO 1", "source": source, "target": target, "amount": {"cents": soles * 100}}
    return told | ({"after": True} if after else {})


def told(bundle: Bundle, rule: str = "merit_order") -> dict[str, tuple[str, int]]:
    return {
        line.code: (line.envelope_code, line.amount.cents // 100)
        for line in allocation_of(bundle, rule).lines
        if line.amount
    }


def homes(data: Any) -> dict[str, str]:
    return {one.code: one.pot for one in inputs_of(read(data), "merit_order").candidates}


def test_a_pot_is_read_whole_and_written_back_the_same() -> None:
    bundle = read(with_pots(CERCA))

    assert bundle.rules.pots == (
        Pot("CERCA", "Del distrito", Money(1_300_000), "UNICA", Scope("090301"), spills=True),
    )
    assert read_bundle(write_bundle(bundle).encode()) == bundle


@pytest.mark.parametrize(
    ("idle", "value"),
    [("parent", ""), ("scope", {}), ("share", None), ("spills", False)],
)
def test_what_a_pot_says_by_saying_nothing_may_be_left_out(idle: str, value: Any) -> None:
    plain = {"code": "X", "name": "X", "amount": {"cents": 1}}

    assert read(with_pots(plain | {idle: value})) == read(with_pots(plain))


def test_no_pots_is_the_same_file_as_none_told() -> None:
    assert write_bundle(read(with_pots())) == write_bundle(read(example()))
    assert homes(example()) == {"A": "", "B": "", "C": ""}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        pytest.param({"amount": 5}, ("bundle.misfit", "rules.pots[0].amount"), id="a bare number"),
        pytest.param({"amount": {"cents": "5"}}, ("bundle.misfit", "rules.pots[0].amount.cents"), id="a text"),
        pytest.param({"spills": "sí"}, ("bundle.misfit", "rules.pots[0].spills"), id="a word for yes"),
        pytest.param({"spills": 1}, ("bundle.misfit", "rules.pots[0].spills"), id="a one for yes"),
        pytest.param({"parent": None}, ("bundle.misfit", "rules.pots[0].parent"), id="no text for no parent"),
        pytest.param({"scope": "090301"}, ("bundle.misfit", "rules.pots[0].scope"), id="a bare territory"),
        pytest.param(
            {"scope": {"district": "090301"}}, ("bundle.keys", "rules.pots[0].scope"), id="an unknown scope"
        ),
        pytest.param({"minimum": 3}, ("bundle.keys", "rules.pots[0]"), id="an unknown key"),
    ],
)  # fmt: skip
def test_a_pot_that_does_not_fit_is_refused_with_its_place(changed: Any, found: tuple[str, str]) -> None:
    assert found in problems(json.dumps(with_pots(CERCA | changed)))


@pytest.mark.parametrize("missing", ["code", "name", "amount"])
def test_a_pot_without_what_it_needs_is_refused(missing: str) -> None:
    pot = {key: value for key, value in CERCA.items() if key != missing}

    assert ("bundle.keys", "rules.pots[0]") in problems(json.dumps(with_pots(pot)))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"parent": "OTRA"}, "pots.place"),
        ({"code": "UNICA"}, "pots.repeated"),
        ({"amount": {"cents": 0}}, "pots.no_money"),
        ({"amount": {"cents": -1}}, "pots.no_money"),
        ({"amount": {"cents": 2_500_001}}, "pots.sum"),
        ({"scope": {}}, "pots.same_scope"),
        ({"scope": {"territory": "15"}}, "pots.unknown"),
        ({"parent": "", "spills": False}, "pots.beside_category"),
    ],
)
def test_rules_with_a_pot_that_cannot_be_are_named_by_the_checks_of_publication(
    changed: Any, code: str
) -> None:
    assert code in [one.code for one in rules_problems(read(with_pots(CERCA | changed)).rules)]


def test_a_group_of_no_told_district_waits_in_what_is_for_everyone() -> None:
    """Groups of the file tell no district; those that tell one are at home in the inner envelope."""
    data = with_pots(CERCA)
    data["groups"][0] |= {"district": "090301"}
    data["groups"][1] |= {"district": "090302"}

    assert homes(data) == {"A": "CERCA", "B": "UNICA", "C": homes(with_pots(CERCA))["C"]}


def here(data: Any) -> Any:
    """Put all groups in the district."""
    for group in data["groups"]:
        group["district"] = "090301"
    return data


@pytest.mark.parametrize(
    ("pot", "rule", "expected"),
    [
        pytest.param({}, "merit_order", {"B": ("CERCA", 12_000)}, id="A asks more than the 13,000 left"),
        pytest.param(
            {}, "merit_order_partial", {"B": ("CERCA", 12_000), "A": ("UNICA", 13_000)}, id="the rest for A"
        ),
        pytest.param(
            {"spills": False},
            "merit_order_partial",
            {"B": ("CERCA", 12_000), "A": ("UNICA", 12_000)},
            id="without the 1,000 that do not go up",
        ),
        pytest.param(
            {"amount": {"cents": 1_199_999}}, "merit_order", {"B": ("UNICA", 12_000)}, id="a céntimo too little"
        ),
        pytest.param(
            {"amount": {"cents": 2_500_000}, "spills": False},
            "merit_order",
            {"B": ("CERCA", 12_000)},
            id="nothing is common",
        ),
        pytest.param({"amount": {"cents": 1_750_000}}, "merit_order_partial",
                     {"B": ("CERCA", 12_000), "A": ("CERCA", 5_500)}, id="A gets a part inside"),
        pytest.param({}, "within_share", {"B": ("CERCA", 9_600), "A": ("UNICA", 12_000)}, id="80 % of each"),
    ],
)  # fmt: skip
def test_what_follows_from_the_file_and_both_verify_it(
    pot: Any, rule: str, expected: dict[str, tuple[str, int]]
) -> None:
    bundle = read(here(with_pots(CERCA | pot, rule=rule)))

    assert told(bundle, rule) == expected
    assert Verifier(verified(write_bundle(bundle).encode())).report()["failed"] == []


def packed_contest(around: str = "") -> str:
    """Give a contest in which only one way of paying all fits: 15,000 inside and 12,000 around, which do not go up.

    By merit B would take the money inside and leave 12,000 for the 15,000 of A. With `around` A is told to be paid
    from there as well, though it does not hold both; every hash fits.
    """
    data = here(with_pots(CERCA | {"amount": {"cents": 1_500_000}, "spills": False}, rule="pass_funded"))
    data["rules"]["fund"] = data["rules"]["categories"][0]["envelope"] = {"cents": 2_700_000}
    whole = json.loads(write_bundle(filled(read(data))))
    for line in whole["allocation"]["result"]["lines"] if around else ():
        line["pot"] = around
    whole["allocation"]["result_sha256"] = canonical_hash(whole["allocation"]["result"])
    return json.dumps(rehashed(whole), ensure_ascii=False)


def test_where_several_ways_could_fit_the_program_pays_from_the_envelopes_of_the_file() -> None:
    def failed(text: str) -> list[str]:
        return [one[0] for one in Verifier(verified(text.encode())).report()["failed"]]

    whole = packed_contest()

    assert told(read_bundle(whole.encode()), "pass_funded") == {
        "A": ("CERCA", 15_000),
        "B": ("UNICA", 12_000),
    }
    assert (failed(whole), "6.2" in failed(packed_contest("UNICA"))) == ([], True)


def test_a_hundred_pots_of_one_name_inside_themselves_are_named_at_once() -> None:
    """A tree of them would have more branches than anybody can wait for: names are looked at before it is made."""
    loops = [CERCA | {"code": "X"}, *[CERCA | {"code": "X", "parent": "X"}] * 60]

    with pytest.raises(Refused) as refused:
        allocation_report(read(here(with_pots(*loops))), "merit_order")

    assert [(one.code, one.params["code"]) for one in refused.value.problems] == [("pots.repeated", "X")]


def test_a_report_tells_what_went_up_among_its_steps() -> None:
    """B is step 1, its envelope's 1,000 go up in step 2, A gets what is then around it in step 3."""
    report = allocation_report(
        read(here(with_pots(CERCA, rule="merit_order_partial"))), "merit_order_partial"
    )

    assert report["spills"] == [
        {"step": 2, "source": "CERCA", "target": "UNICA", "amount": {"cents": 100_000}}
    ]
    assert [one["step"] for one in report["steps"]] == [1, 3, 4]
    assert report["awarded"] + report["balance"] + report["unassigned"] == 2_500_000


def test_a_report_of_a_contest_in_which_nothing_goes_up_does_not_speak_of_it() -> None:
    assert "spills" not in allocation_report(read(here(example())), "merit_order")


def test_a_file_of_a_contest_that_cannot_fund_whoever_passes_says_what_its_outermost_envelope_lacks() -> None:
    with pytest.raises(Refused) as refused:
        allocation_of(read(here(with_pots(CERCA))), "pass_funded")

    (problem,) = refused.value.problems
    assert (problem.code, problem.params["category"]) == ("allocation.fund_short", "UNICA")


@pytest.mark.parametrize(
    ("moves", "common", "near"),
    [
        pytest.param([], 12_000, 13_000, id="none"),
        pytest.param([move("UNICA", "CERCA", 2_000)], 10_000, 15_000, id="inwards"),
        pytest.param([move("CERCA", "UNICA", 3_000)], 15_000, 10_000, id="outwards"),
        pytest.param([move("CERCA", "UNICA", 3_000, after=True)], 12_000, 13_000, id="after the allocation"),
        pytest.param(
            [move("CERCA", "UNICA", 3_000), move("UNICA", "CERCA", 3_000)], 12_000, 13_000, id="there and back"
        ),
    ],
)  # fmt: skip
def test_money_moved_by_an_act_is_of_the_envelope_that_the_act_names(
    moves: Any, common: int, near: int
) -> None:
    found = inputs_of(read(here(with_pots(CERCA, moves=moves))), "merit_order")

    amounts = {one.category_code: one.amount.cents // 100 for one in found.envelopes}
    assert (amounts, found.fund) == ({"UNICA": common, "CERCA": near}, Money.soles(25_000))


@pytest.mark.parametrize("place", ["OTRA", "cerca", "090301"])
def test_an_act_about_an_envelope_that_is_none_is_refused(place: str) -> None:
    assert problems(json.dumps(with_pots(CERCA, moves=[move("UNICA", place, 1)]))) == [
        ("bundle.unknown", "moves[0].target")
    ]
