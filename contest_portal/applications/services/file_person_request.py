"""File a request about the own data through the representative of a member's group."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.ownership import filing_scope, own_member
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.keeping_requests import keep_person_request
from contest_portal.registry.models.person_requests import PersonRequest
from contest_portal.registry.rules.person_requests import Asked, RequestKind


def file_person_request(
    session: Session, act: Act, *, group_id: int, member_id: int, office_id: int, kind: RequestKind, text: str
) -> PersonRequest:
    """Keep a request of a present member that arrives now. Refused as `keep_person_request` does.

    NotFound for anybody else's group and for who is no member of it. A promoter may not: the data are no matter of the
    group's business.
    """
    group = session.get(ProducerGroup, group_id)
    if group is None:
        raise NotFound(f"group {group_id}")
    permit(
        act.actor,
        Action.PERSON_REQUEST_FILE,
        filing_scope(session, act.actor, group.id, owner_id=group.representative_id),
    )
    member = own_member(session, group, member_id)
    asked = Asked(kind, text, received_at=act.at, on_paper=False)
    return keep_person_request(session, act, person_id=member.person_id, office_id=office_id, asked=asked)
