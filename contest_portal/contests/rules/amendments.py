"""What an amendment may change after publication, in which state of the contest, and in which direction.

The table below is the whole answer: what is not in it stays as published. Dates only move later and amounts only
rise, because groups made their plans by them; the sheets, weights, pass mark and tie chain never change. Neither does
the form of the profile, its help texts included: groups write in it from the day it is published. A clarification can
say what a question means.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from contest_portal.contests.rules.envelope_tree import top_amount, tree_of, with_shares
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.pot_checks import pots_problems
from contest_portal.contests.rules.publication_checks import fund_room, still_ahead
from contest_portal.contests.rules.rulebook import Calendar, Rulebook
from contest_portal.contests.rules.rulebook_checks import (
    budget_problems,
    calendar_problems,
    categories_problems,
)
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_, Problem

Value = datetime | date | Money | str | int
LEAST_REASON, MOST_REASON = 10, 1000


class Item(StrEnum):
    """What an amendment can reach, in the order it is shown. The values are the names of the form's fields."""

    OPENS_AT = "opens_at"
    CLOSES_AT = "closes_at"
    FIELD_FROM = "field_from"
    FIELD_TO = "field_to"
    PUBLIC_ON = "public_on"
    RESULTS_ON = "results_on"
    VENUE = "venue"
    PURPOSE = "purpose"
    CLARIFICATION = "clarification"
    MAX_AWARD = "max_award"
    ENVELOPES = "envelopes"
    GRACE_MINUTES = "grace_minutes"
    LATE_CODES = "late_codes"


class Direction(StrEnum):
    """Which way a value may go."""

    ANY = "any"
    UP = "up"


class Moment(StrEnum):
    """Until when, beyond the contest's state."""

    ALWAYS = "always"
    BEFORE_OPENING = "before_opening"
    BEFORE_CLOSING = "before_closing"
    BEFORE_ENTRIES = "before_entries"


@dataclass(frozen=True, slots=True)
class Allowance:
    """When an item may change, and which way. For dates up is later."""

    states: frozenset[ContestState]
    direction: Direction = Direction.UP
    moment: Moment = Moment.ALWAYS


_RECEIVING = frozenset({ContestState.PUBLISHED})
_JUDGING = _RECEIVING | {ContestState.EVALUATING}
_RANKED = _JUDGING | {ContestState.SCORED}

AMENDABLE: Mapping[Item, Allowance] = MappingProxyType(
    {
        Item.OPENS_AT: Allowance(_RECEIVING, moment=Moment.BEFORE_OPENING),
        Item.CLOSES_AT: Allowance(_RECEIVING),
        Item.FIELD_FROM: Allowance(_RECEIVING),
        Item.FIELD_TO: Allowance(_JUDGING),
        Item.PUBLIC_ON: Allowance(_JUDGING),
        Item.RESULTS_ON: Allowance(_RANKED),
        Item.VENUE: Allowance(_JUDGING, Direction.ANY),
        Item.PURPOSE: Allowance(_RECEIVING, Direction.ANY, Moment.BEFORE_ENTRIES),
        Item.CLARIFICATION: Allowance(_JUDGING, Direction.ANY),
        Item.MAX_AWARD: Allowance(_RECEIVING, moment=Moment.BEFORE_CLOSING),
        Item.ENVELOPES: Allowance(_JUDGING),
        Item.GRACE_MINUTES: Allowance(_RECEIVING, moment=Moment.BEFORE_CLOSING),
        Item.LATE_CODES: Allowance(_RECEIVING),
    }
)
"""The one place that says what may change. A deadline that has passed moves only while no evaluation was opened."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the table asks of the contest: its state, the instant, how many groups sent, the fund's free money."""

    state: str
    now: datetime
    sent: int
    free: Money


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes. `subject` names the category of an envelope; a new text changes from nothing."""

    item: Item
    before: Value
    after: Value
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What staff would like the rules to say; `envelopes` are the outermost ones by code."""

    calendar: Calendar
    venue: str
    purpose: str
    clarification: str
    max_award: Money
    envelopes: Mapping[str, Money]


def proposal_of(book: Rulebook, *, base: Rulebook | None = None) -> Proposal:
    """Read rules as a proposal; against the rules they amend, the clarification that they add."""
    told = () if base is None else book.clarifications[len(base.clarifications) :]
    return Proposal(
        calendar=book.calendar,
        venue=book.venue,
        purpose=book.purpose,
        clarification=told[0] if told else "",
        max_award=book.budget.max_award,
        envelopes={node.code: node.amount for node in tree_of(book) if not node.parent},
    )


def amended(book: Rulebook, proposal: Proposal) -> Rulebook:
    """Give the rules as proposed. The contest's money is what its envelopes add up to; shares of them follow."""
    raised = proposal.envelopes
    categories = tuple(
        replace(category, envelope=raised.get(category.code, category.envelope))
        for category in book.categories
    )
    pots = tuple(
        pot if pot.parent else replace(pot, amount=raised.get(pot.code, pot.amount)) for pot in book.pots
    )
    told = (proposal.clarification,) if proposal.clarification else ()
    changed = replace(
        book,
        calendar=proposal.calendar,
        venue=proposal.venue,
        purpose=proposal.purpose,
        clarifications=(*book.clarifications, *told),
        budget=replace(book.budget, max_award=proposal.max_award),
        categories=categories,
        pots=pots,
    )
    return with_shares(replace(changed, fund=top_amount(changed)))


