"""Register a fund."""

import logging

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.contests.models import Fund
from contest_portal.contests.names_taken import fund_name_taken
from contest_portal.contests.rules.publication_checks import fund_covers
from contest_portal.kernel.audit import record
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import refuse

log = logging.getLogger(__name__)


def create_fund(
    session: Session, act: Act, *, office_id: int, name: str, source: str, year: int, amount: Money
) -> Fund:
    """Register money of a programme for contests of an office. Names of funds are unique."""
    permit(act.actor, Action.FUND_EDIT)
    office = office_by_id(session, office_id)
    refuse([fund_covers(amount, reserved=ZERO), fund_name_taken(session, name, except_id=None)])
    fund = Fund(office_id=office.id, name=name, source=source, year=year, amount=amount, reserved=ZERO)
    session.add(fund)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="fund.created",
        subject=f"fund:{fund.id}",
        data={"amount": amount.cents, "office": office.id, "year": year},
    )
    log.info("fund created", extra={"fund_id": fund.id})
    return fund
