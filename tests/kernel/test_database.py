"""The two databases behave as one: transactions, instants, money."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import perf_counter_ns

import pytest
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    literal,
    select,
    text,
    type_coerce,
)
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError, StatementError
from sqlalchemy.orm import Session

from contest_portal.accounts.models import RoleGrant, User
from contest_portal.kernel.database import (
    NAMING,
    Base,
    Cents,
    Database,
    UtcDateTime,
    gather_statistics,
    is_busy,
    make_engine,
)
from contest_portal.kernel.money import Money

AT = datetime(2026, 11, 23, 17, 0, 0, 123456, tzinfo=UTC)
LIMA = timezone(timedelta(hours=-5))


def new_user(number: int) -> User:
    return User(email=f"{number}@x.example", full_name=f"Persona {number}", password_hash="!", created_at=AT)


def count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(User)) or 0


def test_transaction_keeps_what_was_done(own_database: Database) -> None:
    with own_database.transaction() as session:
        session.add(new_user(1))

    assert count(own_database) == 1


def test_error_leaves_nothing_behind(own_database: Database) -> None:
    def fail() -> None:
        with own_database.transaction() as session:
            session.add(new_user(1))
            session.flush()
            raise LookupError("after the first row")

    with pytest.raises(LookupError):
        fail()

    assert count(own_database) == 0


def test_reading_keeps_nothing(own_database: Database) -> None:
    with own_database.reading() as session:
        session.add(new_user(1))
        session.flush()

    assert count(own_database) == 0


def test_nobody_writes_on_postgresql_where_a_page_looks(own_database: Database, database_kind: str) -> None:
    def write() -> None:
        with own_database.looking() as session:
            session.add(new_user(1))
            session.flush()

    if database_kind == "postgresql":
        with pytest.raises(InternalError, match="read-only"):
            write()
    else:
        write()

    assert count(own_database) == 0


def test_what_pages_ask_again_and_again_stays_prepared_on_postgresql(
    own_database: Database, database_kind: str
) -> None:
    for _ in range(7):
        with own_database.looking() as session:
            session.execute(select(User.id)).all()

    if database_kind == "postgresql":
        with own_database.looking() as session:
            prepared = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
        assert any("user_account.id" in statement for statement in prepared)


def test_rows_can_be_read_after_the_commit(own_database: Database) -> None:
    with own_database.transaction() as session:
        user = new_user(1)
        session.add(user)

    assert (user.email, user.created_at) == ("1@x.example", AT)


def test_two_writers_do_not_lose_a_change(own_database: Database) -> None:
    with own_database.transaction() as session:
        session.add(new_user(1))
    barrier = threading.Barrier(2)

    def add_one() -> None:
        barrier.wait()
        for _ in range(20):
            with own_database.transaction() as session:
                user = session.scalars(select(User).with_for_update()).one()
                user.session_epoch += 1

    writers = [threading.Thread(target=add_one) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    with own_database.reading() as session:
        assert session.scalars(select(User.session_epoch)).one() == 40


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_who_is_in_a_hurry_does_not_wait_for_another_writer(own_database: Database) -> None:
    begun = perf_counter_ns()

    with own_database.transaction() as session:
        session.add(new_user(1))
        session.flush()
        with own_database.transaction(hurried=True) as other, pytest.raises(OperationalError, match="locked"):
            other.execute(text("SELECT 1"))

    assert perf_counter_ns() - begun < 5 * 10**9
    with own_database.transaction(hurried=True) as session:
        assert session.scalar(text("PRAGMA busy_timeout")) == 15_000


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_turn_to_write_is_given_back_whatever_became_of_the_transaction(own_database: Database) -> None:
    """Else the next would wait for it in vain, for longer than this takes."""
    begun = perf_counter_ns()

    with own_database.transaction() as session:
        session.add_all([new_user(1), new_user(1)])
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()
    with own_database.transaction() as session, pytest.raises(OperationalError):
        session.execute(text("SELECT nothing FROM nowhere"))
    threads = [threading.Thread(target=_write_one, args=(own_database, number)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert count(own_database) == 20
    assert perf_counter_ns() - begun < 5 * 10**9


def _write_one(database: Database, number: int) -> None:
    with database.transaction() as session:
        session.add(new_user(number))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_writer_elsewhere_is_waited_for_and_the_turn_given_back(own_database: Database) -> None:
    """A connection of another program has no turn to give; who gives up on it leaves the turn to the next."""
    with own_database.engine.connect() as other:
        other.exec_driver_sql("SELECT 1")  # begins, and holds the lock
        with (
            own_database.transaction(hurried=True) as session,
            pytest.raises(OperationalError, match="locked"),
        ):
            session.execute(text("SELECT 1"))

    with own_database.transaction(hurried=True) as session:
        session.add(new_user(1))
    assert count(own_database) == 1


def test_statistics_count_what_the_transaction_itself_wrote(
    own_database: Database, database_kind: str, statements: list[str]
) -> None:
    with own_database.transaction() as session:
        session.add_all(new_user(number) for number in range(3))
        session.flush()
        statements.clear()

        gather_statistics(session, Base.metadata.tables["user_account"])

        gathered = list(statements)
        if database_kind == "sqlite":
            assert gathered == []
            return
        counted = session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'user_account'"))
    assert (gathered, counted) == (["ANALYZE (SKIP_LOCKED) user_account"], 3)


def test_reader_is_not_stopped_by_a_writer(own_database: Database) -> None:
    with own_database.transaction() as session:
        session.add(new_user(1))
        session.flush()

        assert count(own_database) == 0


def test_reader_keeps_its_view_on_the_embedded_database_and_follows_on_the_other(
    own_database: Database, database_kind: str
) -> None:
    with own_database.reading() as reader:
        before = reader.scalar(select(func.count()).select_from(User))
        with own_database.transaction() as session:
            session.add(new_user(1))
        after = reader.scalar(select(func.count()).select_from(User))

    assert (before, after) == {"sqlite": (0, 0), "postgresql": (0, 1)}[database_kind]


def test_writer_takes_the_embedded_database_s_lock_at_the_start(
    own_database: Database, database_kind: str, statements: list[str]
) -> None:
    with own_database.transaction() as session:
        session.execute(select(literal(1)))
    with own_database.reading() as session:
        session.execute(select(literal(1)))

    begun = [statement for statement in statements if statement.startswith("BEGIN")]
    assert begun == {"sqlite": ["BEGIN IMMEDIATE", "BEGIN"], "postgresql": []}[database_kind]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("busy_timeout", 15_000), ("synchronous", 2)],
)
def test_embedded_database_keeps_acknowledged_work(tmp_path: Path, pragma: str, value: object) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")

    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    engine.dispose()


def test_row_without_its_parent_is_refused(session: Session) -> None:
    session.add(RoleGrant(user_id=999_999, role="staff"))

    with pytest.raises(IntegrityError):
        session.flush()


def test_values_of_a_failed_statement_are_not_in_the_error(session: Session) -> None:
    session.add(RoleGrant(user_id=999_999, role="45418672"))

    with pytest.raises(IntegrityError) as error:
        session.flush()

    assert "45418672" not in str(error.value).replace("DETAIL", "")


@pytest.mark.parametrize(
    "instant",
    [
        pytest.param(AT, id="UTC"),
        pytest.param(AT.astimezone(LIMA), id="Lima"),
        pytest.param(datetime(1970, 1, 1, tzinfo=UTC), id="epoch"),
        pytest.param(datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=LIMA), id="last instant of a year"),
    ],
)
def test_instant_comes_back_in_utc(session: Session, instant: datetime) -> None:
    user = new_user(1)
    user.created_at = instant
    session.add(user)
    session.flush()
    session.expire(user)

    assert (user.created_at, user.created_at.tzinfo) == (instant, UTC)


def test_instant_without_zone_is_refused(session: Session) -> None:
    user = new_user(1)
    user.created_at = datetime(2026, 11, 23)  # noqa: DTZ001 - the mistake under test
    session.add(user)

    with pytest.raises(StatementError, match="an instant needs its zone"):
        session.flush()


def test_instants_compare_as_instants(session: Session) -> None:
    early, late = new_user(1), new_user(2)
    early.created_at = datetime(2026, 11, 23, 10, 0, tzinfo=LIMA)
    late.created_at = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    session.add_all([late, early])
    session.flush()

    found = session.scalars(select(User.email).where(User.created_at < late.created_at))

    assert found.all() == ["1@x.example"]


@pytest.mark.parametrize("cents", [0, 1, -1, 753_693, 10**13, -(10**15), 2**53 + 1])
def test_money_comes_back_to_the_céntimo(session: Session, cents: int) -> None:
    stored = session.scalar(select(type_coerce(bindparam("m", Money(cents), Cents()), Cents())))

    assert stored == Money(cents)


@pytest.mark.parametrize("kind", [Cents(), UtcDateTime()])
def test_nothing_stays_nothing(session: Session, kind: Cents | UtcDateTime) -> None:
    assert session.scalar(select(type_coerce(bindparam("v", None, kind), kind))) is None


def test_money_columns_are_whole_numbers_of_eight_bytes() -> None:
    kinds = {
        type(column.type.impl_instance)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Cents)
    }

    assert kinds == {BigInteger}


def test_no_column_of_any_table_holds_a_binary_fraction() -> None:
    suspects = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.type.python_type.__name__ in {"float", "Decimal"}
    ]

    assert suspects == []


def test_constraints_are_named_by_the_convention() -> None:
    table = Table(
        "sample",
        MetaData(naming_convention=NAMING),
        Column("id", Integer, primary_key=True),
        Column("code", String, unique=True, index=True),
        Column("office_id", ForeignKey("office.id")),
        CheckConstraint("code <> ''", name="code"),
    )

    assert {str(part.name) for part in (*table.constraints, *table.indexes)} == {
        "pk_sample",
        "ck_sample_code",
        "ix_sample_code",
        "fk_sample_office_id_office",
    }


def test_database_answers_after_a_failed_statement(own_database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table"), own_database.transaction() as session:
        session.execute(text("SELECT * FROM no_such_table"))

    assert count(own_database) == 0


@pytest.mark.parametrize(
    ("state", "expected"),
    [("55P03", True), ("40P01", True), ("40001", True), ("53300", True), ("57P01", False), ("08006", False)],
    ids=["lock not had", "deadlock", "somebody was first", "no connection left", "shut down", "line cut"],
)
def test_who_was_only_in_others_way_may_ask_again(state: str, expected: bool) -> None:  # noqa: FBT001
    class Told(Exception):
        sqlstate = state

    assert is_busy(OperationalError("update", {}, Told())) is expected
