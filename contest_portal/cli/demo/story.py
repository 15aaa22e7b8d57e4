"""The demonstration, from the register to the printed award: one contest finished, one being judged, one open."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.allocation.services.approve_allocation import approve_allocation
from contest_portal.allocation.services.propose_allocation import propose_allocation
from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.queries import entrants
from contest_portal.applications.services.ask_late_code import ask_late_code
from contest_portal.applications.services.give_late_code import give_late_code
from contest_portal.awards.rules.jury_session import JurySession
from contest_portal.awards.services.ask_agreements import ask_agreements
from contest_portal.awards.services.confirm_agreements import confirm_agreements
from contest_portal.awards.services.issue_acta import issue_acta
from contest_portal.awards.services.issue_certificates import issue_certificates
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.cli.demo.amending import amend
from contest_portal.cli.demo.applying import fill_in, register, representative, send
from contest_portal.cli.demo.at_counter import receive_two
from contest_portal.cli.demo.attaching import PLACE, PRICES, add_photo, add_quotation, drawn_photo
from contest_portal.cli.demo.cast import (
    COLLEAGUE,
    JURORS,
    LATE_JUROR,
    OFFICE_PLAYERS,
    act_of,
    ask_for_account,
    make_office,
    open_account,
)
from contest_portal.cli.demo.contests import (
    DemoContest,
    design_and_publish,
    design_weighted,
    line_codes,
    office_time,
)
from contest_portal.cli.demo.disclosure import tell_disclosure
from contest_portal.cli.demo.entries import DemoGroup, demo_groups
from contest_portal.cli.demo.following import follow
from contest_portal.cli.demo.hall import begin_session, end_session, hold_session, practise, start_first
from contest_portal.cli.demo.households import tell_households
from contest_portal.cli.demo.judging import (
    FIELD_PHASE,
    PUBLIC_PHASE,
    declare,
    mark_all,
    mark_sheet,
    seat_panel,
    visit_families,
)
from contest_portal.cli.demo.lives import tell_lives
from contest_portal.cli.demo.nesting import announce_nested, tell_nested
from contest_portal.cli.demo.observing import tell_observation
from contest_portal.cli.demo.on_paper import hand_in
from contest_portal.cli.demo.outside_source import tell_outside_source
from contest_portal.cli.demo.own_questions import OPEN_FORM
from contest_portal.cli.demo.phoning import bring_a_phone
from contest_portal.cli.demo.programmes import tell_programmes
from contest_portal.cli.demo.promoting import tell_promoter
from contest_portal.cli.demo.reserving import call_the_next
from contest_portal.cli.demo.screening import ask_and_answer, fill_catalogue, screen
from contest_portal.cli.demo.seating import decline, invite_president, seat_late_juror
from contest_portal.cli.demo.sheets_on_paper import fill_in_by_hand
from contest_portal.cli.demo.territory import import_territory
from contest_portal.cli.demo.trying import try_draft
from contest_portal.contests.models import Contest, Fund
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Calendar, ScreeningRules
from contest_portal.contests.services.create_fund import create_fund
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.money import Money
from contest_portal.kernel.storage import Storage
from contest_portal.publication.services.announce_results import announce_results
from contest_portal.scoring.services.add_visit_photo import add_visit_photo
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.open_evaluation import open_evaluation
from contest_portal.scoring.services.remind_jurors import remind_jurors

STAFF, SECRETARY = OFFICE_PLAYERS[:2]
FIRST_CODE = "CERI-2026-01"
SECOND_ROUND = ("Panadería Virgen de Cocharcas", "Porcinos Rayanniyocc", "Carpintería El Aliso")
CURED, TURNED_DOWN = SECOND_ROUND[2], "Awaq Warmikuna de Tambraico"
WINNER_AGAIN = "Kuyichata Uywaq"
"""Won in the first contest and applies to the open one: its households show under "Doble beneficio"."""

BY_HAND = "Qumir Wayra"
"""Writes by hand: its form for the open contest is at the counter on paper."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What all chapters share."""

    office: Office
    fund: Fund
    lines: dict[str, str]
    groups: dict[str, ProducerGroup]
    storage: Storage


def is_told(session: Session) -> bool:
    """Tell whether the demonstration is already there."""
    return session.scalar(select(Contest.id).where(Contest.code == FIRST_CODE)) is not None


