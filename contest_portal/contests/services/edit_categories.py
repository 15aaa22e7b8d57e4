"""Change the money of a contest and its envelopes."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.contests.rules.draft_changes import with_categories
from contest_portal.contests.rules.publication_checks import fund_room
from contest_portal.contests.rules.rulebook import Category, Rulebook
from contest_portal.contests.rules.rulebook_checks import Part, categories_problems
from contest_portal.contests.services.change_draft import change_draft
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import Problem


def edit_categories(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    expected_version: int,
    fund: Money,
    categories: tuple[Category, ...],
) -> Contest:
    """Set what the contest takes of its fund and how the categories share it, to the céntimo."""

    def check(book: Rulebook) -> Iterator[Problem | None]:
        yield fund_room(book.fund, free=contest_by_id(session, contest_id).fund.free)
        yield from categories_problems(book)

    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.CATEGORIES,
        change=lambda book: with_categories(book, fund, categories),
        check=check,
    )
