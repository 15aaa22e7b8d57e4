"""A scenario to compare with: another rule, or other money. It starts from what the frozen rule started from.

Nothing here is an allocation: no proposal and no approval takes a scenario.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contest_portal.allocation.rules.claims import Claim, settings_of, with_claims
from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.rules.allocation_terms import (
    STANDARD_TERMS,
    AllocationTerms,
    Limit,
    LimitOf,
    Setting,
    terms_problems,
)
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem
from contest_portal.scoring.rules.ranking import Standing

EQUAL_SHARES = "equal_shares_of_jurors"
"""The method of equal shares: no rule that a contest may choose, but one to compare with."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is otherwise than in the frozen rules; None and empty: as there. `amounts` are of the envelopes named.

    `limit` stands instead of the contest's own for the same category, line or district.
    """

    rule: str
    amounts: tuple[EnvelopeInput, ...] = ()
    min_award: Money | None = None
    max_award: Money | None = None
    share_percent: int | None = None
    most_winners: int | None = None
    without_limits: bool = False
    limit: Limit | None = None


def scenario_problems(
    base: AllocationInput, scenario: Scenario, *, known: Collection[tuple[LimitOf, str]]
) -> Iterator[Problem]:
    """Name what of a scenario cannot be; each field is one of `Scenario`. `known` are what a limit may be about."""
    if not scenario.rule:
        message = N_("Elija la regla de este escenario, o deje en blanco sus montos y condiciones.")
        yield Problem("scenario.no_rule", field="rule", message=message)
        return
    if scenario.rule not in {*RULES, EQUAL_SHARES}:
        message = N_("No existe la regla «%(rule)s». Elija una de la lista.")
        yield Problem("scenario.rule", field="rule", message=message, params={"rule": scenario.rule[:40]})
        return
    yield from _award_problems(base, scenario)
    yield from _unread(scenario)
    if scenario.limit is not None and scenario.limit == Limit(scenario.limit.of, scenario.limit.code):
        message = N_("Escriba el mínimo o el máximo de este límite, o quítelo.")
        yield Problem("scenario.empty_limit", field="limit", message=message)
    for problem in terms_problems(_terms(STANDARD_TERMS, scenario), known=known):
        yield replace(problem, field="limit") if problem.field == "limits" else problem


def scenario_inputs(
    base: AllocationInput, scenario: Scenario, terms: AllocationTerms, claims: Mapping[int, Claim]
) -> AllocationInput:
    """Give what the scenario's rule is told. `terms` are those of the contest, `claims` of every group.

    More than the maximum counts as the maximum. Where the envelopes hold more than the fund, the fund is as large.
    """
    typed = {one.category_code: one.amount for one in scenario.amounts}
    envelopes = tuple(replace(one, amount=typed.get(one.category_code, one.amount)) for one in base.envelopes)
    most = base.max_award if scenario.max_award is None else scenario.max_award
    inputs = replace(
        base,
        rule=scenario.rule,
        fund=max(base.fund, Money.total(one.amount for one in envelopes)),
        min_award=base.min_award if scenario.min_award is None else scenario.min_award,
        max_award=most,
        envelopes=envelopes,
        terms=STANDARD_TERMS,
    )
    told = with_claims(inputs, _terms(terms, scenario), claims)
    return replace(told, candidates=tuple(_within(one, most) for one in told.candidates))


def capped(base: AllocationInput, scenario: Scenario) -> int:
    """Count the groups that passed and asked for more than the scenario's maximum."""
    most = base.max_award if scenario.max_award is None else scenario.max_award
    return sum(one.requested > most for one in _passed(base))


def written(scenario: Scenario) -> str:
    """Write a scenario in one line, the same for the same one; for the record."""
    parts = (
        scenario.rule,
        *(f"{one.category_code}={one.amount}" for one in scenario.amounts),
        "" if scenario.min_award is None else f"min={scenario.min_award}",
        "" if scenario.max_award is None else f"max={scenario.max_award}",
        "" if scenario.share_percent is None else f"share={scenario.share_percent}%",
        "" if scenario.most_winners is None else f"winners={scenario.most_winners}",
        "without_limits" if scenario.without_limits else "",
        "" if scenario.limit is None else _written(scenario.limit),
    )
    return " ".join(part for part in parts if part)


def _written(limit: Limit) -> str:
    parts = (
        f"limit={limit.of}:{limit.code}",
        f"awards>={limit.min_awards}" if limit.min_awards else "",
        "" if limit.max_awards is None else f"awards<={limit.max_awards}",
        f"amount>={limit.min_amount}" if limit.min_amount else "",
        "" if limit.max_amount is None else f"amount<={limit.max_amount}",
    )
    return " ".join(part for part in parts if part)


def _award_problems(base: AllocationInput, scenario: Scenario) -> Iterator[Problem]:
    most = base.max_award if scenario.max_award is None else scenario.max_award
    least = base.min_award if scenario.min_award is None else scenario.min_award
    if not Money(1) <= most <= base.max_award:
        message = N_("El máximo por grupo va de S/ 0.01 al de las bases, %(most)s. Escriba un monto menor.")
        params = {"most": base.max_award.format()}
        yield Problem("scenario.max_award", field="max_award", message=message, params=params)
    elif least > most:
        message = N_("El mínimo por grupo (%(least)s) pasa del máximo (%(most)s). Corrija uno de los dos.")
        params = {"least": least.format(), "most": most.format()}
        field = "max_award" if scenario.min_award is None else "min_award"
        yield Problem("scenario.min_over_max", field=field, message=message, params=params)
    asked = min((one.requested for one in _passed(base)), default=None)
    if scenario.min_award is not None and asked is not None and asked < scenario.min_award:
        message = N_(
            "Un grupo aprobado pide solo %(asked)s, y con ese mínimo no tendría lugar. Escriba un mínimo que no pase "
            "de ese monto."
        )
        params = {"asked": asked.format()}
        yield Problem("scenario.min_award", field="min_award", message=message, params=params)


def _unread(scenario: Scenario) -> Iterator[Problem]:
    read = settings_of(scenario.rule)
    given = (
        ("share_percent", Setting.SHARE, scenario.share_percent is not None),
        ("most_winners", Setting.WINNERS, scenario.most_winners is not None),
        ("without_limits", Setting.LIMITS, scenario.without_limits),
        ("limit", Setting.LIMITS, scenario.limit is not None),
    )
    for field, setting, is_given in given:
        if is_given and setting not in read:
            message = N_("La regla elegida no usa este dato. Déjelo como en las bases o elija otra regla.")
            yield Problem("scenario.not_read", field=field, message=message)


def _passed(base: AllocationInput) -> Sequence[Candidate]:
    return [one for one in base.candidates if one.standing is Standing.PASSED]


def _terms(terms: AllocationTerms, scenario: Scenario) -> AllocationTerms:
    share, winners, own = scenario.share_percent, scenario.most_winners, scenario.limit
    limits = () if scenario.without_limits else terms.limits
    if own is not None:
        limits = (*(one for one in limits if (one.of, one.code) != (own.of, own.code)), own)
    return replace(
        terms,
        share_percent=terms.share_percent if share is None else share,
        most_winners=terms.most_winners if winners is None else winners,
        limits=limits,
    )


def _within(candidate: Candidate, most: Money) -> Candidate:
    """Let a group ask for the maximum at most; its plan stays as large, so the rest is on its own side."""
    if candidate.requested <= most:
        return candidate
    over = candidate.requested - most
    return replace(candidate, requested=most, counted=candidate.counted + over)
