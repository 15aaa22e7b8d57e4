"""What may be done with a signed award: every ground of a transfer, accounts, vouchers, changes and the end."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.awards.rules.follow_up import (
    FOLLOW_UP,
    TRANSFER,
    EndFacts,
    TransferFacts,
    account_problems,
    accounting_problem,
    change_problems,
    deposit_problems,
    item_problem,
    noting_problems,
    operation_problem,
    reason_problems,
    signing_problems,
    voucher_number,
    voucher_problems,
    voucher_taken,
)
from contest_portal.awards.rules.progress import Asked, SecondScore
from contest_portal.contests.rules.follow_up_rules import FollowUpRules, follow_up_problems
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money

S = Money.soles
DAY, TODAY = date(2026, 11, 24), date(2026, 12, 15)
FIRST = TransferFacts(
    rules=FollowUpRules(),
    is_running=True,
    number=1,
    has_account=True,
    promised=S(2_000),
    deposited=S(1_000),
    is_next=True,
    paid=ZERO,
    accounted=ZERO,
)
SECOND = replace(FIRST, number=2, deposited=ZERO, paid=S(7_000), accounted=S(4_900))
PASSED, FAILED = (Asked(SecondScore(Score(points, 0), Score(70, 0))) for points in (70, 69))


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (FIRST, ()),
        (replace(FIRST, deposited=Money(99_999)), ("counterpart",)),
        (replace(FIRST, promised=ZERO, deposited=ZERO), ()),
        (replace(FIRST, rules=FollowUpRules(counterpart_percent=0), deposited=ZERO), ()),
        (replace(FIRST, has_account=False, deposited=ZERO), ("no_account", "counterpart")),
        (replace(FIRST, is_running=False), ("not_running",)),
        (replace(FIRST, second=FAILED), ()),
        (SECOND, ()),
        (replace(SECOND, accounted=Money(489_999)), ("accounts",)),
        (replace(SECOND, rules=FollowUpRules(accounted_percent=100)), ("accounts",)),
        (replace(SECOND, is_next=False), ("not_next",)),
        (replace(SECOND, second=PASSED), ()),
        (replace(SECOND, second=FAILED), ("second_score",)),
        (replace(SECOND, second=Asked(None)), ("no_second_score",)),
        (replace(SECOND, second=FAILED, accounted=ZERO), ("accounts", "second_score")),
    ],
)
@pytest.mark.parametrize("action", ["propose", "approve"])
def test_what_a_transfer_waits_for(facts: TransferFacts, codes: tuple[str, ...], action: str) -> None:
    found = tuple(problem.code for problem in TRANSFER.problems(action, facts))

    assert found == tuple(f"follow_up.{code}" for code in codes)


@pytest.mark.parametrize(
    ("action", "facts", "codes"),
    [
        ("settle", EndFacts(ZERO, S(10), 0, S(10)), ()),
        ("settle", EndFacts(Money(1), S(10), 0, S(9)), ("balance",)),
        ("settle", EndFacts(ZERO, ZERO, 1), ("nothing_paid", "under_way")),
        ("close", EndFacts(ZERO, S(10), 0, S(10)), ()),
        ("annul", EndFacts(ZERO, ZERO, 0), ()),
        ("annul", EndFacts(ZERO, S(10), 0), ()),
        ("annul", EndFacts(ZERO, S(10), 0, S(10)), ("money_kept",)),
        ("annul", EndFacts(S(10), S(10), 1), ("under_way", "money_kept")),
    ],
)
def test_what_the_end_waits_for(action: str, facts: EndFacts, codes: tuple[str, ...]) -> None:
    found = tuple(problem.code for problem in FOLLOW_UP.problems(action, facts))

    assert found == tuple(f"follow_up.{code}" for code in codes)


@pytest.mark.parametrize(
    ("bank", "cci", "holder", "codes"),
    [
        ("Banco de la Nación", "01136600010003254221", "Sumaq Kuy", ()),
        ("BBVA", "01124100019000658270", "Sumaq Kuy", ()),
        ("BBVA", "01124100019000658271", "Sumaq Kuy", ("cci_check",)),
        ("BBVA", "01124100019000658370", "Sumaq Kuy", ("cci_check",)),
        ("BBVA", "01142100019000658270", "Sumaq Kuy", ("cci_check",)),
        ("BBVA", "0112410001900065827", "Sumaq Kuy", ("cci",)),
        ("BBVA", "0112410001900065827²", "Sumaq Kuy", ("cci",)),
        ("", "", "", ("bank", "cci", "holder")),
    ],
)
def test_an_account_is_whole_and_its_digits_check(
    bank: str, cci: str, holder: str, codes: tuple[str, ...]
) -> None:
    found = tuple(problem.code for problem in account_problems(bank, cci, holder))

    assert found == tuple(f"follow_up.{code}" for code in codes)


@given(st.from_regex(r"[0-9]{18}", fullmatch=True), st.integers(0, 17), st.integers(1, 9))
def test_every_wrong_digit_of_an_account_shows(digits: str, place: int, shift: int) -> None:
    endings = [
        f"{digits}{end:02d}" for end in range(100) if not account_problems("BBVA", f"{digits}{end:02d}", "Yo")
    ]
    (cci,) = endings
    wrong = f"{cci[:place]}{(int(cci[place]) + shift) % 10}{cci[place + 1 :]}"

    assert [problem.code for problem in account_problems("BBVA", wrong, "Yo")] == ["follow_up.cci_check"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("F001-00023", "F001-23"),
        (" f001 - 23 ", "F001-23"),
        ("E001-0", "E001-0"),
        ("0007", "7"),
        ("001-000.123", "001-123"),
        ("E001-000", "E001-0"),
        ("", ""),
        (".", ""),
        ("F001-", "F001-"),
    ],
)
def test_a_voucher_is_written_in_one_way(typed: str, number: str) -> None:
    assert voucher_number(typed) == number


@pytest.mark.parametrize(
    ("kind", "number", "has_ruc", "supplier", "codes"),
    [
        ("invoice", "F001-23", True, "Agro", ()),
        ("sworn", "1", False, "Posada", ()),
        ("sworn", "1", True, "Posada", ("sworn_ruc",)),
        ("fee", "E001-1", False, "Ing. Poma", ("ruc",)),
        ("cash", "F001-23", True, "", ("voucher_kind", "supplier")),
        ("invoice", "F001-", True, "Agro", ("voucher_number",)),
        ("invoice", "S/N", True, "Agro", ("voucher_number",)),
        ("invoice", "F001-١٢", True, "Agro", ("voucher_number",)),
    ],
)
def test_vouchers(
    kind: str,
    number: str,
    has_ruc: bool,  # noqa: FBT001
    supplier: str,
    codes: tuple[str, ...],
) -> None:
    found = voucher_problems(kind, number, has_ruc=has_ruc, supplier=supplier)

    assert tuple(problem.code for problem in found) == tuple(f"follow_up.{code}" for code in codes)


@pytest.mark.parametrize(
    ("amount", "on_date", "codes"),
    [
        (Money(1), DAY, ()),
        (Money(1), TODAY, ()),
        (ZERO, TODAY, ("amount",)),
        (S(1), date(2026, 11, 23), ("day",)),
        (S(-1), date(2026, 12, 16), ("amount", "day")),
    ],
)
def test_amounts_and_days(amount: Money, on_date: date, codes: tuple[str, ...]) -> None:
    found = noting_problems(amount, on_date, since=DAY, today=TODAY)

    assert tuple(problem.code for problem in found) == tuple(f"follow_up.{code}" for code in codes)


def test_the_rest_of_what_is_refused() -> None:
    later, known = date(2027, 1, 1), frozenset({"goods-1"})
    found = [
        accounting_problem(S(10), S(10)),
        item_problem("goods-1", known),
        voucher_taken(is_taken=False),
        operation_problem("0001"),
        *signing_problems(DAY, issued_on=DAY, today=TODAY),
        *deposit_problems("Voucher 1", is_known=True),
        *reason_problems("Motivo"),
        *change_problems("term", ends_on=later, items="", reason="Sequía", present_end=TODAY),
        *change_problems(
            "items", ends_on=None, items="Una malla ganadera.", reason="Precio", present_end=TODAY
        ),
    ]
    refused = [
        accounting_problem(Money(1_001), S(10)),
        item_problem("", known),
        voucher_taken(is_taken=True),
        operation_problem("1"),
        *signing_problems(date(2026, 11, 23), issued_on=DAY, today=TODAY),
        *signing_problems(later, issued_on=DAY, today=TODAY),
        *deposit_problems("", is_known=False),
        *reason_problems("Por"),
        *change_problems("term", ends_on=TODAY, items="", reason="Sequía", present_end=TODAY),
        *change_problems("items", ends_on=None, items="Nada", reason="Precio", present_end=TODAY),
        *change_problems("money", ends_on=None, items="", reason="Más", present_end=TODAY),
    ]

    assert [problem for problem in found if problem] == []
    assert [problem and problem.code.removeprefix("follow_up.") for problem in refused] == [
        *("above_balance", "item", "voucher_taken", "operation", "signed_on", "signed_on", "kind", "voucher"),
        *("reason", "ends_on", "items", "kind", "reason"),
    ]


@pytest.mark.parametrize(
    ("rules", "fields"),
    [
        (FollowUpRules(), []),
        (FollowUpRules((100,)), []),
        (FollowUpRules((70, 20)), ["first_percent"]),
        (FollowUpRules((0, 100)), ["first_percent"]),
        (FollowUpRules((110, -10)), ["first_percent"]),
        (FollowUpRules(()), ["first_percent"]),
        (FollowUpRules((50, 25, 25)), ["first_percent"]),
        (
            FollowUpRules(counterpart_percent=101, accounted_percent=-1),
            ["counterpart_percent", "accounted_percent"],
        ),
    ],
)
def test_how_an_award_may_be_handed_over(rules: FollowUpRules, fields: list[str]) -> None:
    assert [problem.field for problem in follow_up_problems(rules)] == fields
