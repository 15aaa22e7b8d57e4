"""The targeting rule: its versions, and a new one that shows what it would change before it is put in force."""

from flask import Response as FileResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.registry.queries.overview import targeting_rules
from contest_portal.registry.rules.targeting import TargetingChange, Thresholds, threshold_problems
from contest_portal.registry.services.set_targeting_rule import set_targeting_rule
from contest_portal.registry.targeting import preview_rule, rule_in_force, thresholds_of
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_forms import AskedThresholdsForm, TargetingRuleForm
from contest_portal.web.staff.registry_moves import moves_response, moves_shown

CONFIRM = "confirmar"


@blueprint.get("/padron/focalizacion")
def registry_targeting() -> str:
    """List the versions of the rule."""
    permit(current_actor(), Action.REGISTRY_SEE)
    return render_template(
        "staff/registry/targeting.html",
        rules=targeting_rules(read_session()),
        thresholds=thresholds_of(rule_in_force(read_session())),
        may_edit=can(current_actor(), Action.TARGETING_EDIT),
    )


@blueprint.route("/padron/focalizacion/nueva", methods=["GET", "POST"])
def registry_new_rule() -> Response | tuple[str, int]:
    """Ask for new thresholds; first show what they change, then put them in force."""
    permit(current_actor(), Action.TARGETING_EDIT)
    form = _form()
    change: TargetingChange | None = None
    if form.validate_on_submit():
        with form.accepting():
            if CONFIRM in request.form:
                return _put_in_force(form)
            change = _preview(form)
    return render_template(
        "staff/registry/new_rule.html",
        form=form,
        change=change,
        moves=moves_shown(change),
        asked=form.thresholds() if change else None,
        confirm=CONFIRM,
    ), form.status


@blueprint.get("/padron/focalizacion/cambios.<any(csv, xlsx):file_format>")
def registry_rule_moves(file_format: str) -> FileResponse:
    """Send the centres whose standing new thresholds would change."""
    permit(current_actor(), Action.TARGETING_EDIT)
    thresholds = AskedThresholdsForm().thresholds(thresholds_of(rule_in_force(read_session())))
    return moves_response(preview_rule(read_session(), thresholds), file_format)


def _form() -> TargetingRuleForm:
    current = rule_in_force(read_session())
    thresholds = thresholds_of(current)
    return TargetingRuleForm(
        min_households=thresholds.min_households,
        poverty_above=thresholds.poverty_above_e4,
        rule_id="" if current is None else str(current.id),
    )


def _preview(form: TargetingRuleForm) -> TargetingChange | None:
    thresholds: Thresholds = form.thresholds()
    problems = threshold_problems(thresholds, form.source.data or "")
    if problems:
        form.add_problems(problems)
        return None
    return preview_rule(read_session(), thresholds)


def _put_in_force(form: TargetingRuleForm) -> Response:
    with transaction() as session:
        set_targeting_rule(
            session,
            act(),
            thresholds=form.thresholds(),
            source=form.source.data or "",
            expected_rule_id=form.seen_rule_id(),
        )
    flash(gettext("La nueva regla está vigente y se evaluaron otra vez todos los centros."), "good")
    return redirect(url_for("staff.registry_targeting"), 303)
