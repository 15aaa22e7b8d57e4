"""The standing of a few centres after households came or went by hand; an import assesses all of them."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from contest_portal.registry.models.register import CentreTargeting
from contest_portal.registry.targeting import assess_land, land_of, rule_in_force, thresholds_of


def reassess_centres(session: Session, codes: Iterable[str]) -> None:
    """Assess these centres anew under the rule in force; without a rule nothing was assessed yet."""
    asked = sorted(set(codes))
    rule = rule_in_force(session)
    if not asked or rule is None:
        return
    for code, found in assess_land(land_of(session, asked), thresholds_of(rule)):
        standing = session.get(CentreTargeting, code)
        if standing is None:
            standing = CentreTargeting(centre_code=code)
            session.add(standing)
        standing.rule_id, standing.status, standing.reason = rule.id, found.status.value, found.reason.value
        standing.households, standing.poverty_e4 = found.households, found.poverty_e4
        standing.counted = found.counted.value if found.counted else None
    session.flush()
