"""Deaths, departures, moves and splits: what the register holds after, who told it, and what is refused."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused
from contest_portal.registry.life_acts import Noted
from contest_portal.registry.models.register import CentreTargeting
from contest_portal.registry.queries.history import household_history, household_on
from contest_portal.registry.queries.register import registered_persons
from contest_portal.registry.rules.row_history import Basis
from contest_portal.registry.services.note_centre import note_centre
from contest_portal.registry.services.note_death import note_death
from contest_portal.registry.services.note_leaving import note_leaving
from contest_portal.registry.services.note_move import note_move
from contest_portal.registry.services.note_split import note_split
from tests.factories.lives import NOVEMBER, OTHER_CENTRE, at, home, import_families, person

ON = date(2026, 10, 20)
STAFF = at(NOVEMBER)
REASON = "Avisó la familia, con el acta."


@pytest.fixture(autouse=True)
def families(session: Session) -> None:
    import_families(session)


def noted(new_head: int | None = None, on_date: date = ON, reason: str = REASON) -> Noted:
    return Noted(on_date, reason, new_head)


def present(session: Session, code: str) -> list[tuple[str, bool]]:
    found = household_on(session, home(session, code).id, NOVEMBER.date(), Basis.KNOWN_TODAY)
    return [(member.full_name.split()[0], member.is_head) for member in found.members]


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_who_died_leaves_from_that_day_and_another_leads(session: Session) -> None:
    delia, saul = person(session, "Delia"), person(session, "Saúl")

    event = note_death(session, STAFF, person_id=delia.id, noted=noted(saul.id))

    assert present(session, "H-1") == [("Saúl", True)]
    assert registered_persons(session, [delia.id])[0].gone_on == ON
    assert (event.kind, event.household_id, event.person_id, event.on_date) == (
        "death",
        home(session).id,
        delia.id,
        ON,
    )


def test_a_death_says_nothing_of_the_day_before(session: Session) -> None:
    note_death(session, STAFF, person_id=person(session, "Saúl").id, noted=noted())
    days = [(date(2026, 10, 19), Basis.KNOWN_TODAY), (ON, Basis.KNOWN_TODAY), (ON, Basis.HELD_THEN)]

    counts = [len(household_on(session, home(session).id, day, basis).members) for day, basis in days]

    assert counts == [2, 1, 2]


def test_the_last_member_who_dies_ends_the_household(session: Session) -> None:
    note_leaving(session, STAFF, person_id=person(session, "Raúl").id, noted=noted())

    note_death(session, STAFF, person_id=person(session, "Luz").id, noted=noted())

    assert (present(session, "H-2"), home(session, "H-2").gone_batch_id is not None) == ([], True)


def test_the_last_member_cannot_just_leave(session: Session) -> None:
    note_leaving(session, STAFF, person_id=person(session, "Raúl").id, noted=noted())

    with pytest.raises(Refused) as refusal:
        note_leaving(session, STAFF, person_id=person(session, "Luz").id, noted=noted())

    assert codes(refusal) == ["life.last_member"]


def test_who_moves_is_a_member_of_the_other_household(session: Session) -> None:
    saul = person(session, "Saúl")

    note_move(session, STAFF, person_id=saul.id, to_code=" H-2 ", noted=noted())

    assert (present(session, "H-1"), present(session, "H-2")) == (
        [("Delia", True)],
        [("Luz", True), ("Raúl", False), ("Saúl", False)],
    )
    assert household_history(session, home(session).id)[0].after == "H-2"


def test_a_widow_who_moves_to_her_daughter_ends_her_household(session: Session) -> None:
    note_leaving(session, STAFF, person_id=person(session, "Raúl").id, noted=noted())

    note_move(session, STAFF, person_id=person(session, "Luz").id, to_code="H-1", noted=noted())

    assert home(session, "H-2").gone_batch_id is not None
    assert present(session, "H-1") == [("Delia", True), ("Luz", False), ("Saúl", False)]


def test_a_household_moves_with_everybody_and_both_centres_are_counted_anew(session: Session) -> None:
    note_centre(session, STAFF, household_id=home(session).id, centre_code=OTHER_CENTRE, noted=noted())

    found = household_on(session, home(session).id, ON, Basis.KNOWN_TODAY)
    counted = session.get_one(CentreTargeting, OTHER_CENTRE)
    assert (found.place, len(found.members)) == ("ÑAHUINCUCHO, Anchonga", 2)
    assert (counted.counted, counted.households, counted.status) == ("registered", 1, "no_data")


def test_a_split_makes_a_household_of_those_chosen(session: Session) -> None:
    raul = person(session, "Raúl").id

    event = note_split(
        session,
        STAFF,
        household_id=home(session, "H-2").id,
        person_ids=[raul],
        head_id=raul,
        code="H-2-2",
        noted=noted(),
    )

    made = home(session, "H-2-2")
    assert (made.id, made.centre_code, made.sisfoh_class) == (event.other_household_id, "0903010099", None)
    assert (present(session, "H-2"), present(session, "H-2-2")) == ([("Luz", True)], [("Raúl", True)])


def test_when_the_head_parts_those_who_remain_name_theirs(session: Session) -> None:
    luz, raul = person(session, "Luz").id, person(session, "Raúl").id
    parting = {"household_id": home(session, "H-2").id, "person_ids": [luz], "head_id": luz, "code": "H-3"}

    with pytest.raises(Refused) as refusal:
        note_split(session, STAFF, noted=noted(), **parting)
    note_split(session, STAFF, noted=noted(raul), **parting)

    assert codes(refusal) == ["life.no_head"]
    assert (present(session, "H-2"), present(session, "H-3")) == ([("Raúl", True)], [("Luz", True)])


@pytest.mark.parametrize(
    ("on_date", "expected"),
    [
        (date(2026, 11, 3), ["life.day_to_come"]),
        (date(2026, 10, 19), ["life.before_last"]),
        (date(2009, 6, 30), ["life.before_last"]),
    ],
)
def test_days_that_cannot_be(session: Session, on_date: date, expected: list[str]) -> None:
    raul = person(session, "Raúl").id
    note_move(session, STAFF, person_id=raul, to_code="H-1", noted=noted())

    with pytest.raises(Refused) as refusal:
        note_leaving(session, STAFF, person_id=raul, noted=noted(on_date=on_date))

    assert codes(refusal) == expected


def test_a_split_counts_as_the_last_event_of_who_parted(session: Session) -> None:
    raul = person(session, "Raúl").id
    note_split(
        session,
        STAFF,
        household_id=home(session, "H-2").id,
        person_ids=[raul],
        head_id=raul,
        code="H-3",
        noted=noted(),
    )

    with pytest.raises(Refused) as refusal:
        note_death(session, STAFF, person_id=raul, noted=noted(on_date=date(2026, 10, 1)))

    assert codes(refusal) == ["life.before_last"]


def test_every_problem_is_said_at_once(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        note_move(
            session,
            STAFF,
            person_id=person(session, "Delia").id,
            to_code="H-99",
            noted=noted(reason="", on_date=date(2027, 1, 1)),
        )

    assert codes(refusal) == ["life.target", "life.reason", "life.day_to_come", "life.no_head"]


def test_nothing_more_is_noted_of_who_is_gone(session: Session) -> None:
    saul = person(session, "Saúl").id
    note_death(session, STAFF, person_id=saul, noted=noted())

    with pytest.raises(Refused) as refusal:
        note_move(session, STAFF, person_id=saul, to_code="H-2", noted=noted())

    assert codes(refusal) == ["life.not_there"]


def test_an_act_needs_the_right_where_the_household_lies_and_where_it_goes(session: Session) -> None:
    saul, household_id = person(session, "Saúl").id, home(session).id
    secretary = Act(Actor(user_id=None, grants=frozenset({Grant(Role.SECRETARY)})), NOVEMBER)

    for act in (secretary, at(NOVEMBER, "090302")):
        with pytest.raises(NotPermitted):
            note_death(session, act, person_id=saul, noted=noted())
    with pytest.raises(NotPermitted):
        note_centre(
            session,
            at(NOVEMBER, "090301"),
            household_id=household_id,
            centre_code=OTHER_CENTRE,
            noted=noted(),
        )


def test_what_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        note_death(session, STAFF, person_id=999_999, noted=noted())
    with pytest.raises(NotFound):
        note_centre(session, STAFF, household_id=999_999, centre_code=OTHER_CENTRE, noted=noted())


def test_the_chain_says_what_happened_and_nobodys_data(session: Session) -> None:
    saul = person(session, "Saúl")

    event = note_death(session, STAFF, person_id=saul.id, noted=noted())

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.subject) == ("life.death", f"life_event:{event.id}")
    assert [word for word in ("Saúl", "46100002", "Avisó") if word in str(row.data)] == []
