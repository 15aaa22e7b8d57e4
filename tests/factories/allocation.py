"""A scored contest with its ranking, and runs of its allocation."""

from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office, User
from contest_portal.accounts.rules.actor import Role
from contest_portal.allocation.calculation import Calculated
from contest_portal.allocation.models import AllocationRun
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.applications.models import Application
from contest_portal.contests.models import Contest
from contest_portal.contests.rules.approval_chain import ApprovalStep
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from contest_portal.registry.models.register import Centre
from contest_portal.scoring.detail import LineDetail, write_detail
from contest_portal.scoring.models import RankingLine
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.applications import make_application, make_group
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.kept_scenes import kept_scene
from tests.factories.registry import make_centre, make_district


@dataclass
class ScoredContest:
    """A contest whose scoring is closed, with who may propose and who may approve. `groups` by their name."""

    contest: Contest
    office: Office
    secretary: User
    staff: User
    centre: Centre
    groups: dict[str, Application] = field(default_factory=dict)

    def code(self, name: str) -> str:
        return self.groups[name].code or ""


def make_scored_contest(
    session: Session, *, rulebook: Rulebook = RULEBOOK, beside: ScoredContest | None = None
) -> ScoredContest:
    """Make a contest in state `scored` with envelopes of 40,000 (IDEA) and 60,000 (MARCHA) and nobody in it.

    A contest `beside` another has its office, people and centre.
    """
    if beside is None:
        return _first_contest(session, rulebook)
    contest = make_contest(session, beside.office, beside.staff, state="scored", rulebook=rulebook)
    return replace(beside, contest=contest, groups={})


def _first_contest(session: Session, rulebook: Rulebook) -> ScoredContest:
    office = make_office(session)
    staff = make_user(session, Role.STAFF, full_name="Delia Yupanqui Rojas")
    contest = make_contest(session, office, staff, state="scored", rulebook=rulebook)
    make_district(session)
    return ScoredContest(
        contest=contest,
        office=office,
        secretary=make_user(session, Role.SECRETARY, full_name="Rosa Inga Paredes"),
        staff=staff,
        centre=make_centre(session),
    )


def add_ranked(
    session: Session,
    scored: ScoredContest,
    name: str,
    *,
    soles: int = 10_000,
    place: int | None = None,
    units: int | None = 8000,
    category: str = "IDEA",
    line: str = "cuyes",
) -> Application:
    """Add a group and its line in the ranking: with a place it passed, without units it was disqualified."""
    representative = make_user(session, Role.REPRESENTATIVE)
    group = make_group(session, scored.centre, representative, name=name, households=1, women=1)
    application = make_application(
        session,
        scored.contest,
        group,
        category_code=category,
        line_code=line,
        requested=Money.soles(soles),
    )
    session.add(_ranking_line(scored.contest, application, place=place, units=units))
    session.flush()
    scored.groups[name] = application
    return application


def make_full_contest(session: Session, *, beside: ScoredContest | None = None) -> ScoredContest:
    """Make a scored contest in which the first envelope runs out, with one below the pass mark and one out."""
    if beside is None:
        return kept_scene(session, "full contest", lambda session: _full_contest(session, beside))
    return _full_contest(session, beside)


def _full_contest(session: Session, beside: ScoredContest | None) -> ScoredContest:
    scored = make_scored_contest(session, beside=beside)
    add_ranked(session, scored, "Sumaq Kuy", soles=18_000, place=1, units=9100)
    add_ranked(session, scored, "Mishki Tanta", soles=17_000, place=2, units=8850, line="panaderia")
    add_ranked(session, scored, "Allin Ruway", soles=12_000, place=3, units=8425)
    add_ranked(session, scored, "Wiñay Warmi", soles=5_000, place=4, units=7000)
    add_ranked(session, scored, "Qori Sara", soles=9_000, units=6950)
    add_ranked(session, scored, "Inti Rayku", soles=9_000, units=None)
    add_ranked(session, scored, "Llaqta Maki", soles=20_000, place=1, units=9300, category="MARCHA")
    return scored


def make_proposed(session: Session, scored: ScoredContest, before: Calculated | None = None) -> AllocationRun:
    """Propose the allocation as the secretary."""
    act = act_of(scored.secretary, NOON)
    return propose_allocation(session, act, contest_id=scored.contest.id, before=before)


def make_approved(session: Session, scored: ScoredContest) -> AllocationRun:
    """Propose as the secretary and approve as the staff."""
    run = make_proposed(session, scored)
    return approve_allocation(
        session, act_of(scored.staff, NOON), run_id=run.id, result_sha256=run.result_sha256
    )


def make_chained(
    session: Session, *steps: ApprovalStep, beside: ScoredContest | None = None
) -> ScoredContest:
    """Make a scored contest whose rules name these steps, with one group that wins."""
    scored = make_scored_contest(session, rulebook=replace(RULEBOOK, approvals=steps), beside=beside)
    add_ranked(session, scored, "Sumaq Kuy", soles=18_000, place=1, units=9100)
    return scored


def with_rule(rule: str) -> Rulebook:
    """Give the rulebook of tests with another allocation rule."""
    return replace(RULEBOOK, allocation_rule=rule)


def _ranking_line(
    contest: Contest, application: Application, *, place: int | None, units: int | None
) -> RankingLine:
    standing = "passed" if place is not None else "below_pass" if units is not None else "disqualified"
    detail = LineDetail(
        decimals=2, phase_means=(), criterion_means=(), absence=None, tie_note=(), reason=None, sheets=()
    )
    return RankingLine(
        contest_id=contest.id,
        application_id=application.id,
        category_code=application.category_code or "",
        standing=standing,
        place=place,
        total_numerator=units,
        total_denominator=None if units is None else 100,
        total_units=units,
        detail=write_detail(detail),
    )
