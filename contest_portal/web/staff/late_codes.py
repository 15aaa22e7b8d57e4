"""Codes for sending after the closing: who got one and why, giving one, taking an unused one back."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, can, permit
from contest_portal.applications.late_code_queries import groups_without_entry, late_codes_of
from contest_portal.applications.services.give_late_code import give_late_code
from contest_portal.applications.services.withdraw_late_code import withdraw_late_code
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.web.shared import labels
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.filters import instant
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.late_codes_forms import LateCodeForm
from contest_portal.web.staff.published_contest import published_contest


@blueprint.route("/concursos/<int:contest_id>/codigos", methods=["GET", "POST"])
def late_codes(contest_id: int) -> Response | tuple[str, int]:
    """List the codes of a contest; give another one."""
    contest = published_contest(contest_id)
    calendar = rulebook_of(read_session(), contest_id).calendar
    form = LateCodeForm()
    form.offer(
        groups_without_entry(read_session(), contest_id, rulebook_of(read_session(), contest_id).territory)
    )
    may_give = can(current_actor(), Action.LATE_CODE_GIVE, Scope(contest_id=contest_id))
    if form.is_submitted():
        permit(current_actor(), Action.LATE_CODE_GIVE, Scope(contest_id=contest_id))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                given = give_late_code(
                    session,
                    act(),
                    contest_id=contest_id,
                    group_id=int(form.group_id.data),
                    reason=form.reason.data or "",
                    valid_until=form.valid_until.data,
                )
            flash(gettext("El código es %(code)s. Dícteselo al representante.", code=given.code), "good")
            return redirect(url_for("staff.late_codes", contest_id=contest_id), 303)
    return render_template(
        "staff/contests/late_codes.html",
        contest=contest,
        form=form,
        codes=late_codes_of(read_session(), contest_id),
        calendar=calendar,
        labels=labels,
        may_see=may_give,
        may_give=may_give and calendar.late_codes and contest.state == ContestState.PUBLISHED,
    ), form.status


@blueprint.post("/concursos/<int:contest_id>/codigos/<int:code_id>/retirar")
def late_code_withdraw(contest_id: int, code_id: int) -> Response:
    """Take back a code that was not used."""
    with transaction() as session:
        withdraw_late_code(session, act(), contest_id=contest_id, code_id=code_id)
    flash(gettext("El código quedó retirado y ya no sirve."), "good")
    return redirect(url_for("staff.late_codes", contest_id=contest_id), 303)


@blueprint.get("/concursos/<int:contest_id>/codigos.csv")
def late_codes_csv(contest_id: int) -> Response:
    """Send the list; the letters of unused codes stay on the page."""
    contest = published_contest(contest_id)
    header = [gettext("Grupo"), gettext("Motivo"), gettext("Vale hasta"), gettext("Estado"), gettext("Dado"),
              gettext("Dado por"), gettext("Usado")]  # fmt: skip
    rows = (
        [
            one.group_name,
            one.reason,
            instant(one.valid_until),
            gettext(labels.LATE_CODE_STATE_LABELS[one.state]),
            instant(one.given_at),
            one.given_by,
            instant(one.used_at) if one.used_at else "",
        ]
        for one in late_codes_of(read_session(), contest_id)
    )
    return csv_response(f"codigos-{contest.code}.csv", header, rows)
