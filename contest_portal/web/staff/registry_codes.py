"""Codes that gave way to new ones: the list, recording one, withdrawing and restoring it."""

from flask import Response as FileResponse
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, can, permit
from contest_portal.kernel.problems import Refused
from contest_portal.registry.queries import code_changes as queries
from contest_portal.registry.services.record_code_change import record_code_change
from contest_portal.registry.services.restore_code_change import restore_code_change
from contest_portal.registry.services.withdraw_code_change import withdraw_code_change
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.shared.spreadsheets import table_response
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.registry_codes_forms import CODE_KIND_LABELS, CodeChangeForm, CodeSearchForm

COLUMNS = ("clase", "codigo_antiguo", "codigo_nuevo", "desde", "documento", "vigente")
"""The first five are those of the file that is imported, so that a list taken away can be corrected and come back."""
_KINDS = {"I": "distrito", "R": "distrito RENIEC", "C": "centro poblado"}


@blueprint.get("/padron/codigos")
def registry_codes() -> str:
    """List the changes."""
    permit(current_actor(), Action.REGISTRY_SEE)
    form = CodeSearchForm()
    text = form.text.data or ""
    pager = asked_page(queries.count_code_changes(read_session(), text))
    return render_template(
        "staff/registry/codes.html",
        form=form,
        text=text,
        changes=queries.code_changes(read_session(), text, limit=pager.size, offset=pager.offset),
        page=pager,
        kinds=CODE_KIND_LABELS,
        may_edit=can(current_actor(), Action.REGISTRY_IMPORT),
    )


@blueprint.get("/padron/codigos.<any(csv, xlsx):file_format>")
def registry_codes_file(file_format: str) -> FileResponse:
    """Send every change."""
    permit(current_actor(), Action.REGISTRY_SEE)
    rows = [
        (_KINDS[one.kind], one.old_code, one.new_code, one.since, one.source, "1" if one.is_in_force else "0")
        for one in queries.code_changes(read_session(), CodeSearchForm().text.data or "")
    ]
    return table_response("codigos", file_format, COLUMNS, rows)


@blueprint.route("/padron/codigos/nuevo", methods=["GET", "POST"])
def registry_new_code() -> Response | tuple[str, int]:
    """Record a change."""
    permit(current_actor(), Action.REGISTRY_IMPORT)
    form = CodeChangeForm()
    if form.validate_on_submit():
        with form.accepting():
            with transaction() as session:
                change = record_code_change(session, act(), form.change(), since=form.since.data)
            message = gettext(
                "Desde ahora, las filas con el código %(old)s se toman con el código %(new)s. Lo que ya estaba en "
                "el padrón cambia cuando vuelva a importar sus archivos.",
                old=change.old_code,
                new=change.new_code,
            )
            flash(message, "good")
            return redirect(url_for("staff.registry_codes"), 303)
    return render_template("staff/registry/code_form.html", form=form), form.status


@blueprint.post("/padron/codigos/<int:change_id>/retirar")
def registry_withdraw_code(change_id: int) -> Response:
    """Stop applying a change."""
    with transaction() as session:
        change = withdraw_code_change(session, act(), change_id=change_id)
    flash(
        gettext("El cambio del código %(old)s ya no se aplica. Puede restablecerlo.", old=change.old_code),
        "good",
    )
    return redirect(url_for("staff.registry_codes"), 303)


@blueprint.post("/padron/codigos/<int:change_id>/restablecer")
def registry_restore_code(change_id: int) -> Response:
    """Apply a withdrawn change again."""
    try:
        with transaction() as session:
            change = restore_code_change(session, act(), change_id=change_id)
    except Refused as refusal:
        problem = refusal.problems[0]
        flash(gettext(problem.message, **problem.params), "bad")
    else:
        flash(gettext("El cambio del código %(old)s se aplica otra vez.", old=change.old_code), "good")
    return redirect(url_for("staff.registry_codes"), 303)