def tell(session: Session, storage: Storage, now: datetime) -> None:
    """Tell the whole story. The first contest keeps its dates of 2026; the other two stand around `now`."""
    stage = _set_stage(session, storage)
    finished = _finished_contest(session, stage)
    _contest_being_judged(session, stage, now)
    _open_contest(session, stage, now)
    call_the_next(session, finished, now)
    tell_nested(session, stage.office.id, stage.groups, stage.lines)
    designing = act_of(session, STAFF, now - timedelta(days=1))
    draft = design_weighted(
        session,
        designing,
        stage.fund,
        code=f"CERI-{office_date(now).year}-04",
        title="IV Concurso de Emprendimientos Rurales, con ficha ponderada",
    )
    try_draft(session, designing, draft, storage, now)
    tell_lives(session, act_of(session, STAFF, now), now)
    tell_programmes(session, act_of(session, STAFF, now), now)
    tell_disclosure(session, act_of(session, STAFF, now), act_of(session, COLLEAGUE, now), now)
    tell_outside_source(session, act_of(session, STAFF, now - timedelta(days=13)), now)
    ask_for_account(session, now - timedelta(hours=2))


def announce(session: Session) -> None:
    """Announce the finished contests once their documents are printed, and what came of it; nothing the second time."""
    contest = session.scalars(select(Contest).where(Contest.code == FIRST_CODE)).one()
    if contest.state == ContestState.ALLOCATED:
        staff = act_of(session, STAFF, office_time(date(2026, 9, 4), 9))
        announce_results(session, staff, contest_id=contest.id)
        tell_observation(session, contest)
    announce_nested(session)


def _set_stage(session: Session, storage: Storage) -> Stage:
    start = office_time(date(2026, 7, 6), 9)
    office = make_office(session, start)
    for player in (*OFFICE_PLAYERS, *(seat.player for seat in (*JURORS, LATE_JUROR))):
        open_account(session, player, start)
    staff = act_of(session, STAFF, start)
    import_territory(session, staff)
    tell_households(session, staff, office.id)
    fund = create_fund(
        session,
        staff,
        office_id=office.id,
        name="Fondo de emprendimientos rurales 2026",
        source="Recursos ordinarios",
        year=2026,
        amount=Money.soles(320_000),
    )
    groups = {
        group.name: register(session, group, office_time(date(2026, 7, 13), 10)) for group in demo_groups()
    }
    return Stage(office, fund, line_codes(session, staff), groups, storage)


def _finished_contest(session: Session, stage: Stage) -> Contest:
    plan = DemoContest(
        code=FIRST_CODE,
        template="business_plan_with_progress",
        title="I Concurso de Emprendimientos Rurales Inclusivos Andabamba–Anta 2026",
        purpose="Cofinanciar negocios de grupos de hogares de los distritos de Andabamba y Anta.",
        venue="Local comunal de Anta",
        idea=Money.soles(45_000),
        running=Money.soles(85_000),
        calendar=Calendar(
            opens_at=office_time(date(2026, 7, 15), 8),
            closes_at=office_time(date(2026, 8, 14), 17),
            field_from=date(2026, 8, 19),
            field_to=date(2026, 8, 25),
            public_on=date(2026, 8, 28),
            results_on=date(2026, 9, 4),
        ),
    )
    staff = act_of(session, STAFF, office_time(date(2026, 7, 14), 11))
    contest = design_and_publish(session, staff, stage.fund, plan)
    first_day = office_time(date(2026, 7, 20), 11)
    for group in demo_groups():
        _apply(session, stage, contest, group, first_day + timedelta(days=group.number))
    _judge(session, contest)
    _award(session, contest)
    follow(session, contest, stage.storage)
    return contest


