"""Reads what a rule with terms is told of the groups of a contest."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.rules.claims import Claim, OwnPart, settings_of, with_claims
from contest_portal.allocation.rules.inputs import AllocationInput
from contest_portal.applications.models import Application
from contest_portal.applications.queries import Entrant
from contest_portal.applications.rules.profile import Profile, read_profile, total_of
from contest_portal.contests.rules.allocation_terms import AllocationTerms, CountedPart


def with_terms(
    session: Session,
    contest_id: int,
    inputs: AllocationInput,
    terms: AllocationTerms,
    groups: Mapping[int, Entrant],
) -> AllocationInput:
    """Add the terms of the contest and what they are about; nothing for a rule that reads none."""
    if not settings_of(inputs.rule):
        return inputs
    return with_claims(inputs, terms, claims_of(session, contest_id, groups))


def claims_of(session: Session, contest_id: int, groups: Mapping[int, Entrant]) -> Mapping[int, Claim]:
    """Give what terms may be about, by application: as each profile was sent, its own parts added up by form."""
    query = (
        select(Application.id, Application.profile)
        .where(Application.contest_id == contest_id)
        .order_by(Application.id)
    )
    return {
        row.id: Claim(
            line_code=groups[row.id].line_code,
            district_code=groups[row.id].centre_code[:6],
            own_parts=tuple(_own_parts(read_profile(row.profile))),
        )
        for row in session.execute(query)
        if row.id in groups
    }


def _own_parts(profile: Profile) -> list[OwnPart]:
    totals = (
        OwnPart(kind, total_of(part for part in profile.counterpart if part.kind.value == kind.value))
        for kind in CountedPart
    )
    return [part for part in totals if part.amount]
