"""A call whose bases changed while groups were applying, as they do."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.services.ask_amendment import ask_amendment
from contest_portal.applications.services.confirm_amendment import confirm_amendment
from contest_portal.applications.services.draft_amendment import draft_amendment
from contest_portal.cli.demo.cast import COLLEAGUE, act_of
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.amendments import proposal_of


def amend(session: Session, act: Act, contest: Contest) -> None:
    """Move the result three days and clarify what was asked at the counter."""
    book = rulebook_of(session, contest.id)
    calendar = replace(book.calendar, results_on=book.calendar.results_on + timedelta(days=3))
    draft = draft_amendment(
        session,
        act,
        contest_id=contest.id,
        expected_version=0,
        proposal=replace(
            proposal_of(book),
            calendar=calendar,
            clarification="Las cotizaciones pueden ser fotos legibles: no hace falta el original.",
        ),
        reason="La municipalidad presta su local tres días después de lo previsto, y varios grupos preguntaron por "
        "las cotizaciones.",
    )
    asked = ask_amendment(session, act, contest_id=contest.id, expected_version=draft.version)
    confirm_amendment(
        session,
        act_of(session, COLLEAGUE, act.at),
        contest_id=contest.id,
        joint_id=asked.id,
        sha256=asked.content_sha256,
    )
