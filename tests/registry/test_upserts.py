"""Rows are written many at a time, whatever they hold."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models import Centre
from contest_portal.registry.upserts import upsert
from tests.factories.registry import make_district


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
