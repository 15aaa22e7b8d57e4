"""What a person decided about the use of their data: noted, and taken back when it was a mistake."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.clock import office_date
from contest_portal.registry.queries.consents import ConsentLine, consent_by_id, standings
from contest_portal.registry.queries.personal_files import territory_of_file
from contest_portal.registry.rules.consent import Purpose, may_be_named
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.services.record_consent import record_consent
from contest_portal.registry.services.undo_consent import undo_consent
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor, now
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_consents_forms import (
    DECISION_LABELS,
    DECISION_TONES,
    PURPOSE_LABELS,
    ConsentForm,
    UndoConsentForm,
)


@blueprint.route("/personas/<int:person_id>/consentimiento", methods=["GET", "POST"])
def person_consent(person_id: int) -> Response | tuple[str, int]:
    """Note what a person decided."""
    _permit(person_id)
    form = ConsentForm(on_date=office_date(now()))
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                record_consent(session, act(), person_id=person_id, paper=form.told())
            flash(gettext("La decisión de la persona se guardó."), "good")
            return _to_person(person_id)
    return render_template("staff/registry/consent_new.html", form=form, person_id=person_id), form.status


@blueprint.route("/consentimientos/<int:consent_id>/deshacer", methods=["GET", "POST"])
def consent_undo(consent_id: int) -> Response | tuple[str, int]:
    """Ask why, and take a decision back."""
    permit(current_actor(), Action.REGISTER_CORRECT)
    line = consent_by_id(read_session(), consent_id)
    _permit(line.person_id)
    form = UndoConsentForm(version=line.version)
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                undo_consent(
                    session,
                    act(),
                    consent_id=consent_id,
                    expected_version=form.shown_version,
                    reason=form.reason.data or "",
                )
            flash(gettext("La anotación se deshizo: vale la decisión anterior."), "good")
            return _to_person(line.person_id)
    return render_template(
        "staff/registry/consent_undo.html", form=form, line=line, decisions=DECISION_LABELS
    ), form.status


def consent_context(lines: tuple[ConsentLine, ...]) -> dict[str, object]:
    """Give a person's page what was decided and what follows from it."""
    found = standings(lines)
    return {
        "consents": lines,
        "standings": [
            {"purpose": PURPOSE_LABELS[purpose.value], "decision": found[purpose]} for purpose in Purpose
        ],
        "may_be_named": may_be_named(found[Purpose.WORK], Purpose.WORK),
        "decisions": DECISION_LABELS,
        "decision_tones": DECISION_TONES,
        "purposes": PURPOSE_LABELS,
    }


def _permit(person_id: int) -> None:
    home = territory_of_file(read_session(), FileRef(FileOf.PERSON, person_id))
    permit(current_actor(), Action.REGISTER_CORRECT, Scope(ubigeo=home))


def _to_person(person_id: int) -> Response:
    return redirect(url_for("staff.person", person_id=person_id), 303)
