"""The portal with the world in it, for the tests of one file, and the walk through it."""

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tests.architecture.access_forms import noting_texts
from tests.architecture.access_walk import Listener, Place, Walk
from tests.architecture.canaries import PLANT, PLANT_MARKUP
from tests.architecture.world import make_world
from tests.conftest import BoundDatabase, build_app


@pytest.fixture(scope="module")
def place(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("access")
    app = build_app(folder)
    with sqlite_engine.connect() as connection:
        everything = connection.begin()
        app.extensions["database"] = BoundDatabase(connection)
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            world = make_world(session, app.extensions["storage"])
            session.commit()
        for statement in (*PLANT, *PLANT_MARKUP):
            connection.execute(text(statement))
        yield Place(app, connection, world)
        everything.rollback()


@pytest.fixture(scope="module")
def walk(place: Place) -> Iterator[Walk]:
    listener = Listener()
    logging.getLogger().addHandler(listener)
    with noting_texts(place):
        yield Walk(place, listener)
    logging.getLogger().removeHandler(listener)
