"""A portal whose key is not that of its data, as after a move that forgot it: told, to visitors and to who watches."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Dialect
from sqlalchemy.orm import Session

from contest_portal.config import Settings
from contest_portal.kernel.sealed_columns import NO_SECRET, DataKeys, use_keys
from tests.factories.applying import Village
from tests.page_client import PageClient

OTHER = "the key of another place"


@pytest.fixture
def page(representative: PageClient, village: Village, session: Session) -> str:
    """Give the page of an application that was received: its receipt is sealed."""
    draft = village.draft()
    session.commit()
    page = f"/grupo/solicitudes/{draft.id}"
    fields = {"version": str(draft.version), "agreed": "y"}
    assert representative.post(f"{page}/revisar", data=fields).status_code == 200
    return page


@pytest.fixture
def dialect(app: Flask) -> Iterator[Dialect]:
    """Give what is told the keys; the usual ones are put back."""
    dialect = app.extensions["database"].engine.dialect
    yield dialect
    use_keys(dialect, DataKeys())


@pytest.fixture
def moved(dialect: Dialect, page: str) -> str:
    """Give the portal another key after something was sealed."""
    use_keys(dialect, DataKeys(OTHER))
    return page


def test_page_of_sealed_data_names_the_reason_and_others_are_shown(
    representative: PageClient, moved: str
) -> None:
    shown = representative.get(f"{moved}/recibida")

    assert (shown.status_code, "OLDER_DATA_KEYS" in shown.text) == (503, True)
    assert representative.get("/grupo/").status_code == 200


def test_who_watches_sees_it(representative: PageClient, moved: str, settings: Settings) -> None:
    settings.storage_dir.mkdir(exist_ok=True)

    answer = representative.get("/listo")

    assert (answer.status_code, answer.json["data_key"], answer.json["storage"]) == (503, False, True)


def test_data_that_open_are_ready(
    dialect: Dialect, representative: PageClient, page: str, settings: Settings
) -> None:
    settings.storage_dir.mkdir(exist_ok=True)
    use_keys(dialect, DataKeys(OTHER, NO_SECRET))

    assert representative.get("/listo").status_code == 200
