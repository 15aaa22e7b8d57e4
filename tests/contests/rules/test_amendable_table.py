"""The table of what an amendment may change, said a second time: both must be edited for a rule to change."""

import pytest

from contest_portal.contests.rules.amendments import AMENDABLE, Item
from contest_portal.contests.rules.lifecycle import ContestState

TABLE = [
    (Item.OPENS_AT, ContestState.DRAFT, False),
    (Item.OPENS_AT, ContestState.PUBLISHED, True),
    (Item.OPENS_AT, ContestState.EVALUATING, False),
    (Item.OPENS_AT, ContestState.SCORED, False),
    (Item.OPENS_AT, ContestState.ALLOCATED, False),
    (Item.OPENS_AT, ContestState.ANNOUNCED, False),
    (Item.CLOSES_AT, ContestState.DRAFT, False),
    (Item.CLOSES_AT, ContestState.PUBLISHED, True),
    (Item.CLOSES_AT, ContestState.EVALUATING, False),
    (Item.CLOSES_AT, ContestState.SCORED, False),
    (Item.CLOSES_AT, ContestState.ALLOCATED, False),
    (Item.CLOSES_AT, ContestState.ANNOUNCED, False),
    (Item.FIELD_FROM, ContestState.DRAFT, False),
    (Item.FIELD_FROM, ContestState.PUBLISHED, True),
    (Item.FIELD_FROM, ContestState.EVALUATING, False),
    (Item.FIELD_FROM, ContestState.SCORED, False),
    (Item.FIELD_FROM, ContestState.ALLOCATED, False),
    (Item.FIELD_FROM, ContestState.ANNOUNCED, False),
    (Item.FIELD_TO, ContestState.DRAFT, False),
    (Item.FIELD_TO, ContestState.PUBLISHED, True),
    (Item.FIELD_TO, ContestState.EVALUATING, True),
    (Item.FIELD_TO, ContestState.SCORED, False),
    (Item.FIELD_TO, ContestState.ALLOCATED, False),
    (Item.FIELD_TO, ContestState.ANNOUNCED, False),
    (Item.PUBLIC_ON, ContestState.DRAFT, False),
    (Item.PUBLIC_ON, ContestState.PUBLISHED, True),
    (Item.PUBLIC_ON, ContestState.EVALUATING, True),
    (Item.PUBLIC_ON, ContestState.SCORED, False),
    (Item.PUBLIC_ON, ContestState.ALLOCATED, False),
    (Item.PUBLIC_ON, ContestState.ANNOUNCED, False),
    (Item.RESULTS_ON, ContestState.DRAFT, False),
    (Item.RESULTS_ON, ContestState.PUBLISHED, True),
    (Item.RESULTS_ON, ContestState.EVALUATING, True),
    (Item.RESULTS_ON, ContestState.SCORED, True),
    (Item.RESULTS_ON, ContestState.ALLOCATED, False),
    (Item.RESULTS_ON, ContestState.ANNOUNCED, False),
    (Item.VENUE, ContestState.DRAFT, False),
    (Item.VENUE, ContestState.PUBLISHED, True),
    (Item.VENUE, ContestState.EVALUATING, True),
    (Item.VENUE, ContestState.SCORED, False),
    (Item.VENUE, ContestState.ALLOCATED, False),
    (Item.VENUE, ContestState.ANNOUNCED, False),
    (Item.PURPOSE, ContestState.DRAFT, False),
    (Item.PURPOSE, ContestState.PUBLISHED, True),
    (Item.PURPOSE, ContestState.EVALUATING, False),
    (Item.PURPOSE, ContestState.SCORED, False),
    (Item.PURPOSE, ContestState.ALLOCATED, False),
    (Item.PURPOSE, ContestState.ANNOUNCED, False),
    (Item.CLARIFICATION, ContestState.DRAFT, False),
    (Item.CLARIFICATION, ContestState.PUBLISHED, True),
    (Item.CLARIFICATION, ContestState.EVALUATING, True),
    (Item.CLARIFICATION, ContestState.SCORED, False),
    (Item.CLARIFICATION, ContestState.ALLOCATED, False),
    (Item.CLARIFICATION, ContestState.ANNOUNCED, False),
    (Item.MAX_AWARD, ContestState.DRAFT, False),
    (Item.MAX_AWARD, ContestState.PUBLISHED, True),
    (Item.MAX_AWARD, ContestState.EVALUATING, False),
    (Item.MAX_AWARD, ContestState.SCORED, False),
    (Item.MAX_AWARD, ContestState.ALLOCATED, False),
    (Item.MAX_AWARD, ContestState.ANNOUNCED, False),
    (Item.ENVELOPES, ContestState.DRAFT, False),
    (Item.ENVELOPES, ContestState.PUBLISHED, True),
    (Item.ENVELOPES, ContestState.EVALUATING, True),
    (Item.ENVELOPES, ContestState.SCORED, False),
    (Item.ENVELOPES, ContestState.ALLOCATED, False),
    (Item.ENVELOPES, ContestState.ANNOUNCED, False),
    (Item.GRACE_MINUTES, ContestState.DRAFT, False),
    (Item.GRACE_MINUTES, ContestState.PUBLISHED, True),
    (Item.GRACE_MINUTES, ContestState.EVALUATING, False),
    (Item.GRACE_MINUTES, ContestState.SCORED, False),
    (Item.GRACE_MINUTES, ContestState.ALLOCATED, False),
    (Item.GRACE_MINUTES, ContestState.ANNOUNCED, False),
    (Item.LATE_CODES, ContestState.DRAFT, False),
    (Item.LATE_CODES, ContestState.PUBLISHED, True),
    (Item.LATE_CODES, ContestState.EVALUATING, False),
    (Item.LATE_CODES, ContestState.SCORED, False),
    (Item.LATE_CODES, ContestState.ALLOCATED, False),
    (Item.LATE_CODES, ContestState.ANNOUNCED, False),
]


@pytest.mark.parametrize(("item", "state", "may_change"), TABLE)
def test_an_item_may_change_in_these_states_alone(
    item: Item, state: ContestState, *, may_change: bool
) -> None:
    assert (state in AMENDABLE[item].states) is may_change


def test_every_item_and_state_is_in_the_table() -> None:
    assert {(item, state) for item, state, _ in TABLE} == {
        (item, state) for item in Item for state in ContestState
    }
