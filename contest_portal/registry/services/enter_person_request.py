"""Enter a request of the person concerned that came to the office, on paper or by word of mouth."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.registry.keeping_requests import keep_person_request
from contest_portal.registry.models.person_requests import PersonRequest
from contest_portal.registry.queries.personal_files import territory_of_file
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.rules.person_requests import Asked


def enter_person_request(
    session: Session, act: Act, *, person_id: int, office_id: int, asked: Asked
) -> PersonRequest:
    """Keep a request by the instant at which it came. Refused as `keep_person_request` does.

    NotFound for a person or an office that is not there; NotPermitted where the person lives outside of the territory.
    """
    ubigeo = territory_of_file(session, FileRef(FileOf.PERSON, person_id))
    permit(act.actor, Action.PERSON_REQUEST_ENTER, Scope(ubigeo=ubigeo))
    return keep_person_request(session, act, person_id=person_id, office_id=office_id, asked=asked)
