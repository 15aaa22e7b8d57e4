"""A contest with envelopes inside envelopes: a minimum for each district and in it for ideas; what is left goes up.

Each district has its own money, a third of it for groups with an idea. What no group of a district can be paid with
goes to the common money, which pays one more; later a group gives its award back, and that goes up for who waits last.
"""

from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.models import Award
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.allocation.services.propose_reserve_call import propose_reserve_call
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.awards.rules.jury_session import JurySession
from contest_portal.awards.services.ask_annulment import ask_annulment
from contest_portal.awards.services.confirm_annulment import confirm_annulment
from contest_portal.awards.services.issue_acta import issue_acta
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.cli.demo.applying import fill_in, representative, send
from contest_portal.cli.demo.cast import JURORS, OFFICE_PLAYERS, act_of
from contest_portal.cli.demo.contests import TERRITORY, DemoContest, design_and_publish, office_time
from contest_portal.cli.demo.entries import demo_groups
from contest_portal.cli.demo.judging import declare, mark_all, seat_panel, visit_families
from contest_portal.contests.models import Contest, Envelope
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.pots import Pot, Scope
from contest_portal.contests.rules.rulebook import Calendar
from contest_portal.contests.services.create_fund import create_fund
from contest_portal.kernel.money import ZERO, Money
from contest_portal.publication.services.announce_results import announce_results
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.open_evaluation import open_evaluation

CODE = "CEQ-2026-01"
GAVE_BACK = "Qumir Wayra"
_STAFF, _SECRETARY, _COLLEAGUE = OFFICE_PLAYERS[:3]
_GROUPS = (
    *(GAVE_BACK, "Tarwi Sumaq", "Panadería Virgen de Cocharcas"),
    *("Awaq Warmikuna de Tambraico", "Hilando Futuro", "Porcinos Rayanniyocc"),
)
_ANDABAMBA, _ANTA = TERRITORY
_AMOUNT = Money.soles(60_000)
_DISTRICT, _IDEAS = Fraction(2, 5), Fraction(1, 3)
POTS = (
    Pot("COMUN", "Fondo común", _AMOUNT),
    Pot("AND", "Distrito de Andabamba", ZERO, "COMUN", Scope(_ANDABAMBA), _DISTRICT, spills=True),
    Pot("AND-IDEA", "Andabamba, en idea", ZERO, "AND", Scope(category="IDEA"), _IDEAS, spills=True),
    Pot("ANTA", "Distrito de Anta", ZERO, "COMUN", Scope(_ANTA), _DISTRICT, spills=True),
    Pot("ANTA-IDEA", "Anta, en idea", ZERO, "ANTA", Scope(category="IDEA"), _IDEAS, spills=True),
)
"""Of 60,000 there are 24,000 for each district, 8,000 of them for ideas, and 12,000 for all."""


def tell_nested(
    session: Session, office_id: int, groups: dict[str, ProducerGroup], lines: dict[str, str]
) -> None:
    """Tell the contest up to its resolution; it is announced once that is printed."""
    staff = act_of(session, _STAFF, _on(1, 11))
    fund = create_fund(
        session,
        staff,
        office_id=office_id,
        name="Fondo de equipos menores 2026, con aporte municipal",
        source="Aporte de las municipalidades",
        year=2026,
        amount=_AMOUNT,
    )
    contest = design_and_publish(session, staff, fund, _plan())
    for group in (one for one in demo_groups() if one.name in _GROUPS):
        act = act_of(session, representative(group), _on(4, 11) + timedelta(hours=group.number))
        send(session, act, fill_in(session, act, contest, groups[group.name], group, lines))
    _judge(session, contest)
    run = propose_allocation(session, act_of(session, _SECRETARY, _on(21, 9)), contest_id=contest.id)
    approving = act_of(session, _STAFF, _on(21, 12))
    approve_allocation(session, approving, run_id=run.id, result_sha256=run.result_sha256)
    issue_resolution(session, act_of(session, _STAFF, _on(22, 10)), contest_id=contest.id)


def announce_nested(session: Session) -> None:
    """Announce it; then one group gives its award back, and who waits last is proposed to be called."""
    contest = session.scalars(select(Contest).where(Contest.code == CODE)).one()
    if contest.state != ContestState.ALLOCATED:
        return
    announce_results(session, act_of(session, _STAFF, _on(22, 16)), contest_id=contest.id)
    award = session.scalars(
        select(Award)
        .join(Application, Application.id == Award.application_id)
        .join(ProducerGroup, ProducerGroup.id == Application.group_id)
        .where(Award.contest_id == contest.id, ProducerGroup.name == GAVE_BACK)
    ).one()
    joint = ask_annulment(
        session,
        act_of(session, _SECRETARY, _on(28, 9)),
        award_id=award.id,
        reason="El grupo renunció por escrito: ya compró sus equipos.",
    )
    confirm_annulment(
        session,
        act_of(session, _COLLEAGUE, _on(28, 10)),
        award_id=award.id,
        joint_id=joint.id,
        sha256=joint.content_sha256,
    )
    common = select(Envelope.id).where(Envelope.contest_id == contest.id, Envelope.category_code == "COMUN")
    propose_reserve_call(
        session,
        act_of(session, _SECRETARY, _on(28, 15)),
        contest_id=contest.id,
        envelope_id=session.scalars(common).one(),
        reason="Un grupo de Andabamba renunció a su premio y nadie más de su distrito espera.",
    )


def _plan() -> DemoContest:
    return DemoContest(
        code=CODE,
        title="Concurso de Equipos Menores Andabamba–Anta 2026, con mínimos por distrito",
        purpose="Completar con equipos menores los negocios de los dos distritos, con un mínimo para cada uno.",
        venue="Local comunal de Anta",
        idea=ZERO,
        running=ZERO,
        calendar=Calendar(
            opens_at=office_time(date(2026, 9, 2), 8),
            closes_at=office_time(date(2026, 9, 10), 17),
            field_from=date(2026, 9, 14),
            field_to=date(2026, 9, 15),
            public_on=date(2026, 9, 18),
            results_on=date(2026, 9, 22),
        ),
        pots=POTS,
    )


def _judge(session: Session, contest: Contest) -> None:
    panel = JURORS[:3]
    secretary = act_of(session, _SECRETARY, _on(11, 9))
    seat_panel(session, secretary, contest, panel)
    open_evaluation(session, secretary, contest_id=contest.id)
    declare(session, contest, panel, _on(11, 15))
    visit_families(session, act_of(session, _SECRETARY, _on(15, 8)), contest)
    mark_all(session, contest, panel, date(2026, 9, 15), date(2026, 9, 18))
    close_scoring(session, act_of(session, _SECRETARY, _on(18, 16)), contest_id=contest.id)
    told = JurySession(
        opened_at=_on(18, 9),
        closed_at=_on(18, 16),
        place="Local comunal de Anta, distrito de Anta, provincia de Acobamba",
        remarks="",
    )
    issue_acta(session, act_of(session, _STAFF, _on(18, 17)), contest_id=contest.id, told=told)


def _on(day: int, hour: int) -> datetime:
    return office_time(date(2026, 9, day), hour)
