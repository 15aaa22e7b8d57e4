"""A request for whole DNI that whoever asked no longer needs."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, WrongState
from contest_portal.registry.models.exports import RegistryExport
from contest_portal.registry.queries.export_requests import asked_by, waiting_for
from contest_portal.registry.rules.export_requests import RequestState
from contest_portal.registry.rules.exports import Leaving
from contest_portal.registry.services.take_export import take_export
from contest_portal.registry.services.withdraw_export import withdraw_export
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.export_requests import make_request


@pytest.fixture
def asker(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def other(session: Session) -> User:
    return make_user(session, Role.STAFF)


def test_nobody_decides_what_was_withdrawn_and_who_asked_still_sees_it(
    session: Session, asker: User, other: User
) -> None:
    row = make_request(session, asker)

    withdraw_export(session, act_of(asker, NOON), request_id=row.id)

    (mine,) = asked_by(session, asker.id, NOON)
    audited = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (mine.state, waiting_for(session, act_of(other, NOON).actor, NOON)) == (RequestState.WITHDRAWN, ())
    assert (audited.action, audited.subject) == ("export_request.withdrawn", f"export_request:{row.id}")


def test_an_approved_file_that_was_withdrawn_does_not_leave(
    session: Session, asker: User, other: User
) -> None:
    row = make_request(session, asker, decider=other)
    withdraw_export(session, act_of(asker, NOON), request_id=row.id)

    with pytest.raises(Refused):
        take_export(session, act_of(asker, NOON), request_id=row.id, written=Leaving(1, "0" * 64))

    assert session.query(RegistryExport).count() == 0


def test_only_who_asked_withdraws_and_only_once(session: Session, asker: User, other: User) -> None:
    row = make_request(session, asker)

    with pytest.raises(NotPermitted):
        withdraw_export(session, act_of(other, NOON), request_id=row.id)
    with pytest.raises(NotFound):
        withdraw_export(session, act_of(asker, NOON), request_id=row.id + 1)
    withdraw_export(session, act_of(asker, NOON), request_id=row.id)
    with pytest.raises(WrongState):
        withdraw_export(session, act_of(asker, NOON), request_id=row.id)


def test_what_was_taken_cannot_be_stored_as_withdrawn(session: Session, asker: User, other: User) -> None:
    row = make_request(session, asker, decider=other)
    take_export(session, act_of(asker, NOON), request_id=row.id, written=Leaving(1, "0" * 64))
    row.withdrawn_at = NOON

    with pytest.raises(IntegrityError):
        session.flush()
