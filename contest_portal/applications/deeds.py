"""Who did what for a group: the part of the audit chain that is the group's own."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from contest_portal.accounts.audit_queries import AuditLine, count_about, lines_about
from contest_portal.applications.group_queries import GroupView
from contest_portal.applications.promoter_queries import promotions_of_group
from contest_portal.applications.queries import applications_of_group

_ACTIONS = (
    "application.",
    "attachment.",
    "confirmation.",
    "group.",
    "late_code.used",
    "member.",
    "promoter.",
    "screening.cure_",
)
"""Beginnings of what a group may read: nothing of the office's or the jury's work on it."""


class Doer(StrEnum):
    """As what somebody acted for a group."""

    REPRESENTATIVE = "representative"
    PROMOTER = "promoter"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done; `section` and `contest_title` where it was done to a part, or to an application."""

    at: datetime
    doer: Doer
    name: str
    action: str
    section: str | None
    contest_title: str | None


def group_deeds(
    session: Session, group: GroupView, *, limit: int | None = None, offset: int = 0
) -> tuple[Deed, ...]:
    """List what was done for a group, the newest first."""
    titles = _titles(session, group)
    promoters = {promotion.user_id for promotion in promotions_of_group(session, group.group_id)}
    lines = lines_about(session, tuple(titles), _ACTIONS, limit=limit, offset=offset)
    return tuple(
        Deed(
            at=line.at,
            doer=_doer(line, group, promoters),
            name=line.actor_name,
            action=line.action,
            section=_section(line),
            contest_title=titles[line.subject],
        )
        for line in lines
    )


def count_deeds(session: Session, group: GroupView) -> int:
    """Count what `group_deeds` lists without its limit."""
    return count_about(session, tuple(_titles(session, group)), _ACTIONS)


def _titles(session: Session, group: GroupView) -> dict[str, str | None]:
    views = applications_of_group(session, group.group_id)
    own: dict[str, str | None] = {f"group:{group.group_id}": None}
    return own | {f"application:{view.application_id}": view.contest_title for view in views}


def _doer(line: AuditLine, group: GroupView, promoters: set[int]) -> Doer:
    if line.actor_id == group.representative_id:
        return Doer.REPRESENTATIVE
    return Doer.PROMOTER if line.actor_id in promoters else Doer.OFFICE


def _section(line: AuditLine) -> str | None:
    section: str | None = json.loads(line.data or "{}").get("section")
    return section
