"""Whatever facts, amounts and texts come: transfers wait for all they must, and states only move as declared."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.awards.rules.follow_up import (
    FOLLOW_UP,
    TRANSFER,
    EndFacts,
    FollowUpState,
    TransferFacts,
    TransferState,
    VoucherKind,
    account_problems,
    accounting_problem,
    accounts_due,
    item_problem,
    noting_problems,
    operation_problem,
    signing_problems,
    voucher_number,
    voucher_problems,
    voucher_taken,
)
from contest_portal.awards.rules.progress import Asked, SecondScore
from contest_portal.contests.rules.follow_up_rules import FollowUpRules
from contest_portal.kernel.lifecycle import Lifecycle
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import Problem, Refused, WrongState

DAY = date(2026, 11, 24)
CCI = "01136600010003254221"
PERCENTS = st.integers(0, 100)
AMOUNTS = st.integers(0, 5_000_000).map(Money)
SCORES = st.integers(0, 100).map(lambda points: Score(points, 0))
SECONDS = st.none() | st.builds(Asked, st.none() | st.builds(SecondScore, SCORES, SCORES))
RULES = st.builds(FollowUpRules, st.just((70, 30)), PERCENTS, PERCENTS)
FACTS = st.builds(
    TransferFacts,
    rules=RULES,
    is_running=st.booleans(),
    number=st.integers(1, 2),
    has_account=st.booleans(),
    promised=AMOUNTS,
    deposited=AMOUNTS,
    is_next=st.booleans(),
    paid=AMOUNTS,
    accounted=AMOUNTS,
    second=SECONDS,
)
ENDS = st.builds(EndFacts, AMOUNTS, AMOUNTS, st.integers(0, 2), AMOUNTS)
BEST = TransferFacts(
    rules=FollowUpRules(),
    is_running=True,
    number=1,
    has_account=True,
    promised=Money.soles(2_000),
    deposited=Money.soles(2_000),
    is_next=True,
    paid=ZERO,
    accounted=ZERO,
)
LATER_PART = replace(BEST, number=2, paid=Money.soles(100), accounted=Money.soles(70))
FIRST_ONLY = {"follow_up.counterpart"}
LATER_ONLY = {"follow_up.accounts", "follow_up.no_second_score", "follow_up.second_score"}


@dataclass
class Thing:
    """Something with a state."""

    state: str


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.code for problem in problems}


def outcome(lifecycle: Lifecycle[object], state: str, action: str, facts: object) -> str:
    """Move a thing; give its new state, or the name of what was raised with the state untouched."""
    thing = Thing(state)
    try:
        lifecycle.move(thing, action, facts)
    except Refused as refusal:
        assert thing.state == state
        return type(refusal).__name__
    return thing.state


@pytest.mark.parametrize(
    ("state", "action"), list(product(TransferState, ("propose", "withdraw", "approve", "pay")))
)
def test_a_transfer_moves_only_as_declared(state: TransferState, action: str) -> None:
    declared = {
        ("planned", "propose"): "proposed",
        ("proposed", "withdraw"): "planned",
        ("proposed", "approve"): "approved",
        ("approved", "pay"): "paid",
    }

    assert outcome(TRANSFER, state.value, action, BEST) == declared.get((state.value, action), "WrongState")


@pytest.mark.parametrize(("state", "action"), list(product(FollowUpState, ("settle", "close", "annul"))))
def test_an_award_ends_only_as_declared(state: FollowUpState, action: str) -> None:
    facts = EndFacts(ZERO, ZERO, 0) if action == "annul" else EndFacts(ZERO, Money(1), 0, Money(1))
    declared = {
        ("running", "settle"): "settled",
        ("settled", "close"): "closed",
        ("running", "annul"): "annulled",
    }

    assert outcome(FOLLOW_UP, state.value, action, facts) == declared.get((state.value, action), "WrongState")


def test_no_arrow_leaves_what_is_paid_closed_or_annulled() -> None:
    assert TRANSFER.available("paid") == ()
    assert [FOLLOW_UP.available(state) for state in ("closed", "annulled")] == [(), ()]


@given(FACTS)
def test_what_is_proposed_is_asked_again_when_it_is_approved(facts: TransferFacts) -> None:
    assert TRANSFER.problems("propose", facts) == TRANSFER.problems("approve", facts)


@given(FACTS)
def test_each_instalment_waits_for_its_own_things_alone(facts: TransferFacts) -> None:
    other = LATER_ONLY if facts.number == 1 else FIRST_ONLY

    assert codes(TRANSFER.problems("propose", facts)).isdisjoint(other)


@given(FACTS)
def test_a_counterpart_is_in_exactly_when_its_share_is(facts: TransferFacts) -> None:
    one = replace(facts, number=1)
    due = one.promised.times(Fraction(one.rules.counterpart_percent, 100))

    missing = "follow_up.counterpart" in codes(TRANSFER.problems("propose", one))

    assert missing is (one.deposited < due)


@given(FACTS)
def test_accounts_are_enough_exactly_from_their_share_on(facts: TransferFacts) -> None:
    two = replace(facts, number=2)

    missing = "follow_up.accounts" in codes(TRANSFER.problems("propose", two))

    assert missing is (two.accounted < accounts_due(two.paid, two.rules))


@given(AMOUNTS, RULES)
def test_what_must_be_accounted_for_is_never_more_than_was_paid(paid: Money, rules: FollowUpRules) -> None:
    due = accounts_due(paid, rules)

    assert ZERO <= due <= paid
    assert abs(due.cents * 100 - paid.cents * rules.accounted_percent) <= 50


@given(FACTS, AMOUNTS)
def test_more_money_put_in_or_shown_never_brings_a_new_problem(facts: TransferFacts, more: Money) -> None:
    better = replace(facts, deposited=facts.deposited + more, accounted=facts.accounted + more)

    assert codes(TRANSFER.problems("propose", better)) <= codes(TRANSFER.problems("propose", facts))


@given(SCORES, SCORES)
def test_the_progress_passes_from_its_mark_on(score: Score, mark: Score) -> None:
    second = SecondScore(score, mark)

    found = codes(TRANSFER.problems("propose", replace(LATER_PART, second=Asked(second))))

    assert second.is_passed is (score.points >= mark.points)
    assert found == (set() if second.is_passed else {"follow_up.second_score"})


@given(FACTS)
def test_an_approved_transfer_is_paid_whatever_changed_unless_the_award_is_over(facts: TransferFacts) -> None:
    """Its order is out: the money may be on its way."""
    expected = set() if facts.is_running else {"follow_up.not_running"}

    assert codes(TRANSFER.problems("pay", facts)) == expected


@given(ENDS)
def test_an_award_is_never_both_settled_and_annulled(facts: EndFacts) -> None:
    settles, annuls = (not FOLLOW_UP.problems(action, facts) for action in ("settle", "annul"))

    if settles:
        assert (facts.balance, facts.under_way, bool(facts.paid)) == (ZERO, 0, True)
    if annuls:
        assert (facts.balance, facts.under_way, facts.accounted) == (ZERO, 0, ZERO)
    if settles and annuls:
        assert facts.paid > ZERO, "all came back: the office may settle it or annul it"


@given(FACTS, ENDS)
def test_every_refusal_is_a_whole_sentence(facts: TransferFacts, end: EndFacts) -> None:
    found = [
        *TRANSFER.problems("propose", facts),
        *FOLLOW_UP.problems("settle", end),
        *FOLLOW_UP.problems("annul", end),
    ]

    assert [text for problem in found if not (text := problem.text).endswith(".") or "%(" in text] == []
    assert {problem.field for problem in found} <= {"state"}


def test_what_is_missing_is_said_in_soles() -> None:
    short = replace(BEST, deposited=Money(99_999))
    late = replace(LATER_PART, accounted=Money(6_950))

    (first,), (second,) = (TRANSFER.problems("propose", facts) for facts in (short, late))

    assert first.text.startswith(
        "El grupo puso S/ 999.99 de su contrapartida y las bases piden S/ 1,000.00 (50 %) antes de la primera"
    )
    assert second.text.startswith(
        "El grupo rindió S/ 69.50 de los S/ 100.00 que recibió y las bases piden 70 %: faltan S/ 0.50."
    )


@given(st.text("0123456789ABF -.", min_size=1, max_size=20))
def test_a_voucher_written_once_more_is_the_same(typed: str) -> None:
    once = voucher_number(typed)

    assert voucher_number(once) == once
    assert voucher_number(f" {typed.lower()} ") == once


@given(
    st.from_regex(r"[A-Z][0-9]{3}", fullmatch=True),
    st.integers(0, 99_999_999),
    st.integers(0, 4),
    st.booleans(),
)
def test_zeros_spaces_and_small_letters_do_not_make_another_voucher(
    series: str,
    number: int,
    zeros: int,
    spaced: bool,  # noqa: FBT001
) -> None:
    typed = f"{series.lower()}{' - ' if spaced else '-'}{'0' * zeros}{number}"

    assert voucher_number(typed) == f"{series}-{number}"
    assert voucher_problems("invoice", voucher_number(typed), has_ruc=True, supplier="Agro") == ()


@given(st.sampled_from(VoucherKind), st.booleans())
def test_a_sworn_statement_alone_has_no_ruc(kind: VoucherKind, has_ruc: bool) -> None:  # noqa: FBT001
    found = voucher_problems(kind.value, "1", has_ruc=has_ruc, supplier="Agro")

    assert (found == ()) is (has_ruc is (kind is not VoucherKind.SWORN))


@given(AMOUNTS, AMOUNTS)
def test_nobody_accounts_for_more_than_the_balance(amount: Money, balance: Money) -> None:
    assert (accounting_problem(amount, balance) is None) is (amount <= balance)


@given(st.integers(-400, 400), st.integers(0, 200), st.integers(-2, 2))
def test_a_day_counts_from_the_beginning_until_today(shift: int, length: int, cents: int) -> None:
    today, on = DAY + timedelta(days=length), DAY + timedelta(days=shift)

    found = noting_problems(Money(cents), on, since=DAY, today=today, field="paid_on")

    assert [problem.field for problem in found] == [
        *(["amount"] if cents <= 0 else []),
        *([] if 0 <= shift <= length else ["paid_on"]),
    ]


@given(st.integers(-30, 30), st.integers(0, 20))
def test_a_signature_lies_between_the_issue_and_today(shift: int, length: int) -> None:
    found = signing_problems(DAY + timedelta(days=shift), issued_on=DAY, today=DAY + timedelta(days=length))

    assert (found == ()) is (0 <= shift <= length)
    assert [problem.params["day"] for problem in found] in ([], ["24/11/2026"])


@given(st.frozensets(st.sampled_from(["goods-1", "goods-2", "assistance-1", "other"])), st.text(max_size=10))
def test_an_item_is_one_of_the_budget(known: frozenset[str], item: str) -> None:
    assert (item_problem(item, known) is None) is (item in known)
    assert all(item_problem(one, known) is None for one in known)


def test_every_refusal_has_a_code_of_its_own() -> None:
    """A page shows each beside its field: two rules with one code would be told as one."""
    found = [
        *account_problems("", "1", ""),
        *account_problems("BN", CCI[:-1] + "2", "Yo"),
        accounting_problem(Money(1), ZERO),
        item_problem("", frozenset()),
        operation_problem(""),
        voucher_taken(is_taken=True),
        *voucher_problems("", "", has_ruc=False, supplier=""),
        *voucher_problems("sworn", "1", has_ruc=True, supplier="Agro"),
        *noting_problems(ZERO, DAY, since=DAY, today=DAY - timedelta(days=1)),
    ]
    told = [problem.code for problem in found if problem]

    assert len(told) == len(set(told)) == 15


def test_a_wrong_state_is_told_apart_from_a_refusal() -> None:
    with pytest.raises(WrongState) as stands_elsewhere:
        TRANSFER.move(Thing("paid"), "pay", BEST)
    with pytest.raises(Refused) as objected:
        TRANSFER.move(Thing("approved"), "pay", replace(BEST, is_running=False))

    assert [one.code for one in stands_elsewhere.value.problems] == ["transfer.wrong_state.pay"]
    assert type(objected.value) is Refused
