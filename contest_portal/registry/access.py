"""How a row of the access log is written, whatever was done with the file."""

import logging
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.audit import record
from contest_portal.kernel.file_marks import FileMark
from contest_portal.kernel.problems import NotPermitted
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.rules.disclosure import AccessKind, FileOf, FileRef, RevealReason, SensitiveField

LONGEST_DETAIL = 200

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Screen:
    """From where somebody looks: the page's endpoint and the request whose log lines tell more."""

    name: str
    request_id: str


def access_row(act: Act, kind: AccessKind, screen: Screen, *, file: FileRef | None = None) -> FileAccess:
    """Make a row about a file (None: about the log itself). NotPermitted for whoever has no account."""
    if act.actor.user_id is None:
        raise NotPermitted("a file is looked at by somebody with an account")
    return FileAccess(
        at=act.at,
        user_id=act.actor.user_id,
        roles=" ".join(sorted(act.actor.roles)),
        kind=kind.value,
        person_id=file.id if file and file.kind is FileOf.PERSON else None,
        household_id=file.id if file and file.kind is FileOf.HOUSEHOLD else None,
        fields="",
        screen=screen.name,
        request_id=screen.request_id,
    )


def keep_taken(
    session: Session, act: Act, *, screen: Screen, content: str, why: str, file: FileRef | None = None
) -> FileMark:
    """Keep in the access log and in the chain that a file with persons leaves, before it does; give its mark.

    `content` is a word on what it holds, `why` what the mark says that it is for.
    """
    row = access_row(act, AccessKind.EXPORT, screen, file=file)
    row.detail = why[:LONGEST_DETAIL]
    session.add(row)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="registry.file_marked",
        subject=f"access:{row.id}",
        data={"access": row.id, "content": content},
    )
    log.info("file taken", extra={"access_id": row.id})
    return mark_of(session, row, why)


def mark_of(session: Session, row: FileAccess, why: str) -> FileMark:
    """Give the mark of a row of the access log."""
    return FileMark(row.id, row.at, session.get_one(User, row.user_id).full_name, why)


def keep_reveal(
    session: Session,
    act: Act,
    *,
    screen: Screen,
    file: FileRef,
    subject: str,
    fields: Collection[SensitiveField],
    reason: RevealReason,
    detail: str,
) -> None:
    """Keep who saw which fields and why, in the access log and in the chain, under the subject."""
    row = access_row(act, AccessKind.REVEAL, screen, file=file)
    row.fields, row.reason, row.detail = " ".join(fields), reason.value, detail
    session.add(row)
    session.flush()
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action="personal.revealed",
        subject=subject,
        data={"access": row.id, "fields": [field.value for field in fields], "reason": reason.value},
    )
    log.info("fields revealed", extra={"access_id": row.id})
