"""What becomes of a noted link when its household changes: it ends with its head, and comes back with an undoing."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.applications.services.undo_life_event import undo_life_event
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from contest_portal.registry.life_acts import Noted
from contest_portal.registry.models.lives import LifeEvent, NotedFact
from contest_portal.registry.models.register import Person
from contest_portal.registry.queries.kin import Kin, kin_among
from contest_portal.registry.services.note_death import note_death
from contest_portal.registry.services.note_kinship import note_kinship
from contest_portal.registry.services.note_leaving import note_leaving
from contest_portal.registry.services.note_move import note_move
from contest_portal.registry.services.note_split import note_split
from tests.factories.lives import NOVEMBER, at, home, import_families, person

STAFF = at(NOVEMBER)
REASON = "Mostró la partida de nacimiento."
SEEN, LATER = date(2026, 6, 20), date(2026, 10, 20)


@pytest.fixture(autouse=True)
def families(session: Session) -> None:
    import_families(session)


def link(session: Session, name: str = "Saúl", to: str = "child", on: date = SEEN) -> LifeEvent:
    return note_kinship(
        session, STAFF, person_id=person(session, name).id, kinship=to, noted=Noted(on, REASON)
    )


def undo(session: Session, event: LifeEvent, version: int | None = None) -> LifeEvent:
    return undo_life_event(
        session,
        STAFF,
        event_id=event.id,
        expected_version=event.version if version is None else version,
        reason="Era otra persona.",
    )


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def counted(session: Session) -> tuple[int, int, int]:
    session.flush()
    return tuple(  # type: ignore[return-value]
        len(session.scalars(select(model)).all()) for model in (LifeEvent, NotedFact, AuditRow)
    )


def test_who_moves_is_kin_to_nobody_in_the_new_household(session: Session) -> None:
    link(session)

    note_move(session, STAFF, person_id=person(session, "Saúl").id, to_code="H-2", noted=Noted(LATER, REASON))

    moved = person(session, "Saúl")
    assert (moved.kinship, moved.is_head, moved.household_id) == (None, False, home(session, "H-2").id)


def test_a_move_that_is_undone_brings_the_link_back(session: Session) -> None:
    link(session)
    event = note_move(
        session, STAFF, person_id=person(session, "Saúl").id, to_code="H-2", noted=Noted(LATER, REASON)
    )

    undo(session, event)

    assert (person(session, "Saúl").kinship, person(session, "Saúl").household_id) == (
        "child",
        home(session).id,
    )


def test_a_death_of_the_head_that_is_undone_brings_head_and_links_back(session: Session) -> None:
    link(session, "Raúl")
    event = note_death(
        session,
        STAFF,
        person_id=person(session, "Luz").id,
        noted=Noted(LATER, REASON, person(session, "Raúl").id),
    )

    undo(session, event)

    found = {name: (person(session, name).is_head, person(session, name).kinship) for name in ("Luz", "Raúl")}
    assert found == {"Luz": (True, None), "Raúl": (False, "child")}


def test_a_link_is_not_undone_under_what_came_after_it(session: Session) -> None:
    event = link(session)
    note_move(session, STAFF, person_id=person(session, "Saúl").id, to_code="H-2", noted=Noted(LATER, REASON))

    with pytest.raises(Refused):
        undo(session, event)

    assert person(session, "Saúl").household_id == home(session, "H-2").id


def test_who_forms_a_household_of_their_own_is_kin_to_nobody(session: Session) -> None:
    link(session, "Raúl")
    raul = person(session, "Raúl").id

    note_split(
        session,
        STAFF,
        household_id=home(session, "H-2").id,
        person_ids=[raul],
        head_id=raul,
        code="H-2-2",
        noted=Noted(LATER, REASON),
    )

    assert (person(session, "Raúl").is_head, person(session, "Raúl").kinship) == (True, None)


def test_a_link_is_corrected_and_undoing_gives_the_one_before(session: Session) -> None:
    link(session)
    second = link(session, to="grandchild", on=LATER)
    corrected = person(session, "Saúl").kinship

    undo(session, second)

    assert (corrected, person(session, "Saúl").kinship) == ("grandchild", "child")


def test_a_link_is_undone_once(session: Session) -> None:
    event = link(session)
    version = event.version
    undo(session, event)

    with pytest.raises(Stale):
        undo(session, event, version)
    with pytest.raises(Refused):
        undo(session, event)

    assert person(session, "Saúl").kinship is None


@pytest.mark.parametrize(
    ("name", "to", "code"),
    [
        ("Saúl", "head", "life.kinship"),
        ("Saúl", "", "life.kinship"),
        ("Saúl", "hijo", "life.kinship"),
        ("Saúl", "CHILD", "life.kinship"),
        ("Saúl", "x" * 5_000, "life.kinship"),
        ("Delia", "spouse", "life.kinship"),
    ],
)
def test_a_link_that_is_none_leaves_nothing(session: Session, name: str, to: str, code: str) -> None:
    before = counted(session)

    with pytest.raises(Refused) as refusal:
        link(session, name, to)

    assert (codes(refusal), counted(session), person(session, name).kinship) == ([code], before, None)


def test_the_link_known_already_is_refused(session: Session) -> None:
    link(session)
    before = counted(session)

    with pytest.raises(Refused) as refusal:
        link(session, on=LATER)

    assert (codes(refusal), counted(session)) == (["life.kinship"], before)


@pytest.mark.parametrize(
    "noted",
    [
        pytest.param(Noted(date(2026, 11, 3), REASON), id="tomorrow"),
        pytest.param(Noted(date(1999, 1, 1), REASON), id="before the birth"),
        pytest.param(Noted(SEEN, ""), id="no reason"),
        pytest.param(Noted(SEEN, "\u200b \u200b"), id="a reason that shows nothing"),
        pytest.param(Noted(SEEN, "r" * 5_000), id="a book"),
    ],
)
def test_a_day_or_a_reason_that_cannot_be_leaves_nothing(session: Session, noted: Noted) -> None:
    before = counted(session)

    with pytest.raises(Refused):
        note_kinship(session, STAFF, person_id=person(session, "Saúl").id, kinship="child", noted=noted)

    assert (counted(session), person(session, "Saúl").kinship) == (before, None)


def test_who_left_the_register_is_nobody_s_kin(session: Session) -> None:
    note_leaving(session, STAFF, person_id=person(session, "Saúl").id, noted=Noted(LATER, REASON))
    before = counted(session)

    with pytest.raises(Refused):
        link(session, on=LATER)

    assert counted(session) == before


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.JUROR, Role.REPRESENTATIVE])
def test_nobody_else_notes_a_link(session: Session, role: Role) -> None:
    act = Act(Actor(None, frozenset({Grant(role)})), NOVEMBER)
    before = counted(session)

    with pytest.raises(NotPermitted):
        note_kinship(
            session, act, person_id=person(session, "Saúl").id, kinship="child", noted=Noted(SEEN, REASON)
        )

    assert counted(session) == before


def test_a_person_who_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        note_kinship(session, STAFF, person_id=0, kinship="child", noted=Noted(SEEN, REASON))


def test_kin_are_told_only_of_those_who_share_a_household_today(session: Session) -> None:
    link(session)
    people = {name: person(session, name).id for name in ("Delia", "Saúl", "Luz")}

    found = kin_among(session, list(people.values()))

    assert found == {
        people["Delia"]: Kin("H-1", is_head=True, kinship=None, sex="F"),
        people["Saúl"]: Kin("H-1", is_head=False, kinship="child", sex="M"),
    }
    assert kin_among(session, []) == {}


def test_who_left_makes_nobody_share_a_household(session: Session) -> None:
    note_leaving(session, STAFF, person_id=person(session, "Saúl").id, noted=Noted(LATER, REASON))

    assert kin_among(
        session, [one.id for one in session.scalars(select(Person).order_by(Person.id))]
    ).keys() == {person(session, name).id for name in ("Luz", "Raúl")}
