"""What a settled award gives back to its envelope, and papers that say all that was typed or nothing."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.awards.release_models import AwardRelease
from contest_portal.awards.rules.follow_up import MAX_REMARKS
from contest_portal.awards.services.close_award import close_award
from contest_portal.awards.services.note_return import note_return
from contest_portal.awards.services.settle_award import settle_award
from contest_portal.contests.models import Envelope
from contest_portal.documents.models import Document
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import PortalError, Refused, WrongState
from contest_portal.publication.invariants import broken_invariants
from tests.factories.follow_ups import PAID_ON, Followed, make_paid

REASON = "El jurado no aprobó el avance."


@pytest.fixture
def paid(session: Session, tmp_path: Path) -> Followed:
    """Pay the first transfer: 12,600 of 18,000."""
    return make_paid(session, tmp_path)


def codes(deed: Callable[[], object]) -> list[str]:
    with pytest.raises(PortalError) as raised:
        deed()
    assert isinstance(raised.value, Refused | WrongState)
    return [problem.code for problem in raised.value.problems]


def even(paid: Followed) -> Followed:
    """Let the group give back what it answers for."""
    note_return(
        paid.session,
        paid.act(),
        award_id=paid.award.id,
        amount=paid.follow_up.balance,
        on_date=PAID_ON,
        voucher="0009",
    )
    return paid


def settle(paid: Followed, reason: str = REASON) -> Document:
    return settle_award(paid.session, paid.act(paid.approver), award_id=paid.award.id, reason=reason)


def committed(paid: Followed) -> Money:
    paid.session.flush()
    found = select(Envelope.committed).where(Envelope.id == paid.award.envelope_id)
    return paid.session.scalars(found).one()


def broken(session: Session) -> list[str]:
    return [one.code for one in broken_invariants(session) if one.code != "application.members_as_sent"]


def test_what_was_not_transferred_goes_back_to_the_envelope(paid: Followed) -> None:
    before, left = committed(paid), paid.follow_up.amount - paid.follow_up.paid

    said = json.loads(settle(even(paid)).data)["content"]

    row = paid.session.scalars(select(AwardRelease)).one()
    assert (row.amount, row.reason, before - committed(paid)) == (left, REASON, left)
    assert (said["released"], said["release_reason"]) == ({"cents": left.cents}, REASON)
    assert broken(paid.session) == []


def test_an_award_paid_whole_gives_nothing_back_and_asks_for_no_reason(paid: Followed) -> None:
    paid.spend(12_000)
    before = committed(even(paid).pay(2))

    said = json.loads(settle(even(paid), "").data)["content"]

    assert (committed(paid), paid.session.scalars(select(AwardRelease)).all()) == (before, [])
    assert "released" not in said


@pytest.mark.parametrize("reason", ["", "  ", "no", "x" * 301])
def test_why_the_rest_is_not_transferred_is_asked(paid: Followed, reason: str) -> None:
    before = committed(even(paid))

    assert codes(lambda: settle(paid, reason)) == ["follow_up.reason"]
    assert (paid.follow_up.state, committed(paid)) == ("running", before)


def test_an_envelope_that_would_go_below_nothing_is_left_alone(paid: Followed) -> None:
    even(paid)
    envelope = paid.session.get_one(Envelope, paid.award.envelope_id)
    envelope.committed = ZERO
    paid.session.flush()

    assert codes(lambda: settle(paid)) == ["follow_up.not_committed"]


def test_remarks_are_printed_whole_or_refused(paid: Followed) -> None:
    settle(even(paid))
    closer = paid.act(paid.payer)

    refused = codes(
        lambda: close_award(paid.session, closer, award_id=paid.award.id, remarks="ñ" * (MAX_REMARKS + 1))
    )
    memo = close_award(paid.session, closer, award_id=paid.award.id, remarks="ñ" * MAX_REMARKS)

    assert refused == ["follow_up.remarks"]
    assert json.loads(memo.data)["content"]["remarks"] == "ñ" * MAX_REMARKS


def test_a_wrong_ruc_is_told_beside_whatever_else_is_wrong(paid: Followed) -> None:
    found = codes(lambda: paid.spend(99_999, "", ruc="20512333798", item="goods-9"))

    assert found == [
        "ruc.invalid",
        "follow_up.voucher_number",
        "follow_up.item",
        "follow_up.above_balance",
    ]
