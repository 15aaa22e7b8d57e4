"""Files with whole DNI: asked for, decided by another person, taken once and in time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from contest_portal.registry.models.exports import ExportRequest, RegistryExport
from contest_portal.registry.queries.export_requests import (
    asked_by,
    decided,
    export_request,
    ready,
    waiting_for,
)
from contest_portal.registry.rules.consent import Purpose
from contest_portal.registry.rules.export_requests import RequestState
from contest_portal.registry.rules.exports import Content, ExportOrder, FileFormat, Leaving
from contest_portal.registry.services.ask_export import ask_export
from contest_portal.registry.services.decide_export import decide_export
from contest_portal.registry.services.take_export import take_export
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.export_requests import make_request

ORDER = ExportOrder(
    Content.PERSONS,
    FileFormat.XLSX,
    {"departamento": "09"},
    "Padrón nominal que pidió la jefatura",
    has_dni=True,
    purpose=Purpose.SHARING,
)
WRITTEN = Leaving(3, "0" * 64, 1)


@pytest.fixture
def asker(session: Session) -> User:
    return make_user(session, Role.STAFF, full_name="Rosa Inga")


@pytest.fixture
def other(session: Session) -> User:
    return make_user(session, Role.STAFF, full_name="Irma Solís")


def limited(user: User, *territories: str) -> Act:
    return Act(Actor(user.id, frozenset({Grant(Role.STAFF, territories=territories)})), NOON)


def decision(session: Session, act: Act, row: ExportRequest, *, is_approved: bool = True) -> ExportRequest:
    return decide_export(
        session,
        act,
        request_id=row.id,
        expected_version=row.version,
        is_approved=is_approved,
        refusal="" if is_approved else "  Pida solo su distrito. ",
    )


def test_what_is_asked_for_is_kept_as_asked(session: Session, asker: User) -> None:
    row = ask_export(session, limited(asker, "0903", "0801"), ORDER)

    line = export_request(session, row.id, NOON)
    assert (line.order, line.within, line.asker) == (ORDER, ("0801", "0903"), "Rosa Inga")
    assert (line.state, line.asked_at, line.decider, line.until) == (RequestState.WAITING, NOON, None, None)


def test_a_request_needs_a_reason_the_right_and_an_account(session: Session, asker: User) -> None:
    with pytest.raises(Refused):
        ask_export(
            session, act_of(asker, NOON), ExportOrder(Content.PERSONS, FileFormat.CSV, {}, "sí", has_dni=True)
        )
    with pytest.raises(NotPermitted):
        ask_export(session, act_of(make_user(session, Role.SECRETARY), NOON), ORDER)
    with pytest.raises(NotPermitted):
        ask_export(session, Act(Actor(None, frozenset({Grant(Role.STAFF)})), NOON), ORDER)


def test_another_person_approves_and_who_asked_takes_it_once(
    session: Session, asker: User, other: User
) -> None:
    row = ask_export(session, act_of(asker, NOON), ORDER)
    decision(session, act_of(other, NOON), row)
    approved = export_request(session, row.id, NOON)

    kept = take_export(session, act_of(asker, NOON + timedelta(hours=23)), request_id=row.id, written=WRITTEN)

    line = export_request(session, row.id, NOON + timedelta(days=30))
    assert (approved.state, approved.decider, approved.until) == (
        RequestState.APPROVED,
        "Irma Solís",
        NOON + timedelta(hours=24),
    )
    assert (line.state, line.export_id) == (RequestState.TAKEN, kept.id)
    assert (kept.rows, kept.sha256, kept.withheld, kept.has_dni, kept.purpose) == (
        3,
        "0" * 64,
        1,
        True,
        "sharing",
    )
    with pytest.raises(Refused) as refusal:
        take_export(session, act_of(asker, NOON), request_id=row.id, written=WRITTEN)
    assert [problem.code for problem in refusal.value.problems] == ["export_request.taken"]
    assert session.query(RegistryExport).count() == 1


def test_every_step_is_a_link_of_the_chain_without_the_words(
    session: Session, asker: User, other: User
) -> None:
    refused = ask_export(session, act_of(asker, NOON), ORDER)
    decision(session, act_of(other, NOON), refused, is_approved=False)
    row = ask_export(session, act_of(asker, NOON), ORDER)
    decision(session, act_of(other, NOON), row)
    take_export(session, act_of(asker, NOON), request_id=row.id, written=WRITTEN)

    rows = session.query(AuditRow).order_by(AuditRow.seq).all()
    assert [(one.action, one.actor_id) for one in rows] == [
        ("export_request.asked", asker.id),
        ("export_request.refused", other.id),
        ("export_request.asked", asker.id),
        ("export_request.approved", other.id),
        ("registry.exported", asker.id),
        ("export_request.taken", asker.id),
    ]
    assert not any("jefatura" in one.data or "distrito" in one.data for one in rows)


def test_nobody_decides_what_they_asked_for(session: Session, asker: User) -> None:
    row = make_request(session, asker)

    with pytest.raises(NotPermitted):
        decision(session, act_of(asker, NOON), row)
    assert (row.decided_at, waiting_for(session, act_of(asker, NOON).actor, NOON)) == (None, ())


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMIN, Role.JUROR])
def test_only_staff_decide(session: Session, asker: User, role: Role) -> None:
    with pytest.raises(NotPermitted):
        decision(session, act_of(make_user(session, role), NOON), make_request(session, asker))


@pytest.mark.parametrize(
    ("within", "narrowed", "territories", "may"),
    [
        ("", "{}", ("09",), False),
        ("", '{"departamento":"09"}', ("09",), True),
        ("", '{"departamento":"09"}', ("0903",), False),
        ("0903", "{}", ("09",), True),
        ("0801 0903", "{}", ("09",), False),
    ],
)
def test_limited_staff_decide_what_lies_in_their_territories(
    session: Session,
    asker: User,
    other: User,
    within: str,
    narrowed: str,
    territories: tuple[str, ...],
    *,
    may: bool,
) -> None:
    row = make_request(session, asker, within=within, narrowed=narrowed)
    act = limited(other, *territories)

    assert bool(waiting_for(session, act.actor, NOON)) is may
    if may:
        assert decision(session, act, row).is_approved is True
        return
    with pytest.raises(NotPermitted):
        decision(session, act, row)


def test_a_refusal_says_why_and_lets_nothing_leave(session: Session, asker: User, other: User) -> None:
    row = make_request(session, asker)

    with pytest.raises(Refused):
        decide_export(
            session,
            act_of(other, NOON),
            request_id=row.id,
            expected_version=1,
            is_approved=False,
            refusal="no",
        )
    decision(session, act_of(other, NOON), row, is_approved=False)

    line = export_request(session, row.id, NOON)
    assert (line.state, line.refusal, line.until) == (RequestState.REFUSED, "Pida solo su distrito.", None)
    with pytest.raises(Refused):
        take_export(session, act_of(asker, NOON), request_id=row.id, written=WRITTEN)


@pytest.mark.parametrize("hours", [24, 48])
def test_an_approval_ends_after_a_day(session: Session, asker: User, other: User, hours: int) -> None:
    row = make_request(session, asker, decider=other)

    with pytest.raises(Refused) as refusal:
        take_export(session, act_of(asker, NOON + timedelta(hours=hours)), request_id=row.id, written=WRITTEN)

    assert [problem.code for problem in refusal.value.problems] == ["export_request.expired"]


def test_nobody_else_takes_it_not_even_who_approved(session: Session, asker: User, other: User) -> None:
    row = make_request(session, asker, decider=other)

    with pytest.raises(NotPermitted):
        take_export(session, act_of(other, NOON), request_id=row.id, written=WRITTEN)


def test_a_request_is_decided_once_as_it_was_read(session: Session, asker: User, other: User) -> None:
    row = make_request(session, asker)

    with pytest.raises(Stale):
        decide_export(
            session, act_of(other, NOON), request_id=row.id, expected_version=9, is_approved=True, refusal=""
        )
    with pytest.raises(NotFound):
        decide_export(
            session,
            act_of(other, NOON),
            request_id=row.id + 1,
            expected_version=1,
            is_approved=True,
            refusal="",
        )
    decision(session, act_of(other, NOON), row)
    with pytest.raises(Refused):
        decision(session, act_of(other, NOON), row, is_approved=False)
    assert row.is_approved is True


def test_the_queue_parts_what_waits_what_is_mine_and_what_was_decided(
    session: Session, asker: User, other: User
) -> None:
    first, second = make_request(session, asker), make_request(session, asker)
    approved = make_request(session, asker, decider=other)
    own = make_request(session, other)

    def ids(lines: tuple[object, ...]) -> list[int]:
        return [line.request_id for line in lines]  # type: ignore[attr-defined]

    assert ids(waiting_for(session, act_of(other, NOON).actor, NOON)) == [first.id, second.id]
    assert ids(asked_by(session, other.id, NOON)) == [own.id]
    assert ids(decided(session, NOON)) == [approved.id]
    mine = asked_by(session, asker.id, NOON)
    assert (ids(mine), ready(mine)) == ([approved.id, second.id, first.id], 1)
    assert ready(asked_by(session, asker.id, NOON + timedelta(hours=24))) == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: setattr(row, "decided_by", row.asked_by),
        lambda row: setattr(row, "decided_at", None),
        lambda row: setattr(row, "is_approved", None),
        lambda row: setattr(row, "refusal", "Aprobada y no"),
        lambda row: setattr(row, "reason", ""),
        lambda row: setattr(row, "content", "all"),
        lambda row: setattr(row, "purpose", "sale"),
        lambda row: setattr(row, "file_format", "pdf"),
    ],
    ids=["own word", "never", "undecided", "both", "no reason", "no content", "no purpose", "no format"],
)
def test_a_request_that_contradicts_itself_cannot_be_stored(
    session: Session, asker: User, other: User, spoil: Callable[[ExportRequest], None]
) -> None:
    row = make_request(session, asker, decider=other)
    spoil(row)

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
