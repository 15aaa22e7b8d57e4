"""Loading a paper sheet that somebody works on, and what keeps it from being the juror's sheet."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.paper_queries import people_who_type
from contest_portal.applications.rules.paper import third_look_problem
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.contests.models import ContestRulebook
from contest_portal.contests.queries import read_rulebook, rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.queries import interests_of, juror_of_user, panel
from contest_portal.jury.scorers import scorers
from contest_portal.kernel.audit import record, wait_for_turn
from contest_portal.kernel.canonical import Json, canonical_json
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState, refuse
from contest_portal.kernel.records import to_data
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.paper_models import SheetPaper, SheetTyping
from contest_portal.scoring.paper_queries import SheetPaperView, sheet_paper
from contest_portal.scoring.rules.lifecycle import SheetState
from contest_portal.scoring.rules.paper_sheets import PAPER, PaperState, TypedSheet, typist_problems
from contest_portal.scoring.second import closed_problem

MAX_REASON = 400
NOT_NOW = Problem(
    "sheet_paper.not_now",
    field="state",
    message=N_("Esta ficha no espera eso ahora. Ábrala en la lista: dice qué sigue."),
)


def paper_in_work(session: Session, act: Act, paper_id: int) -> tuple[SheetPaper, SheetPaperView]:
    """Give a paper sheet, held against others. WrongState once the scoring is closed."""
    wait_for_turn(session)
    contest_id = session.scalar(select(SheetPaper.contest_id).where(SheetPaper.id == paper_id))
    if contest_id is None:
        raise NotFound(f"sheet paper {paper_id}")
    permit(act.actor, Action.PAPER_TYPE, Scope(contest_id=contest_id))
    if hold_contest(session, contest_id).state != ContestState.EVALUATING:
        raise WrongState([closed_problem()])
    query = select(SheetPaper).where(SheetPaper.id == paper_id).execution_options(populate_existing=True)
    return session.scalars(query).one(), sheet_paper(session, paper_id)


def juror_act(paper: SheetPaperView, act: Act) -> Act:
    """Give the juror whose sheet it is as who acts now, and with no more rights than to write that sheet."""
    return Act(Actor(paper.juror_user_id, frozenset({Grant(Role.JUROR, paper.contest_id)})), act.at)


def standing_problems(session: Session, paper: SheetPaperView) -> Iterator[Problem]:
    """Name what keeps a paper from being its juror's sheet: seat, interests, rules, a final sheet on the screen."""
    names = {"serial": paper.serial, "name": paper.juror_name, "group": paper.group_name}
    yield from _seat_problems(session, paper, names)
    if _rules_changed(session, paper):
        yield _problem(
            "rules_changed",
            N_("La ficha %(serial)s se imprimió con criterios que ya no rigen. Anúlela e imprima otra."),
            names,
        )
    if _is_final(session, paper):
        yield _problem(
            "both_final",
            N_(
                "%(name)s ya tiene definitiva en pantalla su ficha de %(group)s. Cuenta una sola: anule la ficha "
                "%(serial)s, o devuelva antes la de pantalla con su motivo."
            ),
            names,
        )


def _seat_problems(session: Session, paper: SheetPaperView, names: dict[str, str]) -> Iterator[Problem]:
    juror = juror_of_user(session, paper.contest_id, paper.juror_user_id)
    if paper.phase_code not in juror.phases:
        yield _problem(
            "not_seated", N_("%(name)s no califica esa fase: la ficha %(serial)s no cuenta."), names
        )
    declared = {one.application_id: one.recused for one in interests_of(session, paper.juror_id)}
    if declared.get(paper.application_id) is None:
        yield _problem(
            "undeclared",
            N_(
                "%(name)s aún no declara sus intereses sobre %(group)s. Pídale que declare y reciba después la ficha."
            ),
            names,
        )
    elif declared[paper.application_id]:
        yield _problem(
            "recused",
            N_("%(name)s se abstuvo de calificar a %(group)s: la ficha %(serial)s no cuenta. Anúlela."),
            names,
        )
    elif not _is_assigned(session, paper):
        yield _problem(
            "not_assigned",
            N_("A %(name)s no le toca calificar a %(group)s en esa fase: la ficha %(serial)s no cuenta."),
            names,
        )


