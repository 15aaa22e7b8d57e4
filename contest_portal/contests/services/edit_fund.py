"""Correct a fund."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.contests.models import Fund
from contest_portal.contests.names_taken import fund_name_taken
from contest_portal.contests.queries import fund_by_id
from contest_portal.contests.rules.publication_checks import fund_covers
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Stale, refuse

log = logging.getLogger(__name__)


def edit_fund(
    session: Session,
    act: Act,
    *,
    fund_id: int,
    expected_version: int,
    name: str,
    source: str,
    year: int,
    amount: Money,
) -> Fund:
    """Change a fund, never to less than what published contests hold of it."""
    wait_for_turn(session)  # before the fund, as who publishes or moves money: nobody waits for each other
    permit(act.actor, Action.FUND_EDIT)
    fund = fund_by_id(session, fund_id)
    if fund.version != expected_version:
        raise Stale(f"fund {fund_id}")
    refuse([fund_covers(amount, reserved=fund.reserved), fund_name_taken(session, name, except_id=fund_id)])
    before = fund.amount
    fund.name, fund.source, fund.year, fund.amount = name, source, year, amount
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="fund.edited",
        subject=f"fund:{fund.id}",
        data={"amount": amount.cents, "amount_before": before.cents, "year": year},
    )
    log.info("fund edited", extra={"fund_id": fund.id})
    return fund
