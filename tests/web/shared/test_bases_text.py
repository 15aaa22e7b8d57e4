"""The words of the bases: those in force when a version was fixed, and never in the way of printing it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import frozen_rulebook
from contest_portal.documents.models import DocumentText
from contest_portal.documents.texts.printing import shipped_body, wording_of
from contest_portal.web.shared.bases_paper import bases_html
from contest_portal.web.shared.bases_text import BASES_PAPER
from tests.web.shared.test_bases_paper import make_call

OURS = "A quién llamamos"


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def word(session: Session, contest: Contest, body: str, *, hours: int, number: int = 1) -> None:
    """Put a text of the bases in force so many hours after the rules were fixed."""
    wording = wording_of(body, "h2 { margin-top: 9mm; }")
    session.add(
        DocumentText(
            office_id=contest.office_id,
            kind=BASES_PAPER.code,
            number=number,
            body=wording.body,
            css=wording.css,
            sha256=wording.sha256,
            reason="Prueba",
            published_at=frozen_rulebook(session, contest.id).frozen_at + timedelta(hours=hours),
            published_by=session.scalars(select(User.id).limit(1)).one(),
        )
    )
    session.commit()


def html(session: Session, contest: Contest) -> str:
    session.refresh(contest, ["office"])
    return bases_html(contest, frozen_rulebook(session, contest.id))


def test_a_version_keeps_the_words_of_its_day(session: Session) -> None:
    assert BASES_PAPER.text is not None
    contest = make_call(session)
    as_shipped = html(session, contest)
    body = shipped_body(BASES_PAPER.text)

    word(session, contest, body.replace("Quiénes pueden participar", OURS), hours=1, number=2)
    later = html(session, contest)
    word(session, contest, body.replace("Quiénes pueden participar", OURS), hours=-1)
    before = html(session, contest)

    assert (later, OURS in as_shipped) == (as_shipped, False)
    assert (before.count(OURS), '<div class="edited-text">' in before) == (1, True)
    assert "margin-top: 9mm" in before


def test_a_text_that_cannot_be_printed_gives_way(session: Session) -> None:
    contest = make_call(session)
    as_shipped = html(session, contest)

    word(session, contest, "<p>{{ doc.title | money }}</p>", hours=-1)

    assert html(session, contest) == as_shipped
