"""The contests of the demonstration: one finished, one being judged, one open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.allocation.rules.registry import RULES
from contest_portal.cli.demo.cast import COLLEAGUE, act_of
from contest_portal.cli.demo.entries import LINE_NAMES
from contest_portal.contests.models import Contest, Fund, ProductionLine
from contest_portal.contests.rules.allocation_terms import STANDARD_TERMS
from contest_portal.contests.rules.approval_chain import ApprovalStep, Approver
from contest_portal.contests.rules.asked_files import AskedFile
from contest_portal.contests.rules.pots import Pot
from contest_portal.contests.rules.profile_form import STANDARD_FORM, ProfileForm
from contest_portal.contests.rules.rulebook import BudgetRules, Calendar, Category, GroupRules, ScreeningRules
from contest_portal.contests.services.ask_publication import ask_publication
from contest_portal.contests.services.confirm_publication import confirm_publication
from contest_portal.contests.services.create_contest import create_contest
from contest_portal.contests.services.create_line import create_line
from contest_portal.contests.services.edit_allocation_terms import edit_allocation_terms
from contest_portal.contests.services.edit_basics import edit_basics
from contest_portal.contests.services.edit_budget_and_group import edit_budget_and_group
from contest_portal.contests.services.edit_calendar import edit_calendar
from contest_portal.contests.services.edit_categories import edit_categories
from contest_portal.contests.services.edit_files import edit_files
from contest_portal.contests.services.edit_form import edit_form
from contest_portal.contests.services.edit_lines import edit_lines
from contest_portal.contests.services.edit_pots import edit_pots
from contest_portal.contests.services.edit_screening import edit_screening
from contest_portal.contests.services.edit_territory import edit_territory
from contest_portal.kernel.clock import OFFICE_ZONE
from contest_portal.kernel.money import Money

TERRITORY = ("090202", "090203")
THREE_STEPS = (
    ApprovalStep("Secretaría técnica", Approver.SECRETARY),
    ApprovalStep("Coordinación del programa", Approver.STAFF),
    ApprovalStep("Jefatura que firma", Approver.STAFF),
)


@dataclass(frozen=True, slots=True)
class DemoContest:
    """What tells one contest of the demonstration from another."""

    code: str
    title: str
    purpose: str
    venue: str
    idea: Money
    running: Money
    calendar: Calendar
    screening: ScreeningRules | None = None
    form: ProfileForm = STANDARD_FORM
    files: tuple[AskedFile, ...] = ()
    template: str = "business_plan"
    pots: tuple[Pot, ...] = ()

    @property
    def amount(self) -> Money:
        """Give all outermost envelopes together."""
        return Money.total((self.idea, self.running, *(pot.amount for pot in self.pots if not pot.parent)))


def office_time(day: date, hour: int, minute: int = 0) -> datetime:
    """Give an instant by the office's clock."""
    return datetime.combine(day, time(hour, minute), OFFICE_ZONE)


def line_codes(session: Session, act: Act) -> dict[str, str]:
    """Fill the catalogue of lines; give the code of each short name."""
    for name in LINE_NAMES.values():
        create_line(session, act, name=name)
    by_name = {line.name: line.code for line in session.scalars(select(ProductionLine))}
    return {short: by_name[name] for short, name in LINE_NAMES.items()}


def design_weighted(session: Session, act: Act, fund: Fund, *, code: str, title: str) -> Contest:
    """Design a contest with the weighted sheet up to where it may be tried and published, and leave it a draft."""
    contest = create_contest(
        session, act, fund_id=fund.id, code=code, title=title, amount=fund.free, template="weighted"
    )
    codes = tuple(session.scalars(select(ProductionLine.code).order_by(ProductionLine.code)))
    for edit in (partial(edit_territory, territory=TERRITORY), partial(edit_lines, codes=codes)):
        edit(session, act, contest_id=contest.id, expected_version=contest.version)
    budget = BudgetRules(min_award=Money.soles(3_000), max_award=Money.soles(8_000))
    edit_budget_and_group(
        session,
        act,
        contest_id=contest.id,
        expected_version=contest.version,
        budget=budget,
        group=GroupRules(),
        allocation_rule="merit_order_partial",
        allocation_rules=frozenset(RULES),
    )
    return edit_allocation_terms(
        session,
        act,
        contest_id=contest.id,
        expected_version=contest.version,
        terms=STANDARD_TERMS,
        approvals=THREE_STEPS,
    )


def design_and_publish(session: Session, act: Act, fund: Fund, plan: DemoContest) -> Contest:
    """Design a contest part by part, as staff do on the pages, and publish it with a colleague."""
    contest = create_contest(
        session,
        act,
        fund_id=fund.id,
        code=plan.code,
        title=plan.title,
        amount=plan.amount,
        template=plan.template,
    )
    for edit in _edits(session, plan):
        edit(session, act, contest_id=contest.id, expected_version=contest.version)
    rules = frozenset(RULES)
    asked = ask_publication(
        session, act, contest_id=contest.id, expected_version=contest.version, allocation_rules=rules
    )
    return confirm_publication(
        session,
        act_of(session, COLLEAGUE, act.at),
        contest_id=contest.id,
        joint_id=asked.id,
        sha256=asked.content_sha256,
        allocation_rules=rules,
    )


def _edits(session: Session, plan: DemoContest) -> Iterator[Callable[..., Contest]]:
    codes = tuple(session.scalars(select(ProductionLine.code).order_by(ProductionLine.code)))
    categories = (Category("IDEA", "En idea", plan.idea), Category("MARCHA", "En marcha", plan.running))
    yield partial(edit_basics, code=plan.code, title=plan.title, purpose=plan.purpose, venue=plan.venue)
    yield partial(edit_territory, territory=TERRITORY)
    yield partial(edit_lines, codes=codes)
    if plan.pots:  # before the categories, which may then be without money of their own
        yield partial(edit_pots, pots=plan.pots)
    yield partial(edit_categories, fund=plan.amount, categories=categories)
    yield partial(edit_calendar, calendar=plan.calendar)
    yield partial(edit_form, form=plan.form)
    yield partial(edit_screening, screening=plan.screening)
    yield partial(edit_files, files=plan.files)
