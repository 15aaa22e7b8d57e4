"""Rows are compared with the register before anything is written, and written many at a time."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models import Centre, ImportBatch, PovertyRate
from contest_portal.registry.rules.kinds.centres import CentreRow
from contest_portal.registry.rules.kinds.poverty import PovertyRow
from contest_portal.registry.stores import STORES, Fate, Values, merge, upsert
from tests.factories.registry import make_district
from tests.factories.registry_files import AT


def batch(session: Session) -> int:
    row = ImportBatch(
        kind="centres",
        filename="c.csv",
        sha256="0" * 64,
        rows_read=0,
        rows_new=0,
        rows_changed=0,
        rows_unchanged=0,
        applied_at=AT,
    )
    session.add(row)
    session.flush()
    return row.id


def centre(code: str = "0903010001", *, name: str = "PATA", households: int | None = None) -> CentreRow:
    return CentreRow(code, name, "R", None, None, None, None, households)


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        pytest.param(None, {"a": 1, "b": None}, {"a": 1, "b": None}, id="nothing was known"),
        pytest.param({"a": 1, "b": 2}, {"a": 3, "b": None}, {"a": 3, "b": 2}, id="no data erases nothing"),
        pytest.param({"a": None}, {"a": 0}, {"a": 0}, id="zero is data"),
        pytest.param({"a": True}, {"a": False}, {"a": False}, id="no is data"),
        pytest.param({"a": "x"}, {"a": ""}, {"a": ""}, id="an empty text is a value"),
    ],
)
def test_what_the_file_says_is_kept_and_what_it_does_not_say_stays(
    before: Values | None, after: Values, kept: Values
) -> None:
    assert merge(before, after) == kept


def test_a_row_is_new_then_unchanged_then_changed(session: Session) -> None:
    make_district(session)
    store, number = STORES["centres"](), batch(session)

    fates = []
    for row in (centre(), centre(), centre(households=40), centre()):
        staged = store.stage(session, [row])
        store.write(session, staged, number)
        fates += staged.fates

    assert fates == [Fate.NEW, Fate.UNCHANGED, Fate.CHANGED, Fate.UNCHANGED]
    assert session.get_one(Centre, "0903010001").households == 40


def test_staging_writes_nothing(session: Session) -> None:
    make_district(session)

    STORES["centres"]().stage(session, [centre()])

    assert session.scalars(select(Centre)).all() == []


def test_a_rate_without_a_value_stores_nothing_and_erases_nothing(session: Session) -> None:
    make_district(session)
    store = STORES["poverty"]()

    staged = store.stage(session, [PovertyRow("090301", 2018, None), PovertyRow("090301", 2020, None)])
    store.write(session, staged, batch(session))

    rates = session.execute(select(PovertyRate.year, PovertyRate.rate_e4)).all()
    assert (staged.fates, [tuple(row) for row in rates]) == ([Fate.UNCHANGED] * 2, [(2018, 458_000)])


def test_many_rows_are_written_in_one_go_whatever_they_hold(session: Session) -> None:
    make_district(session)
    names = ["ÑAHUÍ", '"comillas"', "a\\b", "{x}", "%s", "'; DROP TABLE centre; --", "=1+1", "línea\ndos"]
    rows = [
        {"code": f"09030100{n:02d}", "ubigeo": "090301", "name": name, "sort_key": name, "area": "R"}
        for n, name in enumerate(names)
    ]

    upsert(session, Centre, ("code",), rows)

    assert session.scalars(select(Centre.name).order_by(Centre.code)).all() == names


def test_writing_no_rows_asks_nothing_of_the_database(session: Session) -> None:
    upsert(session, Centre, ("code",), [])

    assert session.scalars(select(Centre)).all() == []
