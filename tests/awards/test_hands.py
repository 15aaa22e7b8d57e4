"""Whose hands an award went through, read from what is stored, and whom that keeps from the next step."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from contest_portal.awards.hands import Hands, hands_of
from contest_portal.awards.services.approve_transfer import approve_transfer
from contest_portal.awards.services.propose_transfer import propose_transfer
from tests.factories.follow_ups import award_of, make_followed, make_paid, make_ready

PROPOSER, APPROVER, PAYER = 1, 2, 3
THREE = Hands(frozenset({PROPOSER}), frozenset({APPROVER}), frozenset({PAYER}))
PEOPLE = st.frozensets(st.integers(min_value=1, max_value=6))


@pytest.mark.parametrize(
    ("state", "kept_away"),
    [
        ("planned", {APPROVER, PAYER}),
        ("proposed", {PROPOSER, PAYER}),
        ("approved", {PROPOSER, APPROVER}),
    ],
)
def test_whoever_has_another_part_may_not_take_the_next_step(state: str, kept_away: set[int]) -> None:
    assert THREE.before(state) == kept_away


@pytest.mark.parametrize("state", ["planned", "proposed", "approved"])
def test_an_award_that_nobody_touched_keeps_nobody_away(state: str) -> None:
    assert Hands(frozenset(), frozenset(), frozenset()).before(state) == frozenset()


@given(PEOPLE, PEOPLE, PEOPLE)
def test_whoever_has_two_parts_already_takes_no_step_at_all(
    proposers: frozenset[int], approvers: frozenset[int], payers: frozenset[int]
) -> None:
    hands = Hands(proposers, approvers, payers)

    for person in (proposers & approvers) | (proposers & payers) | (approvers & payers):
        assert all(person in hands.before(state) for state in ("planned", "proposed", "approved"))


@given(PEOPLE, PEOPLE, PEOPLE)
def test_whoever_has_one_part_alone_may_have_it_again(
    proposers: frozenset[int], approvers: frozenset[int], payers: frozenset[int]
) -> None:
    hands = Hands(proposers, approvers, payers)

    assert not (proposers - approvers - payers) & hands.before("planned")
    assert not (approvers - proposers - payers) & hands.before("proposed")
    assert not (payers - proposers - approvers) & hands.before("approved")


def test_before_any_transfer_there_are_those_of_the_allocation(session: Session, tmp_path: Path) -> None:
    followed = make_followed(session, tmp_path)

    hands = hands_of(session, followed.award)

    assert hands == Hands(
        frozenset({followed.scored.secretary.id}), frozenset({followed.scored.staff.id}), frozenset()
    )


def test_each_step_of_a_transfer_adds_its_person(session: Session, tmp_path: Path) -> None:
    followed = make_ready(session, tmp_path)
    before = hands_of(session, followed.award)
    given = {"award_id": followed.award.id, "number": 1}

    propose_transfer(session, followed.act(), **given)
    proposed = hands_of(session, followed.award)
    approve_transfer(session, followed.act(followed.approver), **given)
    approved = hands_of(session, followed.award)

    assert proposed == Hands(before.proposers | {followed.secretary.id}, before.approvers, frozenset())
    assert approved == Hands(proposed.proposers, before.approvers | {followed.approver.id}, frozenset())


def test_who_paid_one_instalment_is_kept_from_proposing_the_next(session: Session, tmp_path: Path) -> None:
    followed = make_paid(session, tmp_path)

    hands = hands_of(session, followed.award)

    assert hands.payers == {followed.payer.id}
    assert followed.payer.id in hands.before("planned") & hands.before("proposed")
    assert followed.payer.id not in hands.before("approved")


def test_the_hands_of_one_award_are_not_those_of_another(session: Session, tmp_path: Path) -> None:
    followed = make_paid(session, tmp_path)
    other = award_of(session, followed.scored, "Mishki Tanta")

    hands = hands_of(session, other)

    people = {followed.secretary.id, followed.approver.id, followed.payer.id}
    assert not people & (hands.proposers | hands.approvers | hands.payers)
    assert hands.approvers == {followed.scored.staff.id}
