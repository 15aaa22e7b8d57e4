"""Amendments of a published contest: the versions so far, the one being prepared, and who was told."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.amendment_facts import amendment_facts
from contest_portal.applications.amendment_notices import ToldRepresentative, told_representatives
from contest_portal.applications.services.draft_amendment import draft_amendment
from contest_portal.contests.amendment_queries import draft_amendment_of, rulebook_versions
from contest_portal.contests.queries import contest_by_id, frozen_rulebook, read_rulebook
from contest_portal.contests.rules.amendments import available
from contest_portal.contests.services.discard_amendment import discard_amendment
from contest_portal.web.shared.amendment_view import version_views
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.labels import APPLICATION_STATE_LABELS
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.amendments_forms import AmendmentForm
from contest_portal.web.staff.blueprint import blueprint


@blueprint.get("/concursos/<int:contest_id>/enmiendas")
def amendments(contest_id: int) -> str:
    """Show every version of the rules, what is being prepared, and who was told and has read."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    session = read_session()
    contest = contest_by_id(session, contest_id)
    book = read_rulebook(frozen_rulebook(session, contest_id).data)
    may_amend = can(current_actor(), Action.CONTEST_PUBLISH, Scope(contest_id=contest_id))
    return render_template(
        "staff/contests/amendments.html",
        contest=contest,
        versions=version_views(contest.code, rulebook_versions(session, contest_id)),
        draft=draft_amendment_of(session, contest_id),
        told=told_representatives(session, contest_id),
        may_amend=may_amend,
        has_room=bool(available(amendment_facts(session, contest, now()), book)),
    )


@blueprint.route("/concursos/<int:contest_id>/enmienda", methods=["GET", "POST"])
def amendment(contest_id: int) -> AnyResponse | tuple[str, int]:
    """Prepare an amendment: only what may change now can be filled in."""
    permit(current_actor(), Action.CONTEST_PUBLISH, Scope(contest_id=contest_id))
    session = read_session()
    contest = contest_by_id(session, contest_id)
    book = read_rulebook(frozen_rulebook(session, contest_id).data)
    draft = draft_amendment_of(session, contest_id)
    items = available(amendment_facts(session, contest, now()), book)
    form = AmendmentForm(
        read_rulebook(draft.data) if draft else book,
        book,
        items,
        version=draft.version if draft else 0,
        reason=draft.reason if draft else "",
    )
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as writing:
                draft_amendment(
                    writing,
                    act(),
                    contest_id=contest_id,
                    expected_version=form.shown_version,
                    proposal=form.proposal(),
                    reason=form.reason.data or "",
                )
            return redirect(url_for("staff.amendment_publish", contest_id=contest_id), 303)
    page = render_template("staff/contests/amendment.html", contest=contest, form=form, items=items)
    return page, form.status


@blueprint.post("/concursos/<int:contest_id>/enmienda/descartar")
def amendment_discard(contest_id: int) -> AnyResponse:
    """Throw the draft away."""
    with transaction() as session:
        discard_amendment(session, act(), contest_id=contest_id)
    flash(gettext("La enmienda en preparación se descartó. Las bases siguen como estaban."), "good")
    return redirect(url_for("staff.amendments", contest_id=contest_id), 303)


@blueprint.get("/concursos/<int:contest_id>/enmiendas/avisos.csv")
def amendment_notices_csv(contest_id: int) -> AnyResponse:
    """Send the list of who was told and who has read."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    header = [
        gettext("Enmienda"),
        gettext("Grupo"),
        gettext("Solicitud"),
        gettext("Estado"),
        gettext("Representante"),
        gettext("Avisado"),
        gettext("Leído"),
    ]
    rows = (_row(one) for one in told_representatives(read_session(), contest_id))
    return csv_response(f"avisos-{contest.code}.csv", header, rows)


def _row(one: ToldRepresentative) -> list[object]:
    return [
        one.number,
        one.group_name,
        one.application_code,
        gettext(APPLICATION_STATE_LABELS[one.application_state]),
        one.representative,
        instant(one.told_at),
        instant(one.read_at) if one.read_at else "",
    ]
