"""The office's first page: every contest, where it stands and what to do next."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.joint_acts import WaitingAct
from contest_portal.accounts.power import stoppable
from contest_portal.accounts.rules.permissions import Action, Scope, can, registry_reach
from contest_portal.accounts.rules.power import AskedPower
from contest_portal.accounts.services.stop_power import stop_power
from contest_portal.allocation.approval_queries import waiting_turns
from contest_portal.contests.queries import contests as all_contests
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.queries import jurors_by_contest
from contest_portal.kernel.clock import office_date
from contest_portal.registry.queries.alarms import alarms
from contest_portal.registry.queries.export_requests import asked_by, ready, waiting_for
from contest_portal.registry.queries.person_requests import RequestFilter, count_person_requests
from contest_portal.registry.rules.person_requests import soon_until
from contest_portal.web.shared.audience import require_any_role
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.labels import CONTEST_STATE_LABELS, CONTEST_STATE_TONES
from contest_portal.web.shared.navigation import OFFICE
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.next_steps import contest_line
from contest_portal.web.staff.second_words import SECOND_WORDS, words_to_give


@blueprint.get("/")
def home() -> str:
    """Show the contests that are under way, among those that this person may see."""
    require_any_role(OFFICE)
    actor = current_actor()
    jurors, turns = jurors_by_contest(read_session()), waiting_turns(read_session())
    seen = [
        contest_line(
            contest, now(), jurors=jurors.get(contest.id, 0), actor=actor, turn=turns.get(contest.id)
        )
        for contest in all_contests(read_session())
        if can(actor, Action.CONTEST_SEE, Scope(contest_id=contest.id))
    ]
    running = [contest for contest in seen if contest.state != ContestState.ANNOUNCED]
    waiting, waiting_for_another = words_to_give()
    return render_template(
        "staff/home.html",
        running=running,
        finished=len(seen) - len(running),
        labels=CONTEST_STATE_LABELS,
        tones=CONTEST_STATE_TONES,
        exports_to_decide=len(waiting_for(read_session(), actor, now())),
        exports_ready=ready(asked_by(read_session(), actor.user_id, now())),
        requests_due=_requests_due(),
        waiting=waiting,
        waiting_for_another=waiting_for_another,
        alarms=_alarms(),
        kinds=SECOND_WORDS,
        ways_in=_ways_in(),
        may_design=can(actor, Action.CONTEST_EDIT),
        may_open_accounts=can(actor, Action.REPRESENTATIVE_INVITE),
    )


@blueprint.post("/cuentas/pedidos/<int:joint_id>/detener")
def power_stop(joint_id: int) -> Response:
    """Stop what would open the way into an administrator's account."""
    with transaction() as session:
        stop_power(session, act(), joint_id=joint_id)
    flash(gettext("El pedido terminó y no cambió nada."), "good")
    return redirect(url_for("staff.home"), 303)


def _ways_in() -> tuple[WaitingAct[AskedPower], ...]:
    """List what would open the way into an administrator's account, for who may stop it."""
    return stoppable(read_session(), now()) if can(current_actor(), Action.POWER_STOP) else ()


def _alarms() -> int:
    """Count who took much of people at once lately, for who may see the access log."""
    actor = current_actor()
    if not can(actor, Action.ACCESS_LOG_SEE):
        return 0
    return len(alarms(read_session(), now(), within=registry_reach(actor)))


def _requests_due() -> int:
    """Count what people asked about their data and is overdue or due soon, for who may answer it."""
    actor = current_actor()
    if not can(actor, Action.PERSON_REQUEST_ANSWER):
        return 0
    until = soon_until(office_date(now())) + timedelta(days=1)
    wanted = RequestFilter(is_open=True, due_before=until, within=registry_reach(actor))
    return count_person_requests(read_session(), wanted)
