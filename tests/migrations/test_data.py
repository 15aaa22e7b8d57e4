"""What is stored survives a migration, and a database that contradicts itself is not migrated over."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest_portal.accounts.account_changes import changes_of
from contest_portal.accounts.models import RoleGrant, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.benefit_models import Benefit
from contest_portal.cli.database import alembic_config
from contest_portal.documents.models import Document
from contest_portal.kernel.audit import GENESIS, AuditRow, link_hash, record, verify_chain
from contest_portal.kernel.database import Base, Database
from contest_portal.registry.models.territory import Area, AreaName
from tests.factories.accounts import make_user
from tests.factories.awards import issued_resolution, make_awarded_contest
from tests.factories.publication import make_announced_contest
from tests.factories.registry import make_district
from tests.migrations.test_files import FILES, scripts

AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
OLD_USER = (
    "INSERT INTO user_account (email, full_name, name_key, password_hash, is_active, session_epoch, "
    "must_change_password, created_at) VALUES ('a@x.example', 'A', 'a', '!', true, 0, false, :at)"
)
BENEFITS = select(Benefit).order_by(Benefit.application_id)


def counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def chained_as_of_old(session: Session, actor_id: int, rows: int) -> None:
    """Write links as they were written before there was a tree over them."""
    previous = GENESIS
    for seq in range(1, rows + 1):
        row = AuditRow(
            seq=seq, at=AT, actor_id=actor_id, action="x.done", subject="x:1", data="null", prev_hash=previous
        )
        row.hash = previous = link_hash(row)
        session.add(row)
    session.flush()
    session.execute(text("UPDATE audit_head SET seq = :seq, hash = :hash"), {"seq": rows, "hash": previous})


def test_chain_and_accounts_survive_every_later_step(empty_url: str) -> None:
    command.upgrade(alembic_config(empty_url), "0002")
    database = Database(empty_url)
    with database.transaction() as session:
        session.execute(text(OLD_USER), {"at": AT})
        session.execute(text("INSERT INTO role_grant (user_id, role) VALUES (1, 'staff')"))
        chained_as_of_old(session, 1, 3)

    command.upgrade(alembic_config(empty_url), "head")

    with database.transaction() as session:
        record(session, at=AT, actor_id=1, action="x.done", subject="x:4")
        assert verify_chain(session) == (4, None)
        assert session.scalars(select(User.email)).all() == ["a@x.example"]
        assert session.scalars(select(RoleGrant.role)).all() == ["staff"]
    database.engine.dispose()


def test_a_new_portal_has_nobodys_account(migrated_url: str) -> None:
    database = Database(migrated_url)

    assert {counts(database)[name] for name in ("user_account", "role_grant", "second_factor")} == {0}
    database.engine.dispose()


def test_whole_contest_survives_the_last_step_down_and_up_but_for_its_own_tables(migrated_url: str) -> None:
    database = Database(migrated_url)
    with database.transaction() as session:
        issued_resolution(session, make_awarded_contest(session))
    before = counts(database)
    last = scripts()[-1].revision

    command.downgrade(alembic_config(migrated_url), "-1")
    command.upgrade(alembic_config(migrated_url), last)

    lost = {name for name, count in counts(database).items() if count != before[name]}
    source = FILES[-1].read_text()
    assert {name for name in lost if f'"{name}"' not in source} == set()
    database.engine.dispose()


RESETS = "SELECT user_id, reset_by, reset_at, reason, told_at FROM second_factor_reset ORDER BY id"
CHANGES = (
    "SELECT user_id, changed_by, changed_at, reason, told_at FROM account_change WHERE kind = 'factor_off' "
    "ORDER BY id"
)


def test_factors_that_were_taken_off_are_changes_of_the_account_and_go_back(migrated_url: str) -> None:
    database = Database(migrated_url)
    with database.transaction() as session:
        user, admin = (make_user(session, role).id for role in (Role.STAFF, Role.ADMIN))
    command.downgrade(alembic_config(migrated_url), "0083")
    rows = [(user, admin, AT, "Perdió el teléfono.", None), (user, None, AT, "Vino con su DNI.", AT)]
    columns = ("user_id", "reset_by", "reset_at", "reason", "told_at")
    places = f"({', '.join(columns)}) VALUES (:{', :'.join(columns)})"
    with database.transaction() as session:
        session.execute(
            text("INSERT INTO account_change (user_id, kind, changed_at) VALUES (:user, 'password', :at)"),
            {"user": user, "at": AT},
        )
        for row in rows:
            session.execute(
                text(f"INSERT INTO second_factor_reset {places}"), dict(zip(columns, row, strict=True))
            )
    with database.reading() as session:
        before = session.execute(text(RESETS)).all()

    command.upgrade(alembic_config(migrated_url), "head")
    with database.reading() as session:
        carried = session.execute(text(CHANGES)).all()
        told = [(one.kind, one.reason) for one in changes_of(session, user)]
    command.downgrade(alembic_config(migrated_url), "0083")

    with database.reading() as session:
        assert (carried, session.execute(text(RESETS)).all()) == (before, before)
        assert session.execute(text("SELECT kind, user_id FROM account_change")).all() == [("password", user)]
    assert told == [
        ("factor_off", "Vino con su DNI."),
        ("factor_off", "Perdió el teléfono."),
        ("password", None),
    ]
    database.engine.dispose()


def test_departments_and_provinces_are_taken_from_the_districts_there_are(migrated_url: str) -> None:
    database = Database(migrated_url)
    with database.transaction() as session:
        for ubigeo, department in (
            ("090301", "Huancavelica"),
            ("090302", "HUANCAVELICA"),
            ("090303", "Ñahui"),
        ):
            make_district(session, ubigeo, name=ubigeo).department = department

    command.downgrade(alembic_config(migrated_url), "0016")
    command.upgrade(alembic_config(migrated_url), "head")

    with database.reading() as session:
        areas = session.execute(select(Area.code, Area.name, Area.sort_key).order_by(Area.code)).all()
        names = session.scalars(select(AreaName.sort_key).order_by(AreaName.id)).all()
    database.engine.dispose()
    assert areas == [("09", "Huancavelica", "huancavelica"), ("0903", "Angaraes", "angaraes")]
    assert names == ["huancavelica", "n~ahui", "angaraes"]


def in_the_file(database: Database) -> list[str]:
    """What documents say as whoever has the database alone reads it."""
    with database.reading() as session:
        return list(session.scalars(text("SELECT data FROM document ORDER BY id")))


def test_awards_announced_before_are_benefits_afterwards_and_papers_are_sealed_as_they_were(
    migrated_url: str,
) -> None:
    database = Database(migrated_url)
    with database.transaction() as session:
        make_announced_contest(session)
    with database.reading() as session:
        before = [(row.application_id, row.amount) for row in session.scalars(BENEFITS)]
        papers = session.scalars(select(Document.data).order_by(Document.id)).all()

    own = next(script for script in scripts() if '"benefit"' in Path(script.path).read_text())
    command.downgrade(alembic_config(migrated_url), str(own.down_revision))
    assert in_the_file(database) == papers
    command.upgrade(alembic_config(migrated_url), "head")

    with database.reading() as session:
        after = [(row.application_id, row.amount) for row in session.scalars(BENEFITS)]
        assert session.scalars(select(Document.data).order_by(Document.id)).all() == papers
    assert (len(before), after) == (3, before)
    assert [one[:3] for one in in_the_file(database)] == ["s1."] * len(papers) != []
    for change in ("UPDATE sheet_mark SET units = 0", "UPDATE document SET number = number + 9"):
        with pytest.raises(DBAPIError, match="do not change"), database.transaction() as session:
            session.execute(text(change))
    database.engine.dispose()


def test_running_all_migrations_twice_changes_nothing(migrated_url: str) -> None:
    database = Database(migrated_url)
    with database.transaction() as session:
        make_user(session, Role.STAFF)
    before = counts(database)

    command.upgrade(alembic_config(migrated_url), "head")

    assert counts(database) == before
    database.engine.dispose()


def test_row_without_its_parent_stops_the_migration_of_an_embedded_database(
    empty_url: str, database_kind: str
) -> None:
    command.upgrade(alembic_config(empty_url), "0002")
    if database_kind == "postgresql":
        return  # PostgreSQL itself does not let such a row in
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO role_grant (user_id, role) VALUES (999, 'staff')"))
    engine.dispose()

    with pytest.raises(RuntimeError, match="rows without their parent"):
        command.upgrade(alembic_config(empty_url), "head")
