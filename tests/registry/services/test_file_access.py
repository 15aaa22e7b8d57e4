"""Looks and reveals on record: one row each, numbers only, never changed afterwards."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import OPERATOR, Act, Actor, Grant, Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from contest_portal.registry.access import access_row
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.rules.disclosure import (
    FIELDS_OF,
    AccessKind,
    FileOf,
    FileRef,
    RevealReason,
    SensitiveField,
)
from contest_portal.registry.services.note_export import note_export
from contest_portal.registry.services.note_look import note_look
from contest_portal.registry.services.reveal_fields import reveal_fields
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.files import DETAIL, SCREEN, Family, make_family

MAY = [Role.STAFF, Role.SECRETARY, Role.AUDITOR]
MAY_NOT = [Role.ADMIN, Role.REPRESENTATIVE, Role.JUROR]


@pytest.fixture
def family(session: Session) -> Family:
    return make_family(session)


def act(session: Session, *roles: Role) -> Act:
    return act_of(make_user(session, *roles), NOON)


def reveal(
    session: Session, deed: Act, file: FileRef, *fields: SensitiveField, detail: str = DETAIL
) -> object:
    return reveal_fields(
        session,
        deed,
        file=file,
        fields=fields,
        reason=RevealReason.CORRECTION,
        detail=detail,
        screen=SCREEN,
    )


def rows(session: Session) -> list[FileAccess]:
    return list(session.scalars(select(FileAccess).order_by(FileAccess.id)))


@pytest.mark.parametrize("role", MAY)
def test_a_look_is_one_row(session: Session, family: Family, role: Role) -> None:
    deed = act(session, role)

    note_look(session, deed, file=family.head_file, screen=SCREEN)

    (row,) = rows(session)
    assert (row.at, row.user_id, row.roles, row.kind) == (NOON, deed.actor.user_id, role.value, "look")
    assert (row.person_id, row.household_id, row.fields) == (family.head.id, None, "")
    assert (row.reason, row.detail, row.screen, row.request_id) == (None, None, "staff.person", "a1b2c3d4")


def test_a_look_at_a_household_names_the_household(session: Session, family: Family) -> None:
    row = note_look(session, act(session, Role.STAFF, Role.SECRETARY), file=family.file, screen=SCREEN)

    assert (row.person_id, row.household_id, row.roles) == (None, family.household.id, "secretary staff")


@pytest.mark.parametrize("role", MAY_NOT)
def test_others_do_not_look_and_leave_no_row(session: Session, family: Family, role: Role) -> None:
    with pytest.raises(NotPermitted):
        note_look(session, act(session, role), file=family.file, screen=SCREEN)

    assert rows(session) == []


@pytest.mark.parametrize("kind", list(FileOf))
def test_a_file_that_is_not_there_is_not_found(session: Session, kind: FileOf) -> None:
    with pytest.raises(NotFound):
        note_look(session, act(session, Role.STAFF), file=FileRef(kind, 1), screen=SCREEN)


def test_a_person_reveal_gives_what_was_asked_for(session: Session, family: Family) -> None:
    shown = reveal(session, act(session, Role.STAFF), family.head_file, SensitiveField.DNI)

    assert shown == {SensitiveField.DNI: "71234567"}


def test_a_household_reveal_gives_class_language_expiry_and_place(session: Session, family: Family) -> None:
    family.household.latitude_e6, family.household.longitude_e6 = -12_970_000, -74_710_001

    shown = reveal(session, act(session, Role.AUDITOR), family.file, *FIELDS_OF[FileOf.HOUSEHOLD])

    assert shown == {
        SensitiveField.LANGUAGE: "quechua chanka",
        SensitiveField.SISFOH_CLASS: "pobre_extremo",
        SensitiveField.SISFOH_DAY: family.household.sisfoh_classified_on,
        SensitiveField.SISFOH_EXPIRY: family.household.sisfoh_expires_on,
        SensitiveField.PLACE: "-12.970000, -74.710001",
    }


def test_a_reveal_is_one_row_and_one_link_of_the_chain(session: Session, family: Family) -> None:
    reveal(session, act(session, Role.STAFF), family.head_file, *FIELDS_OF[FileOf.PERSON])

    (row,) = rows(session)
    link = session.scalars(select(AuditRow).where(AuditRow.action == "personal.revealed")).one()
    assert (row.kind, row.fields, row.reason, row.detail) == (
        "reveal",
        "dni birth_date",
        "correction",
        DETAIL,
    )
    assert (link.subject, link.data) == (
        f"person:{family.head.id}",
        f'{{"access":{row.id},"fields":["dni","birth_date"],"reason":"correction"}}',
    )


@pytest.mark.parametrize(
    ("fields", "detail", "problem"),
    [
        ((), DETAIL, "reveal.no_field"),
        ((SensitiveField.SISFOH_CLASS,), DETAIL, "reveal.no_field"),
        ((SensitiveField.DNI,), "  corto ", "reveal.detail"),
        ((SensitiveField.DNI,), "Lo pide Delia Ccanto hoy", "reveal.names"),
        ((SensitiveField.DNI,), "Es el número 71234567 ?", "reveal.names"),
    ],
)
def test_a_reveal_without_a_proper_reason_shows_nothing(
    session: Session, family: Family, fields: tuple[SensitiveField, ...], detail: str, problem: str
) -> None:
    deed = act(session, Role.STAFF)

    with pytest.raises(Refused) as refusal:
        reveal(session, deed, family.head_file, *fields, detail=detail)

    assert [found.code for found in refusal.value.problems] == [problem]
    assert rows(session) == []


@pytest.mark.parametrize("role", MAY_NOT)
def test_others_reveal_nothing(session: Session, family: Family, role: Role) -> None:
    with pytest.raises(NotPermitted):
        reveal(session, act(session, role), family.head_file, SensitiveField.DNI)

    assert rows(session) == []


def test_an_export_of_the_log_is_a_row_of_the_log(session: Session) -> None:
    by = act(session, Role.AUDITOR)

    mark = note_export(session, by, screen=SCREEN)

    row = session.get_one(FileAccess, mark.number)
    assert (row.kind, row.user_id, row.person_id, row.household_id) == (
        "export",
        by.actor.user_id,
        None,
        None,
    )
    assert (mark.at, mark.who, row.detail) == (row.at, session.get_one(User, row.user_id).full_name, mark.why)


@pytest.mark.parametrize("role", [Role.SECRETARY, *MAY_NOT])
def test_others_do_not_export_the_log(session: Session, role: Role) -> None:
    with pytest.raises(NotPermitted):
        note_export(session, act(session, role), screen=SCREEN)


def test_nobody_without_an_account_looks(session: Session, family: Family) -> None:
    nobody = Act(Actor(user_id=None, grants=frozenset({Grant(Role.STAFF)})), NOON)

    with pytest.raises(NotPermitted):
        note_look(session, nobody, file=family.file, screen=SCREEN)
    with pytest.raises(NotPermitted):
        access_row(Act(OPERATOR, NOON), AccessKind.EXPORT, SCREEN)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE access_log SET screen = 'x'", "DELETE FROM access_log", "UPDATE access_log SET user_id = 1"],
)
def test_the_database_refuses_to_change_the_log(session: Session, family: Family, statement: str) -> None:
    note_look(session, act(session, Role.STAFF), file=family.file, screen=SCREEN)

    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement))


def test_the_database_refuses_to_empty_the_log(session: Session, family: Family) -> None:
    note_look(session, act(session, Role.STAFF), file=family.file, screen=SCREEN)
    postgres = session.get_bind().dialect.name == "postgresql"

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("TRUNCATE access_log" if postgres else "DELETE FROM access_log"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "stare"},
        {"kind": "reveal"},
        {"kind": "reveal", "reason": "audit", "detail": "Control anual", "fields": ""},
        {"kind": "look", "reason": "audit", "detail": "Control anual", "fields": "dni"},
        {"person_id": None, "household_id": None},
        {"household_id": "the family's"},
    ],
    ids=["unknown kind", "no reason", "no field", "look with a reason", "of nobody", "of two"],
)
def test_the_database_refuses_a_row_that_contradicts_itself(
    session: Session, family: Family, wrong: dict[str, object]
) -> None:
    row = access_row(act(session, Role.STAFF), AccessKind.LOOK, SCREEN, file=family.head_file)
    for name, value in wrong.items():
        setattr(row, name, family.household.id if value == "the family's" else value)
    session.add(row)

    with pytest.raises(IntegrityError):
        session.flush()
