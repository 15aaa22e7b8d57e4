"""What whoever steals the file of the database reads of sealed columns (P-6), and giving them another secret."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from contest_portal.awards.follow_up_models import FollowUp
from contest_portal.cli.sealed_rows import seal_anew
from contest_portal.documents.models import Document
from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.database import Database
from contest_portal.kernel.sealed_columns import NO_SECRET, DataKeys, use_keys
from contest_portal.kernel.sealed_secrets import CannotOpen
from contest_portal.kernel.sealed_values import sealed_columns, unreadable_columns
from contest_portal.scoring.fact_models import ScoringFact
from contest_portal.tables import METADATA
from tests.conftest import NOON
from tests.factories.follow_ups import CCI, make_paid

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
BIRTH = "1987-06-05"
PLANTED = (CCI, "Banco de la Naci", "Grupo Sumaq Kuy", BIRTH)
"""The account of a group, on its page and on its transfer order, and a fact of the register."""


@pytest.fixture
def paying(app: Flask, own_database: Database, tmp_path: Path) -> Flask:
    """A portal on a database of its own with a group that has an account, an order to pay it, and facts."""
    with own_database.transaction() as session:
        followed = make_paid(session, tmp_path)
        session.add(
            ScoringFact(
                application_id=followed.award.application_id,
                kind="rural",
                part=1,
                whole=2,
                evidence=f'[{{"born":"{BIRTH}"}}]',
                noted_at=NOON,
            )
        )
    app.extensions["database"] = own_database
    return app


def run(app: Flask, *words: str | Path) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=[str(word) for word in words])
    return result.exit_code, result.output.strip()


def give_keys(app: Flask, newest: str, *older: str) -> None:
    app.extensions["settings"] = replace(
        app.extensions["settings"], data_key=newest, older_data_keys=tuple(older)
    )
    use_keys(app.extensions["database"].engine.dialect, DataKeys(newest, *older))


def whole_file(database: Database) -> bytes:
    """Read the file of the database and what lies beside it, as a thief would."""
    path = Path(database.engine.url.database or "")
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


def read_back(database: Database) -> tuple[str | None, bool, bool]:
    """Give the account, whether documents are what their hashes say, and whether the fact tells."""
    with database.reading() as session:
        documents = session.scalars(select(Document).order_by(Document.id)).all()
        return (
            session.scalar(select(FollowUp.cci)),
            all(sha256_hex(one.data.encode()) == one.data_sha256 for one in documents),
            BIRTH in "".join(session.scalars(select(ScoringFact.evidence))),
        )


@ON_ONE
def test_stolen_file_tells_no_account_and_no_fact(
    paying: Flask, own_database: Database, tmp_path: Path
) -> None:
    backup, plain = tmp_path / "copy.tar", tmp_path / "plain.sqlite"
    run(paying, "backup", "make", backup)
    stolen = (whole_file(own_database), backup.read_bytes())
    names = [sorted(word for word in PLANTED if word.encode() in one) for one in stolen]

    with own_database.reading() as session, sqlite3.connect(plain) as opened:  # the same values, not sealed
        opened.execute("CREATE TABLE t (a)")
        for _, column, _ in sealed_columns(METADATA):
            opened.executemany(
                "INSERT INTO t VALUES (?)", [(one,) for one in session.scalars(select(column))]
            )
    opened.close()

    assert (b"Sumaq" in stolen[0], names) == (True, [[], []])
    assert [word.encode() in plain.read_bytes() for word in PLANTED] == [True] * 4
    assert read_back(own_database) == (CCI, True, True)


def test_everything_is_sealed_anew_with_another_secret(paying: Flask, own_database: Database) -> None:
    give_keys(paying, "new secret", NO_SECRET)
    done = run(paying, "secrets", "rotate")
    again = run(paying, "secrets", "rotate")

    give_keys(paying, "new secret")
    read = read_back(own_database)
    checked = run(paying, "audit", "verify")

    values = int(done[1].rpartition(": ")[2].split()[0])
    assert values > 5
    assert done == (0, f"sealed anew: {values} values")
    assert again == (0, "sealed anew: 0 values")
    assert (read, checked[0]) == ((CCI, True, True), 0)


@ON_ONE
def test_rotation_that_was_cut_is_readable_all_along_and_goes_on(
    paying: Flask, own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contest_portal.cli.sealed_rows._BATCH", 1)
    both = DataKeys("new secret", NO_SECRET)
    use_keys(own_database.engine.dialect, both)
    cut = seal_anew(own_database, both)
    first = [next(cut), next(cut)]
    cut.close()

    halfway = read_back(own_database)
    rest = sum(seal_anew(own_database, both))

    with own_database.reading() as session:
        assert unreadable_columns(session, DataKeys("new secret"), METADATA) == ()
    assert (first, halfway, read_back(own_database)) == ([1, 1], (CCI, True, True), (CCI, True, True))
    assert rest > 2


@ON_ONE
def test_secret_that_is_missing_is_named_and_nothing_is_changed(
    paying: Flask, own_database: Database
) -> None:
    give_keys(paying, "another secret")

    ended = run(paying, "secrets", "rotate")
    with own_database.reading() as session:
        unreadable = unreadable_columns(session, DataKeys("another secret"), METADATA)

    missing = "was sealed with a secret that is in neither DATA_KEY nor OLDER_DATA_KEYS"
    assert (ended[0], ended[1].splitlines()[-1].partition(" ")[2]) == (1, missing)
    assert {"document.data", "follow_up.cci", "scoring_fact.evidence"} < set(unreadable)
    with own_database.reading() as session, pytest.raises(CannotOpen):
        session.scalar(select(FollowUp.cci))
    give_keys(paying, NO_SECRET)
    assert read_back(own_database) == (CCI, True, True)


@ON_ONE
def test_what_somebody_writes_meanwhile_is_left_to_them(paying: Flask, own_database: Database) -> None:
    both = DataKeys("new secret", NO_SECRET)
    use_keys(own_database.engine.dialect, both)
    written: list[str] = []

    @event.listens_for(own_database.engine, "before_cursor_execute")
    def meanwhile(connection, cursor, statement, *_rest) -> None:
        """Between reading and writing: as another connection of a server would."""
        if statement.startswith("UPDATE follow_up SET cci") and not written:
            written.append(both.seal("9" * 20, purpose="follow_up.cci"))
            connection.exec_driver_sql("UPDATE follow_up SET cci = ?", (written[0],))

    sum(seal_anew(own_database, both))

    with own_database.reading() as session:
        assert session.scalar(select(FollowUp.cci)) == "9" * 20
        assert session.scalar(text("SELECT cci FROM follow_up")) == written[0]
