"""A sound bundle worked out, as data to print. What is not sound is refused, with all that is wrong."""

from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import refuse
from contest_portal.kernel.records import to_data
from contest_portal.publication.rules.bundle import Bundle
from contest_portal.publication.rules.bundle_results import allocation_of, places_of, ranking_of
from contest_portal.publication.rules.bundle_soundness import (
    quorum_problems,
    rules_problems,
    sheets_problems,
    tie_problems,
)
from contest_portal.scoring.rules.ranking import RankedGroup


def ranking_report(bundle: Bundle) -> Json:
    """Give the ranking. Raises Refused for rules that contradict themselves and for groups below the quorum."""
    _sound_ranking(bundle)
    return {"contest": bundle.rules.code, "ranking": [to_data(place) for place in places_of(bundle)]}


def allocation_report(bundle: Bundle, rule: str) -> Json:
    """Give an allocation: awards, balance and every step, those that take money up by themselves.

    Raises Refused as `ranking_report` and `allocate` do.
    """
    ranking = _sound_ranking(bundle)
    if bundle.allocation is None:
        refuse(tie_problems(bundle, ranking))
    result = allocation_of(bundle, rule)
    return {
        "contest": bundle.rules.code,
        "rule": rule,
        "awards": {line.code: line.amount.cents for line in result.lines if line.amount},
        "awarded": result.awarded.cents,
        "balance": result.balance.cents,
        "unassigned": result.unassigned.cents,
        "steps": [to_data(line) for line in result.lines],
        **({"spills": [to_data(spill) for spill in result.spills]} if result.spills else {}),
    }


def _sound_ranking(bundle: Bundle) -> tuple[RankedGroup, ...]:
    refuse(rules_problems(bundle.rules))
    refuse(sheets_problems(bundle))
    ranking = ranking_of(bundle)
    refuse(quorum_problems(bundle, ranking))
    return ranking
