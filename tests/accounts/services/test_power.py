"""Power over accounts is asked for by one administrator and confirmed by another, where there are two."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.models import User
from contest_portal.accounts.power import (
    change_of_roles,
    factor_reset,
    has_second_administrator,
    opening,
    password_reset,
    takes_two,
)
from contest_portal.accounts.queries import user_with_grants
from contest_portal.accounts.rules.actor import OPERATOR, Act, Grant, Role
from contest_portal.accounts.rules.power import TOLD_FOR, WAITS, AskedPower
from contest_portal.accounts.services.ask_power import ask_power
from contest_portal.accounts.services.confirm_power import confirm_power
from contest_portal.accounts.services.finish_power import finish_power
from contest_portal.accounts.services.invite_user import invite_user
from contest_portal.accounts.services.reset_password import reset_password
from contest_portal.accounts.services.reset_second_factor import reset_second_factor
from contest_portal.accounts.services.set_grants import set_grants
from contest_portal.accounts.services.stop_power import stop_power
from contest_portal.accounts.services.withdraw_power import withdraw_power
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.passwords import matches
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from tests.accounts.conftest import AT, Trail
from tests.factories.accounts import act_of, make_user
from tests.factories.second_factors import enrolled

STAFF = frozenset({Grant(Role.STAFF)})
REASON = "Perdió su teléfono y vino con su DNI."


@pytest.fixture
def asking(session: Session) -> Act:
    return act_of(make_user(session, Role.ADMIN, full_name="Hugo Salas"), AT)


@pytest.fixture
def confirming(session: Session) -> Act:
    return act_of(make_user(session, Role.ADMIN), AT)


def confirm(session: Session, act: Act, joint: JointAct) -> tuple[User, str]:
    return confirm_power(session, act, joint_id=joint.id, sha256=joint.content_sha256)


def facts_of(session: Session, action: str) -> dict[str, object]:
    row = session.scalars(select(AuditRow).where(AuditRow.action == action)).one()
    return json.loads(row.data)  # type: ignore[no-any-return]


def test_an_account_is_opened_by_two(session: Session, asking: Act, confirming: Act, trail: Trail) -> None:
    asked = opening(" Rosa@X.Example", "Rosa Inga", STAFF)
    with pytest.raises(Refused, match=r"power\.two_persons"):
        invite_user(session, asking, email="rosa@x.example", full_name="Rosa Inga", grants=STAFF)
    joint = ask_power(session, asking, asked)
    with pytest.raises(WrongState, match=r"joint_act\.waits"):
        ask_power(session, asking, asked)

    user, password = confirm(session, confirming, joint)

    assert (user.email, user.granted, matches(user.password_hash, password)) == (
        "rosa@x.example",
        STAFF,
        True,
    )
    assert [(action, subject, who) for action, subject, who, _ in trail()] == [
        ("joint_act.asked", joint.subject, asking.actor.user_id),
        ("joint_act.confirmed", joint.subject, confirming.actor.user_id),
        ("user.created", f"user:{user.id}", confirming.actor.user_id),
    ]
    assert facts_of(session, "user.created") == {"joint_act": joint.id, "roles": ["staff"]}


def test_roles_are_given_by_two_and_taken_by_one(session: Session, asking: Act, confirming: Act) -> None:
    user = make_user(session, Role.STAFF)
    wanted = frozenset({Grant(Role.SECRETARY, 5), Grant(Role.STAFF)})
    with pytest.raises(Refused, match=r"power\.two_persons"):
        set_grants(session, asking, user_id=user.id, grants=wanted, is_active=True)
    joint = ask_power(session, asking, change_of_roles(user, wanted, is_active=True))
    assert user.granted == STAFF

    assert confirm(session, confirming, joint) == (user, "")
    assert (user.granted, user.session_epoch) == (wanted, 1)

    set_grants(session, asking, user_id=user.id, grants=STAFF, is_active=False)
    assert (user.granted, user.is_active) == (STAFF, False)
    with pytest.raises(Refused, match=r"power\.two_persons"):
        set_grants(session, asking, user_id=user.id, grants=STAFF, is_active=True)


@pytest.mark.parametrize(
    ("grants", "is_active"), [(frozenset(), True), (frozenset({Grant(Role.ADMIN)}), False)]
)
def test_whoever_would_be_alone_names_a_third_before_the_other_administrator_goes(
    session: Session, asking: Act, confirming: Act, grants: frozenset[Grant], *, is_active: bool
) -> None:
    other = confirming.actor.user_id or 0
    with pytest.raises(Refused, match=r"user\.left_alone"):
        set_grants(session, asking, user_id=other, grants=grants, is_active=is_active)
    assert has_second_administrator(session, asking, None)

    third = ask_power(session, asking, opening("tres@x.example", "Eva Poma", frozenset({Grant(Role.ADMIN)})))
    confirm(session, confirming, third)
    set_grants(session, asking, user_id=other, grants=grants, is_active=is_active)

    assert has_second_administrator(session, asking, None)


def test_the_machine_closes_the_last_but_one_administrator(
    session: Session, asking: Act, confirming: Act
) -> None:
    set_grants(
        session, Act(OPERATOR, AT), user_id=confirming.actor.user_id or 0, grants=frozenset(), is_active=True
    )

    assert not has_second_administrator(session, asking, None)


def test_the_way_into_an_account_with_power_takes_two(session: Session, asking: Act, confirming: Act) -> None:
    with_factor, without, juror = (make_user(session, role) for role in (Role.STAFF, Role.STAFF, Role.JUROR))
    enrolled(session, with_factor)
    with pytest.raises(Refused, match=r"power\.two_persons"):
        reset_second_factor(session, asking, user_id=with_factor.id, reason=REASON)
    with pytest.raises(Refused, match=r"power\.two_persons"):
        reset_password(session, asking, user_id=without.id)

    confirm(session, confirming, ask_power(session, asking, factor_reset(with_factor, REASON)))
    _, password = confirm(session, confirming, ask_power(session, asking, password_reset(without)))

    assert (with_factor.has_second_factor, matches(without.password_hash, password)) == (False, True)
    assert facts_of(session, "second_factor.reset")["reason"] == REASON
    assert reset_password(session, asking, user_id=juror.id)


def test_neither_who_asked_nor_whose_account_it_is_confirms(
    session: Session, asking: Act, confirming: Act
) -> None:
    other, staff = (act_of(make_user(session, role), AT) for role in (Role.ADMIN, Role.STAFF))
    about = user_with_grants(session, confirming.actor.user_id or 0)
    enrolled(session, about)
    joint = ask_power(session, asking, factor_reset(about, REASON))

    for one in (asking, staff):
        with pytest.raises(NotPermitted):
            confirm(session, one, joint)
    with session.begin_nested() as attempt:
        with pytest.raises(NotPermitted):
            confirm(session, confirming, joint)
        attempt.rollback()
    with pytest.raises(Stale):
        confirm_power(session, other, joint_id=joint.id, sha256="0" * 64)
    confirm(session, other, joint)
    assert not about.has_second_factor


def test_what_changed_since_or_waited_for_too_long_is_asked_for_anew(
    session: Session, asking: Act, confirming: Act, trail: Trail
) -> None:
    user = make_user(session, Role.JUROR)

    def deed() -> AskedPower:
        return change_of_roles(user, STAFF, is_active=True)

    first = ask_power(session, asking, deed())
    set_grants(session, asking, user_id=user.id, grants=frozenset(), is_active=True)
    with session.begin_nested() as attempt:
        with pytest.raises(WrongState, match=r"power\.changed"):
            confirm(session, confirming, first)
        attempt.rollback()
    later = Act(asking.actor, AT + WAITS)
    with pytest.raises(WrongState, match=r"joint_act\.lapsed"):
        confirm(session, Act(confirming.actor, AT + WAITS), first)
    second = ask_power(session, later, deed())

    confirm(session, Act(confirming.actor, later.at + WAITS - timedelta(seconds=1)), second)

    assert (first.state, second.state, user.granted) == ("withdrawn", "done", STAFF)
    assert [action for action, *_ in trail() if action.startswith("joint_act.")] == [
        f"joint_act.{step}" for step in ("asked", "lapsed", "asked", "confirmed")
    ]


def test_it_is_taken_back_by_who_asked_and_refused_by_another(
    session: Session, asking: Act, confirming: Act, trail: Trail
) -> None:
    user, staff = make_user(session), act_of(make_user(session, Role.STAFF), AT)
    asked = change_of_roles(user, STAFF, is_active=True)
    for one in (asking, confirming):
        joint = ask_power(session, asking, asked)
        with pytest.raises(NotPermitted):
            withdraw_power(session, staff, joint_id=joint.id)
        withdraw_power(session, one, joint_id=joint.id)
        with pytest.raises(WrongState):
            confirm(session, confirming, joint)
    with pytest.raises(NotFound):
        withdraw_power(session, asking, joint_id=joint.id + 1)

    ends = [action for action, *_ in trail() if action not in ("joint_act.asked",)]
    assert (ends, user.granted) == (["joint_act.withdrawn", "joint_act.refused"], frozenset())


def test_what_the_rules_refuse_is_not_even_asked_for(session: Session, asking: Act, confirming: Act) -> None:
    user = make_user(session, Role.STAFF)
    refused = (
        (opening("rosa", "Ro", frozenset({Grant(Role.STAFF), Grant(Role.JUROR)})), 3),
        (change_of_roles(user, STAFF | {Grant(Role.ADMIN)}, is_active=True), 1),
        (factor_reset(user, "no"), 2),
        (password_reset(user_with_grants(session, asking.actor.user_id or 0)), 1),
    )
    for asked, problems in refused:
        with pytest.raises(Refused) as refusal:
            ask_power(session, asking, asked)
        assert len(refusal.value.problems) == problems
    with pytest.raises(NotPermitted):
        ask_power(session, act_of(user, AT), opening("rosa@x.example", "Rosa Inga", STAFF))


@pytest.mark.parametrize("lacks", ["nobody", "open account", "second factor", "another than whose it is"])
def test_one_is_enough_where_no_other_is_able_to_confirm_and_the_log_says_so(
    session: Session, asking: Act, lacks: str
) -> None:
    user = make_user(session)
    if lacks == "open account":
        make_user(session, Role.ADMIN).is_active = False
    if lacks == "second factor":
        make_user(session, Role.ADMIN)
        enrolled(session, user_with_grants(session, asking.actor.user_id or 0))
    if lacks == "another than whose it is":
        user = make_user(session, Role.ADMIN)
        user.is_active = False
    session.flush()
    wanted = frozenset({Grant(Role.ADMIN)})

    assert not takes_two(session, asking, change_of_roles(user, wanted | STAFF, is_active=True))
    set_grants(session, asking, user_id=user.id, grants=wanted, is_active=True)

    assert facts_of(session, "user.grants_set")["second"] is None


def test_an_administrator_with_a_second_factor_counts_and_the_machine_asks_nobody(
    session: Session, asking: Act, confirming: Act
) -> None:
    for one in (asking, confirming):
        enrolled(session, user_with_grants(session, one.actor.user_id or 0))
    assert has_second_administrator(session, asking, None)

    invite_user(session, Act(OPERATOR, AT), email="rosa@x.example", full_name="Rosa Inga", grants=STAFF)

    assert facts_of(session, "user.created") == {"by": "command_line", "roles": ["staff"]}


def the_only_other(session: Session, confirming: Act, deed: str) -> tuple[User, AskedPower]:
    """Give the other administrator and a deed that opens the way into that account."""
    other = user_with_grants(session, confirming.actor.user_id or 0)
    if deed == "password":
        return other, password_reset(other)
    enrolled(session, other)
    return other, factor_reset(other, REASON)


@pytest.mark.parametrize("deed", ["factor", "password"])
def test_the_way_into_the_account_of_the_only_other_administrator_takes_a_day(
    session: Session, asking: Act, confirming: Act, trail: Trail, deed: str
) -> None:
    other, asked = the_only_other(session, confirming, deed)
    alone = reset_second_factor if deed == "factor" else reset_password
    reason = {"reason": REASON} if deed == "factor" else {}
    with pytest.raises(Refused, match=r"power\.told_first"):
        alone(session, asking, user_id=other.id, **reason)  # type: ignore[operator]
    joint = ask_power(session, asking, asked)

    def finish(at: datetime, by: Act = asking, sha256: str = "") -> tuple[User, str]:
        sha256 = sha256 or joint.content_sha256
        return finish_power(session, Act(by.actor, at), joint_id=joint.id, sha256=sha256)

    with pytest.raises(WrongState, match=r"power\.too_early.*desde el 24/11/2026"):
        finish(AT + TOLD_FOR - timedelta(seconds=1))
    with pytest.raises(WrongState, match=r"joint_act\.lapsed"):
        finish(AT + WAITS)
    with pytest.raises(Stale):
        finish(AT + TOLD_FOR, sha256="0" * 64)
    with pytest.raises(NotPermitted):
        finish(AT + TOLD_FOR, by=confirming)

    user, password = finish(AT + TOLD_FOR)

    assert (user, user.has_second_factor, bool(password)) == (other, False, deed == "password")
    action = "second_factor.reset" if deed == "factor" else "user.password_reset"
    assert [one for one, *_ in trail()] == ["joint_act.asked", "joint_act.waited", action]
    assert facts_of(session, action).items() >= {"joint_act": joint.id, "second": None}.items()
    with pytest.raises(WrongState):
        finish(AT + TOLD_FOR)


def test_its_person_or_the_programme_stops_it_and_a_third_administrator_confirms_it(
    session: Session, asking: Act, confirming: Act, trail: Trail
) -> None:
    other, asked = the_only_other(session, confirming, "factor")
    staff, secretary = (act_of(make_user(session, role), AT) for role in (Role.STAFF, Role.SECRETARY))
    first = ask_power(session, asking, asked)
    withdraw_power(session, confirming, joint_id=first.id)
    second = ask_power(session, asking, asked)
    with pytest.raises(NotPermitted):
        stop_power(session, secretary, joint_id=second.id)
    stop_power(session, staff, joint_id=second.id)
    with pytest.raises(WrongState):
        stop_power(session, staff, joint_id=second.id)
    third = ask_power(session, asking, asked)
    later, third_person = Act(asking.actor, AT + TOLD_FOR), act_of(make_user(session, Role.ADMIN), AT)
    with pytest.raises(Refused, match=r"power\.two_persons"):
        finish_power(session, later, joint_id=third.id, sha256=third.content_sha256)

    confirm(session, third_person, third)

    ends = [one for one, *_ in trail() if one not in ("joint_act.asked",)]
    assert ends == ["joint_act.refused", "joint_act.stopped", "joint_act.confirmed", "second_factor.reset"]
    assert not other.has_second_factor


def test_the_programme_stops_nothing_else(session: Session, asking: Act, confirming: Act) -> None:
    staff = act_of(make_user(session, Role.STAFF), AT)
    for asked in (
        opening("rosa@x.example", "Rosa Inga", STAFF),
        password_reset(make_user(session, Role.AUDITOR)),
    ):
        joint = ask_power(session, asking, asked)
        with pytest.raises(NotFound):
            stop_power(session, staff, joint_id=joint.id)
    assert confirming.actor.user_id


def test_the_machine_takes_it_off_at_once(session: Session, asking: Act, confirming: Act) -> None:
    other, _ = the_only_other(session, confirming, "factor")

    reset_second_factor(session, Act(OPERATOR, AT), user_id=other.id, reason=REASON)

    assert not other.has_second_factor
    assert facts_of(session, "second_factor.reset")["by"] == "command_line"
