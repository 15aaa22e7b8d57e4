"""The structure that migrations make is the one that the models declare, on both databases."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, ForeignKeyConstraint, inspect, text

from contest_portal.cli.database import alembic_config
from contest_portal.kernel.database import Base
from contest_portal.tables import STAGES, is_modelled
from tests.migrations.test_files import scripts

OWN_TABLE = "alembic_version"


def shape(connection: Connection) -> dict[str, object]:
    """Everything a reflection tells of the tables: columns, keys, indexes, checks."""
    inspector = inspect(connection)
    return {
        table: (
            sorted(
                (column["name"], str(column["type"]), column["nullable"])
                for column in inspector.get_columns(table)
            ),
            inspector.get_pk_constraint(table)["constrained_columns"],
            sorted(str(key["name"]) for key in inspector.get_foreign_keys(table)),
            sorted(str(one["name"]) for one in inspector.get_unique_constraints(table)),
            sorted(str(one["name"]) for one in inspector.get_indexes(table)),
            sorted(str(one["name"]) for one in inspector.get_check_constraints(table)),
        )
        for table in inspector.get_table_names()
        if table != OWN_TABLE
    }


def triggers(connection: Connection) -> list[str]:
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
    }
    return list(connection.execute(text(queries[connection.dialect.name])).scalars())


def test_models_and_migrations_agree(empty_url: str, connected: Connection) -> None:
    command.upgrade(alembic_config(empty_url), "head")

    context = MigrationContext.configure(connected, opts={"compare_type": True, "include_name": is_modelled})

    assert len(STAGES) > 0
    assert compare_metadata(context, Base.metadata) == []


def test_every_check_of_the_models_is_in_the_database(empty_url: str, connected: Connection) -> None:
    command.upgrade(alembic_config(empty_url), "head")
    inspector = inspect(connected)

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


def test_every_foreign_key_does_on_deletion_what_the_models_say(
    empty_url: str, connected: Connection
) -> None:
    command.upgrade(alembic_config(empty_url), "head")
    inspector = inspect(connected)

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


def test_down_to_nothing_and_up_again_gives_the_same_structure(empty_url: str, connected: Connection) -> None:
    command.upgrade(alembic_config(empty_url), "head")
    first = (shape(connected), triggers(connected))

    command.downgrade(alembic_config(empty_url), "base")
    nothing = (shape(connected), triggers(connected))
    command.upgrade(alembic_config(empty_url), "head")

    assert nothing == ({}, [])
    assert (shape(connected), triggers(connected)) == first


def test_each_step_can_be_taken_back(empty_url: str, connected: Connection) -> None:
    before: list[dict[str, object]] = []
    for script in scripts():
        before.append(shape(connected))
        command.upgrade(alembic_config(empty_url), script.revision)

    after = []
    for _ in scripts():
        command.downgrade(alembic_config(empty_url), "-1")
        after.append(shape(connected))

    assert after == before[::-1]


def test_chain_is_guarded_in_the_database(empty_url: str, connected: Connection) -> None:
    command.upgrade(alembic_config(empty_url), "head")

    guards = [name for name in triggers(connected) if name.startswith(("audit", "access_log"))]
    assert (
        guards
        == {
            "sqlite": [
                "access_log_no_delete",
                "access_log_no_update",
                "audit_no_delete",
                "audit_no_update",
            ],
            "postgresql": ["access_log_append_only", "audit_append_only"],
        }[connected.dialect.name]
    )
