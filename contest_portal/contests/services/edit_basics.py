"""Change the name, code, purpose and venue of a draft."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.names_taken import code_taken
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.contests.rules.rulebook_checks import Part, basics_problems
from contest_portal.contests.services.change_draft import change_draft
from contest_portal.kernel.problems import Problem


def edit_basics(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    expected_version: int,
    code: str,
    title: str,
    purpose: str,
    venue: str,
) -> Contest:
    """Rename a draft and say what it is for and where it is held. Codes are unique among contests."""

    def check(book: Rulebook) -> Iterator[Problem | None]:
        yield from basics_problems(book)
        yield code_taken(session, book.code, except_id=contest_id)

    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.BASICS,
        change=lambda book: replace(book, code=code, title=title, purpose=purpose, venue=venue),
        check=check,
    )
