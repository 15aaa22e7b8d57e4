"""Record that a code gave way to a new one."""

import logging
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, permit
from contest_portal.kernel import audit
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.registry.code_changes import code_book
from contest_portal.registry.models.territory import CodeChange
from contest_portal.registry.rules.code_changes import Change, CodeBook, change_problems, circle_problem

log = logging.getLogger(__name__)


def record_code_change(session: Session, act: Act, change: Change, *, since: date | None) -> CodeChange:
    """Keep a change; from now on a file's rows with the old code are taken under the new one.

    A second new code for the same old one splits it: rows with the old code are then refused. Raises Refused for
    codes that are none, a change that is there already, and one that leads a code back to itself.
    """
    permit(act.actor, Action.REGISTRY_IMPORT)
    change = Change(change.kind, change.old, change.new, clean_text(change.source)[:200])
    refuse(change_problems(change))
    book = CodeBook((*code_book(session).changes, change))
    refuse([_known(session, change) or circle_problem(book)])
    row = CodeChange(
        kind=change.kind.value,
        old_code=change.old,
        new_code=change.new,
        since=since,
        source=change.source,
        recorded_at=act.at,
        recorded_by=act.actor.user_id,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="code_change.recorded",
        subject=f"code_change:{row.id}",
        data={"kind": row.kind, "old": row.old_code, "new": row.new_code, "source": row.source},
    )
    log.info("code change recorded", extra={"code_change_id": row.id})
    return row


def _known(session: Session, change: Change) -> Problem | None:
    known = session.scalar(
        select(CodeChange.id).where(
            CodeChange.kind == change.kind.value,
            CodeChange.old_code == change.old,
            CodeChange.new_code == change.new,
        )
    )
    if known is None:
        return None
    message = N_("Ese cambio de código ya está en la lista. Si figura como retirado, restablézcalo allí.")
    return Problem("code.known", field="new_code", message=message)
