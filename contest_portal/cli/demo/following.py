"""What becomes of the winners of the finished contest: one settled, one under way, one just signed."""

from datetime import date

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.queries import awards_of
from contest_portal.awards.agreed import items_of
from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.awards.services.approve_transfer import approve_transfer
from contest_portal.awards.services.note_counterpart import note_counterpart
from contest_portal.awards.services.note_expense import Spent, note_expense
from contest_portal.awards.services.note_return import note_return
from contest_portal.awards.services.propose_transfer import propose_transfer
from contest_portal.awards.services.record_payment import record_payment
from contest_portal.awards.services.set_bank_account import set_bank_account
from contest_portal.awards.services.settle_award import settle_award
from contest_portal.awards.services.sign_agreement import sign_agreement
from contest_portal.cli.demo.cast import OFFICE_PLAYERS, act_of
from contest_portal.cli.demo.contests import office_time
from contest_portal.cli.demo.progressing import score_progress
from contest_portal.contests.models import Contest
from contest_portal.kernel.money import Money
from contest_portal.kernel.storage import Storage

_STAFF, _SECRETARY = OFFICE_PLAYERS[:2]
_TREASURER = next(player for player in OFFICE_PLAYERS if Role.TREASURER in player.roles)
_CCI = "01838100438100990140"
_SUPPLIERS = (("Agroveterinaria El Molle", "20990001015"), ("Ferretería Los Andes", "20990002020"))
_SIGNED, _PAID, _SPENT, _SETTLED = (date(2026, 9, day) for day in (7, 10, 21, 28))


def follow(session: Session, contest: Contest, storage: Storage) -> None:
    """Sign the first three agreements; pay, account for and score the first two; settle the first."""
    ready = [_sign(session, award.award_id, storage) for award in awards_of(session, contest.id)[:3]]
    for follow_up in ready[:2]:
        _pay(session, follow_up, 1)
        _spend(session, follow_up, Money(follow_up.paid.cents * 3 // 4))
    done, begun, _ = ready
    score_progress(session, contest, done.award_id, begun.award_id)
    _pay(session, done, 2)
    note_return(
        session,
        act_of(session, _SECRETARY, office_time(_SETTLED, 9)),
        award_id=done.award_id,
        amount=done.balance,
        on_date=_SETTLED,
        voucher="004512",
    )
    settle_award(session, act_of(session, _STAFF, office_time(_SETTLED, 11)), award_id=done.award_id)


def _sign(session: Session, award_id: int, storage: Storage) -> FollowUp:
    secretary = act_of(session, _SECRETARY, office_time(_SIGNED, 10))
    return sign_agreement(session, secretary, award_id=award_id, signed_on=_SIGNED, storage=storage)


def _pay(session: Session, follow_up: FollowUp, number: int) -> None:
    if follow_up.cci is None:
        _make_ready(session, follow_up)
    award_id, day = follow_up.award_id, _SPENT if number > 1 else _PAID
    proposing, approving, paying = (
        act_of(session, player, office_time(day, hour))
        for player, hour in ((_SECRETARY, 15), (_STAFF, 16), (_TREASURER, 17))
    )
    propose_transfer(session, proposing, award_id=award_id, number=number)
    approve_transfer(session, approving, award_id=award_id, number=number)
    operation = f"{award_id:04d}{number}"
    record_payment(session, paying, award_id=award_id, number=number, paid_on=day, operation=operation)


def _make_ready(session: Session, follow_up: FollowUp) -> None:
    secretary = act_of(session, _SECRETARY, office_time(_PAID, 9))
    set_bank_account(
        session,
        secretary,
        award_id=follow_up.award_id,
        expected_version=follow_up.version,
        bank="Banco de la Nación",
        cci=_CCI,
        holder="Asociación de productores del grupo",
    )
    if follow_up.promised:
        note_counterpart(
            session,
            secretary,
            award_id=follow_up.award_id,
            kind="labour",
            amount=follow_up.promised,
            on_date=_PAID,
            voucher="Acta de jornales y valorización",
        )


def _spend(session: Session, follow_up: FollowUp, amount: Money) -> None:
    """Account for an amount, item by item of the budget, each with its voucher."""
    left = amount
    for place, item in enumerate(items_of(session, follow_up)):
        part = min(left, item.planned)
        if not part:
            continue
        supplier, ruc = _SUPPLIERS[place % 2]
        spent = Spent(
            on_date=_SPENT,
            supplier=supplier,
            ruc=ruc,
            voucher_kind="invoice",
            voucher_number=f"F001-{100 * follow_up.award_id + place}",
            amount=part,
            item=item.code,
        )
        secretary = act_of(session, _SECRETARY, office_time(_SPENT, 9, place))
        note_expense(session, secretary, award_id=follow_up.award_id, spent=spent)
        left -= part
