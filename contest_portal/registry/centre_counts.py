"""The standing of a few centres after households came or went by hand; an import assesses all of them."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.registry.models import Centre, CentreTargeting, District, Household, PovertyRate
from contest_portal.registry.targeting import CentreFigures, Land, assess_land, rule_in_force, thresholds_of


def reassess_centres(session: Session, codes: Iterable[str]) -> None:
    """Assess these centres anew under the rule in force; without a rule nothing was assessed yet."""
    asked = sorted(set(codes))
    rule = rule_in_force(session)
    if not asked or rule is None:
        return
    for code, found in assess_land(_land(session, asked), thresholds_of(rule)):
        standing = session.get(CentreTargeting, code)
        if standing is None:
            standing = CentreTargeting(centre_code=code)
            session.add(standing)
        standing.rule_id, standing.status, standing.reason = rule.id, found.status.value, found.reason.value
        standing.households, standing.poverty_e4 = found.households, found.poverty_e4
        standing.counted = found.counted.value if found.counted else None
    session.flush()


def _land(session: Session, codes: list[str]) -> Land:
    ubigeos = {code[:6] for code in codes}
    centres = session.scalars(select(Centre).where(Centre.code.in_(codes)).order_by(Centre.code))
    rates = session.execute(
        select(PovertyRate.ubigeo, PovertyRate.year, PovertyRate.rate_e4).where(
            PovertyRate.ubigeo.in_(ubigeos)
        )
    )
    districts = session.execute(
        select(District.ubigeo, District.has_malnutrition_priority).where(District.ubigeo.in_(ubigeos))
    )
    registered = session.execute(
        select(Household.centre_code, func.count())
        .where(Household.gone_batch_id.is_(None), Household.centre_code.in_(codes))
        .group_by(Household.centre_code)
    )
    return Land(
        rates={(ubigeo, year): rate for ubigeo, year, rate in rates},
        priorities=dict(districts.all()),
        centres={
            one.code: CentreFigures(one.ubigeo, one.area, one.households, one.dwellings) for one in centres
        },
        registered=dict(registered.all()),
    )
