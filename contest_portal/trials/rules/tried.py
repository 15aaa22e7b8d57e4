"""The rules that a trial follows: those of the draft, but for what groups write and attach."""

from dataclasses import replace

from contest_portal.contests.rules.profile_form import STANDARD_FORM
from contest_portal.contests.rules.rulebook import Rulebook


def tried_rules(draft: Rulebook) -> Rulebook:
    """Ask for the usual profile and no files: invented answers would show nothing, and no mark depends on them."""
    return replace(draft, form=STANDARD_FORM, files=())
