"""Issuing: gapless numbers, frozen content, codes that cannot be guessed."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.documents.models import Document, Series
from contest_portal.documents.rules.kinds import Issue
from contest_portal.documents.rules.verification import read_verification_code
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import Refused
from tests.conftest import NOON
from tests.documents.papers import NOTE, issue_note
from tests.factories.accounts import act_of, make_office, make_user

NEW_YEAR_EVE = datetime(2027, 1, 1, 4, 59, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 5, 0, tzinfo=UTC)
GAPS = text(
    "select s.id from series s left join document d on d.series_id = s.id group by s.id, s.last "
    "having coalesce(max(d.number), 0) <> s.last or count(distinct d.number) <> s.last"
)


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session, Role.STAFF)


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def test_the_first_documents_of_a_series_are_one_two_three(
    session: Session, staff: User, office: Office
) -> None:
    codes = [issue_note(session, act_of(staff, NOON), office).code for _ in range(3)]

    assert codes == [f"NOTA N.° 00{number}-2026-UT-HUANCAVELICA" for number in (1, 2, 3)]


def test_each_office_counts_for_itself(session: Session, staff: User, office: Office) -> None:
    other = make_office(session, code="UT-PUNO")
    act = act_of(staff, NOON)

    numbers = [issue_note(session, act, place).code for place in (office, other, office, other)]

    assert numbers == [
        "NOTA N.° 001-2026-UT-HUANCAVELICA",
        "NOTA N.° 001-2026-UT-PUNO",
        "NOTA N.° 002-2026-UT-HUANCAVELICA",
        "NOTA N.° 002-2026-UT-PUNO",
    ]


def test_each_year_starts_anew_at_midnight_of_the_office(
    session: Session, staff: User, office: Office
) -> None:
    codes = [issue_note(session, act_of(staff, at), office).code for at in (NEW_YEAR_EVE, NEW_YEAR)]

    assert codes == ["NOTA N.° 001-2026-UT-HUANCAVELICA", "NOTA N.° 001-2027-UT-HUANCAVELICA"]


def test_what_it_says_is_frozen_with_its_hash(session: Session, staff: User, office: Office) -> None:
    document = issue_note(session, act_of(staff, NOON), office)

    assert json.loads(document.data) == {
        "kind": "note",
        "title": "Nota de prueba",
        "issue": {
            "number": 1,
            "code": "NOTA N.° 001-2026-UT-HUANCAVELICA",
            "year": 2026,
            "issued_at": "2026-11-23T17:00:00+00:00",
            "issued_on": "2026-11-23",
            "verification_code": document.verification_code,
        },
        "letterhead": {
            "code": "UT-HUANCAVELICA",
            "name": "Unidad Territorial Huancavelica",
            "programme": "Programa de Emprendimientos Rurales",
            "city": "Huancavelica",
            "address": "Jirón Los Molles 123",
            "ruc": "20512333797",
            "signer_name": "Irma Solís Quinto",
            "signer_title": "Jefa de la Unidad Territorial",
        },
        "content": {"text": "Ñandú", "amount": {"cents": 2_100_000}},
    }
    assert document.data_sha256 == sha256_hex(document.data)


def test_the_office_may_change_its_signer_without_changing_what_was_issued(
    session: Session, staff: User, office: Office
) -> None:
    document = issue_note(session, act_of(staff, NOON), office)

    office.signer_name = "Otra Persona"
    session.flush()

    assert "Irma Solís Quinto" in document.data


def test_a_fresh_document_stands_unprinted(session: Session, staff: User, office: Office) -> None:
    document = issue_note(session, act_of(staff, NOON), office, subject="award:9")

    assert (
        document.state,
        document.subject,
        document.file_sha256,
        document.issued_by,
        document.issued_at,
    ) == (
        "issued",
        "award:9",
        None,
        staff.id,
        NOON,
    )


def test_verification_codes_are_well_formed_and_all_different(
    session: Session, staff: User, office: Office
) -> None:
    act = act_of(staff, NOON)

    codes = [issue_note(session, act, office).verification_code for _ in range(20)]

    assert len(set(codes)) == 20
    assert [read_verification_code(code) for code in codes] == codes
    assert all(re.fullmatch(r"\w{4}-\w{4}-\w{4}", code) for code in codes)


def test_the_chain_keeps_the_number_and_the_hash_but_no_content(
    session: Session, staff: User, office: Office
) -> None:
    document = issue_note(session, act_of(staff, NOON), office)

    row = session.scalars(select(AuditRow).where(AuditRow.action == "document.issued")).one()
    assert (row.actor_id, row.subject, json.loads(row.data)) == (
        staff.id,
        f"document:{document.id}",
        {"code": document.code, "subject": "contest:1", "data_sha256": document.data_sha256},
    )


def test_a_refusal_while_building_burns_no_number(session: Session, staff: User, office: Office) -> None:
    def refuse_to_build(_issue: Issue) -> object:
        raise Refused([])

    act = act_of(staff, NOON)
    with pytest.raises(Refused), session.begin_nested():
        issue_document(
            session, act, kind=NOTE, office=office, subject="contest:1", title="Nota", build=refuse_to_build
        )

    assert issue_note(session, act, office).number == 1


def test_many_officials_at_once_leave_no_gap_and_no_repeat(module_database: Database) -> None:
    office_id, user_id = _committed_office(module_database, "UT-CARRERA")

    def issue_five(_worker: int) -> list[int]:
        return [_issue_committed(module_database, office_id, user_id, fails=n == 2) for n in range(5)]

    with ThreadPoolExecutor(max_workers=8) as workers:
        given = sorted(number for five in workers.map(issue_five, range(8)) for number in five if number)

    with module_database.reading() as session:
        stored = session.scalars(
            select(Document.number)
            .join(Series, Series.id == Document.series_id)
            .where(Series.office_id == office_id)
            .order_by(Document.number)
        ).all()
        gaps = session.execute(GAPS).all()
    assert (given, list(stored), gaps) == (list(range(1, 33)), list(range(1, 33)), [])


def test_two_officials_start_the_same_series_at_once(module_database: Database) -> None:
    for attempt in range(6):
        office_id, user_id = _committed_office(module_database, f"UT-NUEVA-{attempt}")

        with ThreadPoolExecutor(max_workers=4) as workers:
            futures = [
                workers.submit(_issue_committed, module_database, office_id, user_id) for _ in range(4)
            ]

        assert sorted(future.result() for future in futures) == [1, 2, 3, 4]


def _committed_office(database: Database, code: str) -> tuple[int, int]:
    with database.transaction() as session:
        return make_office(session, code=code).id, make_user(session, Role.STAFF).id


def _issue_committed(database: Database, office_id: int, user_id: int, *, fails: bool = False) -> int:
    """Issue in a transaction of its own; one that fails after taking its number gives 0."""
    try:
        with database.transaction() as session:
            user = session.get_one(User, user_id)
            session.refresh(user, ["grants"])
            office = session.get_one(Office, office_id)
            number = issue_note(session, act_of(user, NOON), office).number
            if fails:
                raise Refused([])
    except Refused:
        return 0
    return number
