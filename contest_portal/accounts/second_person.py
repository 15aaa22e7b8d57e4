"""Whether there is a second person for an act: where there is one it takes both, where there is none it takes one."""

from sqlalchemy.orm import Session

from contest_portal.accounts.joint_acts import joint_scope
from contest_portal.accounts.queries import users_with_role
from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.accounts.rules.joint_acts import Content, JointKind
from contest_portal.accounts.rules.permissions import Scope, can
from contest_portal.kernel.problems import N_, Problem, refuse


def has_second(
    session: Session, act: Act, kind: JointKind[Content], contest_id: int, *earlier: int | None
) -> bool:
    """Tell whether anybody else of the programme, with an open account, may confirm what this person asks for.

    `earlier` had a hand in it before and may not, where the right to confirm asks for that.
    """
    scope = joint_scope(contest_id, act.actor.user_id, *earlier)
    return any(can(one.actor, kind.confirm, scope) for one in users_with_role(session, Role.STAFF))


def another_may_ask(session: Session, act: Act, kind: JointKind[Content], contest_id: int) -> bool:
    """Tell whether anybody else of the office, with an open account, may ask for what this person would confirm."""
    office = (*users_with_role(session, Role.STAFF), *users_with_role(session, Role.SECRETARY))
    others = (one.actor for one in office if one.id != act.actor.user_id)
    return any(can(one, kind.ask, Scope(contest_id=contest_id)) for one in others)


def require_alone(
    session: Session, act: Act, kind: JointKind[Content], contest_id: int, *earlier: int | None
) -> None:
    """Refuse to do by one person what another could confirm."""
    if has_second(session, act, kind, contest_id, *earlier):
        refuse(
            [
                Problem(
                    "joint_act.two_persons",
                    field="state",
                    message=N_(
                        "Este acto necesita a dos personas del programa. Pídalo, y otra persona lo confirma."
                    ),
                )
            ]
        )
