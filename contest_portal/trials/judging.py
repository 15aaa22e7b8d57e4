"""The invented panel is seated, declares, sees the families and marks, through the services of a real one."""

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.applications.models import Application
from contest_portal.applications.queries import members_of
from contest_portal.contests.rules.rulebook import Phase
from contest_portal.jury.queries import panel
from contest_portal.jury.rules.interests import Declaration
from contest_portal.jury.scorers import Scorers, scorers
from contest_portal.jury.services.seat_juror import seat_juror
from contest_portal.scoring.merit import closing_state
from contest_portal.scoring.services.assign_groups import assign_groups
from contest_portal.scoring.services.close_scoring import close_scoring
from contest_portal.scoring.services.declare_interests import declare_interests
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.open_evaluation import open_evaluation
from contest_portal.scoring.services.record_attendance import record_attendance
from contest_portal.scoring.services.record_draw import record_draw
from contest_portal.scoring.services.save_sheet import save_sheet
from contest_portal.trials.entering import Entries
from contest_portal.trials.ground import INVENTED, Ground, invented_user
from contest_portal.trials.rules.groups import InventedGroup
from contest_portal.trials.rules.marking import marks_sheet, sheet_marks
from contest_portal.trials.rules.panel import InventedJuror, invented_panel
from contest_portal.trials.rules.people import invented_name
from contest_portal.trials.rules.plan import TrialPlan, drawn
from contest_portal.trials.rules.purposes import Purpose

Seats = dict[InventedJuror, Act]


def seat_panel(ground: Ground, plan: TrialPlan) -> Seats:
    """Seat every invented evaluator; give the deed by which each marks."""
    secretary = ground.act(Role.SECRETARY, ground.calendar.screened_at)
    seats: Seats = {}
    for juror in invented_panel(ground.rulebook):
        name = " ".join(invented_name(plan.seed, 0, juror.number, sex="FM"[juror.number % 2]))
        user = invented_user(f"jurado{juror.number}", name, secretary.at)
        ground.session.add(user)
        ground.session.flush()
        seat_juror(
            ground.session,
            secretary,
            contest_id=ground.contest.id,
            email=user.email,
            dni=f"99{juror.number:06d}",
            institution=INVENTED,
            position=juror.position,
            phases=juror.phases,
            evaluator_class=juror.evaluator_class,
        )
        actor = Actor(user.id, frozenset({Grant(Role.JUROR, ground.contest.id)}))
        seats[juror] = Act(actor, ground.calendar.judged_at)
    return seats


def judge(ground: Ground, plan: TrialPlan, entries: Entries, seats: Seats) -> None:
    """Open the evaluation, let everyone declare, record who was there, and make every sheet final."""
    opening = ground.act(Role.SECRETARY, ground.calendar.opened_at)
    open_evaluation(ground.session, opening, contest_id=ground.contest.id)
    for juror, act in seats.items():
        declarations = [_declared(juror, group, application) for group, application in entries.items()]
        declare_interests(ground.session, act, contest_id=ground.contest.id, declarations=declarations)
    who = _shared_out(ground, plan)
    numbers = {juror.user_id: juror.juror_id for juror in panel(ground.session, ground.contest.id)}
    for group, application in entries.items():
        for phase in ground.rulebook.phases_of(group.category):
            if phase.asks_attendance:
                _see_families(ground, group, application, phase)
            for juror, act in seats.items():
                juror_id = numbers[act.actor.user_id or 0]
                if marks_sheet(juror, group, phase) and who.may_score(juror_id, application.id, phase.code):
                    _mark(ground, plan, (juror, act), (group, application), phase)


def close(ground: Ground, plan: TrialPlan) -> str | None:
    """Close the scoring, after a lot where only a lot can decide; give the numbers drawn."""
    numbers = None
    if closing_state(ground.session, ground.contest).ties:
        numbers = str(10_000 + drawn(plan.seed, "lot", below=90_000))
        record_draw(
            ground.session,
            ground.act(Role.SECRETARY, ground.calendar.closed_at),
            contest_id=ground.contest.id,
            numbers=numbers,
            witnesses=INVENTED,
            held_at=ground.calendar.judged_at,
        )
    act = ground.act(Role.SECRETARY, ground.calendar.closed_at)
    close_scoring(ground.session, act, contest_id=ground.contest.id)
    return numbers


def _shared_out(ground: Ground, plan: TrialPlan) -> Scorers:
    """Share the groups out where the rules ask for it; tell who then scores what."""
    if any(phase.is_shared_out for phase in ground.rulebook.phases):
        assign_groups(
            ground.session,
            ground.act(Role.SECRETARY, ground.calendar.judged_at),
            contest_id=ground.contest.id,
            numbers=str(10_000 + drawn(plan.seed, "assignment", below=90_000)),
            witnesses=INVENTED,
        )
    return scorers(ground.session, ground.contest.id, ground.rulebook)


def _declared(juror: InventedJuror, group: InventedGroup, application: Application) -> Declaration:
    recused = juror.leaves and group.purpose is Purpose.FEWER_SHEETS
    return Declaration(application.id, recused=recused, reason=INVENTED if recused else "")


def _see_families(ground: Ground, group: InventedGroup, application: Application, phase: Phase) -> None:
    households = sorted({member.household_id for member in members_of(ground.session, application.id)})
    record_attendance(
        ground.session,
        ground.act(Role.SECRETARY, ground.calendar.judged_at),
        application_id=application.id,
        phase_code=phase.code,
        present=households[: group.present],
    )


def _mark(
    ground: Ground,
    plan: TrialPlan,
    seat: tuple[InventedJuror, Act],
    entry: tuple[InventedGroup, Application],
    phase: Phase,
) -> None:
    (juror, act), (group, application) = seat, entry
    marks = sheet_marks(plan, ground.rulebook, phase, group, juror)
    asked = (code for code, mark in marks.items() if phase.criterion(code).wants_reason(mark.points))
    sheet = save_sheet(
        ground.session,
        act,
        application_id=application.id,
        phase_code=phase.code,
        marks=marks,
        reasons=dict.fromkeys(asked, INVENTED),
        comment="",
        expected_version=0,
    )
    finalise_sheet(
        ground.session,
        act,
        application_id=application.id,
        phase_code=phase.code,
        expected_version=sheet.version,
    )
