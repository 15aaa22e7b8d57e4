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
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_own_engine(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)  # nothing stays open, even when a migration fails
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _foreign_keys_off)
    with engine.connect() as connection:
        run(connection)
        if engine.dialect.name == "sqlite":
            _refuse_orphans(connection)


def _foreign_keys_off(connection, _record) -> None:  # type: ignore[no-untyped-def]
    connection.execute("PRAGMA foreign_keys=OFF")


def _refuse_orphans(connection: Connection) -> None:
    orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    if orphans:
        raise RuntimeError(f"rows without their parent after the migration: {orphans[:5]}")


run_on_own_engine(context.config.attributes["database_url"])
