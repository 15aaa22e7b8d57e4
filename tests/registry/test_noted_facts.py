"""What a person noted stands against files and outside sources: kept, said, and listed for somebody to look into."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.life_acts import Noted
from contest_portal.registry.models.sources import FILES, NOTED, SourceConflict
from contest_portal.registry.queries.history import household_on
from contest_portal.registry.queries.household_lists import household_rows
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.rules.row_history import Basis
from contest_portal.registry.services.note_centre import note_centre
from contest_portal.registry.services.note_death import note_death
from contest_portal.registry.services.note_move import note_move
from contest_portal.registry.services.note_split import note_split
from tests.factories.lives import (
    DELIA,
    FILE,
    HEADER,
    JUNE,
    LUZ,
    NOVEMBER,
    OTHER_CENTRE,
    RAUL,
    SAUL,
    at,
    home,
    import_families,
    person,
)
from tests.factories.registry_files import checked, imported
from tests.factories.sources import household, make_source, member, page
from tests.factories.syncing import applied

JULY = at(JUNE.replace(month=7))
NEWER = FILE.replace("Delia", "Adelia")
SAID = "file.noted_kept"


@pytest.fixture(autouse=True)
def families(session: Session) -> None:
    import_families(session)


def noted(new_head: int | None = None) -> Noted:
    return Noted(date(2026, 6, 20), "Avisó la familia, con el acta.", new_head)


def again(session: Session, content: str = NEWER) -> ImportReport:
    report = imported(session, "households", content, at(NOVEMBER))
    session.expire_all()
    return report


def listed(session: Session) -> list[tuple[str, str, str, str, str]]:
    rows = session.scalars(select(SourceConflict).order_by(SourceConflict.id))
    return [
        (row.field, row.held_value, row.other_source, row.other_value, "closed" if row.closed_at else "open")
        for row in rows
    ]


def members(session: Session, code: str) -> list[str]:
    found = household_on(session, home(session, code).id, NOVEMBER.date(), Basis.KNOWN_TODAY)
    return [one.full_name.split()[0] for one in found.members]


def counts(report: ImportReport) -> tuple[int, int, int, int, list[str]]:
    said = [notice.params["rows"] for notice in report.notices if notice.code == SAID]
    return report.new, report.changed, report.unchanged, report.gone, said


def test_a_file_does_not_bring_back_who_died(session: Session) -> None:
    note_death(session, JULY, person_id=person(session, "Saúl").id, noted=noted())

    report = again(session)

    assert counts(report) == (0, 1, 3, 0, ["1"])
    assert members(session, "H-1") == ["Adelia"]
    assert listed(session) == [("standing", "death", FILES, "H-1", "open")]


def test_a_file_does_not_move_back_who_moved(session: Session) -> None:
    note_move(session, JULY, person_id=person(session, "Saúl").id, to_code="H-2", noted=noted())

    report = again(session)

    assert counts(report) == (0, 1, 3, 0, ["1"])
    assert (members(session, "H-1"), members(session, "H-2")) == (["Adelia"], ["Luz", "Raúl", "Saúl"])
    assert home(session, "H-2").language is None
    assert listed(session) == [("household_code", "H-2", FILES, "H-1", "open")]


def test_other_values_of_the_line_are_taken(session: Session) -> None:
    note_move(session, JULY, person_id=person(session, "Saúl").id, to_code="H-2", noted=noted())

    again(session, FILE.replace("Saúl", "Saúl Efraín"))

    assert members(session, "H-2") == ["Luz", "Raúl", "Saúl"]
    assert person(session, "Saúl Efraín").household_id == home(session, "H-2").id


def test_a_file_does_not_move_back_a_household(session: Session) -> None:
    note_centre(session, JULY, household_id=home(session).id, centre_code=OTHER_CENTRE, noted=noted())

    report = again(session)

    assert counts(report) == (0, 1, 3, 0, ["1"])
    assert home(session).centre_code == OTHER_CENTRE
    assert listed(session) == [("centre_code", OTHER_CENTRE, FILES, "0903010099", "open")]


def test_a_file_does_not_undo_a_split_nor_the_heads_it_gave(session: Session) -> None:
    luz, raul = person(session, "Luz").id, person(session, "Raúl").id
    note_split(
        session,
        JULY,
        household_id=home(session, "H-2").id,
        person_ids=[luz],
        head_id=luz,
        code="H-3",
        noted=noted(raul),
    )

    report = again(session)

    assert counts(report) == (0, 1, 3, 0, ["2"])
    assert (members(session, "H-2"), members(session, "H-3")) == (["Raúl"], ["Luz"])
    assert (person(session, "Raúl").is_head, person(session, "Luz").is_head) == (True, True)
    assert listed(session) == [
        ("household_code", "H-3", FILES, "H-2", "open"),
        ("is_head", "1", FILES, "0", "open"),
    ]


def test_a_file_that_agrees_contradicts_nothing(session: Session) -> None:
    note_move(session, JULY, person_id=person(session, "Saúl").id, to_code="H-2", noted=noted())

    report = again(session, HEADER + DELIA + LUZ + RAUL + SAUL.replace("H-1", "H-2").replace(",quechua", ","))

    assert (counts(report), listed(session)) == ((0, 0, 4, 0, []), [])


@pytest.mark.parametrize(
    ("content", "gone"), [(HEADER + DELIA + LUZ + RAUL, 0), (HEADER + DELIA + SAUL + LUZ, 1)]
)
def test_what_a_file_leaves_out_is_gone_unless_a_person_noted_where_it_is(
    session: Session, content: str, gone: int
) -> None:
    note_move(session, JULY, person_id=person(session, "Saúl").id, to_code="H-2", noted=noted())

    assert again(session, content).gone == gone
    assert person(session, "Saúl").gone_batch_id is None


def test_the_same_file_again_lists_nothing_new(session: Session) -> None:
    note_move(session, JULY, person_id=person(session, "Saúl").id, to_code="H-2", noted=noted())

    first, second = again(session), again(session)

    assert (counts(first)[4], counts(second)) == (["1"], (0, 0, 4, 0, ["1"]))
    assert len(listed(session)) == 1


def test_another_value_replaces_the_open_difference(session: Session) -> None:
    note_death(session, JULY, person_id=person(session, "Raúl").id, noted=noted())
    again(session)

    again(session, HEADER + DELIA + SAUL + LUZ + RAUL.replace("H-2", "H-1").replace("M,0,", "M,0,quechua"))

    assert listed(session) == [("standing", "death", FILES, "H-1", "open")]


def test_a_check_says_what_is_kept_and_lists_nothing(session: Session) -> None:
    note_death(session, JULY, person_id=person(session, "Saúl").id, noted=noted())

    report = checked(session, "households", NEWER)

    assert (counts(report)[4], listed(session)) == (["1"], [])


def test_an_outside_source_believed_most_does_not_move_back_a_household(session: Session) -> None:
    note_centre(session, JULY, household_id=home(session).id, centre_code=OTHER_CENTRE, noted=noted())
    source = make_source(session, "vecino", precedence=1, name="vecino")

    applied(session, source, page(household("H-1", member("46100001", given_names="Delia"))))

    session.expire_all()
    assert home(session).centre_code == OTHER_CENTRE
    kept = [one for one in listed_centres(session) if one[0] == NOTED]
    assert kept == [(NOTED, OTHER_CENTRE, "vecino", "0903010099", NOTED)]


def listed_centres(session: Session) -> list[tuple[str, str, str, str, str]]:
    rows = session.scalars(
        select(SourceConflict).where(SourceConflict.field == "centre_code").order_by(SourceConflict.id)
    )
    return [(r.held_source, r.held_value, r.other_source, r.other_value, r.winner) for r in rows]


def test_lists_do_not_count_who_died(session: Session) -> None:
    note_death(session, JULY, person_id=person(session, "Saúl").id, noted=noted())

    (row,) = household_rows(session, [home(session).id])

    assert (row.members, row.head) == (1, "Delia Ccanto Huamaní")
