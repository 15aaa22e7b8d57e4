"""What a row was before is kept, what vanished is marked and never deleted, every value knows its file and line."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.registry.imports.run import ImportOptions
from contest_portal.registry.models.register import (
    Centre,
    District,
    Household,
    ImportBatch,
    Person,
    PovertyRate,
    RegisterVersion,
)
from contest_portal.registry.rules.reports import ImportReport
from contest_portal.registry.services.check_file import check_file
from contest_portal.registry.services.import_file import import_file
from tests.factories.registry_files import (
    CENTRES,
    DISTRICTS,
    HOUSEHOLDS,
    POVERTY,
    STAFF,
    checked,
    import_register,
    import_territory,
    imported,
    source,
)

PART = ImportOptions(is_complete=False)


def without(content: str, word: str) -> str:
    """Leave out the lines of a file that hold a word."""
    return "".join(line for line in content.splitlines(keepends=True) if word not in line)


def versions(session: Session) -> list[tuple[str, str, dict[str, object], int | None]]:
    rows = session.scalars(select(RegisterVersion).order_by(RegisterVersion.id))
    return [(row.noun, row.key, json.loads(row.content), row.line) for row in rows]


def newest_batch(session: Session) -> int:
    return session.scalars(select(func.max(ImportBatch.id))).one()


def gone(report: ImportReport) -> tuple[int, int, int]:
    return report.changed, report.unchanged, report.gone


@pytest.mark.parametrize("model", [District, PovertyRate, Centre, Household, Person])
def test_every_row_knows_its_file_and_line(
    session: Session, model: type[District | PovertyRate | Centre | Household | Person]
) -> None:
    import_register(session)

    rows = session.execute(
        select(model.line, model.batch_id, model.first_batch_id, model.gone_batch_id).order_by(model.line)
    ).all()

    lines = {District: [2, 3], PovertyRate: [2, 3], Centre: [2, 3, 4], Household: [2, 4], Person: [2, 3, 4]}
    assert [row.line for row in rows] == lines[model]
    assert all((row.batch_id, row.gone_batch_id) == (row.first_batch_id, None) for row in rows)
    assert None not in {row.batch_id for row in rows}


def test_a_first_import_keeps_no_versions(session: Session) -> None:
    import_register(session)

    assert versions(session) == []


def test_what_a_row_was_is_kept_when_a_newer_file_changes_it(session: Session) -> None:
    import_territory(session)
    before = session.get_one(Centre, "0903010099").batch_id

    imported(session, "centres", CENTRES.replace(",85\n", ",91\n"))

    (version,) = session.scalars(select(RegisterVersion)).all()
    assert (version.noun, version.key, version.batch_id, version.line, version.until_batch_id) == (
        "centre",
        "0903010099",
        before,
        3,
        newest_batch(session),
    )
    assert json.loads(version.content) == {
        "ubigeo": "090301",
        "name": "CHAHUARMA",
        "sort_key": "chahuarma",
        "area": "R",
        "latitude_e6": -12_970_000,
        "longitude_e6": -74_710_000,
        "altitude_m": None,
        "population": None,
        "households": 85,
        "dwellings": None,
        "gone_batch_id": None,
    }


def test_a_rate_is_kept_by_district_and_year(session: Session) -> None:
    import_territory(session)

    imported(session, "poverty", POVERTY.replace("45.8", "47.1"))

    assert versions(session) == [("rate", "090301 2018", {"rate_e4": 458_000, "gone_batch_id": None}, 2)]


def test_a_person_who_moves_leaves_the_household_in_the_history(session: Session) -> None:
    import_register(session)
    first = session.scalars(select(Household.id).where(Household.code == "H-1")).one()

    imported(session, "households", HOUSEHOLDS.replace("H-1,0903010099,70000002", "H-2,0903010099,70000002"))

    (found,) = [
        content for noun, key, content, _ in versions(session) if (noun, key) == ("person", "70000002")
    ]
    assert (found["household_id"], found["birth_date"], bool(found["is_head"])) == (
        first,
        "2009-07-01",
        False,
    )


@pytest.mark.parametrize(
    ("kind", "content", "left_out", "model"),
    [
        ("districts", DISTRICTS, "Anchonga", District),
        ("poverty", POVERTY, "ANCHONGA", PovertyRate),
        ("centres", CENTRES, "CHAHUARMA", Centre),
        ("households", HOUSEHOLDS, "70000002", Person),
    ],
)
def test_what_vanishes_from_the_same_source_is_marked_with_its_file_and_kept(
    session: Session,
    kind: str,
    content: str,
    left_out: str,
    model: type[District | PovertyRate | Centre | Person],
) -> None:
    import_register(session)
    before = session.scalar(select(func.count()).select_from(model))

    seen = checked(session, kind, without(content, left_out))
    done = imported(session, kind, without(content, left_out))

    marked = session.scalars(select(model.gone_batch_id).where(model.gone_batch_id.is_not(None))).all()
    assert (seen.gone, done.gone, marked) == (1, 1, [newest_batch(session)])
    assert session.scalar(select(func.count()).select_from(model)) == before


def test_a_household_that_vanishes_is_marked_with_its_members(session: Session) -> None:
    import_register(session)

    imported(session, "households", without(HOUSEHOLDS, "H-1"))

    households = session.scalars(select(Household.code).where(Household.gone_batch_id.is_not(None))).all()
    persons = session.scalars(
        select(Person.dni).where(Person.gone_batch_id.is_not(None)).order_by(Person.dni)
    ).all()
    assert (households, persons) == (["H-1"], ["70000001", "70000002"])


def test_what_comes_back_is_there_again_and_the_absence_is_in_the_history(session: Session) -> None:
    import_territory(session)
    imported(session, "centres", without(CENTRES, "CHAHUARMA"))
    absence = newest_batch(session)

    report = imported(session, "centres", CENTRES)

    assert gone(report) == (1, 2, 0)
    assert session.get_one(Centre, "0903010099", populate_existing=True).gone_batch_id is None
    assert [content["gone_batch_id"] for _, _, content, _ in versions(session)] == [None, absence]


def test_the_same_file_again_marks_nothing_again(session: Session) -> None:
    import_territory(session)
    imported(session, "centres", without(CENTRES, "CHAHUARMA"))

    report = imported(session, "centres", without(CENTRES, "CHAHUARMA"))

    assert (gone(report), len(versions(session))) == ((0, 2, 0), 1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(without(CENTRES, "0903010"), "no row of that district", id="another place"),
        pytest.param(
            "codigo,nombre,area,poblacion\n0903010001,LIRCAY,U,9000\n", "other columns", id="another source"
        ),
    ],
)
def test_what_another_source_or_another_place_tells_marks_nothing(
    session: Session, content: str, why: str
) -> None:
    import_territory(session)

    assert imported(session, "centres", content).gone == 0, why


def test_a_file_that_is_a_part_marks_nothing(session: Session) -> None:
    import_territory(session)
    part = source(without(CENTRES, "CHAHUARMA"))

    seen = check_file(session, STAFF, kind="centres", source=part, options=PART)
    done = import_file(session, STAFF, kind="centres", source=part, options=PART)

    batch = session.get_one(ImportBatch, newest_batch(session))
    assert (seen.gone, done.gone, batch.rows_gone, batch.is_complete) == (0, 0, 0, False)


def test_a_rejected_row_is_not_taken_for_a_missing_one(session: Session) -> None:
    import_territory(session)

    report = checked(session, "centres", CENTRES.replace("CHAHUARMA,R", "CHAHUARMA,X"))

    assert (report.rejected, report.gone) == (1, 0)


def test_a_newer_edition_with_another_year_in_its_columns_is_the_same_source(session: Session) -> None:
    imported(session, "districts", DISTRICTS)
    imported(session, "centres", CENTRES.replace("hogares", "hogares_2017"))

    newer = imported(session, "centres", without(CENTRES.replace("hogares", "hogares_2025"), "CHAHUARMA"))

    codes = session.scalars(
        select(ImportBatch.told_by).where(ImportBatch.kind == "centres").order_by(ImportBatch.id)
    ).all()
    assert (newer.gone, len(set(codes))) == (1, 1)


def test_the_history_counts_what_is_gone(session: Session) -> None:
    import_territory(session)
    imported(session, "centres", without(CENTRES, "CHAHUARMA"))

    batch = session.get_one(ImportBatch, newest_batch(session))
    assert (batch.rows_read, batch.rows_unchanged, batch.rows_gone, batch.is_complete) == (2, 2, 1, True)
