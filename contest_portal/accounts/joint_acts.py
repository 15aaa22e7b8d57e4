"""Asking for an act of two persons, confirming it, and the acts that wait."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.queries import names_of_users
from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.joint_acts import (
    JOINT_ACT,
    Content,
    JointKind,
    JointState,
    lapsed,
    one_waits,
)
from contest_portal.accounts.rules.permissions import Scope, permit
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.canonical import canonical_json, sha256_hex
from contest_portal.kernel.problems import NotFound, Stale, WrongState
from contest_portal.kernel.records import from_data, to_data


@dataclass(frozen=True, slots=True)
class WaitingAct(Generic[Content]):
    """An act that waits for its second person, as pages show it."""

    id: int
    subject: str
    content: Content
    content_sha256: str
    asked_by: int
    asker: str
    asked_at: datetime
    lapses_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Tell whether it waited for too long."""
        return self.lapses_at is not None and now >= self.lapses_at

    def scope(self, contest_id: int | None, *earlier: int | None) -> Scope:
        """Give what the right to confirm it is asked about: whoever asked, or had a hand in it before, may not."""
        return joint_scope(contest_id, self.asked_by, *earlier)


def joint_scope(contest_id: int | None, asked_by: int | None, *earlier: int | None) -> Scope:
    """Give the scope of a confirmation."""
    before = frozenset(one for one in earlier if one is not None)
    return Scope(contest_id=contest_id, proposer_id=asked_by, earlier_ids=before)


def ask_together(
    session: Session,
    act: Act,
    kind: JointKind[Content],
    *,
    subject: str,
    contest_id: int | None,
    content: Content,
) -> JointAct:
    """Ask for an act, which changes nothing yet. The calling service asked for the right and looked at the content.

    What waited for too long makes room. Raises WrongState while the same waits already.
    """
    wait_for_turn(session)
    waiting = waiting_act(session, kind, subject)
    if waiting is not None and not waiting.is_over(act.at):
        raise WrongState([one_waits()])
    if waiting is not None:
        end_joint_act(session, act, session.get_one(JointAct, waiting.id), "lapsed")
    text = canonical_json(to_data(content))
    joint = JointAct(
        kind=kind.code,
        subject=subject,
        contest_id=contest_id,
        content=text,
        content_sha256=sha256_hex(text),
        asked_by=act.actor.user_id,
        asked_at=act.at,
    )
    session.add(joint)
    session.flush()
    note_joint_act(session, act, joint, "asked")
    return joint


def confirm_together(
    session: Session,
    act: Act,
    kind: JointKind[Content],
    *,
    contest_id: int | None,
    joint_id: int,
    sha256: str,
    earlier: tuple[int | None, ...] = (),
) -> tuple[JointAct, Content]:
    """Take an act as its second person, and give what was asked for: the calling service does it.

    `sha256` is that of what the person looked at. Raises NotFound for one of another kind or contest,
    NotPermitted to whoever asked for it or is among `earlier`, WrongState once it waits no more or waited for too
    long, Stale when something else was looked at.
    """
    joint = joint_to_change(session, joint_id, kind=kind.code, contest_id=contest_id)
    permit(act.actor, kind.confirm, joint_scope(joint.contest_id, joint.asked_by, *earlier))
    require_as_seen(act, joint, kind, sha256)
    JOINT_ACT.move(joint, "confirm", None)
    joint.decided_by, joint.decided_at = act.actor.user_id, act.at
    session.flush()
    note_joint_act(session, act, joint, "confirmed")
    return joint, content_of(joint, kind)


def require_as_seen(act: Act, joint: JointAct, kind: JointKind[Content], sha256: str) -> None:
    """Raise WrongState for an act that waits no more or waited for too long, Stale when another one was looked at."""
    JOINT_ACT.require(joint, "confirm")
    if kind.waits is not None and act.at >= joint.asked_at + kind.waits:
        raise WrongState([lapsed()])
    if joint.content_sha256 != sha256:
        raise Stale(f"joint act {joint.id}")


def content_of(joint: JointAct, kind: JointKind[Content]) -> Content:
    """Give what an act of a kind asks for."""
    return from_data(kind.content, json.loads(joint.content))


def joint_to_change(
    session: Session, joint_id: int, *, contest_id: int | None, kind: str | None = None
) -> JointAct:
    """Give an act of a contest under the turn; NotFound when there is none, or none of that kind."""
    wait_for_turn(session)
    joint = session.get(JointAct, joint_id, with_for_update=True, populate_existing=True)
    if joint is None or joint.contest_id != contest_id or kind not in (None, joint.kind):
        raise NotFound(f"joint act {joint_id}")
    return joint


def waiting_act(session: Session, kind: JointKind[Content], subject: str) -> WaitingAct[Content] | None:
    """Give the act of a kind that waits about a subject; None when none does."""
    found = waiting_acts(session, kind, JointAct.subject == subject)
    return found[0] if found else None


def acts_of_contest(
    session: Session, kind: JointKind[Content], contest_id: int
) -> tuple[WaitingAct[Content], ...]:
    """List the acts of a kind that wait in a contest, the oldest first."""
    return waiting_acts(session, kind, JointAct.contest_id == contest_id)


def waiting_acts(
    session: Session, kind: JointKind[Content], where: ColumnElement[bool]
) -> tuple[WaitingAct[Content], ...]:
    """List the acts of a kind that wait, the oldest first."""
    rows = session.scalars(
        select(JointAct)
        .where(JointAct.kind == kind.code, JointAct.state == JointState.ASKED.value, where)
        .order_by(JointAct.id)
    ).all()
    names = names_of_users(session, frozenset(row.asked_by for row in rows))
    return tuple(
        WaitingAct(
            id=row.id,
            subject=row.subject,
            content=content_of(row, kind),
            content_sha256=row.content_sha256,
            asked_by=row.asked_by,
            asker=names.get(row.asked_by, ""),
            asked_at=row.asked_at,
            lapses_at=None if kind.waits is None else row.asked_at + kind.waits,
        )
        for row in rows
    )


def end_joint_act(session: Session, act: Act, joint: JointAct, step: str) -> None:
    """End an act that nobody confirmed; the row stays, and `step` says in the chain how it ended."""
    JOINT_ACT.move(joint, "withdraw", None)
    joint.decided_by, joint.decided_at = act.actor.user_id, act.at
    session.flush()
    note_joint_act(session, act, joint, step)


def note_joint_act(session: Session, act: Act, joint: JointAct, step: str) -> None:
    """Write a step of an act into the chain."""
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=f"joint_act.{step}",
        subject=joint.subject,
        data={"joint_act": joint.id, "kind": joint.kind, "content_sha256": joint.content_sha256},
    )
