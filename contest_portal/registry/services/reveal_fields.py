"""Show sensitive fields of one file, for a reason that stays on record."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.kernel.identifiers import clean_text
from contest_portal.kernel.problems import refuse
from contest_portal.registry.access import Screen, keep_reveal
from contest_portal.registry.queries.personal_files import (
    Clear,
    clear_fields,
    names_in_file,
    territory_of_file,
)
from contest_portal.registry.rules.disclosure import (
    FileRef,
    RevealReason,
    SensitiveField,
    reveal_problems,
)


def reveal_fields(
    session: Session,
    act: Act,
    *,
    file: FileRef,
    fields: Collection[SensitiveField],
    reason: RevealReason,
    detail: str,
    screen: Screen,
) -> Clear:
    """Give the fields asked for in clear, and keep who saw which ones and why. Refused without a proper reason.

    The audit chain gets a link too: a reveal cannot be unmade even by whoever could rewrite the access log.
    """
    permit(act.actor, Action.PERSONAL_REVEAL, Scope(ubigeo=territory_of_file(session, file)))
    detail = clean_text(detail)
    refuse(reveal_problems(file.kind, fields, detail, names_in_file(session, file)))
    shown = {field: value for field, value in clear_fields(session, file).items() if field in fields}
    keep_reveal(
        session,
        act,
        screen=screen,
        file=file,
        subject=f"{file.kind}:{file.id}",
        fields=shown,
        reason=reason,
        detail=detail,
    )
    return shown
