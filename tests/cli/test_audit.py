"""`flask audit …`"""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from contest_portal.accounts.checkpoint_models import AuditCheckpoint
from contest_portal.kernel.audit import AuditRow, record
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


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("7 abeja abogado", "Escriba las 12 palabras en su orden; aquí hay 2.\n"),
        ("", "Escriba el número de asiento como figura en el papel, solo con cifras.\n"),
        ("no-hay.txt", "No existe el archivo «no-hay.txt». Revise su nombre y la carpeta en que está.\n"),
        ("/tmp", "«/tmp» es una carpeta. Escriba el nombre del archivo.\n"),  # noqa: S108 - any folder
        (
            str(Path(__file__).parents[2] / "static" / "img" / "mark.svg"),
            "El archivo no es un punto de control: use el que escribió «audit checkpoint --out».\n",
        ),
    ],
    ids=["words", "nothing", "no file", "folder", "another file"],
)
def test_what_is_no_kept_state_is_refused_with_what_to_do(app: Flask, given: str, sentence: str) -> None:
    result = app.test_cli_runner().invoke(args=["audit", "verify", "--checkpoint", given])

    assert (result.exit_code, result.stderr) == (2, sentence)


def test_a_file_of_bytes_is_no_kept_state(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "state"
    file.write_bytes(b"PK\x03\x04\xff")

    result = app.test_cli_runner().invoke(args=["audit", "verify", "--checkpoint", str(file)])

    assert (result.exit_code, result.stderr[:36]) == (2, "El archivo no es un punto de control")


@pytest.mark.parametrize("words", [("checkpoint",), ("prove", "2")])
def test_where_nothing_can_be_written_nothing_is_noted(
    app: Flask, session: Session, tmp_path: Path, words: tuple[str, ...]
) -> None:
    chain_of(session, 3)

    result = app.test_cli_runner().invoke(args=["audit", *words, "--out", str(tmp_path / "no" / "hay")])

    assert (result.exit_code, result.stderr[:27]) == (2, "No existe la carpeta de «" + str(tmp_path)[:2])
    assert session.scalar(select(func.count()).select_from(AuditRow)) == 3
    assert session.scalar(select(func.count()).select_from(AuditCheckpoint)) == 0


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
