"""What every paper after the award names: the contest, the group and the agreement that binds it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.allocation.models import Award
from contest_portal.applications.queries import application_view
from contest_portal.awards.documents.citing import Cited, cite
from contest_portal.contests.models import Contest
from contest_portal.documents.models import Document


@dataclass(frozen=True, slots=True)
class Party:
    """A winning group and its agreement; None while there is no agreement."""

    contest_code: str
    contest_title: str
    application_code: str
    group_name: str
    agreement: Cited | None


def party_of(session: Session, award: Award, agreement: Document | None) -> Party:
    """Name the group of an award."""
    view = application_view(session, award.application_id)
    contest = session.get_one(Contest, award.contest_id)
    return Party(
        contest_code=contest.code,
        contest_title=contest.title,
        application_code=view.code or "",
        group_name=view.group_name,
        agreement=None if agreement is None else cite(agreement),
    )
