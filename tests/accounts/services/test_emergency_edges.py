"""Emergencies at the edges: who sees what, what is kept of the asking, hours to the minute, and what happens twice."""

import json
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.emergency_models import EmergencyAccess
from contest_portal.accounts.emergency_queries import emergencies, open_emergency, running_emergency, state_of
from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import ANONYMOUS, OPERATOR, Act, Actor, Role
from contest_portal.accounts.rules.emergency import AskedEmergency
from contest_portal.accounts.services.ask_emergency import ask_emergency
from contest_portal.accounts.services.confirm_emergency import confirm_emergency
from contest_portal.accounts.services.end_emergency import end_emergency
from contest_portal.accounts.services.note_emergency_page import note_emergency_page
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from tests.accounts.conftest import AT, Trail
from tests.factories.accounts import act_of, make_user

REASON = "La secretaría está hospitalizada hoy."
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def person(session: Session) -> User:
    return make_user(session, Role.STAFF, full_name="Rosa Inga Paredes")


@pytest.fixture
def other(session: Session) -> User:
    return make_user(session, Role.STAFF, full_name="Irma Solís Quinto")


def ask(
    session: Session, user: User, *, contest_id: int = 5, hours: int = 2, reason: str = REASON
) -> EmergencyAccess:
    asked = AskedEmergency(Role.SECRETARY, contest_id, f"UT-2026-{contest_id}", hours, reason)
    return ask_emergency(session, act_of(user, AT), asked)


def confirmed(session: Session, person: User, other: User, *, hours: int = 2) -> EmergencyAccess:
    asked = ask(session, person, hours=hours)
    return confirm_emergency(session, act_of(other, AT), emergency_id=asked.id)


def test_a_reason_is_kept_clean(session: Session, person: User) -> None:
    assert ask(session, person, reason=f"\u200b  {REASON}\n").reason == REASON


@pytest.mark.parametrize("reason", [" " * 40, "\u200b" * 40, f"{'x' * 19}   ", ""], ids=ascii)
def test_spaces_and_unseen_signs_are_no_reason(
    session: Session, person: User, trail: Trail, reason: str
) -> None:
    with pytest.raises(Refused) as refusal:
        ask(session, person, reason=reason)

    assert [one.code for one in refusal.value.problems] == ["emergency.reason"]
    assert (open_emergency(session, person.id, AT), trail()) == (None, [])


def test_everything_wrong_is_said_at_once(session: Session, person: User) -> None:
    ask(session, person)

    with pytest.raises(Refused) as refusal:
        ask(session, person, hours=3, reason="corto")

    assert [one.code for one in refusal.value.problems] == [
        "emergency.another",
        "emergency.hours",
        "emergency.reason",
    ]


@pytest.mark.parametrize("actor", [ANONYMOUS, OPERATOR], ids=["public", "command line"])
def test_nobody_without_an_account_asks_or_ends(session: Session, person: User, actor: Actor) -> None:
    waiting = ask(session, person)

    with pytest.raises(NotPermitted):
        ask_emergency(session, Act(actor, AT), AskedEmergency(Role.STAFF, 5, "UT-2026-5", 2, REASON))
    if actor is ANONYMOUS:
        with pytest.raises(NotPermitted):
            end_emergency(session, Act(actor, AT), emergency_id=waiting.id)


@pytest.mark.parametrize("service", [confirm_emergency, end_emergency], ids=["confirm", "end"])
def test_what_is_not_there_is_not_found(session: Session, other: User, service: object) -> None:
    assert callable(service)
    with pytest.raises(NotFound):
        service(session, act_of(other, AT), emergency_id=9_999_999)


def test_the_log_tells_what_was_asked_for_and_by_whose_word(
    session: Session, person: User, other: User, trail: Trail
) -> None:
    access = confirmed(session, person, other)
    end_emergency(session, act_of(other, AT + HOUR), emergency_id=access.id)

    assert [json.loads(data) for *_, data in trail()] == [
        {"role": "secretary", "contest_id": 5, "hours": 2, "reason": REASON},
        {"user_id": person.id, "role": "secretary", "contest_id": 5},
        {"user_id": person.id},
    ]


