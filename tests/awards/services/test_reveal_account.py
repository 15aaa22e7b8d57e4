"""The account of a group is shown whole for a reason, to whom the matrix names, and each time is on record."""

from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import GroupMember
from contest_portal.awards.services.reveal_account import ClearAccount, reveal_account
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from contest_portal.registry.access import Screen
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.queries.accesses import accesses_to_person
from contest_portal.registry.rules.disclosure import RevealReason
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.follow_ups import CCI, LATER, Followed, make_followed, make_ready
from tests.factories.registry import make_household, make_person

SCREEN = Screen(name="staff.award_account_reveal", request_id="a1b2c3d4")
DETAIL = "El banco devolvió el pago."


def reveal(followed: Followed, role: Role, detail: str = DETAIL) -> ClearAccount:
    session = followed.session
    return reveal_account(
        session,
        act_of(make_user(session, role, contest_id=followed.award.contest_id), LATER),
        award_id=followed.award.id,
        reason=RevealReason.PAYMENT,
        detail=detail,
        screen=SCREEN,
    )


def president_of(followed: Followed) -> int:
    """Let the first member be followed by one who presides and one who no longer does."""
    session, group = followed.session, followed.scored.groups["Sumaq Kuy"].group_id
    home = make_household(session, followed.scored.centre)
    gone, present = (make_person(session, home) for _ in "12")
    offices = {gone.id: LATER, present.id: None}
    session.execute(update(GroupMember).where(GroupMember.group_id == group).values(office="member"))
    for person_id, left_at in offices.items():
        session.add(
            GroupMember(
                group_id=group, person_id=person_id, office="president", joined_at=NOON, left_at=left_at
            )
        )
    session.flush()
    return present.id


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECRETARY, Role.TREASURER, Role.AUDITOR])
def test_it_is_one_row_under_the_president_and_one_link(session: Session, tmp_path: Path, role: Role) -> None:
    followed = make_ready(session, tmp_path)
    president_id = president_of(followed)

    shown = reveal(followed, role)

    assert shown == ClearAccount("Banco de la Nación", CCI, "Grupo Sumaq Kuy")
    (line,) = accesses_to_person(session, president_id)
    assert (line.kind, line.fields, line.reason, line.detail, line.roles) == (
        "reveal",
        ("account",),
        "payment",
        DETAIL,
        (role.value,),
    )
    (link,) = session.scalars(select(AuditRow).where(AuditRow.action == "personal.revealed"))
    assert (link.subject, link.data) == (
        f"award:{followed.award.id}",
        f'{{"access":{line.access_id},"fields":["account"],"reason":"payment"}}',
    )


@pytest.mark.parametrize(
    ("detail", "code"),
    [("corto", "reveal.detail"), ("Pago al grupo Sumaq Kuy", "reveal.names"), (CCI, "reveal.names")],
)
def test_a_poor_reason_shows_nothing(session: Session, tmp_path: Path, detail: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        reveal(make_ready(session, tmp_path), Role.STAFF, detail)

    assert [one.code for one in refusal.value.problems] == [code]
    assert list(session.scalars(select(FileAccess))) == []


@pytest.mark.parametrize("role", [Role.ADMIN, Role.JUROR, Role.REPRESENTATIVE, Role.PROMOTER])
def test_nobody_else_sees_it(session: Session, tmp_path: Path, role: Role) -> None:
    followed = make_ready(session, tmp_path)

    with pytest.raises(NotPermitted):
        reveal(followed, role)


def test_there_is_none_before_it_was_noted(session: Session, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        reveal(make_followed(session, tmp_path), Role.STAFF)
