"""`flask audit …`"""

from pathlib import Path

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.kernel.audit import record
from tests.conftest import NOON
from tests.factories.intruders import rewrite_from


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


def test_a_kept_state_is_checked_from_its_words_and_from_its_file(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    runner, note = app.test_cli_runner(), tmp_path / "state.txt"
    chain_of(session, 6)
    taken = runner.invoke(args=["audit", "checkpoint", "--out", str(note), "--rows"])
    _root, words = taken.stdout.splitlines()
    chain_of(session, 2)

    sound = runner.invoke(args=["audit", "verify", "--checkpoint", words, "--checkpoint", str(note)])
    rewrite_from(session, 4)
    session.commit()
    by_words = runner.invoke(args=["audit", "verify", "--checkpoint", words])
    by_file = runner.invoke(args=["audit", "verify", "--checkpoint", str(note)])

    contradicted = (
        "a kept state of 6 rows is contradicted: the log was written anew somewhere from row {} to row 6\n"
    )
    assert sound.stdout == "the chain holds: 8 rows, and 2 kept states with it\n"
    assert (by_words.exit_code, by_words.stderr) == (1, contradicted.format(1))
    assert (by_file.exit_code, by_file.stderr) == (1, contradicted.format(4))


def test_what_is_no_kept_state_is_refused(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["audit", "verify", "--checkpoint", "7 abeja abogado"])

    assert (result.exit_code, result.stderr[:16]) == (2, "checkpoint.count")


def test_a_row_is_proven_to_whoever_kept_the_state(app: Flask, session: Session, tmp_path: Path) -> None:
    runner, proof, other = app.test_cli_runner(), str(tmp_path / "proof.json"), str(tmp_path / "other.json")
    chain_of(session, 5)
    words = runner.invoke(args=["audit", "checkpoint"]).stdout.splitlines()[1]
    size = words.partition(" ")[0]
    chain_of(session, 3)

    made = runner.invoke(args=["audit", "prove", "3", "--at", size, "--out", proof, "--content"])
    runner.invoke(args=["audit", "prove", "3", "--out", other])
    checked = runner.invoke(args=["audit", "check-proof", proof, "--checkpoint", words])
    of_another_state = runner.invoke(args=["audit", "check-proof", other, "--checkpoint", words])

    assert made.exit_code == 0
    assert checked.stdout.startswith(f"proven: row 3 is in the log of {size} rows, ")
    assert '"x.done","x:2"' in checked.stdout
    assert (of_another_state.exit_code, of_another_state.stdout) == (1, "")


def test_a_row_beyond_the_end_is_not_proven(app: Flask, session: Session, tmp_path: Path) -> None:
    chain_of(session, 2)

    for arguments in (["3"], ["1", "--at", "9"]):
        out = tmp_path / "proof.json"
        result = app.test_cli_runner().invoke(args=["audit", "prove", *arguments, "--out", str(out)])
        assert (result.exit_code, out.exists()) == (2, False)