@pytest.mark.parametrize("hours", [1, 2, 4, 8])
def test_it_runs_to_the_last_second_of_its_hours(
    session: Session, person: User, other: User, hours: int
) -> None:
    access = confirmed(session, person, other, hours=hours)
    end = AT + hours * HOUR

    found = [running_emergency(session, person.id, now) for now in (AT, end - SECOND, end, end + SECOND)]

    assert found == [access, access, None, None]


def test_once_it_is_over_nobody_ends_it_and_its_person_may_ask_again(
    session: Session, person: User, other: User
) -> None:
    access = confirmed(session, person, other, hours=1)
    later = act_of(person, AT + HOUR)

    with pytest.raises(WrongState) as refusal:
        end_emergency(session, later, emergency_id=access.id)
    again = ask_emergency(session, later, AskedEmergency(Role.SECRETARY, 5, "UT-2026-5", 1, REASON))

    assert [one.code for one in refusal.value.problems] == ["emergency.over"]
    assert (again.id > access.id, access.ended_at) == (True, None)


def test_its_person_takes_back_what_nobody_confirmed_yet(session: Session, person: User, other: User) -> None:
    waiting = ask(session, person)

    end_emergency(session, act_of(person, AT + HOUR), emergency_id=waiting.id)

    assert (state_of(waiting, AT + HOUR), waiting.confirmed_by, waiting.ended_by) == (
        "ended",
        None,
        person.id,
    )
    with pytest.raises(WrongState) as refusal:
        confirm_emergency(session, act_of(other, AT + HOUR), emergency_id=waiting.id)
    assert [one.code for one in refusal.value.problems] == ["emergency.not_waiting"]


def test_two_people_have_theirs_side_by_side(session: Session, person: User, other: User) -> None:
    first, second = ask(session, person), ask(session, other)

    assert [open_emergency(session, one.id, AT) for one in (person, other)] == [first, second]


def test_the_list_is_of_its_contest_the_newest_first_and_confirmed_where_asked(
    session: Session, person: User, other: User
) -> None:
    third = make_user(session, Role.STAFF)
    old = confirmed(session, person, other)
    elsewhere = ask(session, other, contest_id=6)
    new = ask(session, third)

    shown = [
        [one.id for one in emergencies(session, AT, **given)]  # type: ignore[arg-type]
        for given in ({}, {"contest_id": 5}, {"contest_id": 5, "confirmed_only": True}, {"contest_id": 7})
    ]

    assert shown == [[new.id, elsewhere.id, old.id], [new.id, old.id], [old.id], []]


def test_what_nobody_did_yet_has_no_name(session: Session, person: User) -> None:
    ask(session, person)

    (shown,) = emergencies(session, AT)

    assert (shown.who, shown.confirmer, shown.ender) == ("Rosa Inga Paredes", "", "")
    assert (shown.confirmed_by, shown.confirmed_at, shown.ends_at, shown.pages) == (None, None, None, 0)


def test_pages_are_counted_for_their_own_emergency(session: Session, person: User, other: User) -> None:
    first = confirmed(session, person, other)
    second = ask(session, make_user(session, Role.STAFF))
    for page in ("/oficina/", "/oficina/", "/oficina/concursos/5"):
        note_emergency_page(session, act_of(person, AT), emergency_id=first.id, page=page, method="GET")

    assert {one.id: one.pages for one in emergencies(session, AT)} == {first.id: 3, second.id: 0}


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "admin"},
        {"role": "juror"},
        {"hours": 3},
        {"hours": 0},
        {"reason": ""},
        {"confirmed_at": AT},
        {"ends_at": AT},
        {"ended_at": AT},
    ],
    ids=str,
)
def test_the_database_keeps_no_emergency_that_cannot_be(
    session: Session, person: User, changes: dict[str, object]
) -> None:
    usual = {
        "user_id": person.id,
        "role": "secretary",
        "contest_id": 5,
        "contest_code": "UT-2026-5",
        "hours": 2,
    }
    session.add(EmergencyAccess(**{**usual, "reason": REASON, "asked_at": AT, **changes}))

    with pytest.raises(IntegrityError):
        session.flush()


def test_the_database_lets_nobody_confirm_the_own_one(session: Session, person: User) -> None:
    waiting = ask(session, person)
    waiting.confirmed_by, waiting.confirmed_at, waiting.ends_at = person.id, AT, AT + HOUR

    with pytest.raises(IntegrityError):
        session.flush()
