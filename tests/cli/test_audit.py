"""`flask audit …`"""

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import record
from tests.conftest import NOON


def chain_of(session: Session, length: int) -> None:
    for number in range(length):
        record(session, at=NOON, actor_id=None, action="x.done", subject=f"x:{number}")
    session.commit()


def test_whole_chain_holds(app: Flask, session: Session) -> None:
    chain_of(session, 3)

    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert (result.exit_code, result.stdout, result.stderr) == (0, "the chain holds: 3 rows\n", "")


def test_empty_chain_holds(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert (result.exit_code, result.stdout) == (0, "the chain holds: 0 rows\n")


def test_broken_chain_is_a_failure_that_names_the_row(app: Flask, session: Session) -> None:
    chain_of(session, 3)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(
        text("DROP TRIGGER audit_no_update" if is_sqlite else "ALTER TABLE audit DISABLE TRIGGER ALL")
    )
    session.execute(text("UPDATE audit SET action = 'y.done' WHERE seq = 2"))
    session.commit()

    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "the chain breaks at row 2: its content was changed (1 rows before it hold)\n",
    )
