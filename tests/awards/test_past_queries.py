"""What stands in a file of contests over the years: applications, totals, awards, agreements."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import ANONYMOUS, Actor, Grant, Role
from contest_portal.allocation.models import Award
from contest_portal.applications.models import ApplicationMember, ProducerGroup
from contest_portal.awards.past_queries import PastMember, past_of
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.registry.models.register import Person
from contest_portal.registry.rules.disclosure import FileOf, FileRef
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_full_contest
from tests.factories.applications import make_application
from tests.factories.awards import issued_agreements, make_awarded_contest
from tests.factories.contests import OPENS, make_contest
from tests.factories.files import winner_of
from tests.factories.publication import make_announced_contest
from tests.factories.voiding import make_void
from tests.query_count import counted_queries

AUDITOR = Actor(1, frozenset({Grant(Role.AUDITOR)}))
TODAY = office_date(NOON)


def household_of(member: ApplicationMember) -> FileRef:
    return FileRef(FileOf.HOUSEHOLD, member.household_id)


def person_of(member: ApplicationMember) -> FileRef:
    return FileRef(FileOf.PERSON, member.person_id)


@pytest.mark.parametrize("file_of", [household_of, person_of])
def test_an_awarded_application_shows_everything(
    session: Session, file_of: Callable[[ApplicationMember], FileRef]
) -> None:
    scored = make_awarded_contest(session)
    member = winner_of(session, scored)

    (past,) = past_of(session, AUDITOR, file_of(member))

    assert (past.code, past.contest_code, past.group_name, past.state) == (
        scored.code("Sumaq Kuy"),
        scored.contest.code,
        "Sumaq Kuy",
        "submitted",
    )
    assert (past.sent_on, past.requested, past.members) == (
        office_date(OPENS),
        Money.soles(18_000),
        (PastMember(member.full_name, "president"),),
    )
    assert (past.total, past.standing, past.place) == (Score(9100, 2), "passed", 1)
    award = past.award
    assert award is not None
    assert (award.amount, award.goods + award.assistance) == (Money.soles(18_000), Money.soles(18_000))
    assert (award.is_void, award.approved_on, award.announced_on, award.agreement) == (
        False,
        TODAY,
        None,
        None,
    )


def test_an_agreement_that_stands_is_named(session: Session) -> None:
    scored = make_awarded_contest(session)
    issued = issued_agreements(session, scored)
    file = household_of(winner_of(session, scored))

    (past,) = past_of(session, AUDITOR, file)

    assert past.award is not None
    assert past.award.agreement is not None
    assert past.award.agreement.code in {document.code for document in issued}
    assert (past.award.agreement.issued_on, past.award.agreement.is_printed) == (TODAY, False)


def test_a_void_agreement_does_not_count(session: Session) -> None:
    scored = make_awarded_contest(session)
    for document in issued_agreements(session, scored):
        make_void(
            session,
            act_of(scored.staff, NOON),
            contest_id=scored.contest.id,
            document_id=document.id,
            reason="Error",
        )

    (past,) = past_of(session, AUDITOR, household_of(winner_of(session, scored)))

    assert past.award is not None
    assert past.award.agreement is None


def test_a_void_award_says_so(session: Session) -> None:
    scored = make_awarded_contest(session)
    member = winner_of(session, scored)
    award = session.scalars(select(Award).where(Award.application_id == member.application_id)).one()
    award.state = "void"
    session.flush()

    (past,) = past_of(session, AUDITOR, household_of(member))

    assert past.award is not None
    assert past.award.is_void


def test_below_the_pass_mark_there_is_a_total_and_no_award(session: Session) -> None:
    scored = make_full_contest(session)

    (past,) = past_of(session, AUDITOR, household_of(winner_of(session, scored, "Qori Sara")))

    assert (past.total, past.standing, past.place, past.award) == (Score(6950, 2), "below_pass", None, None)


def test_who_may_not_see_the_ranking_sees_no_result_before_the_announcement(session: Session) -> None:
    scored = make_awarded_contest(session)

    (past,) = past_of(session, ANONYMOUS, household_of(winner_of(session, scored)))

    assert (past.code, past.total, past.standing, past.place, past.award) == (
        scored.code("Sumaq Kuy"),
        None,
        None,
        None,
        None,
    )


def test_secretary_of_another_contest_sees_no_result_of_this_one(session: Session) -> None:
    scored = make_awarded_contest(session)
    other = Actor(1, frozenset({Grant(Role.SECRETARY, scored.contest.id + 1)}))
    own = Actor(1, frozenset({Grant(Role.SECRETARY, scored.contest.id)}))
    file = household_of(winner_of(session, scored))

    assert [past_of(session, actor, file)[0].total for actor in (other, own)] == [None, Score(9100, 2)]


def test_after_the_announcement_the_result_is_everybodys(session: Session) -> None:
    scored = make_announced_contest(session)

    (past,) = past_of(session, ANONYMOUS, household_of(winner_of(session, scored)))

    assert (past.total, past.award and past.award.announced_on) == (Score(9100, 2), TODAY)


def again(session: Session, scored: ScoredContest, *, state: str, days: int) -> None:
    """Let the same group apply to another contest."""
    contest = make_contest(session, scored.office, scored.staff, state="published")
    group = session.get_one(ProducerGroup, scored.groups["Sumaq Kuy"].group_id)
    make_application(session, contest, group, state=state, submitted_at=OPENS.replace(day=days))


def test_the_newest_comes_first_across_contests_and_drafts_do_not_show(session: Session) -> None:
    scored = make_awarded_contest(session)
    member = winner_of(session, scored)
    again(session, scored, state="submitted", days=28)
    again(session, scored, state="draft", days=28)

    found = past_of(session, AUDITOR, person_of(member))

    assert [(past.award is None, past.total) for past in found] == [(True, None), (False, Score(9100, 2))]


def test_two_of_a_household_in_one_application_are_one_line(session: Session) -> None:
    scored = make_awarded_contest(session)
    rows = session.scalars(
        select(ApplicationMember)
        .where(ApplicationMember.application_id == scored.groups["Sumaq Kuy"].id)
        .order_by(ApplicationMember.id)
    ).all()
    rows[1].household_id = rows[0].household_id
    session.flush()

    (past,) = past_of(session, AUDITOR, household_of(rows[0]))

    assert [member.office for member in past.members] == ["president", "treasurer"]


def test_who_moved_keeps_the_own_past_and_the_household_its_own(session: Session) -> None:
    scored = make_awarded_contest(session)
    member, other = winner_of(session, scored), winner_of(session, scored, "Qori Sara")
    session.get_one(Person, member.person_id).household_id = other.household_id
    session.flush()

    files = (person_of(member), household_of(member), household_of(other))
    codes = [[past.group_name for past in past_of(session, AUDITOR, file)] for file in files]
    assert codes == [["Sumaq Kuy"], ["Sumaq Kuy"], ["Qori Sara"]]


def test_nobody_of_a_file_applied(session: Session) -> None:
    user = make_user(session, Role.STAFF)

    assert past_of(session, replace(AUDITOR, user_id=user.id), FileRef(FileOf.PERSON, 1)) == ()


def test_number_of_queries_does_not_grow_with_the_years(session: Session) -> None:
    scored = make_awarded_contest(session)
    file = person_of(winner_of(session, scored))
    with counted_queries(session) as few:
        past_of(session, AUDITOR, file)
    again(session, scored, state="submitted", days=27)
    again(session, scored, state="submitted", days=28)
    with counted_queries(session) as many:
        past_of(session, AUDITOR, file)

    assert few.total == many.total == 2
