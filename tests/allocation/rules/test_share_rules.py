"""Equal share, the co-financing share and pass = funded, on contests small enough to check by hand."""

from dataclasses import replace

import pytest

from contest_portal.allocation.rules.equal_share import equal_level
from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.allocation.rules.reasons import explain
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.within_share import payable
from contest_portal.contests.rules.allocation_terms import AllocationTerms
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import Refused
from tests.allocation.builders import below, inputs, passed


def awards(rule: str, contest: AllocationInput) -> list[tuple[str, int, str]]:
    """Give each line's code, céntimos and reason."""
    return [(line.code, line.amount.cents, line.reason.value) for line in allocate(rule, contest).lines]


def told(rule: str, contest: AllocationInput) -> dict[str, str]:
    lines = allocate(rule, contest).lines
    sentences = explain(lines, pass_mark=contest.pass_mark, min_award=contest.min_award, terms=contest.terms)
    return {line.code: sentences[line.application_id].text.replace("\u00a0", " ") for line in lines}


TEN_OF_TWELVE = replace(
    inputs(*(passed(chr(64 + n), n, 20_000) for n in range(1, 13)), fund=200_000, IDEA=193_400),
    terms=AllocationTerms(most_winners=10),
)


def test_ten_winners_share_a_fund_alike() -> None:
    """As a contest of Alca did: 10 awards of S/ 19,340.00."""
    assert awards("equal_share", TEN_OF_TWELVE) == [
        *((chr(64 + n), 1_934_000, "equal_level") for n in range(1, 11)),
        ("K", 0, "enough_winners"),
        ("L", 0, "enough_winners"),
    ]


@pytest.mark.parametrize(
    ("requests", "amount", "level"),
    [
        pytest.param([], 100, 0, id="nobody"),
        pytest.param([90, 80], 1_000, 90, id="enough for all"),
        pytest.param([90, 80], 100, 50, id="half each"),
        pytest.param([90, 80], 101, 50, id="a céntimo that cannot be divided"),
        pytest.param([10, 90, 80], 100, 45, id="what one leaves goes to the others"),
        pytest.param([10, 30, 90], 100, 60, id="and what the next leaves"),
    ],
)
def test_the_equal_level(requests: list[int], amount: int, level: int) -> None:
    assert equal_level(requests, amount) == level


def test_who_asks_for_less_gets_it_and_leaves_the_rest_to_the_others() -> None:
    contest = inputs(passed("A", 1, 20_000), passed("B", 2, 4_000), passed("C", 3, 20_000), IDEA=30_000)

    assert awards("equal_share", contest) == [
        ("A", 1_300_000, "equal_level"),
        ("B", 400_000, "asked_within_level"),
        ("C", 1_300_000, "equal_level"),
    ]


def test_the_last_place_waits_while_the_share_is_below_the_minimum() -> None:
    contest = inputs(
        passed("A", 1, 20_000), passed("B", 2, 20_000), passed("C", 3, 20_000), below("D", 6_000), IDEA=5_999
    )

    assert awards("equal_share", contest) == [
        ("A", 299_950, "equal_level"),
        ("B", 299_950, "equal_level"),
        ("C", 0, "level_below_minimum"),
        ("D", 0, "below_pass_mark"),
    ]


def test_an_equal_share_is_explained() -> None:
    contest = inputs(passed("A", 1, 20_000), passed("B", 2, 4_000), passed("C", 3, 20_000), IDEA=30_000)

    assert told("equal_share", contest)["A"] == (
        "Puesto 1: recibe la parte igual de S/ 13,000.00; solicitó S/ 20,000.00 y quedan S/ 17,000.00."
    )
    assert told("equal_share", contest)["B"] == (
        "Puesto 2: recibe los S/ 4,000.00 que solicitó, que no pasan de la parte igual; quedan S/ 13,000.00."
    )
    assert told("equal_share", TEN_OF_TWELVE)["K"] == (
        "Puesto 11: las bases atienden a 10 grupos por sobre; espera en reserva con S/ 20,000.00 solicitados."
    )


@pytest.mark.parametrize(
    ("soles", "counted", "share", "cents"),
    [
        pytest.param(8_000, 2_000, 80, 800_000, id="exactly the share"),
        pytest.param(9_000, 1_000, 80, 800_000, id="cut to the share"),
        pytest.param(8_000, 9_000, 80, 800_000, id="never more than asked"),
        pytest.param(9_000, 0, 100, 900_000, id="the whole plan"),
        pytest.param(10_001, 0, 33, 330_033, id="rounded down"),
    ],
)
def test_what_the_share_lets_a_plan_have(soles: int, counted: int, share: int, cents: int) -> None:
    candidate = replace(passed("A", 1, soles), counted=Money.soles(counted))

    assert payable(candidate, AllocationTerms(share_percent=share)) == Money(cents)


SHARED = replace(
    inputs(
        replace(passed("A", 1, 9_000), counted=Money.soles(1_000)),
        replace(passed("B", 2, 3_000), counted=ZERO),
        replace(passed("C", 3, 5_000), counted=Money.soles(9_000)),
        replace(passed("D", 4, 9_000), counted=Money.soles(9_000)),
        replace(passed("E", 5, 2_600), counted=Money.soles(9_000)),
        IDEA=20_000,
    ),
    min_award=Money.soles(2_500),
)


def test_a_plan_gets_what_it_asked_within_the_share_while_the_envelope_lasts() -> None:
    assert awards("within_share", SHARED) == [
        ("A", 800_000, "within_share"),
        ("B", 0, "share_below_minimum"),
        ("C", 500_000, "full_award"),
        ("D", 0, "does_not_fit"),
        ("E", 0, "after_the_cut"),
    ]


def test_a_share_is_explained() -> None:
    sentences = told("within_share", SHARED)

    assert sentences["A"] == (
        "Puesto 1: solicitó S/ 9,000.00 y recibe S/ 8,000.00, el 80 % de su plan que las bases financian; quedan "
        "S/ 12,000.00."
    )
    assert sentences["B"] == (
        "Puesto 2: el 80 % de su plan que las bases financian no llega al mínimo de S/ 2,500.00; espera en reserva."
    )
    assert (
        sentences["E"] == "Puesto 5: el sobre se cerró en D; espera en reserva con S/ 2,600.00 solicitados."
    )


def test_who_passes_is_funded() -> None:
    contest = inputs(passed("A", 1, 9_000), below("B", 6_000), passed("C", 2, 6_000), IDEA=15_000)

    assert awards("pass_funded", contest) == [
        ("A", 900_000, "full_award"),
        ("C", 600_000, "full_award"),
        ("B", 0, "below_pass_mark"),
    ]


def test_one_envelope_that_is_short_refuses_the_whole() -> None:
    contest = inputs(
        passed("A", 1, 9_000), passed("B", 2, 6_000), passed("C", 1, 3_000, category="MARCHA"),
        IDEA=14_000, MARCHA=9_000,
    )  # fmt: skip

    with pytest.raises(Refused) as refusal:
        allocate("pass_funded", contest)

    (problem,) = refusal.value.problems
    assert problem.text == (
        "Las bases financian a todo el que aprueba, y el sobre IDEA no alcanza: los 2 aprobados que le tocan "
        "solicitaron S/ 15,000.00 y hay S/ 14,000.00. Faltan S/ 1,000.00: tráigalos al sobre con un traslado de otro "
        "sobre o del fondo."
    )
