"""The structure that migrations make is the one that the models declare, on both databases."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, ForeignKeyConstraint, inspect, text

from contest_portal.cli.database import alembic_config
from contest_portal.cli.guard_checks import guards
from contest_portal.kernel.database import Base
from contest_portal.tables import STAGES, is_modelled
from tests.migrations.test_files import scripts

OWN_TABLE = "alembic_version"
RECENT = 8
FINDING = {"person_words_added", "person_words_changed", "person_words_removed"}
"""Triggers that keep in step what finding rests on."""


def shape(connection: Connection) -> dict[str, object]:
    """Everything a reflection tells of the tables: columns, keys, indexes, checks."""
    inspector = inspect(connection)
    columns = {
        name: sorted((column["name"], str(column["type"]), column["nullable"]) for column in found)
        for (_, name), found in inspector.get_multi_columns().items()
    }
    keys = {
        name: key["constrained_columns"] for (_, name), key in inspector.get_multi_pk_constraint().items()
    }
    named = [
        {name: sorted(str(one["name"]) for one in found) for (_, name), found in several.items()}
        for several in (
            inspector.get_multi_foreign_keys(),
            inspector.get_multi_unique_constraints(),
            inspector.get_multi_indexes(),
            inspector.get_multi_check_constraints(),
        )
    ]
    return {
        table: (columns[table], keys[table], *(each[table] for each in named))
        for table in columns
        if table != OWN_TABLE
    }


def triggers(connection: Connection) -> list[str]:
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
    }
    return list(connection.execute(text(queries[connection.dialect.name])).scalars())


def test_models_and_migrations_agree(migrated: Connection) -> None:
    context = MigrationContext.configure(migrated, opts={"compare_type": True, "include_name": is_modelled})

    assert len(STAGES) > 0
    assert compare_metadata(context, Base.metadata) == []


def test_every_check_of_the_models_is_in_the_database(migrated: Connection) -> None:
    inspector = inspect(migrated)

    declared = {
        (table.name, f"ck_{table.name}_{check.name}")
        for table in Base.metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    held = {
        (table, str(check["name"]))
        for table in Base.metadata.tables
        for check in inspector.get_check_constraints(table)
    }

    assert (declared - held, held - declared) == (set(), set())


def test_every_foreign_key_does_on_deletion_what_the_models_say(migrated: Connection) -> None:
    inspector = inspect(migrated)

    declared = {
        (table.name, str(key.name), key.ondelete)
        for table in Base.metadata.tables.values()
        for key in table.constraints
        if isinstance(key, ForeignKeyConstraint)
    }
    held = {
        (table, str(key["name"]), key["options"].get("ondelete"))
        for table in Base.metadata.tables
        for key in inspector.get_foreign_keys(table)
    }

    assert (declared - held, held - declared) == (set(), set())


def test_each_step_can_be_taken_back_down_to_nothing_and_done_again(
    empty_url: str, connected: Connection, request: pytest.FixtureRequest
) -> None:
    """Steps of long ago no longer change: what each leaves behind is looked at before a release alone."""
    names = [script.revision for script in scripts()]
    stops = ["base", *(names if request.config.getoption("all_on_both") else names[-RECENT:])]
    config = alembic_config(empty_url)
    up: list[object] = [(shape(connected), triggers(connected))]
    for name in stops[1:]:
        command.upgrade(config, name)
        up.append((shape(connected), triggers(connected)))

    down = up[-1:]
    for name in reversed(stops[:-1]):
        command.downgrade(config, name)
        down.append((shape(connected), triggers(connected)))
    command.upgrade(config, "head")

    assert down == up[::-1]
    assert up[0] == ({}, [])
    assert (shape(connected), triggers(connected)) == up[-1]


def test_logs_final_sheets_and_issued_papers_are_guarded_in_the_database(migrated: Connection) -> None:
    """A step that makes one of these tables anew, as SQLite needs it for many changes, makes its guards anew too."""
    assert set(triggers(migrated)) - FINDING == guards(migrated.dialect.name)
