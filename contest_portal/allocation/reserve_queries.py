"""Named reads of the reserve list: who waits, who was called, and whom the rule calls next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.models import Award
from contest_portal.allocation.queries import approved_run
from contest_portal.allocation.reserve_models import ReserveCall, ReserveRise
from contest_portal.allocation.rules.nested import inside
from contest_portal.allocation.rules.offers import Offer, Rise, offers_of
from contest_portal.allocation.rules.reserve import Given
from contest_portal.allocation.rules.results import Line, Outcome
from contest_portal.allocation.views import LineView, RunView
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import Envelope
from contest_portal.contests.queries import EnvelopeView, envelopes_of
from contest_portal.documents.models import Document
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import NotFound

LIVE = ("proposed", "called")


@dataclass(frozen=True, slots=True)
class CallView:
    """A call of a group; `document_code` once it was called, `rises` where its money comes from envelopes inside."""

    id: int
    application_id: int
    envelope_id: int
    state: str
    amount: Money
    reason: str
    proposed_by: int
    expires_on: date | None
    note: str
    document_id: int | None
    document_code: str | None
    rises: tuple[Rise, ...] = ()

    @property
    def came(self) -> Money:
        """Give what of the amount comes from the envelopes inside."""
        return Money.total(one.amount for one in self.rises)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A group of the reserve list in its order, with its call if it had one."""

    line: LineView
    call: CallView | None

    @property
    def state(self) -> str:
        """Give where the group stands: waiting, or as its call."""
        return self.call.state if self.call else "waiting"


@dataclass(frozen=True, slots=True)
class ReserveEnvelope:
    """An envelope with its reserve list. `free` is what nobody has or is being offered; `offer` whom the rule calls."""

    envelope: EnvelopeView
    free: Money
    waiting: tuple[Waiting, ...]
    offer: Offer

    @property
    def next(self) -> Line | None:
        """Give the line of whom the rule calls; None where it calls nobody."""
        return self.offer.line

    @property
    def at_hand(self) -> Money:
        """Give all that a call may use: what is free here and what may go up from inside."""
        return self.free + self.offer.at_hand

    @property
    def next_line(self) -> LineView | None:
        """Give the line of whom the rule calls, with the group's name."""
        return next((one.line for one in self.waiting if self.next and one.line.code == self.next.code), None)

    @property
    def may_go_up(self) -> bool:
        """Tell whether money lies free that nobody of its scope can get, and that the rules let go up."""
        return self.envelope.spills and bool(self.free) and self.next is None

    @property
    def missing(self) -> Money | None:
        """Give what is missing for what the first who waits asked; None where nothing is, or nobody waits."""
        first = next((one.line for one in self.waiting if one.call is None), None)
        return None if first is None or first.requested <= self.at_hand else first.requested - self.at_hand


def reserve_list(session: Session, contest_id: int) -> tuple[ReserveEnvelope, ...]:
    """List the reserve of every envelope in order.

    NotFound while nothing is approved. Raises Refused as the rule does.
    """
    return _lists(session, contest_id, calls_of(session, contest_id))


def reserve_of(
    session: Session, contest_id: int, envelope_id: int, *, without: int | None = None
) -> ReserveEnvelope:
    """Give the reserve of one envelope, `without` a call as if it had not been proposed.

    NotFound while nothing is approved or for an envelope of elsewhere. Raises Refused as the rule does.
    """
    found = calls_of(session, contest_id).items()
    calls = {application_id: call for application_id, call in found if call.id != without}
    for one in _lists(session, contest_id, calls):
        if one.envelope.id == envelope_id:
            return one
    raise NotFound(f"envelope {envelope_id} of contest {contest_id}")