def keep_reading(session: Session, act: Act, paper_id: int, place: int, typed: TypedSheet) -> None:
    """Keep what somebody read in a place; a settled reading replaces an earlier one."""
    row = session.scalars(
        select(SheetTyping).where(SheetTyping.paper_id == paper_id, SheetTyping.place == place)
    ).one_or_none() or SheetTyping(paper_id=paper_id, place=place)
    row.typist_id, row.typed_at = act.actor.user_id or 0, act.at
    row.content = canonical_json(to_data(typed))
    session.add(row)
    session.flush()


def panel_users(session: Session, contest_id: int) -> frozenset[int]:
    """Give who sits in the panel: they see no sheet but their own."""
    return frozenset(juror.user_id for juror in panel(session, contest_id))


def typing_problems(session: Session, act: Act, view: SheetPaperView) -> tuple[Problem, ...]:
    """Name what keeps this person from typing the sheet."""
    return tuple(
        typist_problems(act.actor.user_id, view.typists, panel_users(session, view.contest_id)),
    )


def refuse_settling(session: Session, act: Act, view: SheetPaperView) -> None:
    """Raise unless this person may say what the paper says."""
    if view.state is not PaperState.RECEIVED or not view.differing:
        raise WrongState([NOT_NOW])
    refuse(typist_problems(act.actor.user_id, (), panel_users(session, view.contest_id)))
    own = third_look_problem(act.actor.user_id, view.typists, people_who_type(session, view.contest_id))
    if own is not None:
        raise WrongState([own])


def void_returned(session: Session, sheet: Sheet, reason: str) -> None:
    """Let a returned sheet be written on the screen again: the paper it came on is void."""
    for paper in session.scalars(
        select(SheetPaper).where(
            SheetPaper.sheet_id == sheet.id, SheetPaper.state == PaperState.ENTERED.value
        )
    ):
        paper.void_reason = reason
        PAPER.move(paper, "return", None)


def note(session: Session, act: Act, paper: SheetPaper, action: str, **data: Json) -> None:
    """Put a deed on record: who, when and with which paper, never what it says."""
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=f"sheet_paper.{action}",
        subject=f"sheet_paper:{paper.id}",
        data={
            "contest_id": paper.contest_id,
            "application_id": paper.application_id,
            "phase": paper.phase_code,
            "serial": paper.serial,
            **data,
        },
    )


def reason_problem(reason: str) -> Problem | None:
    """Ask for the reason of a deed that others will read."""
    if reason.strip() and len(reason) <= MAX_REASON:
        return None
    return Problem(
        "sheet_paper.reason",
        field="reason",
        message=N_("Escriba el motivo en %(max)s letras como máximo: el jurado y la auditoría lo leerán."),
        params={"max": str(MAX_REASON)},
    )


def is_current(session: Session, contest_id: int, phase_code: str, rulebook_sha256: str) -> bool:
    """Tell whether a phase is the same in the rules of a hash as in those in force; an amendment may leave it alone."""
    data = session.scalar(
        select(ContestRulebook.data).where(
            ContestRulebook.contest_id == contest_id, ContestRulebook.sha256 == rulebook_sha256
        )
    )
    now = rulebook_of(session, contest_id)
    if data is None:
        return False
    then = read_rulebook(data)
    return now.scoring.marks_per_point == then.scoring.marks_per_point and [
        p for p in now.phases if p.code == phase_code
    ] == [p for p in then.phases if p.code == phase_code]


def _is_assigned(session: Session, paper: SheetPaperView) -> bool:
    rulebook = rulebook_of(session, paper.contest_id)
    who = scorers(session, paper.contest_id, rulebook, juror_id=paper.juror_id)
    return who.may_score(paper.juror_id, paper.application_id, paper.phase_code)


def _rules_changed(session: Session, paper: SheetPaperView) -> bool:
    return not is_current(session, paper.contest_id, paper.phase_code, paper.code.rulebook_sha256)


def _is_final(session: Session, paper: SheetPaperView) -> bool:
    state = session.scalar(
        select(Sheet.state).where(
            Sheet.juror_id == paper.juror_id,
            Sheet.application_id == paper.application_id,
            Sheet.phase_code == paper.phase_code,
        )
    )
    return state == SheetState.FINAL


def _problem(code: str, message: str, names: dict[str, str]) -> Problem:
    return Problem(f"sheet_paper.{code}", field="state", message=message, params=names)
