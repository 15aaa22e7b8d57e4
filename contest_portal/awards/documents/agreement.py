"""The agreement with a winning group: a gift with a charge, its two parts, its instalments and its duties."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from contest_portal.allocation.views import AwardView
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.queries import Entrant, entrant, profile_of
from contest_portal.applications.rules.profile import Profile, total_of
from contest_portal.awards.documents.agreement_text import AGREEMENT_TEXT
from contest_portal.awards.documents.citing import Cited, cite
from contest_portal.awards.documents.people import Member, Signer, listed_members, signers
from contest_portal.awards.documents.wording import COUNTERPARTS
from contest_portal.awards.rules.terms import AgreementTerms, end_of_term, instalments
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.documents.models import Document
from contest_portal.documents.rules.kinds import DocumentKind, Issue
from contest_portal.kernel.marks import Score
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_
from contest_portal.kernel.quantities import Quantity, cost_of


@dataclass(frozen=True, slots=True)
class Instalment:
    """A transfer: its number, its part of the award (percent) and its amount."""

    number: int
    percent: int
    amount: Money


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A row of the group's own budget, as its profile has it."""

    description: str
    unit: str
    quantity: Quantity
    unit_cost: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Pledge:
    """What the group adds of its own."""

    kind: str
    description: str
    amount: Money


@dataclass(frozen=True, slots=True)
class AgreedGroup:
    """The group as a party: where it is, who signs for it, and its members."""

    name: str
    ruc: str | None
    centre_name: str
    centre_code: str
    district_name: str
    households: int
    president: Signer
    treasurer: Signer
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class AgreedMoney:
    """The award, its two parts, what the group adds, and the transfers."""

    amount: Money
    goods: Money
    assistance: Money
    goods_percent: int
    assistance_percent: int
    counterpart: Money
    whole: Money
    instalments: tuple[Instalment, ...]


@dataclass(frozen=True, slots=True)
class AgreedPlan:
    """The group's profile: what it asked for and what it is to buy, hire and add."""

    title: str
    sha256: str
    line_name: str
    requested: Money
    goods: tuple[BudgetLine, ...]
    goods_total: Money
    assistance: tuple[BudgetLine, ...]
    assistance_total: Money
    pledges: tuple[Pledge, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the agreement says."""

    contest_code: str
    contest_title: str
    category_name: str
    acta: Cited
    resolution: Cited
    application_code: str
    place: int
    total: Score
    group: AgreedGroup
    money: AgreedMoney
    plan: AgreedPlan
    months: int
    starts_on: date
    ends_on: date


AGREEMENT = DocumentKind(
    code="agreement",
    title=N_("Convenio de adjudicación"),
    template="agreement.html",
    number_format="CONVENIO N.° {numero:3}-{año}-{oficina}",
    context=Agreement,
    group_at="application_code",
    amount_at="money.amount",
    text=AGREEMENT_TEXT,
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What all agreements of a contest rest on."""

    contest: Contest
    acta: Document
    resolution: Document
    terms: AgreementTerms


def build_agreement(session: Session, basis: Basis, award: AwardView, issue: Issue) -> Agreement:
    """Gather one group's agreement from its award, its profile and the members it was sent with."""
    rulebook = rulebook_of(session, basis.contest.id)
    profile = profile_of(session, award.application_id)
    group = entrant(session, award.application_id)
    return Agreement(
        contest_code=basis.contest.code,
        contest_title=basis.contest.title,
        category_name=rulebook.category(award.category_code).name,
        acta=cite(basis.acta),
        resolution=cite(basis.resolution),
        application_code=award.code,
        place=award.place,
        total=award.total,
        group=_group(session, group),
        money=_money(award, rulebook, total_of(profile.counterpart), basis.terms),
        plan=_plan(session, group, profile, rulebook),
        months=basis.terms.months,
        starts_on=issue.issued_on,
        ends_on=end_of_term(issue.issued_on, basis.terms.months),
    )


def _group(session: Session, group: Entrant) -> AgreedGroup:
    offices = signers(session, group.application_id)
    return AgreedGroup(
        name=group.group_name,
        ruc=session.get_one(ProducerGroup, group.group_id).ruc,
        centre_name=group.centre_name,
        centre_code=group.centre_code,
        district_name=group.district_name,
        households=group.households,
        president=offices["president"],
        treasurer=offices["treasurer"],
        members=listed_members(session, group.application_id),
    )


def _money(award: AwardView, rulebook: Rulebook, counterpart: Money, terms: AgreementTerms) -> AgreedMoney:
    parts = instalments(award.amount, terms)
    percents = (terms.first_percent, 100 - terms.first_percent)
    return AgreedMoney(
        amount=award.amount,
        goods=award.goods,
        assistance=award.assistance,
        goods_percent=rulebook.budget.goods_percent,
        assistance_percent=rulebook.budget.assistance_percent,
        counterpart=counterpart,
        whole=award.amount + counterpart,
        instalments=tuple(
            Instalment(number, percents[number - 1], part) for number, part in enumerate(parts, start=1)
        ),
    )


def _plan(session: Session, group: Entrant, profile: Profile, rulebook: Rulebook) -> AgreedPlan:
    application = session.get_one(Application, group.application_id)
    return AgreedPlan(
        title=group.title,
        sha256=application.content_sha256 or "",
        line_name=rulebook.line(group.line_code).name,
        requested=group.requested,
        goods=tuple(_line(row.description, row.unit, row.quantity, row.unit_cost) for row in profile.goods),
        goods_total=total_of(profile.goods),
        assistance=tuple(_line(row.subject, "día", row.days, row.cost_per_day) for row in profile.assistance),
        assistance_total=total_of(profile.assistance),
        pledges=tuple(
            Pledge(COUNTERPARTS[row.kind], row.description, row.total) for row in profile.counterpart
        ),
    )


def _line(description: str, unit: str, quantity: Quantity | None, price: Money | None) -> BudgetLine:
    if quantity is None or price is None:
        raise ValueError("a profile that was sent has no row without quantity or price")
    return BudgetLine(description, unit, quantity, price, cost_of(quantity, price))
