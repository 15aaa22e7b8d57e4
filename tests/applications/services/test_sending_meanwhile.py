"""What is done between the reading of a draft and its turn: here it is committed while a sending waits."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import (
    Application,
    ApplicationMember,
    ApplicationVersion,
    GroupMember,
    ProducerGroup,
)
from contest_portal.applications.queries import entrants
from contest_portal.applications.rules.draft_fields import Draft, DraftField, field_version
from contest_portal.applications.rules.group import MemberOffice
from contest_portal.applications.services.add_member import add_member
from contest_portal.applications.services.autosave_field import autosave_field
from contest_portal.applications.services.edit_group import edit_group
from contest_portal.applications.services.remove_member import remove_member
from contest_portal.applications.services.set_member_office import set_member_office
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import AuditRow, record, verify_chain, wait_for_turn
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import Refused, Stale
from contest_portal.registry.models.register import Person
from tests.conftest import NOON
from tests.factories.applying import make_village
from tests.factories.profiles import CHOICE, PROFILE
from tests.faults.waiting import until

Deed = Callable[[Session], object]
_WAITING = text(
    "select count(*) from pg_locks where not granted"
    " and pid in (select pid from pg_stat_activity where datname = current_database())"
)


@dataclass(frozen=True, slots=True)
class Ground:
    """A draft that is about to be sent, one of other people, and one of the same people in another group."""

    database: Database
    act: Act
    contest_id: int
    draft: int
    of_others: int
    of_the_same: int
    group_id: int
    version: int

    def sending(self, draft: int) -> Deed:
        """Send one as it was seen."""
        return lambda session: submit_application(
            session, self.act, application_id=draft, expected_version=self.version
        )

    def leaving(self) -> Deed:
        """Let the newest member leave the group."""
        return lambda session: remove_member(
            session, self.act, group_id=self.group_id, member_id=self._newest(session).id
        )

    def joining(self) -> Deed:
        """Let somebody of another group join."""
        people = select(Person.dni).join(GroupMember, GroupMember.person_id == Person.id)
        stranger = people.where(GroupMember.group_id != self.group_id).order_by(Person.id.desc()).limit(1)
        return lambda session: add_member(
            session, self.act, group_id=self.group_id, dni=session.scalars(stranger).one()
        )

    def presiding(self) -> Deed:
        """Let the newest member preside."""
        return lambda session: set_member_office(
            session, self.act,
            group_id=self.group_id, member_id=self._newest(session).id, office=MemberOffice.PRESIDENT,
        )  # fmt: skip

    def renaming(self) -> Deed:
        """Give the group another name."""

        def rename(session: Session) -> None:
            group = session.get_one(ProducerGroup, self.group_id)
            edit_group(
                session, self.act, group_id=group.id, expected_version=group.version,
                name="Otro nombre", centre_code=group.centre_code, ruc=None,
            )  # fmt: skip

        return rename

    def _newest(self, session: Session) -> GroupMember:
        members = select(GroupMember).where(GroupMember.group_id == self.group_id)
        return session.scalars(members.order_by(GroupMember.id.desc()).limit(1)).one()

    def while_it_waits(self, waiting: Deed, meanwhile: Deed) -> list[Exception]:
        """Let a deed read what it reads and wait for its turn; do another in that turn; give what the first met."""
        met: list[Exception] = []

        def attempt() -> None:
            try:
                with self.database.transaction() as session:
                    waiting(session)
            except (Refused, Stale, StaleDataError) as error:
                met.append(error)

        thread = threading.Thread(target=attempt)
        with self.database.transaction() as session:
            wait_for_turn(session)
            thread.start()
            if self.database.engine.name == "postgresql":  # on SQLite nobody begins meanwhile
                until(self._somebody_waits, seconds=30)
                assert self._somebody_waits()
            meanwhile(session)
        thread.join(timeout=30)
        assert not thread.is_alive()
        return met

    def _somebody_waits(self) -> bool:
        with self.database.reading() as session:
            return bool(session.scalar(_WAITING))

    @contextmanager
    def readings(self) -> Iterator[list[str]]:
        """List how often the members were looked up in the register."""
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if "FROM person JOIN household" in statement:
                asked.append(statement)

        event.listen(self.database.engine, "before_cursor_execute", note)
        yield asked
        event.remove(self.database.engine, "before_cursor_execute", note)


@pytest.fixture
def ground(own_database: Database) -> Ground:
    with own_database.transaction() as session:
        village = make_village(session)
        draft, of_others = village.draft(), village.draft(village.group(name="Otros"))
        again = village.group(name="Los mismos", households=0)
        for one in session.scalars(select(GroupMember).where(GroupMember.group_id == draft.group_id)):
            session.add(
                GroupMember(group_id=again.id, person_id=one.person_id, office=one.office, joined_at=NOON)
            )
        of_the_same = village.draft(again)
        return Ground(
            own_database, village.act(), village.contest.id,
            draft.id, of_others.id, of_the_same.id, draft.group_id, draft.version,
        )  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_by_half(ground: Ground) -> Iterator[None]:
    yield
    with ground.database.reading() as session:
        received = len(entrants(session, ground.contest_id))
        assert len(session.scalars(select(Document)).all()) == received
        assert verify_chain(session)[1] is None


def received(ground: Ground) -> list[tuple[int, str | None]]:
    with ground.database.reading() as session:
        sent = select(Application).where(Application.state == "submitted").order_by(Application.code)
        return [(one.id, one.code and one.code[-3:]) for one in session.scalars(sent)]


def test_the_sending_of_others_is_not_read_for_again(ground: Ground) -> None:
    with ground.readings() as asked:
        met = ground.while_it_waits(ground.sending(ground.draft), ground.sending(ground.of_others))

    assert (met, len(asked)) == ([], 2)
    assert received(ground) == [(ground.of_others, "001"), (ground.draft, "002")]


@pytest.mark.parametrize(
    ("action", "subject", "readings"),
    [
        ("session.refused", "user:unknown", 1),
        ("application.section_autosaved", "application:OTHERS", 1),
        ("application.section_autosaved", "application:OWN", 2),
        ("rulebook.amended", "contest:1", 2),
    ],
)
def test_only_what_it_rests_on_is_read_for_again(
    ground: Ground, action: str, subject: str, readings: int
) -> None:
    subject = subject.replace("OTHERS", str(ground.of_others)).replace("OWN", str(ground.draft))
    with ground.readings() as asked:
        met = ground.while_it_waits(
            ground.sending(ground.draft),
            lambda session: record(session, at=NOON, actor_id=None, action=action, subject=subject),
        )

    on_sqlite = 1  # what was done meanwhile was done before
    wanted = readings if ground.database.engine.name == "postgresql" else on_sqlite
    assert (met, received(ground), len(asked)) == ([], [(ground.draft, "001")], wanted)


def test_a_name_that_changed_meanwhile_is_sent_as_it_is_now(ground: Ground) -> None:
    met = ground.while_it_waits(ground.sending(ground.draft), ground.renaming())

    assert (met, received(ground)) == ([], [(ground.draft, "001")])
    with ground.database.reading() as session:
        sent, receipt = (
            session.scalars(select(ApplicationVersion)).one(),
            session.scalars(select(Document)).one(),
        )
        assert ('"name":"Otro nombre"' in sent.content, "Otro nombre" in receipt.data) == (True, True)


def test_a_household_whose_place_others_took_meanwhile_is_named(ground: Ground) -> None:
    (refused,) = ground.while_it_waits(ground.sending(ground.draft), ground.sending(ground.of_the_same))

    assert isinstance(refused, Refused)
    assert [one.code for one in refused.problems] == ["member.household_taken"] * 4
    assert received(ground) == [(ground.of_the_same, "001")]


def test_who_left_the_group_meanwhile_is_not_sent_along(ground: Ground) -> None:
    met = ground.while_it_waits(ground.sending(ground.draft), ground.leaving())

    assert (met, received(ground)) == ([], [(ground.draft, "001")])
    with ground.database.reading() as session:
        assert len(session.scalars(select(ApplicationMember)).all()) == 3


@pytest.mark.parametrize("change", ["leaving", "joining", "renaming", "presiding"])
def test_a_group_that_is_being_sent_is_not_changed(ground: Ground, change: str) -> None:
    (refused,) = ground.while_it_waits(getattr(ground, change)(), ground.sending(ground.draft))

    assert isinstance(refused, Refused)
    assert [one.code for one in refused.problems] == ["group.in_contest"]


def test_a_field_saved_meanwhile_is_not_sent_unseen(ground: Ground) -> None:
    """The second field of a sitting has no row in the log: the draft's own version tells."""

    def write(field: DraftField) -> Deed:
        typed = Draft(replace(CHOICE, title="Otro"), replace(PROFILE, summary="Otro"))
        return lambda session: autosave_field(
            session, ground.act, application_id=ground.draft, field=field,
            started_from=field_version(Draft(CHOICE, PROFILE), field), typed=typed,
        )  # fmt: skip

    first, second = DraftField.SUMMARY, DraftField.TITLE
    with ground.database.transaction() as session:
        write(first)(session)
    with ground.database.reading() as session:
        seen = session.get_one(Application, ground.draft).version
        rows = len(session.scalars(select(AuditRow)).all())

    (stale,) = ground.while_it_waits(replace(ground, version=seen).sending(ground.draft), write(second))

    assert isinstance(stale, Stale | StaleDataError)
    assert received(ground) == []
    with ground.database.reading() as session:
        assert len(session.scalars(select(AuditRow)).all()) in {rows, rows + 1}


def test_what_was_pressed_twice_is_received_once(ground: Ground) -> None:
    met = ground.while_it_waits(ground.sending(ground.draft), ground.sending(ground.draft))

    assert (met, received(ground)) == ([], [(ground.draft, "001")])
