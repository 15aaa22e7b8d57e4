"""Asking for an emergency access, confirming it, ending it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.emergency_models import EmergencyAccess
from contest_portal.accounts.emergency_queries import emergencies, running_emergency
from contest_portal.accounts.models import User
from contest_portal.accounts.queries import active_user
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.emergency import AskedEmergency
from contest_portal.accounts.services.ask_emergency import ask_emergency
from contest_portal.accounts.services.confirm_emergency import confirm_emergency
from contest_portal.accounts.services.end_emergency import end_emergency
from contest_portal.accounts.services.note_emergency_page import note_emergency_page
from contest_portal.kernel.problems import NotFound, NotPermitted, PortalError, Refused, WrongState
from tests.accounts.conftest import AT, Trail
from tests.factories.accounts import act_of, make_user
from tests.query_count import counted_queries

REASON = "La secretaría está hospitalizada hoy."
HOUR = timedelta(hours=1)


@pytest.fixture
def person(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def other(session: Session) -> User:
    return make_user(session, Role.STAFF)


def ask(session: Session, user: User, hours: int = 2, after: timedelta = timedelta()) -> EmergencyAccess:
    asked = AskedEmergency(Role.SECRETARY, 5, "UT-2026-1", hours, REASON)
    return ask_emergency(session, act_of(user, AT + after), asked)


def confirm(session: Session, user: User, asked: EmergencyAccess, after: timedelta = timedelta()) -> None:
    confirm_emergency(session, act_of(user, AT + after), emergency_id=asked.id)


def error_of(deed: Callable[[], object]) -> type[PortalError] | None:
    try:
        deed()
    except PortalError as error:
        return type(error)
    return None


def test_two_make_it_and_the_log_says_so_in_order(
    session: Session, person: User, other: User, trail: Trail
) -> None:
    asked = ask(session, person)
    assert running_emergency(session, person.id, AT) is None

    confirm(session, other, asked, HOUR)

    note_emergency_page(session, act_of(person, AT), emergency_id=asked.id, page="/oficina/", method="GET")
    end_emergency(session, act_of(other, AT + HOUR), emergency_id=asked.id)
    subject = f"emergency:{asked.id}"
    assert [row[:3] for row in trail()] == [
        ("emergency.asked", subject, person.id),
        ("emergency.confirmed", subject, other.id),
        ("emergency.page", subject, person.id),
        ("emergency.ended", subject, other.id),
    ]
    (shown,) = emergencies(session, AT + HOUR, contest_id=5, confirmed_only=True)
    assert (shown.who, shown.confirmer, shown.pages, shown.ends_at) == (
        person.full_name,
        other.full_name,
        1,
        AT + 3 * HOUR,
    )


@pytest.mark.parametrize(
    ("minutes", "counts"), [(59, False), (60, True), (179, True), (180, False), (9_999, False)]
)
def test_it_counts_for_the_hours_asked_for_from_when_it_was_confirmed(
    session: Session, person: User, other: User, minutes: int, *, counts: bool
) -> None:
    confirm(session, other, ask(session, person), HOUR)
    now = AT + timedelta(minutes=minutes)

    found = running_emergency(session, person.id, now) if minutes >= 60 else None
    account = active_user(session, person.id, now)

    assert account is not None
    assert (found is not None) is counts
    assert account.is_in_emergency is (minutes < 180)


def test_nobody_confirms_the_own_one_nor_while_in_one(session: Session, person: User, other: User) -> None:
    asked = ask(session, person)
    assert error_of(lambda: confirm(session, person, asked)) is NotPermitted
    confirm(session, other, asked)
    second = ask(session, other)

    assert error_of(lambda: confirm(session, person, second)) is NotPermitted
    assert error_of(lambda: confirm(session, make_user(session, Role.ADMIN), second)) is None


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.STAFF, Role.ADMIN}))
def test_others_confirm_nothing(session: Session, person: User, role: Role) -> None:
    asked = ask(session, person)

    assert error_of(lambda: confirm(session, make_user(session, role), asked)) is NotPermitted


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.STAFF, Role.SECRETARY, Role.TREASURER}))
def test_who_does_not_work_in_the_office_asks_for_nothing(session: Session, role: Role) -> None:
    assert error_of(lambda: ask(session, make_user(session, role))) is NotPermitted


def test_what_nobody_confirms_in_a_day_lapses(session: Session, person: User, other: User) -> None:
    asked = ask(session, person)

    assert error_of(lambda: confirm(session, other, asked, 24 * HOUR)) is WrongState
    assert ask(session, person, after=24 * HOUR).id != asked.id


def test_a_longer_list_asks_the_database_no_more(session: Session, other: User) -> None:
    def asked() -> int:
        confirm(session, other, ask(session, make_user(session, Role.STAFF)))
        with counted_queries(session) as queries:
            emergencies(session, AT)
        return queries.total

    assert len({asked() for _ in range(3)}) == 1


def test_there_is_one_at_a_time(session: Session, person: User, other: User) -> None:
    asked = ask(session, person)
    waiting = error_of(lambda: ask(session, person))
    confirm(session, other, asked)
    running = error_of(lambda: ask(session, person))
    again = error_of(lambda: confirm(session, other, asked))

    assert (waiting, running, again) == (Refused, Refused, WrongState)


@pytest.mark.parametrize("who", ["person", "other"])
def test_either_of_the_two_ends_it_and_it_stays_ended(
    session: Session, person: User, other: User, who: str
) -> None:
    asked = ask(session, person)
    confirm(session, other, asked)
    ender = {"person": person, "other": other}[who]

    end_emergency(session, act_of(ender, AT + HOUR), emergency_id=asked.id)

    assert running_emergency(session, person.id, AT + HOUR) is None
    twice = error_of(lambda: end_emergency(session, act_of(ender, AT + HOUR), emergency_id=asked.id))
    assert twice is WrongState


def test_a_stranger_ends_nothing_and_nothing_is_not_there(session: Session, person: User) -> None:
    asked, stranger = ask(session, person), make_user(session, Role.SECRETARY)

    told = [
        error_of(lambda one=one: end_emergency(session, act_of(stranger, AT), emergency_id=one))
        for one in (asked.id, asked.id + 900)
    ]

    assert told == [NotPermitted, NotFound]
