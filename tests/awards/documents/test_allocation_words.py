"""What acta and resolution say of a rule where envelopes lie inside others."""

import pytest

from contest_portal.allocation.rules.registry import RULES
from contest_portal.awards.documents.allocation_words import NESTING, NESTING_OF, rule_in_words
from contest_portal.contests.rules.allocation_terms import STANDARD_TERMS


@pytest.mark.parametrize("rule", sorted(RULES))
def test_each_rule_says_what_nested_envelopes_mean_for_it_and_nothing_of_them_elsewhere(rule: str) -> None:
    nested = rule_in_words(rule, STANDARD_TERMS, {}, nested=True)

    assert nested.endswith(f"; {NESTING}{NESTING_OF.get(rule, '')}")
    assert NESTING not in rule_in_words(rule, STANDARD_TERMS, {})


def test_only_known_rules_add_something() -> None:
    assert set(NESTING_OF) == {"equal_share", "best_total", "pass_funded"} <= set(RULES)
