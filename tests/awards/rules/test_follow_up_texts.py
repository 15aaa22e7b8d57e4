"""What is typed about an award: how long each text may be, which numbers vouchers have, what an amendment says."""

from datetime import date, timedelta

import pytest

from contest_portal.awards.rules.follow_up import (
    MAX_TEXT,
    ChangeKind,
    account_problems,
    change_problems,
    deposit_problems,
    operation_problem,
    reason_problems,
    voucher_problems,
)

DAY = date(2026, 11, 24)
CCI = "01136600010003254221"


@pytest.mark.parametrize(
    ("length", "bank", "holder", "operation", "voucher", "supplier", "reason"),
    [
        (1, 0, 0, 0, 0, 0, 0),
        (2, 1, 1, 1, 1, 1, 0),
        (5, 1, 1, 1, 1, 1, 1),
        (40, 1, 1, 1, 1, 1, 1),
        (41, 1, 1, 0, 1, 1, 1),
        (60, 1, 1, 0, 1, 1, 1),
        (61, 0, 1, 0, 0, 1, 1),
        (120, 0, 1, 0, 0, 1, 1),
        (121, 0, 0, 0, 0, 0, 1),
        (300, 0, 0, 0, 0, 0, 1),
        (301, 0, 0, 0, 0, 0, 0),
    ],
)
def test_every_text_has_its_length_and_that_of_its_column(
    length: int, bank: int, holder: int, operation: int, voucher: int, supplier: int, reason: int
) -> None:
    text = "Ñ" * length

    accepted = [
        account_problems(text, CCI, "Yo") == (),
        account_problems("BN", CCI, text) == (),
        operation_problem(text) is None,
        deposit_problems(text, is_known=True) == (),
        voucher_problems("invoice", "F001-1", has_ruc=True, supplier=text) == (),
        reason_problems(text) == (),
    ]

    assert accepted == [bool(one) for one in (bank, holder, operation, voucher, supplier, reason)]


@pytest.mark.parametrize(
    ("number", "is_sound"),
    [
        ("F001-1", True),
        ("ABCDEF-1", True),
        ("ABCDEFG-1", False),
        ("1" * 20, True),
        ("1" * 21, False),
        ("ABCDEF-" + "1" * 20, True),
        ("F001-1A", False),
        ("F001--1", False),
        ("-1", False),
        ("F 001-1", False),
        ("F001-1\n", False),
        ("Ñ001-1", False),
        ("<b>-1", False),
    ],
)
def test_the_number_of_a_voucher(number: str, is_sound: bool) -> None:  # noqa: FBT001
    found = voucher_problems("receipt", number, has_ruc=True, supplier="Agro")

    assert [problem.field for problem in found] == ([] if is_sound else ["voucher_number"])


@pytest.mark.parametrize(
    ("kind", "days", "items", "fields"),
    [
        pytest.param("term", 1, "", [], id="a day more"),
        pytest.param("term", 0, "", ["ends_on"], id="the same day"),
        pytest.param("term", -1, "", ["ends_on"], id="a day less"),
        pytest.param("term", None, "", ["ends_on"], id="no day"),
        pytest.param("items", None, "i" * 9, ["items"], id="too short"),
        pytest.param("items", None, "i" * 10, [], id="short"),
        pytest.param("items", None, "i" * 600, [], id="long"),
        pytest.param("items", None, "i" * 601, ["items"], id="too long"),
        pytest.param("items", -900, "i" * 10, [], id="a day that does not count"),
        pytest.param("", 1, "i" * 10, ["kind"], id="nothing chosen"),
        pytest.param("TERM", 1, "", ["kind"], id="another case"),
    ],
)
def test_what_an_amendment_must_say(kind: str, days: int | None, items: str, fields: list[str]) -> None:
    ends_on = None if days is None else DAY + timedelta(days=days)

    found = change_problems(kind, ends_on=ends_on, items=items, reason="La sequía", present_end=DAY)

    assert [problem.field for problem in found] == fields


@pytest.mark.parametrize("kind", [*ChangeKind, "money"])
def test_an_amendment_without_a_reason_is_refused_whatever_it_changes(kind: str) -> None:
    found = change_problems(
        kind, ends_on=DAY + timedelta(days=1), items="i" * 10, reason="Por", present_end=DAY
    )

    assert found[-1].code == "follow_up.reason"
    assert found[-1].params == {"most": str(MAX_TEXT)}
