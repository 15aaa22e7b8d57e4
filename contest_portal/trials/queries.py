"""What a trial takes from the portal: the draft, the letterhead, the names of its districts. It only reads."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.office import OfficeDetails
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import read_rulebook
from contest_portal.registry.models.register import District
from contest_portal.registry.queries.register import DistrictName
from contest_portal.trials.ground import INVENTED
from contest_portal.trials.results import TrialOrder
from contest_portal.trials.rules.plan import TrialPlan

TRIAL_CODE = "PRUEBA"
"""What stands for the office's code in every number, so that no number looks like one of a series."""


def trial_order(session: Session, contest: Contest, plan: TrialPlan) -> TrialOrder:
    """Gather what a trial of a draft follows from; office loaded. No name comes along, not even the signer's."""
    office = contest.office
    return TrialOrder(
        draft=contest.draft,
        office=OfficeDetails(
            code=TRIAL_CODE,
            name=office.name,
            programme=office.programme,
            city=office.city,
            address=office.address,
            signer_name=INVENTED,
            signer_title=office.signer_title,
        ),
        districts=_districts(session, read_rulebook(contest.draft).territory),
        plan=plan,
    )


def _districts(session: Session, territory: tuple[str, ...]) -> tuple[DistrictName, ...]:
    """Give the districts in the order of the rules; one that the register does not know goes by its code."""
    rows = session.execute(
        select(District.ubigeo, District.name, District.province, District.department)
        .where(District.ubigeo.in_(territory))
        .order_by(District.ubigeo)
    )
    known = {row.ubigeo: DistrictName(*row) for row in rows}
    return tuple(known.get(ubigeo, DistrictName(ubigeo, ubigeo, ubigeo, ubigeo)) for ubigeo in territory)
