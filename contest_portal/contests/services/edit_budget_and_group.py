"""Change what a group may ask for, how an award is split, who may form a group and how the fund is shared out."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.follow_up_rules import FollowUpRules
from contest_portal.contests.rules.rulebook import BudgetRules, GroupRules, Rulebook
from contest_portal.contests.rules.rulebook_checks import Part, allocation_rule_problem, budget_problems
from contest_portal.contests.services.change_draft import change_draft
from contest_portal.kernel.problems import Problem


def edit_budget_and_group(
    session: Session,
    act: Act,
    *,
    contest_id: int,
    expected_version: int,
    budget: BudgetRules,
    group: GroupRules,
    follow_up: FollowUpRules | None = None,
    allocation_rule: str,
    allocation_rules: Collection[str],
) -> Contest:
    """Set the rules of money and groups; without `follow_up` those of what follows the award stay.

    `allocation_rules` names those the allocation stage knows.
    """

    def check(book: Rulebook) -> Iterator[Problem | None]:
        yield from budget_problems(book)
        yield allocation_rule_problem(book, allocation_rules)

    return change_draft(
        session,
        act,
        contest_id=contest_id,
        expected_version=expected_version,
        part=Part.BUDGET,
        change=lambda book: replace(
            book,
            budget=budget,
            group=group,
            follow_up=follow_up or book.follow_up,
            allocation_rule=allocation_rule,
        ),
        check=check,
    )
