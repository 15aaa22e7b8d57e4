"""`flask registry duplicates`: the whole register or a part of it, once and again."""

import json

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_portal.registry.models.duplicates import DuplicatePair
from tests.factories.lives import FILE, NOVEMBER, at, import_families
from tests.factories.registry_files import imported

TWICE = "H-2,0903010099,46100005,Raul,Ñahui,Poma,1990-09-09,M,0,\n"


@pytest.fixture(autouse=True)
def register(session: Session) -> None:
    import_families(session)
    imported(session, "households", FILE + TWICE, at(NOVEMBER))
    session.commit()


def printed(app: Flask, *options: str) -> str:
    result = app.test_cli_runner().invoke(args=["registry", "duplicates", *options])
    assert result.exit_code == 0
    return result.stdout


def test_pairs_are_found_once(app: Flask, session: Session) -> None:
    first, second = (json.loads(printed(app, "--json")) for _ in range(2))

    assert (first, second) == ({"found": 1, "new": 1}, {"found": 1, "new": 0})
    assert session.scalars(select(func.count()).select_from(DuplicatePair)).one() == 1


def test_a_territory_alone_is_looked_through(app: Flask) -> None:
    assert printed(app, "--within", "0904") == "pares parecidos 0 · nuevos por revisar 0\n"


def test_what_was_found_is_said_without_names(app: Flask) -> None:
    assert printed(app) == "pares parecidos 1 · nuevos por revisar 1\n"
