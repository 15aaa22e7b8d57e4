"""Benefits of earlier contests: kept at the announcement, asked for by eligibility."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from contest_portal.applications.benefit_models import Benefit
from contest_portal.applications.models import Application, ApplicationMember
from contest_portal.applications.rules.double_benefit import EarlierAward
from contest_portal.contests.models import Contest
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.database import lines
from contest_portal.kernel.money import Money


def keep_benefits(session: Session, amounts: Mapping[int, Money], *, granted_at: datetime) -> None:
    """Keep what applications (by id) won, in the caller's transaction."""
    session.add_all(
        Benefit(application_id=application_id, amount=amount, granted_at=granted_at)
        for application_id, amount in sorted(amounts.items())
    )
    session.flush()


def newest_earlier_awards(
    session: Session, contest_id: int, household_ids: Iterable[int]
) -> dict[int, EarlierAward]:
    """Give the newest announced award of each of these households in contests other than this one."""
    asked = {"household_ids": sorted(set(household_ids)), "contest_id": contest_id}
    rows = lines(session, _awards_elsewhere(), asked)
    return {
        row.household_id: EarlierAward(
            contest_id=row.contest_id,
            contest_code=row.contest_code,
            contest_title=row.title,
            application_id=row.id,
            application_code=row.code or "",
            amount=row.amount,
            granted_on=office_date(row.granted_at),
        )
        for row in rows
    }


@cache
def _awards_elsewhere() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ApplicationMember.household_id, Application.contest_id, Contest.code.label("contest_code"),
            Contest.title, Application.id, Application.code, Benefit.amount, Benefit.granted_at,
        )
        .join(Application, Application.id == ApplicationMember.application_id)
        .join(Benefit, Benefit.application_id == Application.id)
        .join(Contest, Contest.id == Application.contest_id)
        .where(
            ApplicationMember.household_id.in_(bindparam("household_ids", expanding=True)),
            Application.contest_id != bindparam("contest_id"),
        )
        .order_by(Benefit.granted_at, Application.id, ApplicationMember.id)
    )  # fmt: skip
