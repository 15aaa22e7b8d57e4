"""What is said to whoever asks for an emergency access, its boundaries, and what a role given for hours never joins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.accounts.rules.actor import ANONYMOUS, Actor, Grant, Role
from contest_portal.accounts.rules.emergency import (
    HOURS,
    ROLES,
    AskedEmergency,
    EmergencyState,
    EmergencyTimes,
    asking_problems,
    emergency_state,
    not_waiting,
    one_at_a_time,
    with_emergency,
)
from contest_portal.accounts.rules.separation import conflicting_roles
from contest_portal.kernel.problems import Problem

ASKED_AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ASKED = AskedEmergency(Role.SECRETARY, 5, "UT-2026-1", 2, "La secretaría está hospitalizada hoy.")
STAFF = Actor(7, frozenset({Grant(Role.STAFF)}))
MOMENTS = st.integers(min_value=-100_000, max_value=100_000).map(
    lambda minutes: ASKED_AT + timedelta(minutes=minutes)
)
OFFICE = [Role.SECRETARY, Role.STAFF, Role.TREASURER]


def problems(asked: AskedEmergency, actor: Actor = STAFF) -> list[Problem]:
    return list(asking_problems(actor, asked))


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        (replace(ASKED, role=None), "role", "Elija la función que necesita."),
        (replace(ASKED, role=Role.STAFF), "role", "Usted ya tiene esa función en este concurso."),
        (replace(ASKED, hours=5), "hours", "Elija cuántas horas."),
        (
            replace(ASKED, reason="Enfermo."),
            "reason",
            "Escriba el motivo, en 20 a 300 letras: se publica con el acceso.",
        ),
    ],
    ids=["no role", "held already", "hours not offered", "short reason"],
)
def test_what_is_missing_is_said_at_its_field(asked: AskedEmergency, field: str, sentence: str) -> None:
    assert [(one.field, one.text) for one in problems(asked)] == [(field, sentence)]


def test_a_role_kept_apart_is_sent_to_another_person() -> None:
    (problem,) = problems(ASKED, Actor(7, frozenset({Grant(Role.JUROR, 9)})))

    assert problem.text == "Esa función no va con las que usted tiene. Pida que la use otra persona."


@pytest.mark.parametrize("hours", range(-1, 25))
def test_an_emergency_lasts_one_two_four_or_eight_hours(hours: int) -> None:
    refused = [one.code for one in problems(replace(ASKED, hours=hours))]

    assert refused == ([] if hours in {1, 2, 4, 8} else ["emergency.hours"])


@pytest.mark.parametrize(
    ("length", "taken"),
    [(0, False), (19, False), (20, True), (21, True), (299, True), (300, True), (301, False)],
)
def test_a_reason_has_20_to_300_letters(length: int, *, taken: bool) -> None:
    assert (problems(replace(ASKED, reason="ñ" * length)) == []) is taken


@pytest.mark.parametrize("role", Role)
def test_roles_of_the_office_alone_are_lent(role: Role) -> None:
    nobody = Actor(7, frozenset())

    assert (problems(replace(ASKED, role=role), nobody) == []) is (role in OFFICE)


def test_the_choices_are_those_that_the_rule_takes() -> None:
    told = [problems(replace(ASKED, role=role, hours=h), ANONYMOUS) for role in ROLES for h in HOURS]

    assert (len(told), any(told)) == (12, False)


@pytest.mark.parametrize(
    ("grant", "codes"),
    [
        (Grant(Role.SECRETARY, 5), ["emergency.held"]),
        (Grant(Role.SECRETARY, 4), []),
        (Grant(Role.SECRETARY, None, ("0903",)), ["emergency.held"]),
        (Grant(Role.TREASURER, 5), []),
        (Grant(Role.REPRESENTATIVE), ["emergency.conflict"]),
        (Grant(Role.PROMOTER), ["emergency.conflict"]),
        (Grant(Role.JUROR, 4), ["emergency.conflict"]),
    ],
    ids=str,
)
def test_what_is_held_decides_what_may_be_asked_for(grant: Grant, codes: list[str]) -> None:
    assert [one.code for one in problems(ASKED, Actor(7, frozenset({grant})))] == codes


@given(MOMENTS, MOMENTS, MOMENTS)
def test_what_somebody_ended_stays_ended_whenever_one_looks(
    ends: datetime, ended: datetime, now: datetime
) -> None:
    for ends_at in (None, ends):
        assert emergency_state(EmergencyTimes(ASKED_AT, ends_at, ended), now) is EmergencyState.ENDED


@given(MOMENTS, MOMENTS, MOMENTS)
def test_with_time_it_never_begins_anew(ends: datetime, one: datetime, other: datetime) -> None:
    sooner, later = sorted((one, other))
    for ends_at in (None, ends):
        times = EmergencyTimes(ASKED_AT, ends_at, None)
        if emergency_state(times, sooner) in {EmergencyState.OVER, EmergencyState.LAPSED}:
            assert emergency_state(times, later) is emergency_state(times, sooner)


@given(MOMENTS)
def test_without_a_second_person_it_never_runs(now: datetime) -> None:
    state = emergency_state(EmergencyTimes(ASKED_AT, None, None), now)

    assert state in {EmergencyState.WAITING, EmergencyState.LAPSED}


@given(st.frozensets(st.sampled_from(Role)), st.sampled_from(ROLES))
def test_an_emergency_takes_nothing_away_and_never_makes_a_conflict(
    held: frozenset[Role], role: Role
) -> None:
    actor = Actor(7, frozenset(Grant(one) for one in held))

    now = with_emergency(actor, role, 5)

    assert now.user_id == 7
    assert now.grants - actor.grants <= {Grant(role, 5)}
    assert actor.grants <= now.grants
    assert now == actor or not conflicting_roles(now.roles)


@pytest.mark.parametrize("role", OFFICE)
def test_an_emergency_that_is_added_twice_is_there_once(role: Role) -> None:
    once = with_emergency(STAFF, role, 5)

    assert with_emergency(once, role, 5) == once
    assert with_emergency(once, role, 6).grants - once.grants == {Grant(role, 6)}


@pytest.mark.parametrize(
    ("problem", "code", "sentence"),
    [
        (
            one_at_a_time(),
            "emergency.another",
            "Usted ya tiene un acceso de emergencia pedido o abierto. Termínelo antes de pedir otro.",
        ),
        (
            not_waiting("over"),
            "emergency.over",
            "Ese acceso de emergencia ya terminó o venció. Vuelva a cargar la página para ver cómo quedó.",
        ),
    ],
)
def test_what_is_said_of_the_whole_form(problem: Problem, code: str, sentence: str) -> None:
    assert (problem.field, problem.code, problem.text) == ("form", code, sentence)
