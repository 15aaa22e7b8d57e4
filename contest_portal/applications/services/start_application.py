"""Start a group's application to a contest."""

import logging

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.models import Application
from contest_portal.applications.ownership import call_window, own_group, refuse_two_sides
from contest_portal.applications.paper_queries import paper_of_group
from contest_portal.applications.rules.lifecycle import ApplicationState, outside_window
from contest_portal.applications.rules.paper import on_paper
from contest_portal.applications.rules.profile import empty_profile, write_profile
from contest_portal.contests.queries import contest_by_id
from contest_portal.kernel.audit import record
from contest_portal.kernel.money import ZERO
from contest_portal.kernel.problems import N_, Problem, Refused, WrongState, refuse

log = logging.getLogger(__name__)

_ALREADY_STARTED = Problem(
    "application.exists",
    field="group",
    message=N_("El grupo ya tiene una solicitud en este concurso. Ábrala desde su página de inicio."),
)


def start_application(session: Session, act: Act, *, contest_id: int, group_id: int) -> Application:
    """Start a draft. WrongState outside the call's window; Refused when the group has an application there."""
    refuse_two_sides(act)
    group = own_group(session, act, group_id)
    contest = contest_by_id(session, contest_id)
    window = call_window(act, contest)
    permit(act.actor, Action.APPLICATION_EDIT, Scope(contest_id=contest_id, owner_id=group.representative_id))
    closed = outside_window(window)
    if closed:
        raise WrongState(closed)
    refuse([on_paper(received=paper_of_group(session, contest_id, group_id) is not None)])
    application = Application(
        contest_id=contest_id,
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
        data={"contest_id": contest_id, "group_id": group.id},
    )
    log.info("application started", extra={"application_id": application.id})
    return application


def _store(session: Session, application: Application) -> None:
    try:
        with session.begin_nested():
            session.add(application)
    except IntegrityError as error:
        raise Refused([_ALREADY_STARTED]) from error