def _lists(session: Session, contest_id: int, calls: Mapping[int, CallView]) -> tuple[ReserveEnvelope, ...]:
    run, envelopes = approved_run(session, contest_id), envelopes_of(session, contest_id)
    proposed = [call for call in calls.values() if call.state == "proposed"]
    free = {one.category_code: one.balance - _proposed_of(one, proposed) for one in envelopes}
    reserve = {line.application_id for line in run.lines if line.outcome is Outcome.RESERVE}
    given = _given(session, contest_id, calls.values(), {one.id: one.category_code for one in envelopes})
    offers = offers_of(run.inputs, free, waiting=reserve - calls.keys(), given=given)
    return tuple(
        ReserveEnvelope(one, free[one.category_code], _waiting(run, one, calls), offers[one.category_code])
        for one in envelopes
    )


def _proposed_of(envelope: EnvelopeView, proposed: Iterable[CallView]) -> Money:
    """Give what proposed calls would take of an envelope: of its own calls what does not come from inside it."""
    code = envelope.category_code
    return Money.total(
        (
            *(call.amount - call.came for call in proposed if call.envelope_id == envelope.id),
            *(rise.amount for call in proposed for rise in call.rises if rise.source == code),
        )
    )


def calls_of(session: Session, contest_id: int) -> Mapping[int, CallView]:
    """Give the calls of a contest by application; a discarded one is none."""
    rows = session.execute(
        select(ReserveCall, Document.code)
        .outerjoin(Document, Document.id == ReserveCall.document_id)
        .where(ReserveCall.contest_id == contest_id, ReserveCall.state != "discarded")
        .order_by(ReserveCall.id)
    )
    rises = _rises(session, contest_id)
    return {call.application_id: _call_view(call, code, rises.get(call.id, ())) for call, code in rows}


def _rises(session: Session, contest_id: int) -> Mapping[int, tuple[Rise, ...]]:
    """Give what comes up for each call, by the codes of the envelopes."""
    rows = session.execute(
        select(ReserveRise.call_id, Envelope.category_code, ReserveRise.amount)
        .join(Envelope, Envelope.id == ReserveRise.source_id)
        .where(Envelope.contest_id == contest_id)
        .order_by(Envelope.category_code, ReserveRise.id)
    )
    found: dict[int, tuple[Rise, ...]] = {}
    for call_id, code, amount in rows:
        found[call_id] = (*found.get(call_id, ()), Rise(code, amount))
    return found


def _call_view(call: ReserveCall, code: str | None, rises: tuple[Rise, ...]) -> CallView:
    return CallView(
        id=call.id,
        application_id=call.application_id,
        envelope_id=call.envelope_id,
        state=call.state,
        amount=call.amount,
        reason=call.reason,
        proposed_by=call.proposed_by,
        expires_on=call.expires_on,
        note=call.note,
        document_id=call.document_id,
        document_code=code,
        rises=rises,
    )


def lock_call(session: Session, call_id: int) -> ReserveCall:
    """Give a call as it is now, its contest locked first; NotFound when there is none."""
    contest_id = session.scalar(select(ReserveCall.contest_id).where(ReserveCall.id == call_id))
    if contest_id is None:
        raise NotFound(f"reserve call {call_id}")
    hold_contest(session, contest_id)
    return session.get_one(ReserveCall, call_id, populate_existing=True)


def _given(
    session: Session, contest_id: int, calls: Iterable[CallView], codes: Mapping[int, str]
) -> tuple[Given, ...]:
    """Give every award that stands and every offer that waits for its answer."""
    awards = session.scalars(
        select(Award).where(Award.contest_id == contest_id, Award.state == "granted").order_by(Award.id)
    )
    return (
        *(Given(award.application_id, award.amount, codes[award.envelope_id]) for award in awards),
        *(
            Given(call.application_id, call.amount, codes[call.envelope_id])
            for call in calls
            if call.state in LIVE
        ),
    )


def _waiting(run: RunView, envelope: EnvelopeView, calls: Mapping[int, CallView]) -> tuple[Waiting, ...]:
    codes = inside(run.inputs.envelopes, envelope.category_code)
    mine = {one.application_id for one in run.inputs.candidates if one.home in codes}
    return tuple(
        Waiting(line, calls.get(line.application_id))
        for line in run.lines
        if line.application_id in mine and line.outcome is Outcome.RESERVE
    )
