"""Every item of the sample of bad inputs, tried through the pages, on both databases."""

import html
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, select, table, text
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import AuditRow, verify_chain
from contest_portal.tables import is_modelled
from tests.bad_inputs.actions import ACTIONS, Attempt, World
from tests.bad_inputs.sample import BadInput, read_sample
from tests.conftest import StandingClock
from tests.page_client import PageClient

SAMPLE = read_sample()
RECORD_OF_DEEDS = {"audit", "audit_head", "alembic_version", "import_job"}
INSIDE = ("Traceback", "sqlalchemy", "sqlite3.", "psycopg", "site-packages")


def snapshot(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Write down every row of every table but the record of deeds."""
    found = inspect(session.connection()).get_table_names()
    names = sorted(name for name in set(found) - RECORD_OF_DEEDS if is_modelled(name, "table", None))
    return {name: _rows(session, name) for name in names}


def _rows(session: Session, name: str) -> list[tuple[object, ...]]:
    rows = session.execute(select(text("*")).select_from(table(name)))
    return sorted(map(tuple, rows), key=repr)


def files_kept(app: Flask) -> list[Path]:
    root: Path = app.extensions["storage"].root
    return sorted(path for path in root.rglob("*") if path.is_file())


def is_refused(world: World, item: BadInput, attempt: Attempt) -> bool:
    return attempt.answer.status_code in {400, 404, 409, 413, 415, 422} and attempt.answer.text != ""


def is_stored_canonically(world: World, item: BadInput, attempt: Attempt) -> bool:
    if item.action == "sync.push":
        return attempt.stored == [("F1", 4)]
    return attempt.answer.status_code == 303 and attempt.stored == item.canonical


def is_stored_as_typed_and_inert(world: World, item: BadInput, attempt: Attempt) -> bool:
    page = attempt.answer.text if attempt.shown_at is None else world.client.get(attempt.shown_at).text
    return attempt.stored == item.text and item.text in html.unescape(page) and "<script>alert" not in page


def is_accepted(world: World, item: BadInput, attempt: Attempt) -> bool:
    wanted = item.fields()["amount_requested"] if item.vector == "json" else item.canonical or item.text
    return attempt.answer.status_code == 303 and attempt.stored == wanted


def has_no_effect(world: World, item: BadInput, attempt: Attempt) -> bool:
    location = attempt.answer.headers.get("Location", "/")
    return attempt.answer.status_code < 500 and location.startswith("/") and not location.startswith("//")


def is_denied(world: World, item: BadInput, attempt: Attempt) -> bool:
    noted = world.session.scalars(select(AuditRow).where(AuditRow.action == "access.denied")).all()
    return attempt.answer.status_code in {403, 404, 409} and len(noted) == 1


ORACLES: dict[str, Callable[[World, BadInput, Attempt], bool]] = {
    "accept": is_accepted,
    "deny": is_denied,
    "ignore": has_no_effect,
    "normalize": is_stored_canonically,
    "reject": is_refused,
    "store_inert": is_stored_as_typed_and_inert,
}
CHANGES_NOTHING = {"reject"}


@pytest.fixture
def world(session: Session, client: PageClient, clock: StandingClock) -> World:
    return World(session, client, clock)


@pytest.mark.shared_data
@pytest.mark.skipif(not SAMPLE, reason="the sample of bad inputs (../shared) is absent")
def test_the_sample_is_tried_whole() -> None:
    assert len(SAMPLE) == 40
    assert {item.action for item in SAMPLE} == set(ACTIONS)


@pytest.mark.shared_data
@pytest.mark.parametrize("item", SAMPLE, ids=lambda item: f"{item.id} {item.why}")
def test_a_bad_input_comes_to_what_is_expected(world: World, app: Flask, item: BadInput) -> None:
    attempt = ACTIONS[item.action](world, item)

    assert any(ORACLES[expected](world, item, attempt) for expected in item.expected), (
        f"{attempt.answer.status_code}: {attempt.answer.text[-3000:]}"
    )
    assert not [word for word in INSIDE if word in attempt.answer.text]
    assert verify_chain(world.session)[1] is None
    assert world.client.get("/ingresar").status_code < 400


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "item",
    [item for item in SAMPLE if item.expected == CHANGES_NOTHING],
    ids=lambda item: f"{item.id} {item.why}",
)
def test_what_is_refused_leaves_no_trace(world: World, app: Flask, item: BadInput) -> None:
    seen: list[dict[str, list[tuple[object, ...]]]] = []
    send = world.send

    def watched(*args: object, **kwargs: object) -> object:
        world.session.commit()
        seen.append(snapshot(world.session))
        return send(*args, **kwargs)  # type: ignore[arg-type]

    world.send = watched  # type: ignore[method-assign,assignment]

    ACTIONS[item.action](world, item)

    assert snapshot(world.session) == seen[-1]
    assert files_kept(app) == []
