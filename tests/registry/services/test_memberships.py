"""Memberships noted by hand: recorded, ended, reopened, voided; and the catalogue of programmes."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale, WrongState
from contest_portal.registry.models.memberships import Membership
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.queries.memberships import (
    belongs_to,
    belongs_to_none,
    counted_programmes,
    membership,
    memberships_of_household,
    memberships_of_persons,
    memberships_on,
    programmes,
)
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from contest_portal.registry.rules.memberships import Period
from contest_portal.registry.rules.row_history import Basis
from contest_portal.registry.services.create_programme import create_programme
from contest_portal.registry.services.end_membership import end_membership
from contest_portal.registry.services.record_membership import record_membership
from contest_portal.registry.services.rename_programme import rename_programme
from contest_portal.registry.services.reopen_membership import reopen_membership
from contest_portal.registry.services.restore_programme import restore_programme
from contest_portal.registry.services.retire_programme import retire_programme
from contest_portal.registry.services.void_membership import void_membership
from tests.factories.components import last_audit
from tests.factories.memberships import make_membership, programme_of, said_of
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.factories.registry_files import AT, DISTRICTS, STAFF, imported

MARCH, JUNE, TODAY = date(2019, 3, 1), date(2021, 6, 30), date(2026, 11, 23)
LATER = Act(STAFF.actor, datetime(2026, 12, 1, 17, 0, tzinfo=UTC))
ELSEWHERE = Act(Actor(None, frozenset({Grant(Role.STAFF, territories=("0801",))})), AT)


@pytest.fixture
def home(session: Session) -> Household:
    make_district(session)
    return make_household(session, make_centre(session))


@pytest.fixture
def delia(session: Session, home: Household) -> Person:
    return make_person(session, home)


def recorded(session: Session, whose: Household | Person, period: Period, code: str = "juntos") -> Membership:
    kind = FileOf.HOUSEHOLD if isinstance(whose, Household) else FileOf.PERSON
    return record_membership(
        session,
        STAFF,
        file=FileRef(kind, whose.id),
        programme_id=programme_of(session, code).id,
        period=period,
        evidence="  Mostró su carné. ",
    )


def test_a_membership_is_recorded_with_how_it_is_known(
    session: Session, home: Household, delia: Person
) -> None:
    row = recorded(session, delia, Period(MARCH, JUNE))

    line = membership(session, row.id)
    assert (
        line.household_id,
        line.person_id,
        line.full_name,
        line.programme,
        line.period,
        line.evidence,
    ) == (
        home.id,
        delia.id,
        delia.full_name,
        "Juntos",
        Period(MARCH, JUNE),
        "Mostró su carné.",
    )
    assert said_of(session, row) == [JUNE]


def test_the_chain_keeps_numbers_and_days_and_nobody_s_words(session: Session, home: Household) -> None:
    recorded(session, home, Period(MARCH))

    action, _, data = last_audit(session)
    assert (action, "carné" in data, '"since":"2019-03-01"' in data) == ("membership.recorded", False, True)


def test_a_second_one_that_shares_a_day_is_refused_and_a_later_one_is_not(
    session: Session, home: Household, delia: Person
) -> None:
    recorded(session, home, Period(MARCH, JUNE))

    with pytest.raises(Refused) as refusal:
        recorded(session, home, Period(JUNE))
    recorded(session, home, Period(date(2021, 7, 1)))
    recorded(session, delia, Period(MARCH))
    assert [problem.code for problem in refusal.value.problems] == ["membership.overlaps"]


def test_every_fault_is_said_at_once(session: Session, home: Household) -> None:
    retire_programme(session, STAFF, programme_id=programme_of(session).id)

    with pytest.raises(Refused) as refusal:
        record_membership(
            session,
            STAFF,
            file=FileRef(FileOf.HOUSEHOLD, home.id),
            programme_id=programme_of(session).id,
            period=Period(date(2026, 11, 24), MARCH),
            evidence=" ",
        )

    assert [problem.code for problem in refusal.value.problems] == [
        "membership.since",
        "membership.until",
        "membership.evidence",
        "membership.retired_programme",
    ]


def test_an_end_is_recorded_and_taken_back_and_both_stay_known(session: Session, home: Household) -> None:
    row = recorded(session, home, Period(MARCH))

    end_membership(session, LATER, membership_id=row.id, expected_version=row.version, until=JUNE)
    ended = membership(session, row.id)
    reopen_membership(session, LATER, membership_id=row.id, expected_version=ended.version)

    assert (ended.until, row.until, said_of(session, row)) == (JUNE, None, [None, JUNE, None])
    with pytest.raises(Refused):
        reopen_membership(session, LATER, membership_id=row.id, expected_version=row.version)


def test_what_is_void_counts_nowhere_and_changes_no_more(session: Session, home: Household) -> None:
    row = recorded(session, home, Period(MARCH))

    void_membership(session, STAFF, membership_id=row.id, expected_version=row.version, reason="Otro hogar.")

    recorded(session, home, Period(MARCH))
    assert [line.is_voided for line in memberships_of_household(session, home.id)] == [False, True]
    with pytest.raises(WrongState):
        end_membership(session, STAFF, membership_id=row.id, expected_version=row.version, until=JUNE)


def test_a_void_says_why(session: Session, home: Household) -> None:
    row = recorded(session, home, Period(MARCH))

    with pytest.raises(Refused):
        void_membership(session, STAFF, membership_id=row.id, expected_version=row.version, reason="x")


def test_a_stale_page_an_unknown_number_and_another_territory_change_nothing(
    session: Session, home: Household, delia: Person
) -> None:
    row = make_membership(session, delia)

    with pytest.raises(Stale):
        end_membership(session, STAFF, membership_id=row.id, expected_version=9, until=JUNE)
    with pytest.raises(NotFound):
        end_membership(session, STAFF, membership_id=row.id + 1, expected_version=1, until=JUNE)
    with pytest.raises(NotPermitted):
        end_membership(session, ELSEWHERE, membership_id=row.id, expected_version=1, until=JUNE)
    assert row.until is None


def test_a_file_shows_its_own_and_those_of_its_people(
    session: Session, home: Household, delia: Person
) -> None:
    gone = make_person(session, home, is_head=False)
    other = make_person(session, make_household(session, make_centre(session, "0903010098")))
    own, theirs = make_membership(session, home), make_membership(session, delia, "contigo", since=JUNE)
    make_membership(session, other)
    make_membership(session, gone, "cuna-mas")
    gone.gone_batch_id = _batch(session)
    session.flush()

    assert [line.membership_id for line in memberships_of_household(session, home.id)] == [theirs.id, own.id]
    assert [line.membership_id for line in memberships_of_persons(session, [delia.id], home.id)] == [
        theirs.id,
        own.id,
    ]


@pytest.mark.parametrize(
    ("day", "basis", "found"),
    [
        (JUNE, Basis.KNOWN_TODAY, ["Juntos"]),
        (date(2021, 7, 1), Basis.KNOWN_TODAY, []),
        (JUNE, Basis.HELD_THEN, []),
        (date(2026, 11, 2), Basis.HELD_THEN, []),
    ],
)
def test_a_day_of_the_past_shows_what_held(
    session: Session, home: Household, day: date, basis: Basis, found: list[str]
) -> None:
    make_membership(session, home, until=JUNE)
    make_membership(session, home, "contigo", is_voided=True)

    assert [line.programme for line in memberships_on(session, home.id, [], day, basis)] == found


def test_households_are_found_by_their_own_programme_or_a_member_s(session: Session, delia: Person) -> None:
    centre = make_centre(session, "0903010098")
    whole, ended, none = (make_household(session, centre) for _ in range(3))
    make_membership(session, delia)
    make_membership(session, whole)
    make_membership(session, ended, until=JUNE)
    make_membership(session, none, is_voided=True)

    def ids(condition: object) -> set[int]:
        return {row.id for row in session.query(Household).filter(condition)}  # type: ignore[arg-type]

    assert ids(belongs_to("juntos", TODAY)) == {delia.household_id, whole.id}
    assert ids(belongs_to("juntos", JUNE)) == {delia.household_id, whole.id, ended.id}
    assert ids(belongs_to_none(TODAY)) == {ended.id, none.id}
    assert [line.households for line in counted_programmes(session, TODAY) if line.code == "juntos"] == [2]
    assert {line.households for line in counted_programmes(session, TODAY, ("0801",))} == {0}


def test_a_programme_is_added_renamed_retired_and_brought_back(session: Session) -> None:
    row = create_programme(session, STAFF, name=" Apoyo  de la Municipalidad ")
    rename_programme(session, STAFF, programme_id=row.id, expected_version=1, name="Apoyo municipal")
    retire_programme(session, STAFF, programme_id=row.id)
    retire_programme(session, STAFF, programme_id=row.id)
    restore_programme(session, STAFF, programme_id=row.id)
    restore_programme(session, STAFF, programme_id=row.id)

    assert (row.code, row.name, row.is_active) == ("apoyo-de-la-municipalidad", "Apoyo municipal", True)
    assert [line.name for line in programmes(session)][:2] == ["Apoyo municipal", "Beca 18"]
    actions = [one.action for one in session.query(AuditRow).order_by(AuditRow.seq)]
    assert actions == [f"programme.{done}" for done in ("created", "renamed", "retired", "restored")]


@pytest.mark.parametrize("name", ["pension 65", "¿?", "x" * 81])
def test_a_name_that_is_taken_or_none_is_refused(session: Session, name: str) -> None:
    with pytest.raises(Refused):
        create_programme(session, STAFF, name=name)
    with pytest.raises(Refused):
        rename_programme(session, STAFF, programme_id=programme_of(session).id, expected_version=1, name=name)


def test_limited_staff_leave_the_national_catalogue_alone(session: Session) -> None:
    with pytest.raises(NotPermitted):
        create_programme(session, ELSEWHERE, name="Apoyo municipal")


def _batch(session: Session) -> int:
    return imported(session, "districts", DISTRICTS).batch_id or 0
