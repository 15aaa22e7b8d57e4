"""Take a sent application back while the call is open."""

import logging

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.models import Application, HouseholdClaim
from contest_portal.applications.ownership import call_window, own_application
from contest_portal.applications.receipts import receipt_of
from contest_portal.applications.rules.lifecycle import APPLICATION
from contest_portal.documents.services.void_document import void_document
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.problems import WrongState

log = logging.getLogger(__name__)

VOID_REASON = "La solicitud fue retirada por el grupo antes del cierre de la convocatoria."


def withdraw_application(session: Session, act: Act, *, application_id: int) -> Application:
    """Withdraw: the households' places are free again and the receipt is void. WrongState after the deadline."""
    wait_for_turn(session)
    application = own_application(session, act, application_id, Action.APPLICATION_SUBMIT)
    window = call_window(act, application.contest)
    late = APPLICATION.problems("withdraw", window)
    if late:
        raise WrongState(late)
    APPLICATION.move(application, "withdraw", window)
    session.execute(delete(HouseholdClaim).where(HouseholdClaim.application_id == application.id))
    session.flush()
    receipt = receipt_of(session, application.id)
    if receipt is not None:
        void_document(session, act, document=receipt, reason=VOID_REASON)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="application.withdrawn",
        subject=f"application:{application.id}",
        data={"code": application.code, "contest_id": application.contest_id},
    )
    log.info("application withdrawn", extra={"application_id": application.id})
    return application
