"""How households and persons were on a day, and what changed: each value with who told it, nothing sensitive."""

from dataclasses import asdict
from datetime import date

import pytest
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.queries.history import (
    HistoryLine,
    household_history,
    household_on,
    person_history,
    person_on,
)
from contest_portal.registry.rules.row_history import Basis
from tests.factories.files import make_family
from tests.factories.lives import (
    DELIA,
    FILE,
    HEADER,
    JUNE,
    LUZ,
    OTHER_CENTRE,
    RAUL,
    SAUL,
    at,
    home,
    import_families,
    person,
)
from tests.factories.registry_files import imported
from tests.query_count import counted_queries

NOW = Basis.KNOWN_TODAY
MOVED = HEADER + DELIA + SAUL.replace("H-1", "H-2").replace(",quechua", ",") + LUZ + RAUL


@pytest.fixture
def families(session: Session) -> None:
    import_families(session)


def lines(found: tuple[HistoryLine, ...]) -> list[tuple[str | None, str, str | None, str | None, str]]:
    return [
        (
            line.full_name,
            line.field,
            line.before,
            line.after,
            str(line.source.told and line.source.told.told_on),
        )
        for line in found
    ]


@pytest.mark.usefixtures("families")
def test_a_household_before_and_after_a_member_moved(session: Session) -> None:
    imported(session, "households", MOVED, at(JUNE))

    names = {
        day: [member.full_name for member in household_on(session, home(session).id, day, NOW).members]
        for day in (date(2026, 3, 2), date(2026, 6, 1), date(2026, 6, 2))
    }

    both = ["Delia Ccanto Huamaní", "Saúl Quispe Ccanto"]
    assert names == {date(2026, 3, 2): both, date(2026, 6, 1): both, date(2026, 6, 2): both[:1]}


@pytest.mark.usefixtures("families")
def test_each_value_names_the_file_and_line_that_told_it(session: Session) -> None:
    imported(session, "households", MOVED, at(JUNE))

    found = household_on(session, home(session, "H-2").id, date(2026, 7, 1), NOW)

    told = [(m.full_name, m.source.line, m.source.told and m.source.told.told_on) for m in found.members]
    assert told == [
        ("Luz Ñahui Soto", 4, date(2026, 3, 2)),
        ("Raúl Ñahui Poma", 5, date(2026, 3, 2)),
        ("Saúl Quispe Ccanto", 3, date(2026, 6, 2)),
    ]
    assert (found.place, found.place_source.line) == ("CHAHUARMA, Lircay", 4)


@pytest.mark.usefixtures("families")
def test_centre_of_a_day_is_that_of_its_file(session: Session) -> None:
    second = FILE.replace("H-1,0903010099", f"H-1,{OTHER_CENTRE}")
    imported(session, "households", second, at(JUNE))

    places = [
        household_on(session, home(session).id, day, NOW).place
        for day in (date(2026, 5, 31), date(2026, 6, 2))
    ]

    assert places == ["CHAHUARMA, Lircay", "ÑAHUINCUCHO, Anchonga"]


@pytest.mark.usefixtures("families")
def test_before_the_first_file_the_first_data_are_shown_and_it_is_said(session: Session) -> None:
    found = household_on(session, home(session).id, date(2025, 1, 1), NOW)

    assert (found.knows_from, len(found.members)) == (date(2026, 3, 2), 2)


@pytest.mark.usefixtures("families")
def test_who_came_later_was_not_there_before_the_first_file(session: Session) -> None:
    new = "H-1,0903010099,46100009,Ana,Quispe,Ccanto,2026-04-01,F,0,quechua\n"
    imported(session, "households", FILE + new, at(JUNE))

    counts = [
        len(household_on(session, home(session).id, day, NOW).members)
        for day in (date(2025, 1, 1), date(2026, 4, 1), date(2026, 6, 2))
    ]

    assert counts == [2, 2, 3]


@pytest.mark.usefixtures("families")
def test_what_a_file_leaves_out_is_gone_from_its_day(session: Session) -> None:
    imported(session, "households", HEADER + DELIA + LUZ + RAUL, at(JUNE))
    saul = person(session, "Saúl")

    standing = [person_on(session, saul.id, day, NOW).is_gone for day in (date(2026, 6, 1), date(2026, 6, 2))]

    assert standing == [False, True]
    assert [m.full_name for m in household_on(session, home(session).id, date(2026, 6, 2), NOW).members] == [
        "Delia Ccanto Huamaní"
    ]
    last = person_history(session, saul.id)[0]
    assert (last.field, last.before is None, last.source.told and last.source.told.told_on) == (
        "gone_batch_id",
        True,
        date(2026, 6, 2),
    )


@pytest.mark.usefixtures("families")
def test_changes_of_a_household_name_members_and_homes(session: Session) -> None:
    imported(session, "households", MOVED, at(JUNE))

    assert lines(household_history(session, home(session).id)) == [
        ("Saúl Quispe Ccanto", "household_id", "H-1", "H-2", "2026-06-02"),
        (None, "", None, None, "2026-03-02"),
        ("Delia Ccanto Huamaní", "", None, None, "2026-03-02"),
        ("Saúl Quispe Ccanto", "", None, None, "2026-03-02"),
    ]


@pytest.mark.usefixtures("families")
def test_sensitive_changes_are_told_without_their_values(session: Session) -> None:
    changed = FILE.replace("quechua", "aimara").replace("1988-03-14", "1988-04-13")
    imported(session, "households", changed, at(JUNE))

    of_home = household_history(session, home(session).id)
    of_delia = person_history(session, person(session, "Delia").id)

    assert [(line.field, line.is_masked) for line in (of_home[0], of_delia[0])] == [
        ("language", True),
        ("birth_date", True),
    ]
    written = repr([asdict(line) for line in (*of_home, *of_delia)])
    assert [word for word in ("quechua", "aimara", "1988", "46100001") if word in written] == []


def test_a_family_without_a_file_was_always_so(session: Session) -> None:
    family = make_family(session)

    found = household_on(session, family.household.id, date(2020, 1, 1), Basis.HELD_THEN)

    assert (found.knows_from, found.place_source.told, found.has_class, len(found.members)) == (
        None,
        None,
        True,
        2,
    )


@pytest.mark.parametrize(("day", "expired"), [(date(2027, 5, 19), False), (date(2027, 5, 20), True)])
def test_a_class_is_judged_on_the_day_asked_for(
    session: Session,
    day: date,
    expired: bool,  # noqa: FBT001
) -> None:
    family = make_family(session)

    assert household_on(session, family.household.id, day, NOW).class_is_expired is expired


@pytest.mark.usefixtures("families")
def test_number_of_queries_does_not_grow_with_members(session: Session) -> None:
    imported(session, "households", MOVED, at(JUNE))
    counts = []
    for code in ("H-1", "H-2"):
        household_id = home(session, code).id
        session.expire_all()
        with counted_queries(session) as queries:
            household_on(session, household_id, date(2026, 7, 1), NOW)
        counts.append(queries.total)

    assert counts[0] == counts[1]


def test_what_is_not_there_is_not_found(session: Session) -> None:
    for read in (household_history, person_history):
        with pytest.raises(NotFound):
            read(session, 1)
    for read_day in (household_on, person_on):
        with pytest.raises(NotFound):
            read_day(session, 1, date(2026, 1, 1), NOW)
