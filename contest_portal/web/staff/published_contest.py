"""A contest whose call was published, for whoever may see it."""

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id
from contest_portal.kernel.problems import NotFound
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.session import current_actor


def published_contest(contest_id: int) -> Contest:
    """Give it; NotFound while it is a draft."""
    permit(current_actor(), Action.CONTEST_SEE, Scope(contest_id=contest_id))
    contest = contest_by_id(read_session(), contest_id)
    if contest.published_at is None:
        raise NotFound(f"published contest {contest_id}")
    return contest
