"""Who belongs to a programme when people move, leave and turn out to be one: a membership goes with the person."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.kernel.problems import NotFound
from contest_portal.registry.life_acts import Noted
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.queries.household_lists import (
    Cursor,
    conditions,
    count_households,
    household_page,
)
from contest_portal.registry.queries.memberships import (
    counted_programmes,
    membership,
    memberships_of_household,
    memberships_of_persons,
    memberships_on,
    programme,
    programmes,
)
from contest_portal.registry.rules.household_filter import NO_PROGRAMME, HouseholdFilter
from contest_portal.registry.rules.row_history import Basis
from contest_portal.registry.services.end_membership import end_membership
from contest_portal.registry.services.note_leaving import note_leaving
from contest_portal.registry.services.note_move import note_move
from contest_portal.registry.services.reopen_membership import reopen_membership
from contest_portal.registry.services.retire_programme import retire_programme
from contest_portal.registry.services.void_membership import void_membership
from tests.factories.accounts import act_of, make_user
from tests.factories.lives import DELIA, HEADER, LUZ, RAUL, SAUL
from tests.factories.memberships import make_membership, programme_of, told
from tests.factories.registry_files import STAFF, import_territory, imported
from tests.query_count import counted_queries

TODAY = date(2026, 11, 23)
NOTED = Noted(date(2026, 11, 20), "Avisó la familia en la visita.")


def at(day: int) -> Act:
    """Act as staff on a day of December."""
    return Act(STAFF.actor, datetime(2026, 12, day, 17, 0, tzinfo=UTC))


@pytest.fixture
def families(session: Session) -> None:
    import_territory(session)
    imported(session, "households", HEADER + DELIA + SAUL + LUZ + RAUL)


def home_of(session: Session, code: str) -> Household:
    return session.query(Household).filter_by(code=code).one()


def person_of(session: Session, name: str) -> Person:
    return session.query(Person).filter_by(given_names=name).one()


def codes(session: Session, programme_code: str, **narrowed: str) -> list[str]:
    """List the codes of households that a filter by programme gives."""
    asked = conditions(HouseholdFilter(programme=programme_code, **narrowed), today=TODAY)  # type: ignore[arg-type]
    page = household_page(session, asked, Cursor(), size=50)
    assert count_households(session, asked) == len(page.rows)
    return [row.code for row in page.rows]


@pytest.mark.usefixtures("families")
def test_the_list_is_narrowed_to_a_programme_or_to_none(session: Session) -> None:
    make_membership(session, person_of(session, "Raúl"))
    make_membership(session, home_of(session, "H-1"), "contigo", until=date(2020, 1, 1))

    assert codes(session, "juntos") == ["H-2"]
    assert codes(session, "contigo") == []
    assert codes(session, NO_PROGRAMME) == ["H-1"]
    assert codes(session, "juntos", territory="090301") == ["H-2"]
    assert codes(session, "juntos", territory="0801") == []
    assert codes(session, "") == ["H-1", "H-2"]


@pytest.mark.usefixtures("families")
def test_a_person_s_membership_goes_where_the_person_goes(session: Session) -> None:
    raul = person_of(session, "Raúl")
    row = make_membership(session, raul)

    note_move(session, STAFF, person_id=raul.id, to_code="H-1", noted=NOTED)

    assert (codes(session, "juntos"), codes(session, NO_PROGRAMME)) == (["H-1"], ["H-2"])
    assert membership(session, row.id).household_code == "H-1"
    assert [line.full_name for line in memberships_of_household(session, home_of(session, "H-1").id)] == [
        raul.full_name
    ]
    assert memberships_of_household(session, home_of(session, "H-2").id) == ()


@pytest.mark.usefixtures("families")
def test_who_left_counts_for_no_household_and_keeps_the_membership(session: Session) -> None:
    raul = person_of(session, "Raúl")
    make_membership(session, raul)

    note_leaving(session, STAFF, person_id=raul.id, noted=NOTED)

    assert (codes(session, "juntos"), codes(session, NO_PROGRAMME)) == ([], ["H-1", "H-2"])
    assert len(memberships_of_persons(session, [raul.id], raul.household_id)) == 1


@pytest.mark.usefixtures("families")
def test_a_household_s_membership_stays_when_a_member_goes(session: Session) -> None:
    make_membership(session, home_of(session, "H-2"))

    note_move(session, STAFF, person_id=person_of(session, "Raúl").id, to_code="H-1", noted=NOTED)

    assert codes(session, "juntos") == ["H-2"]


@pytest.mark.usefixtures("families")
def test_both_entries_of_one_person_are_told_together(session: Session) -> None:
    luz, raul = person_of(session, "Luz"), person_of(session, "Raúl")
    make_membership(session, luz, "pension-65", since=date(2021, 1, 1))
    make_membership(session, raul, "contigo", since=date(2022, 1, 1))
    make_membership(session, home_of(session, "H-2"), "juntos", since=date(2020, 1, 1))

    lines = memberships_of_persons(session, [luz.id, raul.id], luz.household_id)

    assert [line.programme for line in lines] == ["Contigo", "Pensión 65", "Juntos"]


@pytest.mark.parametrize(
    ("day", "basis", "held"),
    [
        (date(2026, 11, 1), Basis.HELD_THEN, True),
        (date(2026, 12, 4), Basis.HELD_THEN, True),
        (date(2026, 12, 5), Basis.HELD_THEN, False),
        (date(2026, 12, 7), Basis.HELD_THEN, False),
        (date(2026, 12, 8), Basis.HELD_THEN, True),
        (date(2026, 12, 11), Basis.HELD_THEN, True),
        (date(2026, 12, 12), Basis.HELD_THEN, False),
        (date(2026, 12, 4), Basis.KNOWN_TODAY, False),
    ],
    ids=["noted", "before", "ended", "still ended", "reopened", "open again", "voided", "as known now"],
)
@pytest.mark.usefixtures("families")
def test_a_day_is_told_as_it_was_held_through_an_end_its_undoing_and_a_void(
    session: Session, day: date, basis: Basis, *, held: bool
) -> None:
    home = home_of(session, "H-1")
    row = make_membership(session, home)
    end_membership(session, at(5), membership_id=row.id, expected_version=1, until=date(2026, 1, 31))
    reopen_membership(session, at(8), membership_id=row.id, expected_version=row.version)
    void_membership(
        session, at(12), membership_id=row.id, expected_version=row.version, reason="Era otro hogar."
    )

    assert bool(memberships_on(session, home.id, [], day, basis)) is held


@pytest.mark.usefixtures("families")
def test_a_line_says_where_it_comes_from(session: Session) -> None:
    act = act_of(make_user(session, Role.STAFF, full_name="Irma Solís Quinto"), at(1).at)
    told(session, "H-1,,juntos,2019-03-01,")
    row = make_membership(session, home_of(session, "H-1"), "contigo")
    void_membership(session, act, membership_id=row.id, expected_version=1, reason="Otro hogar.")

    by_hand, by_file = sorted(
        memberships_of_household(session, home_of(session, "H-1").id), key=lambda line: line.filename or ""
    )

    assert (by_hand.evidence, by_hand.filename, by_hand.voided_by, by_hand.void_reason) == (
        "Carné que mostró en la visita.",
        None,
        "Irma Solís Quinto",
        "Otro hogar.",
    )
    assert (by_file.evidence, by_file.filename, by_file.line, by_file.is_voided) == (
        "",
        "archivo.csv",
        2,
        False,
    )


def test_the_catalogue_is_listed_by_name_with_the_retired_among_them(session: Session) -> None:
    retire_programme(session, STAFF, programme_id=programme_of(session, "contigo").id)

    found = [(line.code, line.is_active) for line in programmes(session)]

    assert found == [
        ("beca-18", True),
        ("contigo", False),
        ("cuna-mas", True),
        ("juntos", True),
        ("pension-65", True),
    ]
    assert programme(session, programme_of(session).id).name == "Juntos"


@pytest.mark.parametrize("read", [programme, membership], ids=["programme", "membership"])
def test_a_number_that_is_nobody_s_is_not_found(session: Session, read: object) -> None:
    with pytest.raises(NotFound):
        read(session, 999_999)  # type: ignore[operator]


@pytest.mark.usefixtures("families")
def test_counting_costs_the_same_however_many_belong(session: Session) -> None:
    make_membership(session, home_of(session, "H-1"))
    with counted_queries(session) as one:
        counted_programmes(session, TODAY)
    for name in ("Luz", "Raúl"):
        make_membership(session, person_of(session, name))

    with counted_queries(session) as three:
        counted_programmes(session, TODAY)

    assert one.total == three.total
