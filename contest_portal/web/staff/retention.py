"""Withdrawing personal data whose term is over: what is due, the proposal, its approval by another, what is held."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import StoreAway
from contest_portal.kernel.storage import Storage
from contest_portal.privacy.queries import (
    contests_to_hold,
    ended_contests,
    holds_in_force,
    plan_of,
    retention_runs,
)
from contest_portal.privacy.rules.retention import TERM_OF, RetentionRule
from contest_portal.privacy.services.apply_retention import apply_retention
from contest_portal.privacy.services.discard_retention import discard_retention
from contest_portal.privacy.services.lift_hold import lift_hold
from contest_portal.privacy.services.place_hold import place_hold
from contest_portal.privacy.services.propose_retention import propose_retention
from contest_portal.privacy.withdrawn_files import files_to_remove, note_removed
from contest_portal.registry.queries.privacy_terms import privacy_terms
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.retention_forms import (
    RULE_LABELS,
    RUN_STATE_LABELS,
    RUN_STATE_TONES,
    HoldForm,
    ProposeForm,
    RunForm,
)

_BASE = "/datos-personales/retiro"
_RUN = f"{_BASE}/<int:retention_run_id>"


@blueprint.route(_BASE, methods=["GET", "POST"])
def retention() -> Response | tuple[str, int]:
    """Show what is due today, and propose to withdraw it."""
    permit(current_actor(), Action.RETENTION_SEE)
    form = ProposeForm()
    if form.is_submitted():
        permit(current_actor(), Action.RETENTION_PROPOSE)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                propose_retention(session, act(), reason=form.reason.data or "")
            flash(gettext("El retiro quedó propuesto. Lo aprueba otra persona del programa."), "good")
            return _back()
    return _page(form), form.status


@blueprint.post(f"{_RUN}/aprobar")
def retention_apply(retention_run_id: int) -> Response:
    """Withdraw what was proposed."""
    form = RunForm()
    with transaction() as session:
        apply_retention(session, act(), run_id=retention_run_id, expected_version=form.shown_version)
    try:
        _remove_files()
    except StoreAway:
        flash(
            gettext("Los archivos no se pudieron borrar todavía. Avise a quien administra el portal."), "warn"
        )
    flash(
        gettext(
            "Los datos se retiraron. Las copias de seguridad anteriores todavía los tienen: bórrelas cuando pueda."
        ),
        "good",
    )
    return _back()


def _remove_files() -> None:
    """Remove what the committed act withdrew; StoreAway leaves it to `flask files remove-withdrawn`."""
    storage: Storage = current_app.extensions["storage"]
    with transaction() as session:
        digests = files_to_remove(session)
    for digest in digests:
        storage.drop(digest)
    with transaction() as session:
        note_removed(session, digests, at=now(), actor_id=current_actor().user_id)


@blueprint.post(f"{_RUN}/descartar")
def retention_discard(retention_run_id: int) -> Response:
    """Set a proposal aside."""
    form = RunForm()
    with transaction() as session:
        discard_retention(session, act(), run_id=retention_run_id, expected_version=form.shown_version)
    flash(gettext("La propuesta quedó descartada. Nada se retiró."), "info")
    return _back()


@blueprint.route(f"{_BASE}/revision", methods=["GET", "POST"])
def retention_hold() -> Response | tuple[str, int]:
    """Hold a contest that is under review."""
    permit(current_actor(), Action.RETENTION_PROPOSE)
    form = HoldForm()
    form.offer(contests_to_hold(read_session()))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                place_hold(session, act(), contest_id=int(form.contest.data), reason=form.reason.data or "")
            flash(gettext("Nada de ese concurso se retira mientras dure la revisión."), "good")
            return _back()
    return render_template("staff/privacy/hold.html", form=form), form.status


@blueprint.post(f"{_BASE}/revision/<int:hold_id>/terminar")
def retention_release(hold_id: int) -> Response:
    """End a review."""
    with transaction() as session:
        lift_hold(session, act(), hold_id=hold_id)
    flash(gettext("La revisión terminó: los datos de ese concurso siguen su plazo."), "good")
    return _back()


def _page(form: ProposeForm) -> str:
    session, actor = read_session(), current_actor()
    plan = plan_of(session, office_date(now()))
    due = {line.rule: line for line in plan.lines}
    terms = privacy_terms(session)
    runs = retention_runs(session)
    waiting = next((run for run in runs if run.state == "proposed"), None)
    return render_template(
        "staff/privacy/retention.html",
        form=form,
        rules=[
            {"code": rule.value, "years": terms[TERM_OF[rule]], "line": due.get(rule)}
            for rule in RetentionRule
        ],
        plan=plan,
        ended=len(ended_contests(session)),
        waiting=waiting,
        past=[run for run in runs if run.state != "proposed"],
        holds=holds_in_force(session),
        may_propose=can(actor, Action.RETENTION_PROPOSE),
        may_decide=waiting is not None
        and can(actor, Action.RETENTION_DECIDE, Scope(proposer_id=waiting.proposed_by)),
        labels=RULE_LABELS,
        states=RUN_STATE_LABELS,
        tones=RUN_STATE_TONES,
    )


def _back() -> Response:
    return redirect(url_for("staff.retention"), 303)
