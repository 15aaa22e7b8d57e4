"""Where a household dwells: measured and noted, told by files and sources, kept, taken back, shown roughly."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.services.undo_life_event import undo_life_event
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotPermitted, Refused
from contest_portal.registry.life_acts import Noted
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.sources import FILES, NOTED, SourceConflict
from contest_portal.registry.queries.history import HouseholdOn, household_history, household_on
from contest_portal.registry.queries.personal_files import clear_fields, household_file
from contest_portal.registry.rules.disclosure import FileOf, FileRef, SensitiveField
from contest_portal.registry.rules.row_history import Basis
from contest_portal.registry.services.note_centre import note_centre
from contest_portal.registry.services.note_place import note_place
from tests.factories.lives import FILE, JUNE, NOVEMBER, OTHER_CENTRE, at, home, import_families
from tests.factories.registry_files import imported
from tests.factories.sources import household, make_source, member, page
from tests.factories.syncing import applied

JULY = at(JUNE.replace(month=7))
MEASURED = ("-12.97", "-74.710001")
PLACE = "-12.970000, -74.710001"


@pytest.fixture(autouse=True)
def families(session: Session) -> None:
    import_families(session)


def noted(
    session: Session, act: Act = JULY, *, where: tuple[str, str] = MEASURED, on_date: date = date(2026, 6, 20)
) -> LifeEvent:
    return note_place(
        session,
        act,
        household_id=home(session).id,
        latitude=where[0],
        longitude=where[1],
        noted=Noted(on_date, "Se midió con el celular en la visita."),
    )


def with_places(where: str) -> str:
    """Give the file with a place for everybody in the first household."""
    header, *lines = FILE.splitlines()
    rest = [f"{line},{where if line.startswith('H-1') else ','}" for line in lines]
    return "\n".join([f"{header},latitud_vivienda,longitud_vivienda", *rest]) + "\n"


def again(session: Session, where: str) -> list[str]:
    report = imported(session, "households", with_places(where), at(NOVEMBER))
    session.expire_all()
    return [notice.code for notice in report.notices]


def place(session: Session) -> object:
    file = FileRef(FileOf.HOUSEHOLD, home(session).id)
    return clear_fields(session, file)[SensitiveField.PLACE]


def listed(session: Session) -> list[tuple[str, str, str, str, str]]:
    rows = session.scalars(select(SourceConflict).order_by(SourceConflict.id))
    return [(row.held_source, row.held_value, row.other_source, row.other_value, row.winner) for row in rows]


def on_day(session: Session, day: date) -> HouseholdOn:
    return household_on(session, home(session).id, day, Basis.KNOWN_TODAY)


def test_a_place_holds_from_its_day_and_is_shown_roughly_with_who_noted_it(session: Session) -> None:
    event = noted(session)

    before, after = on_day(session, date(2026, 6, 19)), on_day(session, date(2026, 6, 20))
    assert (before.dwelling, after.dwelling) == (None, "-12.97…, -74.71…")
    assert after.dwelling_source.told is not None
    assert (after.dwelling_source.told.event, after.dwelling_source.told.batch_id) == (
        "place",
        event.batch_id,
    )
    assert household_file(session, home(session).id, today=NOVEMBER.date()).dwelling == "-12.97…, -74.71…"
    assert place(session) == PLACE


def test_a_change_of_place_is_in_the_history_without_what_it_is(session: Session) -> None:
    noted(session)

    lines = household_history(session, home(session).id)[:2]

    assert {line.field for line in lines} == {"latitude_e6", "longitude_e6"}
    assert all(line.is_masked and line.before is None and line.after is None for line in lines)


def test_the_record_of_the_act_tells_no_coordinates(session: Session) -> None:
    noted(session)

    row = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, "12.97" in row.data, "12970000" in row.data) == ("life.place", False, False)


@pytest.mark.parametrize(
    ("where", "codes"),
    [
        (("-74.71", "-12.97"), ["cell.swapped_coordinates", "cell.swapped_coordinates"]),
        (("-12.97", ""), ["cell.not_a_coordinate"]),
        (MEASURED, ["life.same_place"]),
    ],
    ids=["swapped", "half", "known already"],
)
def test_what_is_no_new_place_is_refused(session: Session, where: tuple[str, str], codes: list[str]) -> None:
    noted(session)

    with pytest.raises(Refused) as refusal:
        noted(session, where=where)

    assert [problem.code for problem in refusal.value.problems] == codes


def test_a_day_to_come_is_refused_and_so_is_another_territory(session: Session) -> None:
    with pytest.raises(Refused):
        noted(session, on_date=date(2026, 12, 1))
    with pytest.raises(NotPermitted):
        noted(session, at(JUNE.replace(month=7), "0501"))


def test_a_file_does_not_change_a_noted_place_until_it_is_undone(session: Session) -> None:
    event = noted(session)

    notices = again(session, "-12.5,-74.5")

    assert (place(session), notices) == (PLACE, ["file.noted_kept"])
    assert listed(session) == [(NOTED, PLACE, FILES, "-12.500000, -74.500000", NOTED)]
    undo_life_event(
        session, at(NOVEMBER), event_id=event.id, expected_version=event.version, reason="Era otra casa."
    )
    again(session, "-12.5,-74.6")
    assert place(session) == "-12.500000, -74.600000"


def test_undoing_brings_back_the_place_that_a_file_told(session: Session) -> None:
    again(session, "-12.5,-74.5")
    event = noted(session, at(NOVEMBER))

    undo_life_event(
        session, at(NOVEMBER), event_id=event.id, expected_version=event.version, reason="Era otra casa."
    )

    assert place(session) == "-12.500000, -74.500000"


def test_a_file_without_places_erases_none(session: Session) -> None:
    again(session, "-12.5,-74.5")

    again(session, ",")

    assert place(session) == "-12.500000, -74.500000"


def test_where_a_household_dwelt_does_not_move_with_it_nor_come_back_with_an_old_file(
    session: Session,
) -> None:
    again(session, "-12.5,-74.5")
    moved = Noted(date(2026, 6, 20), "Constancia de la municipalidad.")
    note_centre(session, at(NOVEMBER), household_id=home(session).id, centre_code=OTHER_CENTRE, noted=moved)

    again(session, "-12.5,-74.5")

    assert (home(session).centre_code, place(session)) == (OTHER_CENTRE, None)


@pytest.mark.parametrize(
    ("precedence", "held"), [(60, "-12.500000, -74.500000"), (10, "-12.600000, -74.600000")]
)
def test_an_outside_source_is_believed_by_its_number(session: Session, precedence: int, held: str) -> None:
    again(session, "-12.5,-74.5")
    source = make_source(session, "vecino", precedence=precedence)
    told = household("H-1", member("46100001"), sisfoh_class=None, latitude="-12.6", longitude="-74.6")

    applied(session, source, page(told))
    session.expire_all()

    assert place(session) == held
    places = [row for row in listed(session) if row[1].startswith("-12")]
    winner = FILES if precedence == 60 else "vecino"
    assert places == [(FILES, "-12.500000, -74.500000", "vecino", "-12.600000, -74.600000", winner)]


def test_a_file_does_not_change_what_a_source_told_that_is_believed_more(session: Session) -> None:
    source = make_source(session, "vecino", precedence=10)
    told = household("H-1", member("46100001"), sisfoh_class=None, latitude="-12.6", longitude="-74.6")
    applied(session, source, page(told))

    again(session, "-12.5,-74.5")

    assert place(session) == "-12.600000, -74.600000"


def test_an_outside_source_does_not_change_a_noted_place(session: Session) -> None:
    noted(session)
    source = make_source(session, "vecino", precedence=10)
    told = household("H-1", member("46100001"), sisfoh_class=None, latitude="-12.6", longitude="-74.6")

    applied(session, source, page(told))
    session.expire_all()

    assert place(session) == PLACE
