"""What may not count is held, with its reason, and never lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from contest_portal.contests.rules.rulebook import LatePhones
from contest_portal.jury.models import Interest
from contest_portal.scoring.phone_queries import (
    device_by_code,
    held_entries,
)
from contest_portal.scoring.rules.sheet_entries import Kind
from contest_portal.scoring.services.revoke_device import revoke_device
from contest_portal.scoring.services.settle_again import settle_again
from tests.factories.contests import RULEBOOK
from tests.factories.evaluation import JURY_DAY, Evaluation, make_evaluation
from tests.factories.hall import open_hall
from tests.factories.phones import Phone, fates, group, make_phone, make_phone_scene, send, sheets


@pytest.fixture
def scene(session: Session) -> Evaluation:
    return make_phone_scene(session)


@pytest.fixture
def phone(session: Session, scene: Evaluation) -> Phone:
    return make_phone(session, scene)


def recuse(session: Session, scene: Evaluation, _phone: Phone) -> None:
    session.execute(
        update(Interest)
        .where(Interest.juror_id == scene.jurors[0].id, Interest.application_id == scene.applications[0].id)
        .values(recused=True, reason="Compadre")
    )


def take_back_the_declaration(session: Session, scene: Evaluation, _phone: Phone) -> None:
    session.execute(delete(Interest).where(Interest.juror_id == scene.jurors[0].id))


def close_the_scoring(session: Session, scene: Evaluation, _phone: Phone) -> None:
    scene.contest.state, scene.contest.scored_at = "scored", JURY_DAY
    session.flush()


def revoke(session: Session, scene: Evaluation, phone: Phone) -> None:
    device = device_by_code(session, phone.code)
    assert device is not None
    for _ in range(2):
        revoke_device(session, scene.by_secretary, contest_id=scene.contest.id, device_id=device.id)


def take_the_phase(session: Session, scene: Evaluation, _phone: Phone) -> None:
    scene.jurors[0].phases = "PUBLIC"
    session.flush()


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [
        pytest.param(recuse, "recused", id="recused meanwhile"),
        pytest.param(take_back_the_declaration, "undeclared", id="declaration missing"),
        pytest.param(close_the_scoring, "closed", id="scoring closed"),
        pytest.param(revoke, "revoked", id="phone taken out of use"),
        pytest.param(take_the_phase, "not_yours", id="another phase"),
    ],
)
def test_what_happened_meanwhile_holds_the_entry(
    session: Session,
    scene: Evaluation,
    phone: Phone,
    meanwhile: Callable[[Session, Evaluation, Phone], None],
    reason: str,
) -> None:
    phone.write(group(scene), {"F1": 8})
    meanwhile(session, scene, phone)

    send(session, scene, *phone.written)

    assert (fates(session, scene), sheets(session)) == ([reason], [])
    assert [line.reason for line in held_entries(session, scene.contest.id)] == [reason]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"marks": {"F1": 11}}, "marks"),
        ({"marks": {"P1": 1}}, "marks"),
        ({"marks": {"F1": 1}, "comment": "x" * 2001}, "marks"),
        ({"marks": {"F1": 8}, "kind": Kind.FINAL}, "incomplete"),
        ({"marks": {"F1": 8}, "rules": "f" * 64}, "rules"),
        ({"marks": {"F1": 8}, "phase": "NINGUNA"}, "not_yours"),
        ({"marks": {"F1": 8}, "number": 2}, "gap"),
        ({"marks": {"F1": 8}, "previous": "f" * 64}, "chain"),
    ],
)
def test_what_an_entry_says_holds_it(
    session: Session, scene: Evaluation, phone: Phone, values: dict[str, object], reason: str
) -> None:
    phone.write(group(scene), **values)  # type: ignore[arg-type]

    send(session, scene, *phone.written)

    assert (fates(session, scene), sheets(session)) == ([reason], [])


def test_a_group_of_no_such_code_is_held(session: Session, scene: Evaluation, phone: Phone) -> None:
    phone.write("C-999", {"F1": 8})

    send(session, scene, *phone.written)

    assert fates(session, scene) == ["not_yours"]


@pytest.mark.parametrize(
    ("rule", "expected"), [(LatePhones.NOT_COUNTED, "late"), (LatePhones.UNTIL_SCORED, "counted")]
)
def test_the_rules_say_what_counts_once_the_session_is_closed(
    session: Session, rule: LatePhones, expected: str
) -> None:
    scene = make_evaluation(
        session, rulebook=replace(RULEBOOK, scoring=replace(RULEBOOK.scoring, late_phones=rule))
    )
    phone = make_phone(session, scene)
    phone.write(group(scene), {"F1": 8})
    hall = open_hall(session, scene)
    hall.state, hall.closed_at = "closed", JURY_DAY
    session.flush()

    send(session, scene, *phone.written)
    found = fates(session, scene)
    hall.state, hall.closed_at = "open", None
    session.flush()
    settle_again(session, scene.by_secretary, contest_id=scene.contest.id)

    assert found == [expected]
    assert fates(session, scene) == ["counted"]


def test_what_came_before_the_closing_and_before_the_revocation_stays(
    session: Session, scene: Evaluation, phone: Phone
) -> None:
    phone.write(group(scene), {"F1": 8})
    send(session, scene, *phone.written)
    later = replace(scene.by_secretary, at=JURY_DAY + timedelta(hours=1))
    device = device_by_code(session, phone.code)
    assert device is not None
    revoke_device(session, later, contest_id=scene.contest.id, device_id=device.id)

    phone.write(group(scene), {"F1": 9})
    send(session, scene, *phone.written, act=replace(scene.by_juror(0), at=later.at))

    assert (fates(session, scene), sheets(session)) == (["counted", "revoked"], [("draft", {"F1": 8})])
