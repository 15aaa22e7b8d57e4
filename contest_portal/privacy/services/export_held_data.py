"""Give everything held about one person to whoever answers the person's request of access."""

import logging
from dataclasses import replace
from itertools import chain

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.audit import record
from contest_portal.kernel.problems import NotFound
from contest_portal.privacy.documents.held_data import HeldData, held_about
from contest_portal.registry.access import Screen, access_row, mark_of
from contest_portal.registry.queries.person_requests import person_request
from contest_portal.registry.rules.disclosure import (
    FIELDS_OF,
    AccessKind,
    FileOf,
    FileRef,
    RevealReason,
)
from contest_portal.registry.rules.person_requests import RequestKind

log = logging.getLogger(__name__)


def export_held_data(session: Session, act: Act, *, request_id: int, screen: Screen) -> HeldData:
    """Gather it for one request of access, and keep who took it: a row of the access log and a link of the chain.

    NotFound for a request of another kind: nothing leaves without somebody who asked for it.
    """
    request = person_request(session, request_id)
    permit(act.actor, Action.PERSON_REQUEST_ANSWER, Scope(ubigeo=request.ubigeo))
    if request.kind != RequestKind.ACCESS:
        raise NotFound(f"request of access {request_id}")
    row = access_row(act, AccessKind.REVEAL, screen, file=FileRef(FileOf.PERSON, request.person_id))
    row.fields, row.reason = " ".join(chain(*FIELDS_OF.values())), RevealReason.COMPLAINT.value
    row.detail = request.receipt_code
    session.add(row)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="person_request.data_taken",
        subject=f"person:{request.person_id}",
        data={"person_request": request_id, "access": row.id},
    )
    log.info("data of a person taken", extra={"access_id": row.id})
    mark = mark_of(session, row, f"solicitud {request.receipt_code}")
    return replace(held_about(session, request.person_id, act.at), mark=mark.text)
