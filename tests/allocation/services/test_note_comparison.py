"""The use of scenarios on record."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.allocation.rules.scenario import Scenario
from contest_portal.allocation.services.note_comparison import AGAIN, note_comparison
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotPermitted
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import make_scored_contest

SKIPPING = Scenario("merit_order_skipping")
EQUAL = Scenario("equal_share", most_winners=3)


def test_the_same_comparison_soon_again_is_one_use(session: Session) -> None:
    scored = make_scored_contest(session)

    def look(act: Act, *scenarios: Scenario, file_format: str = "page") -> None:
        note_comparison(
            session, act, contest_id=scored.contest.id, scenarios=scenarios, file_format=file_format
        )

    look(act_of(scored.staff, NOON), SKIPPING)
    look(act_of(scored.staff, NOON + AGAIN - timedelta(seconds=1)), SKIPPING)
    look(act_of(scored.secretary, NOON), SKIPPING)
    look(act_of(scored.staff, NOON), SKIPPING, EQUAL)
    look(act_of(scored.staff, NOON), SKIPPING, file_format="pdf")
    look(act_of(scored.staff, NOON + AGAIN), SKIPPING)

    rows = session.execute(
        select(AuditRow.actor_id, AuditRow.subject, AuditRow.data)
        .where(AuditRow.action == "allocation.compared")
        .order_by(AuditRow.seq)
    )
    contest = f"contest:{scored.contest.id}"
    alone = '{"format":"page","scenarios":["merit_order_skipping"]}'
    assert [tuple(row) for row in rows] == [
        (scored.staff.id, contest, alone),
        (scored.secretary.id, contest, alone),
        (
            scored.staff.id,
            contest,
            '{"format":"page","scenarios":["merit_order_skipping","equal_share winners=3"]}',
        ),
        (scored.staff.id, contest, '{"format":"pdf","scenarios":["merit_order_skipping"]}'),
        (scored.staff.id, contest, alone),
    ]


def test_a_juror_compares_nothing(session: Session) -> None:
    scored = make_scored_contest(session)
    juror = make_user(session, Role.JUROR)

    with pytest.raises(NotPermitted):
        note_comparison(
            session,
            act_of(juror, NOON),
            contest_id=scored.contest.id,
            scenarios=(SKIPPING,),
            file_format="page",
        )
