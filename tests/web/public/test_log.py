"""Anyone types the twelve words of a paper and is told whether the log still holds that state."""

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from contest_portal.accounts.services.take_checkpoint import take_checkpoint
from contest_portal.kernel.audit import AuditRow, head_checkpoint, record
from contest_portal.kernel.checkpoints import PrintedCheckpoint, printed
from tests.conftest import NOON
from tests.factories.intruders import rewrite_from, take_the_guard_away
from tests.factories.publication import make_announced_contest
from tests.page_client import PageClient


@pytest.fixture
def paper(session: Session) -> PrintedCheckpoint:
    for number in range(5):
        record(session, at=NOON, actor_id=None, action="x.done", subject=f"x:{number}")
    paper = printed(head_checkpoint(session))
    record(session, at=NOON, actor_id=None, action="x.done", subject="x:9")
    session.commit()
    return paper


def asked(client: PageClient, paper: PrintedCheckpoint) -> str:
    typed = {"size": str(paper.size), "words": " ".join(paper.words).upper()}
    return client.post("/registro", data=typed, follow_redirects=True).text


def test_a_state_that_is_still_there_is_told(client: PageClient, paper: PrintedCheckpoint) -> None:
    text = asked(client, paper)

    assert "El registro lo contiene" in text
    assert "Los primeros 5 asientos son los mismos" in text
    assert "El registro lo contiene" in client.get(f"/registro/5/{paper.root}").text


def test_a_second_question_reads_no_old_row_again_and_the_page_says_for_how_long(
    client: PageClient, paper: PrintedCheckpoint
) -> None:
    first = asked(client, paper)
    read: list[int] = []
    event.listen(AuditRow, "load", note := lambda row, _context: read.append(row.seq))

    second = asked(client, paper)

    event.remove(AuditRow, "load", note)
    assert ("El registro lo contiene" in first, "El registro lo contiene" in second, read) == (True, True, [])
    assert "de todo el registro de hace menos de 5 minutos" in first


def test_a_log_written_anew_is_told(session: Session, client: PageClient, paper: PrintedCheckpoint) -> None:
    rewrite_from(session, 3)
    session.commit()

    text = asked(client, paper)

    assert "El registro contradice lo que se imprimió" in text
    assert "Entre los asientos 1 y 5" in text


def test_a_row_that_was_changed_is_named(
    session: Session, client: PageClient, paper: PrintedCheckpoint
) -> None:
    take_the_guard_away(session)
    session.connection().exec_driver_sql("update audit set subject = 'x:7' where seq = 2")
    session.commit()

    assert "El asiento 2 no es el que se escribió" in asked(client, paper)


def test_a_log_that_is_too_short_is_told(client: PageClient, paper: PrintedCheckpoint) -> None:
    assert "El registro es más corto que su papel" in client.get(f"/registro/99/{paper.root}").text


def test_a_slip_is_told_beside_the_field(client: PageClient, paper: PrintedCheckpoint) -> None:
    answer = client.post("/registro", data={"size": "6", "words": " ".join(paper.words)})

    assert answer.status_code == 422
    assert "compare cada uno con el papel" in answer.text


@pytest.mark.parametrize("address", ["/registro/5/xyz", f"/registro/0/{'0' * 64}"])
def test_an_address_that_is_no_state_is_not_found(client: PageClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_page_of_a_result_shows_the_state_on_its_acta(session: Session, client: PageClient) -> None:
    announced = make_announced_contest(session)
    before = client.get(f"/resultados/{announced.contest.code}").text
    taken = take_checkpoint(session, at=NOON, actor_id=None, subject=f"contest:{announced.contest.id}")
    session.commit()

    text = client.get(f"/resultados/{announced.contest.code}").text

    assert " ".join(printed(taken).words) in text
    assert f"/registro/{taken.size}/{taken.root}" in text
    assert f"/registro/{taken.size}/{taken.root}" not in before
