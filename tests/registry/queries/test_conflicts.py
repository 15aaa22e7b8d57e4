"""Listing what sources say differently, and closing it with a note."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.models.sources import FILES
from contest_portal.registry.queries.conflicts import (
    ConflictFilter,
    conflict_by_id,
    conflicts,
    count_conflicts,
)
from contest_portal.registry.services.close_conflict import close_conflict
from contest_portal.registry.services.export_conflicts import export_conflicts
from tests.factories.accounts import act_of, make_user
from tests.factories.files import SCREEN
from tests.factories.registry_files import AT, STAFF, import_register
from tests.factories.sources import household, make_source, member, page
from tests.factories.syncing import applied
from tests.registry.services.test_sources import as_role

EVERY = ConflictFilter()


@pytest.fixture
def listed(session: Session) -> None:
    """A difference in a centre with one source, in a name and a birth date with another."""
    import_register(session)
    near, far = make_source(session), make_source(session, "padron-lejano", precedence=60)
    applied(session, near, page(household("H-1", centre_code="0903020004")))
    person = member(
        "70000002", given_names="Raúl", paternal_surname="Quispe", maternal_surname="Ccanto", sex="M"
    )
    applied(session, far, page(household("H-1", {**person, "birth_date": "2009-07-02", "is_head": False})))


def shown(session: Session, wanted: ConflictFilter) -> list[tuple[str, str, str]]:
    return [(c.field, c.held_source, c.other_source) for c in conflicts(session, wanted, limit=10)]


CENTRE = ("centre_code", FILES, "padron-vecino")
CENTRE_AGAIN = ("centre_code", "padron-vecino", "padron-lejano")
NAMES = ("names", FILES, "padron-lejano")
BIRTH = ("birth_date", FILES, "padron-lejano")


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (EVERY, [BIRTH, NAMES, CENTRE_AGAIN, CENTRE]),
        (ConflictFilter(source="padron-vecino"), [CENTRE_AGAIN, CENTRE]),
        (ConflictFilter(source="padron-lejano"), [BIRTH, NAMES, CENTRE_AGAIN]),
        (ConflictFilter(field="names"), [NAMES]),
        (ConflictFilter(source="padron-vecino", field="names"), []),
        (ConflictFilter(closed=True), []),
        (ConflictFilter(source="' OR 1=1 --"), []),
    ],
)
def test_filter(session: Session, wanted: ConflictFilter, expected: list[tuple[str, str, str]]) -> None:
    assert (shown(session, wanted), count_conflicts(session, wanted)) == (expected, len(expected))


@pytest.mark.usefixtures("listed")
def test_pages_of_the_list_follow_one_another(session: Session) -> None:
    pages = [conflicts(session, EVERY, limit=2, offset=offset) for offset in (0, 2, 4)]

    assert [[c.field for c in found] for found in pages] == [
        ["birth_date", "names"],
        ["centre_code", "centre_code"],
        [],
    ]


@pytest.mark.usefixtures("listed")
def test_a_line_names_the_household_and_the_person(session: Session) -> None:
    of_person, of_household = (
        conflicts(session, ConflictFilter(field=f), limit=1)[0] for f in ("names", "centre_code")
    )

    assert (of_person.household_code, of_person.person_name, of_person.dni, of_person.held_value) == (
        "H-1",
        "Saúl Quispe Ccanto",
        "70000002",
        "Saúl Quispe Ccanto",
    )
    assert (of_household.household_code, of_household.person_name, of_household.winner) == (
        "H-1",
        None,
        "padron-vecino",
    )


@pytest.mark.usefixtures("listed")
def test_a_person_closes_one_with_a_note(session: Session) -> None:
    user = make_user(session, Role.STAFF)
    line = conflicts(session, ConflictFilter(field="names"), limit=1)[0]

    close_conflict(
        session,
        act_of(user, AT),
        conflict_id=line.conflict_id,
        expected_version=line.version,
        note=" Visto. ",
    )

    closed = conflict_by_id(session, line.conflict_id)
    assert (closed.note, closed.closed_by, closed.closed_at) == ("Visto.", user.full_name, AT)
    assert (count_conflicts(session, EVERY), shown(session, ConflictFilter(closed=True))) == (3, [NAMES])
    row = session.scalars(select(AuditRow).where(AuditRow.action == "source_conflict.closed")).one()
    assert json.loads(row.data) == {"field": "names", "winner": FILES}


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("note", ["", "  ", "x" * 301])
def test_a_note_is_asked_for(session: Session, note: str) -> None:
    line = conflicts(session, EVERY, limit=1)[0]

    with pytest.raises(Refused) as refusal:
        close_conflict(session, STAFF, conflict_id=line.conflict_id, expected_version=line.version, note=note)

    assert refusal.value.problems[0].field == "note"


@pytest.mark.usefixtures("listed")
def test_closing_twice_is_stale(session: Session) -> None:
    line = conflicts(session, EVERY, limit=1)[0]
    close_conflict(session, STAFF, conflict_id=line.conflict_id, expected_version=line.version, note="Visto.")

    for version in (line.version, line.version + 1):
        with pytest.raises(Stale):
            close_conflict(
                session, STAFF, conflict_id=line.conflict_id, expected_version=version, note="Otra vez."
            )


@pytest.mark.usefixtures("listed")
def test_taking_the_list_away_is_on_record(session: Session) -> None:
    act = act_of(make_user(session, Role.STAFF), AT)

    found, mark = export_conflicts(session, act, wanted=ConflictFilter(source="padron-vecino"), screen=SCREEN)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "source_conflicts.exported")).one()
    assert ([line.field for line in found], json.loads(row.data)) == (
        ["centre_code", "centre_code"],
        {"rows": 2, "source": "padron-vecino", "field": "", "closed": False, "access": mark.number},
    )
    assert session.get_one(FileAccess, mark.number).kind == "export"


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.REPRESENTATIVE, Role.ADMIN])
def test_only_staff_close_and_take_away(session: Session, role: Role) -> None:
    with pytest.raises(NotPermitted):
        close_conflict(session, as_role(role), conflict_id=1, expected_version=1, note="x")
    with pytest.raises(NotPermitted):
        export_conflicts(session, as_role(role), wanted=EVERY, screen=SCREEN)


def test_an_unknown_difference_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        conflict_by_id(session, 999)
    with pytest.raises(NotFound):
        close_conflict(session, STAFF, conflict_id=999, expected_version=1, note="x")