def changes(old: Rulebook, new: Rulebook) -> tuple[Change, ...]:
    """List what differs between two versions, in the order of the items."""
    return tuple(change for change in _compared(old, new) if change.before != change.after)


def available(facts: Facts, book: Rulebook) -> frozenset[Item]:
    """Name what may be amended now; the form offers these alone."""
    return frozenset(item for item in Item if _untimely(item, facts, book) is None)


def amendment_problems(old: Rulebook, new: Rulebook, facts: Facts) -> tuple[Problem, ...]:
    """Give everything that keeps these rules from following the ones in force."""
    found = changes(old, new)
    if not found:
        return (_nothing(),)
    return tuple(problem for problem in _problems(old, new, found, facts) if problem is not None)


def _compared(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    for item in tuple(Item)[:6]:
        yield Change(item, getattr(old.calendar, item), getattr(new.calendar, item))
    yield Change(Item.VENUE, old.venue, new.venue)
    yield Change(Item.PURPOSE, old.purpose, new.purpose)
    for text in new.clarifications[len(old.clarifications) :]:
        yield Change(Item.CLARIFICATION, "", text)
    yield Change(Item.MAX_AWARD, old.budget.max_award, new.budget.max_award)
    raised = proposal_of(new).envelopes
    for code, before in proposal_of(old).envelopes.items():
        yield Change(Item.ENVELOPES, before, raised.get(code, before), subject=old.envelope_names[code])
    for item in (Item.GRACE_MINUTES, Item.LATE_CODES):
        yield Change(item, getattr(old.calendar, item), getattr(new.calendar, item))


def _problems(
    old: Rulebook, new: Rulebook, found: Collection[Change], facts: Facts
) -> Iterator[Problem | None]:
    added = new.clarifications[len(old.clarifications) :]
    if amended(new, proposal_of(old)) != replace(old, clarifications=(*old.clarifications, *added)):
        yield _frozen()
    for change in found:
        yield _untimely(change.item, facts, old) or _backwards(change)
        if change.item is Item.CLOSES_AT:
            yield still_ahead(new.calendar.closes_at, now=facts.now)
    for check in (calendar_problems, categories_problems, pots_problems, budget_problems):
        yield from check(new)
    if new.fund - old.fund > ZERO:
        yield fund_room(new.fund - old.fund, free=facts.free)


def _untimely(item: Item, facts: Facts, book: Rulebook) -> Problem | None:
    allowed, calendar = AMENDABLE[item], book.calendar
    if facts.state not in allowed.states:
        return Problem("amendment.state", field=item, message=_TOO_LATE)
    if allowed.moment is Moment.BEFORE_OPENING and facts.now >= calendar.opens_at:
        return Problem("amendment.opened", field=item, message=_OPENED)
    if allowed.moment is Moment.BEFORE_CLOSING and facts.now >= calendar.closes_at:
        return Problem("amendment.closed", field=item, message=_CLOSED)
    if allowed.moment is Moment.BEFORE_ENTRIES and facts.sent:
        return Problem("amendment.entries", field=item, message=_ENTRIES)
    return None


def _backwards(change: Change) -> Problem | None:
    if AMENDABLE[change.item].direction is Direction.ANY:
        return None
    before, after = change.before, change.after
    if isinstance(before, Money) and isinstance(after, Money):
        return _lower(change.item, before) if after < before else None
    if isinstance(before, int) and isinstance(after, int):
        return Problem("amendment.less", field=change.item, message=_LESS) if after < before else None
    earlier = isinstance(before, date) and isinstance(after, date) and after < before
    return Problem("amendment.earlier", field=change.item, message=_EARLIER) if earlier else None


def _lower(item: Item, before: Money) -> Problem:
    return Problem("amendment.lower", field=item, message=_LOWER, params={"before": before.format()})


def _nothing() -> Problem:
    return Problem(
        "amendment.nothing",
        field="amendment",
        message=N_("Todavía no cambió nada. Escriba la nueva fecha, monto o texto."),
    )


def _frozen() -> Problem:
    return Problem(
        "amendment.frozen",
        field="amendment",
        message=N_("Una enmienda no puede cambiar esta parte de las bases. Vuelva a cargar la página."),
    )


_TOO_LATE = N_("El concurso ya pasó la etapa en que esto se puede cambiar. Déjelo como estaba.")
_OPENED = N_("La recepción ya abrió: su apertura no se mueve. Déjela como estaba.")
_CLOSED = N_("La recepción ya cerró y esto valía para ella. Amplíe primero el cierre de la recepción.")
_ENTRIES = N_("Ya hay solicitudes enviadas con este texto. Escriba una aclaración en vez de cambiarlo.")
_EARLIER = N_("Después de publicar, una fecha solo se mueve hacia adelante. Escriba una posterior.")
_LESS = N_(
    "Lo que las bases ya conceden a quienes llegan tarde no se les quita. Déjelo como estaba o amplíelo."
)
_LOWER = N_("Después de publicar, un monto solo sube. Escriba %(before)s o más.")


def reason_problem(reason: str) -> Problem | None:
    """Object to an amendment that does not say why: everybody will read the reason."""
    if LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        return None
    return Problem(
        "amendment.reason",
        field="reason",
        message=N_("Escriba el motivo en 10 a 1000 letras: se publica con la enmienda."),
    )
