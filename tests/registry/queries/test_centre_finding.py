"""Centres found although a letter of their name is wrong: which ones, in what order, and where."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.queries.centre_finding import centres_alike
from tests.factories.registry import make_centre, make_district


@pytest.fixture
def places(session: Session) -> None:
    """Keep centres with like names in two districts."""
    make_district(session, "090301")
    make_centre(session, "0903010001", name="Nueva Huayllapampa")
    make_centre(session, "0903010002", name="HUAYLLAPAMPA")
    make_centre(session, "0903010003", name="Huallapampa")
    make_centre(session, "0903010004", name="Ñuñupata")
    make_district(session, "090302")
    make_centre(session, "0903020001", name="Huayllapampa")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        (["huayllapanpa"], ["0903010002", "0903020001", "0903010003", "0903010001"]),
        (["wallapampa"], ["0903010003", "0903010002", "0903020001", "0903010001"]),
        (["nueba", "huayllapampa"], ["0903010001"]),
        (["nunopata"], ["0903010004"]),
        (["huaylla"], ["0903010002", "0903020001", "0903010001"]),
        (["xicotepec"], []),
        ([], []),
    ],
)
def test_the_likest_names_come_first(
    session: Session, places: None, typed: list[str], codes: list[str]
) -> None:
    assert [one.code for one in centres_alike(session, typed, within=(), limit=9)] == codes


def test_only_the_territories_asked_and_only_so_many(session: Session, places: None) -> None:
    elsewhere = centres_alike(session, ["huayllapanpa"], within=("090302",), limit=9)
    first = centres_alike(session, ["huayllapanpa"], within=(), limit=1)

    assert [one.code for one in elsewhere] == ["0903020001"]
    assert [one.code for one in first] == ["0903010002"]


@pytest.mark.parametrize(
    ("within", "limit", "codes"),
    [
        (("0903",), 9, ["0903010002", "0903020001", "0903010003", "0903010001"]),
        (("090301", "090302"), 3, ["0903010002", "0903020001", "0903010003"]),
        (("15",), 9, []),
        (("%",), 9, []),
        ((), 0, []),
    ],
    ids=["province", "two districts", "elsewhere", "no wildcard", "none wanted"],
)
def test_where_and_how_many(
    session: Session, places: None, within: tuple[str, ...], limit: int, codes: list[str]
) -> None:
    found = centres_alike(session, ["huayllapanpa"], within=within, limit=limit)

    assert [one.code for one in found] == codes


@pytest.mark.parametrize("typed", [["%"], ["_"], ["a"], [""], ["huayllapampa", "xicotepec"]])
def test_what_is_like_no_name_finds_nothing(session: Session, places: None, typed: list[str]) -> None:
    assert centres_alike(session, typed, within=(), limit=9) == ()
