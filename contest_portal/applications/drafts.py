"""Beginning a draft, whoever asked whether it may be begun."""

import logging

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.paper_queries import paper_of_group
from contest_portal.applications.rules.lifecycle import ApplicationState
from contest_portal.applications.rules.paper import on_paper
from contest_portal.applications.rules.profile import empty_profile, write_profile
from contest_portal.contests.models import Contest
from contest_portal.kernel.audit import record
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import N_, Problem, Refused, refuse

log = logging.getLogger(__name__)

_ALREADY_STARTED = Problem(
    "application.exists",
    field="group",
    message=N_("El grupo ya tiene una solicitud en este concurso. Ábrala desde su página de inicio."),
)


def begin_draft(session: Session, act: Act, contest: Contest, group: ProducerGroup) -> Application:
    """Store an empty draft, once whether the group may start it was asked.

    Refused when it has an application, or handed in a form on paper.
    """
    refuse([on_paper(received=paper_of_group(session, contest.id, group.id) is not None)])
    application = Application(
        contest_id=contest.id,
        group_id=group.id,
        state=ApplicationState.DRAFT.value,
        profile=write_profile(empty_profile()),
        requested=ZERO,
        created_at=act.at,
    )
    _store(session, application)
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="application.started",
        subject=f"application:{application.id}",
        data={"contest_id": contest.id, "group_id": group.id},
    )
    log.info("application started", extra={"application_id": application.id})
    return application


def _store(session: Session, application: Application) -> None:
    try:
        with session.begin_nested():
            session.add(application)
    except IntegrityError as error:
        raise Refused([_ALREADY_STARTED]) from error