def _judge(session: Session, contest: Contest) -> None:
    secretary = act_of(session, SECRETARY, office_time(date(2026, 8, 17), 9))
    seat_panel(session, secretary, contest, JURORS)
    open_evaluation(session, secretary, contest_id=contest.id)
    declare(session, contest, JURORS, office_time(date(2026, 8, 18), 15))
    visit_families(session, act_of(session, SECRETARY, office_time(date(2026, 8, 25), 8)), contest)
    mark_all(session, contest, JURORS, date(2026, 8, 25), date(2026, 8, 28))
    place = "Local comunal de Anta, distrito de Anta, provincia de Acobamba"
    hold_session(session, contest, office_time(date(2026, 8, 28), 8, 30), place)
    closing = act_of(session, SECRETARY, office_time(date(2026, 8, 28), 16))
    close_scoring(session, closing, contest_id=contest.id)
    end_session(session, contest, office_time(date(2026, 8, 28), 16, 30))
    told = JurySession(
        opened_at=office_time(date(2026, 8, 28), 8, 30),
        closed_at=office_time(date(2026, 8, 28), 16, 30),
        place=place,
        remarks="Los grupos expusieron con maquetas, muestras de sus productos y paneles.",
    )
    issue_acta(
        session, act_of(session, STAFF, office_time(date(2026, 8, 28), 17)), contest_id=contest.id, told=told
    )


def _award(session: Session, contest: Contest) -> None:
    run = propose_allocation(
        session, act_of(session, SECRETARY, office_time(date(2026, 8, 31), 9)), contest_id=contest.id
    )
    staff = act_of(session, STAFF, office_time(date(2026, 9, 1), 10))
    approve_allocation(session, staff, run_id=run.id, result_sha256=run.result_sha256)
    signing = act_of(session, STAFF, office_time(date(2026, 9, 2), 10))
    issue_resolution(session, signing, contest_id=contest.id)
    issue_certificates(session, signing, contest_id=contest.id)
    preparing = act_of(session, SECRETARY, office_time(date(2026, 9, 2), 11))
    joint = ask_agreements(session, preparing, contest_id=contest.id)
    signing = act_of(session, STAFF, office_time(date(2026, 9, 2), 12))
    confirm_agreements(
        session, signing, contest_id=contest.id, joint_id=joint.id, sha256=joint.content_sha256
    )


def _contest_being_judged(session: Session, stage: Stage, now: datetime) -> None:
    today = office_date(now)
    plan = DemoContest(
        code=f"CERI-{today.year}-02",
        title=f"II Concurso de Emprendimientos Rurales Inclusivos Andabamba–Anta {today.year}",
        purpose="Segunda oportunidad para los grupos que no alcanzaron fondo en el primer concurso.",
        venue="Tambo de Sancaypampa",
        idea=Money.soles(20_000),
        running=Money.soles(40_000),
        calendar=_around(today, opens=-35, closes=-5),
        screening=ScreeningRules(cure_days=3),
    )
    staff = act_of(session, STAFF, now - timedelta(days=37))
    contest = design_and_publish(session, staff, stage.fund, plan)
    fill_catalogue(session, staff)
    sent = {
        group.name: _apply(session, stage, contest, group, now - timedelta(days=20, hours=group.number))
        for group in demo_groups()
        if group.name in (*SECOND_ROUND, TURNED_DOWN)
    }
    screen(
        session,
        plan.calendar.closes_at,
        admitted=tuple(sent[name] for name in SECOND_ROUND if name != CURED),
        cured=(sent[CURED], next(representative(group) for group in demo_groups() if group.name == CURED)),
        turned_down=sent[TURNED_DOWN],
    )
    _judge_so_far(session, stage, contest, plan.venue, now)


def _judge_so_far(session: Session, stage: Stage, contest: Contest, venue: str, now: datetime) -> None:
    secretary = act_of(session, SECRETARY, now - timedelta(days=4))
    panel = JURORS[:3]
    seat_panel(session, secretary, contest, panel)
    decline(session, act_of(session, SECRETARY, now - timedelta(days=12)), contest)
    seat_late_juror(session, secretary, contest)
    practise(session, contest, panel[1:], now - timedelta(days=4))
    open_evaluation(session, secretary, contest_id=contest.id)
    declare(session, contest, panel[1:], now - timedelta(days=3))
    visit_families(session, act_of(session, SECRETARY, now - timedelta(days=2)), contest)
    book = rulebook_of(session, contest.id)
    for entrant in entrants(session, contest.id):
        add_visit_photo(
            session,
            act_of(session, SECRETARY, now - timedelta(days=2)),
            application_id=entrant.application_id,
            phase_code=FIELD_PHASE,
            file=drawn_photo(entrant.application_id),
            caption="El lugar del negocio, el día de la visita",
            storage=stage.storage,
        )
        mark_sheet(session, panel[1], entrant, book.phase(FIELD_PHASE), now - timedelta(days=2))
        mark_sheet(session, panel[2], entrant, book.phase(PUBLIC_PHASE), now - timedelta(days=1), final=False)
    remind_jurors(session, act_of(session, SECRETARY, now - timedelta(hours=20)), contest_id=contest.id)
    hall = begin_session(session, contest, now - timedelta(minutes=45), venue)
    start_first(session, contest, hall, now - timedelta(minutes=2))
    fill_in_by_hand(session, contest, panel[2], (STAFF, COLLEAGUE), stage.storage, now)
    first = book.phase(FIELD_PHASE).criteria[0].code
    bring_a_phone(session, contest, panel[1], FIELD_PHASE, first, now - timedelta(hours=20))


