"""The audit chain, for the auditor."""

from flask import Response, render_template, request

from contest_portal.accounts import audit_queries as queries
from contest_portal.accounts.audit_queries import AuditFilter, AuditLine
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel.audit import verify_chain
from contest_portal.web.shared.audit_labels import AUDIT_ACTION_LABELS
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.pagination import asked_page
from contest_portal.web.shared.session import current_actor
from contest_portal.web.shared.spreadsheets import csv_response
from contest_portal.web.staff.audit_forms import AuditFilterForm
from contest_portal.web.staff.audit_words import facts_in_words, subject_in_words
from contest_portal.web.staff.blueprint import blueprint

COLUMNS = ("seq", "at_utc", "actor_id", "actor", "action", "subject", "data", "hash")
LINES_ON_A_PAGE = 25
"""Fewer than in other lists: the hashes in a line do not compress, and a page stays within 15 KB."""


@blueprint.get("/auditoria")
def audit() -> str:
    """List who did what, the newest first."""
    permit(current_actor(), Action.AUDIT_SEE)
    form = AuditFilterForm(queries.audit_actions(read_session()))
    wanted = form.wanted()
    pager = asked_page(queries.count_audit_lines(read_session(), wanted), size=LINES_ON_A_PAGE)
    lines = queries.audit_lines(read_session(), wanted, limit=pager.size, offset=pager.offset)
    return render_template(
        "staff/audit/list.html",
        form=form,
        lines=lines,
        labels=AUDIT_ACTION_LABELS,
        subject_of=subject_in_words,
        facts_of=facts_in_words,
        page=pager,
        filtered=wanted != AuditFilter(),
        asked=request.args.to_dict(flat=False),
    )


@blueprint.get("/auditoria.csv")
def audit_csv() -> Response:
    """Send the list, narrowed the same way, to take away."""
    permit(current_actor(), Action.AUDIT_SEE)
    wanted = AuditFilterForm(queries.audit_actions(read_session())).wanted()
    lines = queries.all_audit_lines(read_session(), wanted)
    return csv_response("auditoria.csv", COLUMNS, (_row(line) for line in lines))


@blueprint.get("/auditoria/cadena")
def audit_chain() -> str:
    """Walk the whole chain and say whether it holds."""
    permit(current_actor(), Action.AUDIT_SEE)
    good, broken = verify_chain(read_session())
    return render_template("staff/audit/chain.html", good=good, broken=broken)


def _row(line: AuditLine) -> tuple[object, ...]:
    return (
        line.seq,
        line.at.isoformat(),
        line.actor_id,
        line.actor_name,
        line.action,
        line.subject,
        line.data,
        line.hash,
    )
