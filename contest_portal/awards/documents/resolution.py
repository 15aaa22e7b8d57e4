"""The resolution that grants the fund: what was seen, what was considered, what is resolved, and who wins."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from contest_portal.allocation.queries import approved_run, awards_of
from contest_portal.allocation.views import AwardView, EnvelopeView, LineView, RunView
from contest_portal.applications.queries import Entrant, entrants
from contest_portal.applications.screening_queries import not_admitted
from contest_portal.awards.documents.allocation_words import Names, names_of, rule_in_words
from contest_portal.awards.documents.citing import Cited, cite, published_on
from contest_portal.awards.documents.people import Member, listed_members
from contest_portal.awards.documents.resolution_changes import (
    ChangedAward,
    Granted,
    ReplacedResolution,
    replaced_resolution,
)
from contest_portal.awards.documents.resolution_text import RESOLUTION_TEXT
from contest_portal.contests.amendment_queries import CitedAmendment, cited_amendments, rulebook_version
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import ZERO, Money
from contest_portal.kernel.problems import N_
from contest_portal.kernel.records import added_later
from contest_portal.registry.queries.register import district_names


@dataclass(frozen=True, slots=True)
class Winner:
    """A group that is granted money, with its members."""

    place: int
    code: str
    group_name: str
    title: str
    line_name: str
    centre_name: str
    centre_code: str
    district_name: str
    households: int
    women: int
    members: tuple[Member, ...]
    total: Score
    amount: Money
    goods: Money
    assistance: Money


@dataclass(frozen=True, slots=True)
class Reserve:
    """A group on the reserve list, in its order."""

    order: int
    code: str
    group_name: str
    total: Score | None
    requested: Money


@dataclass(frozen=True, slots=True)
class AwardedCategory:
    """A category: its envelope, its winners and its reserve list. `entrants` and `passed` say why it has no winner.

    Where envelopes lie inside others it is one of them; `received` came up to it, `spilled` went up from it.
    """

    name: str
    envelope: Money
    awarded: Money
    balance: Money
    goods: Money
    assistance: Money
    winners: tuple[Winner, ...]
    reserves: tuple[Reserve, ...]
    entrants: int | None = added_later(None)
    passed: int | None = added_later(None)
    not_admitted: int = added_later(0)
    around: str = added_later("")
    received: Money = added_later(ZERO)
    spilled: Money = added_later(ZERO)


@dataclass(frozen=True, slots=True)
class GrantedFund:
    """The money that is shared out and where it comes from."""

    name: str
    source: str
    year: int
    amount: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class ApprovedStep:
    """A step before the last one: what the rules call it, who approved it and when."""

    name: str
    approved_by: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class AllocationAct:
    """The allocation that was approved: its rule in words, who proposed, who approved, and the hash of its result.

    `steps` are those before the one that approved it.
    """

    rule: str
    proposed_by: str
    proposed_on: date
    approved_by: str
    approved_on: date
    result_sha256: str
    steps: tuple[ApprovedStep, ...] = added_later(())


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums over all winners."""

    winners: int
    households: int
    members: int
    women: int
    amount: Money
    goods: Money
    assistance: Money
    reserves: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the resolution says. `rulebook_sha256` is that of the rules as first published."""

    contest_code: str
    contest_title: str
    rulebook_sha256: str
    published_on: date
    acta: Cited
    fund: GrantedFund
    allocation: AllocationAct
    goods_percent: int
    assistance_percent: int
    pass_mark: Score
    categories: tuple[AwardedCategory, ...]
    totals: Totals
    amendments: tuple[CitedAmendment, ...] = added_later(())
    nested: bool = added_later(False)
    replaces: ReplacedResolution | None = added_later(None)

    def changed(self, code: str) -> ChangedAward | None:
        """Give what a group was granted before, where that is something else; None where it is the same."""
        lines = self.replaces.changed if self.replaces else ()
        return next((line for line in lines if line.code == code), None)


RESOLUTION = DocumentKind(
    code="resolution",
    title=N_("Resolución de adjudicación"),
    template="resolution.html",
    number_format="RESOLUCIÓN N.° {numero:3}-{año}-{oficina}",
    context=Resolution,
    amount_at="totals.amount",
    text=RESOLUTION_TEXT,
)


def build_resolution(session: Session, contest: Contest, *, acta: Document) -> Resolution:
    """Gather the resolution from the approved run and the awards that stand."""
    run = approved_run(session, contest.id)
    rulebook = rulebook_of(session, contest.id)
    awards = awards_of(session, contest.id)
    categories = _categories(session, contest.id, rulebook, run, awards)
    totals = _totals(categories)
    return Resolution(
        contest_code=contest.code,
        contest_title=contest.title,
        rulebook_sha256=rulebook_version(session, contest.id, 1).sha256,
        published_on=published_on(contest),
        acta=cite(acta),
        fund=GrantedFund(
            name=contest.fund.name,
            source=contest.fund.source,
            year=contest.fund.year,
            amount=run.fund,
            balance=run.fund - totals.amount,
        ),
        allocation=_act(rulebook, run, names_of(rulebook, district_names(session, rulebook.territory))),
        goods_percent=rulebook.budget.goods_percent,
        assistance_percent=rulebook.budget.assistance_percent,
        pass_mark=rulebook.scoring.pass_mark,
        categories=categories,
        totals=totals,
        amendments=cited_amendments(session, contest.id),
        nested=run.inputs.is_nested,
        replaces=replaced_resolution(
            session,
            f"contest:{contest.id}",
            RESOLUTION.code,
            tuple(Granted(one.code, one.group_name, one.amount) for one in awards),
        ),
    )


def _act(rulebook: Rulebook, run: RunView, names: Names) -> AllocationAct:
    return AllocationAct(
        rule=rule_in_words(run.rule, run.inputs.terms, names, nested=run.inputs.is_nested),
        proposed_by=run.proposed_by_name,
        proposed_on=office_date(run.proposed_at),
        approved_by=run.approved_by_name or "",
        approved_on=office_date(run.approved_at or run.proposed_at),
        result_sha256=run.result_sha256,
        steps=tuple(
            ApprovedStep(step.name, one.by_name, office_date(one.at))
            for step, one in zip(rulebook.approvals, run.approvals[:-1], strict=False)
        ),
    )


def _totals(categories: tuple[AwardedCategory, ...]) -> Totals:
    winners = [winner for category in categories for winner in category.winners]
    return Totals(
        winners=len(winners),
        households=sum(winner.households for winner in winners),
        members=sum(len(winner.members) for winner in winners),
        women=sum(winner.women for winner in winners),
        amount=Money.total(category.awarded for category in categories),
        goods=Money.total(category.goods for category in categories),
        assistance=Money.total(category.assistance for category in categories),
        reserves=sum(len(category.reserves) for category in categories),
    )


def _categories(
    session: Session, contest_id: int, rulebook: Rulebook, run: RunView, awards: tuple[AwardView, ...]
) -> tuple[AwardedCategory, ...]:
    groups = {entrant.application_id: entrant for entrant in entrants(session, contest_id)}
    turned_down = not_admitted(session, contest_id)
    found = tuple(
        _category(
            envelope,
            tuple(
                _winner(session, award, groups[award.application_id], rulebook)
                for award in awards
                if award.envelope_code == envelope.category_code
            ),
            sum(one.category_code == envelope.category_code for one in turned_down),
        )
        for envelope in run.envelopes
    )
    if run.inputs.is_nested:  # an envelope without winners leaves no category void
        return tuple(replace(one, entrants=None, passed=None) for one in found)
    return found


def _category(envelope: EnvelopeView, winners: tuple[Winner, ...], turned_down: int) -> AwardedCategory:
    awarded = Money.total(winner.amount for winner in winners)
    return AwardedCategory(
        name=envelope.category_name,
        envelope=envelope.amount,
        awarded=awarded,
        balance=envelope.shared_out - awarded - envelope.spilled,
        goods=Money.total(winner.goods for winner in winners),
        assistance=Money.total(winner.assistance for winner in winners),
        winners=winners,
        reserves=tuple(_reserve(line) for line in envelope.reserves),
        entrants=len(envelope.lines),
        passed=len(envelope.lines) - len(envelope.others),
        not_admitted=turned_down,
        around=envelope.parent_name,
        received=envelope.received,
        spilled=envelope.spilled,
    )


def _winner(session: Session, award: AwardView, group: Entrant, rulebook: Rulebook) -> Winner:
    return Winner(
        place=award.place,
        code=award.code,
        group_name=award.group_name,
        title=group.title,
        line_name=rulebook.line(award.line_code).name,
        centre_name=group.centre_name,
        centre_code=group.centre_code,
        district_name=group.district_name,
        households=group.households,
        women=group.women,
        members=listed_members(session, award.application_id),
        total=award.total,
        amount=award.amount,
        goods=award.goods,
        assistance=award.assistance,
    )


def _reserve(line: LineView) -> Reserve:
    return Reserve(line.reserve_order or 0, line.code, line.group_name, line.total, line.requested)
