"""Runs migrations with an engine of its own: on SQLite foreign keys must be off while a table is rebuilt."""

from alembic import context
from sqlalchemy import Connection, NullPool, create_engine, event, text

from contest_portal.kernel.database import Base
from contest_portal.tables import is_modelled  # its module fills the metadata that autogenerate compares with


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_name=is_modelled,
        transaction_per_migration=True,
        transactional_ddl=True,  # on SQLite too: an upgrade that is killed can be started again
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_own_engine(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)  # nothing stays open, even when a migration fails
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _foreign_keys_off)
        event.listen(engine, "begin", _begin)
    with engine.connect() as connection:
        run(connection)
        if engine.dialect.name == "sqlite":
            _refuse_orphans(connection)


def _foreign_keys_off(connection, _record) -> None:  # type: ignore[no-untyped-def]
    connection.isolation_level = None  # the driver would let each change of a table stand by itself
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA secure_delete=ON")  # what a step seals is not to stay readable in free pages


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _refuse_orphans(connection: Connection) -> None:
    orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    if orphans:
        raise RuntimeError(f"rows without their parent after the migration: {orphans[:5]}")


run_on_own_engine(context.config.attributes["database_url"])