def _open_contest(session: Session, stage: Stage, now: datetime) -> None:
    today = office_date(now)
    plan = DemoContest(
        code=f"CERI-{today.year}-03",
        title=f"III Concurso de Emprendimientos Rurales Inclusivos Andabamba–Anta {today.year}",
        purpose="Cofinanciar negocios nuevos y en marcha de los hogares de Andabamba y Anta.",
        venue="Local comunal de Andabamba",
        idea=Money.soles(40_000),
        running=Money.soles(60_000),
        calendar=replace(
            _around(today, opens=-6, closes=21),
            questions_until=today + timedelta(days=14),
            grace_minutes=30,
            late_codes=True,
        ),
        form=OPEN_FORM,
        files=(PLACE, PRICES),
    )
    contest = design_and_publish(session, act_of(session, STAFF, now - timedelta(days=8)), stage.fund, plan)
    invite_president(session, act_of(session, SECRETARY, now - timedelta(days=5)), contest)
    group = demo_groups()[7]
    act = act_of(session, representative(group), now - timedelta(days=2))
    draft = fill_in(session, act, contest, stage.groups[group.name], group, stage.lines)
    add_photo(session, act, stage.storage, draft)
    add_quotation(session, act, stage.storage, draft)
    _give_code(session, contest, stage.groups[group.name], now)
    again = next(group for group in demo_groups() if group.name == WINNER_AGAIN)
    _apply(session, stage, contest, again, now - timedelta(days=1))
    amend(session, act_of(session, STAFF, now - timedelta(hours=20)), contest)
    tell_promoter(session, contest, stage.groups, stage.lines, now)
    _hand_in(session, stage, contest, now)
    ask_and_answer(session, contest, (representative(group), representative(again)), now)


def _give_code(session: Session, contest: Contest, group: ProducerGroup, now: datetime) -> None:
    calendar = rulebook_of(session, contest.id).calendar
    asked = ask_late_code(
        session,
        act_of(session, SECRETARY, now - timedelta(hours=23)),
        contest_id=contest.id,
        group_id=group.id,
        reason="Sin señal en el centro poblado por el cambio de la antena.",
        valid_until=calendar.closes_at + timedelta(days=1),
    )
    give_late_code(
        session,
        act_of(session, STAFF, now - timedelta(hours=22)),
        contest_id=contest.id,
        joint_id=asked.id,
        sha256=asked.content_sha256,
    )


def _hand_in(session: Session, stage: Stage, contest: Contest, now: datetime) -> None:
    receive_two(session, contest, stage.groups[CURED], office=SECRETARY, storage=stage.storage, now=now)
    by_hand = next(group for group in demo_groups() if group.name == BY_HAND)
    hand_in(
        session,
        contest,
        stage.groups[BY_HAND],
        by_hand,
        line_code=stage.lines[by_hand.line],
        office=(STAFF, SECRETARY, COLLEAGUE),
        storage=stage.storage,
        now=now,
    )


def _apply(session: Session, stage: Stage, contest: Contest, group: DemoGroup, at: datetime) -> Application:
    act = act_of(session, representative(group), at)
    draft = fill_in(session, act, contest, stage.groups[group.name], group, stage.lines)
    if PLACE in rulebook_of(session, contest.id).files:
        add_photo(session, act, stage.storage, draft)
    return send(session, act, draft)


def _around(today: date, *, opens: int, closes: int) -> Calendar:
    def day(offset: int) -> date:
        return today + timedelta(days=offset)

    return Calendar(
        opens_at=office_time(day(opens), 8),
        closes_at=office_time(day(closes), 17),
        field_from=day(closes + 2),
        field_to=day(closes + 5),
        public_on=day(closes + 8),
        results_on=day(closes + 12),
    )
