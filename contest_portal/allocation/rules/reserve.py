"""Who of the reserve list is next when money becomes free: the rule of the contest decides, on what is left.

The rule runs again on what an envelope has now and on those who still wait in it. What it gives first is the next
call. Nobody else can be called, so nobody is passed over but by the rule or after an answer that is on record.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from contest_portal.allocation.rules.inputs import AllocationInput, Candidate, EnvelopeInput
from contest_portal.allocation.rules.limits import Reached, reached
from contest_portal.allocation.rules.nested import as_asked, asking_at_most, inside
from contest_portal.allocation.rules.registry import allocate
from contest_portal.allocation.rules.results import Line, Outcome
from contest_portal.contests.rules.allocation_terms import Limit
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem

EQUAL_SHARE = "equal_share"
FEWEST_LETTERS, MOST_LETTERS = 10, 300


@dataclass(frozen=True, slots=True)
class Given:
    """What a group has or is being offered, of which envelope: it counts against the terms of the rules."""

    application_id: int
    amount: Money
    envelope_code: str


def next_of(
    inputs: AllocationInput,
    category_code: str,
    *,
    left: Money,
    waiting: Collection[int],
    given: Iterable[Given],
) -> Line | None:
    """Give the line of whom the rule gives first of what an envelope has left; None where it gives nobody anything.

    Everyone in the scope of the envelope takes part, those of the envelopes inside it too.

    `waiting` are the applications in reserve that were not called yet; `given` what stands of the whole contest.
    Raises Refused as the rule does.
    """
    codes = inside(inputs.envelopes, category_code)
    mine = tuple(one for one in inputs.candidates if one.home in codes and one.application_id in waiting)
    granted = tuple(given)
    most = _winners_left(inputs, category_code, granted)
    if not mine or not left or most == 0:
        return None
    limits = tuple(_left_of(one) for one in reached(inputs, granted))
    again = replace(
        inputs,
        fund=left,
        envelopes=(EnvelopeInput(category_code, left),),
        candidates=tuple(_of_one_envelope(inputs, category_code, mine, granted)),
        terms=replace(inputs.terms, most_winners=most or 0, limits=limits),
    )
    by_id = {one.application_id: one for one in mine}
    lines = (line for line in allocate(inputs.rule, again).lines if line.outcome is Outcome.AWARDED)
    return next((as_asked(line, by_id[line.application_id]) for line in lines), None)


def _of_one_envelope(
    inputs: AllocationInput, code: str, groups: Iterable[Candidate], given: Iterable[Given]
) -> Iterator[Candidate]:
    """Put groups into one envelope; in a tree nobody is called with more than the equal part of those who won there."""
    if not inputs.is_nested:
        yield from groups
        return
    codes = inside(inputs.envelopes, code)
    asked = {one.application_id: one.requested for one in inputs.candidates}
    parts = (
        one.amount
        for one in given
        if one.envelope_code in codes and one.amount < asked.get(one.application_id, ZERO)
    )
    most = min(parts, default=None) if inputs.rule == EQUAL_SHARE else None
    yield from (replace(asking_at_most(one, most), pot=code) for one in groups)


def _winners_left(inputs: AllocationInput, category_code: str, given: Iterable[Given]) -> int | None:
    """Give how many more winners the rules allow in an envelope; None where they do not say."""
    if not inputs.terms.most_winners:
        return None
    return max(0, inputs.terms.most_winners - sum(one.envelope_code == category_code for one in given))


def _left_of(one: Reached) -> Limit:
    """Give what of a limit is left; its minimum was for the allocation as a whole."""
    limit = one.limit
    awards = None if limit.max_awards is None else max(0, limit.max_awards - one.awards)
    amount = None if limit.max_amount is None else max(ZERO, limit.max_amount - one.amount)
    return replace(limit, min_awards=0, min_amount=ZERO, max_awards=awards, max_amount=amount)


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What a call rests on: what the rule says now, the last day to answer, and today."""

    is_next: bool = True
    expires_on: date | None = None
    today: date | None = None

    @property
    def is_late(self) -> bool:
        """Tell whether the last day to answer has passed."""
        return self.expires_on is not None and self.today is not None and self.today > self.expires_on


def _still_next(facts: CallFacts) -> Problem | None:
    if facts.is_next:
        return None
    return Problem(
        "reserve.not_next",
        field="state",
        message=N_(
            "Desde la propuesta cambió el saldo o la lista, y la regla ya no llama a este grupo con este monto. "
            "Descarte la propuesta y haga otra."
        ),
    )


def _in_time(facts: CallFacts) -> Problem | None:
    if not facts.is_late:
        return None
    return Problem(
        "reserve.too_late",
        field="state",
        message=N_("El plazo para aceptar ya venció. Anote que venció y llame al siguiente."),
    )


def _over(facts: CallFacts) -> Problem | None:
    if facts.is_late:
        return None
    return Problem(
        "reserve.not_over",
        field="state",
        message=N_("El grupo todavía puede responder. Espere a que termine su plazo."),
    )


_PROPOSED, _CALLED = frozenset({"proposed"}), frozenset({"called"})
CALL: Lifecycle[CallFacts] = Lifecycle(
    "reserve_call",
    (
        Transition("call", _PROPOSED, "called", (_still_next,)),
        Transition("discard", _PROPOSED, "discarded"),
        Transition("accept", _CALLED, "accepted", (_in_time,)),
        Transition("decline", _CALLED, "declined"),
        Transition("lapse", _CALLED, "lapsed", (_over,)),
    ),
)
ANSWERS: Mapping[str, str] = {"accepted": "accept", "declined": "decline", "lapsed": "lapse"}


def words_problem(words: str) -> Problem | None:
    """Ask for a reason or a note that says something."""
    if FEWEST_LETTERS <= len(words) <= MOST_LETTERS:
        return None
    return Problem(
        "reserve.words",
        field="reason",
        message=N_("Escriba de %(least)s a %(most)s letras: queda registrado."),
        params={"least": str(FEWEST_LETTERS), "most": str(MOST_LETTERS)},
    )
