"""Loading a paper that is being typed, and telling what was done with it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.paper_models import PaperEntry, PaperTyping
from contest_portal.applications.paper_queries import PaperView, paper_view, people_who_type, typings_of
from contest_portal.applications.rules.completeness import check_draft_choice, check_section
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.paper import Place, third_look_problem, too_late_to_type
from contest_portal.applications.rules.profile import SectionCode, with_section, write_profile
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.audit import record
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import N_, NotFound, Problem, WrongState, refuse

NOT_BEGUN = Problem(
    "paper.not_begun",
    field="state",
    message=N_("Usted no transcribe este papel. Ábralo y empiece su transcripción."),
)
_ENTERED = Problem(
    "paper.entered",
    field="state",
    message=N_("Lo de este papel ya entró al concurso y no se transcribe más. Abra la solicitud del grupo."),
)
_CANCELLED = Problem(
    "paper.cancelled",
    field="state",
    message=N_("Este papel se anuló y no se transcribe. Reciba otra vez el formulario del grupo."),
)
_JUDGED = Problem(
    "paper.judged",
    field="state",
    message=N_("La evaluación del concurso ya empezó: lo recibido en papel no entra más."),
)
_NOT_TYPED = Problem(
    "paper.not_typed",
    field="state",
    message=N_("Faltan transcripciones: las dos personas deben terminar la suya antes de comparar."),
)


def paper_in_work(session: Session, act: Act, paper_id: int) -> tuple[PaperEntry, Rulebook]:
    """Give a paper whose typing is not over, held against others, with the rules of its contest.

    WrongState once it entered or was cancelled, the evaluation began or the days for typing are over.
    """
    paper = paper_not_entered(session, act, paper_id)
    book = rulebook_of(session, paper.contest_id)
    problems = (
        _JUDGED if paper.contest.state != ContestState.PUBLISHED else None,
        too_late_to_type(act.at, book.calendar),
    )
    found = [problem for problem in problems if problem is not None]
    if found:
        raise WrongState(found)
    return paper, book


def paper_not_entered(session: Session, act: Act, paper_id: int) -> PaperEntry:
    """Give a paper that still waits, held against others; WrongState once it entered or was cancelled."""
    paper = session.scalars(
        select(PaperEntry)
        .where(PaperEntry.id == paper_id)
        .options(joinedload(PaperEntry.contest), joinedload(PaperEntry.group))
        .with_for_update(of=PaperEntry)
    ).one_or_none()
    if paper is None:
        raise NotFound(f"paper {paper_id}")
    permit(act.actor, Action.PAPER_TYPE, Scope(contest_id=paper.contest_id))
    if paper.application_id is not None:
        raise WrongState([_ENTERED])
    if paper.cancelled_at is not None:
        raise WrongState([_CANCELLED])
    return paper


def typed_twice(session: Session, paper_id: int) -> PaperView:
    """Give a paper of which both typings are finished; WrongState before."""
    view = paper_view(session, paper_id)
    if not view.is_typed_twice:
        raise WrongState([_NOT_TYPED])
    return view


def paper_to_settle(session: Session, act: Act, paper_id: int) -> PaperView:
    """Give a paper to whoever may settle it. WrongState before both finished, and for one's own differences."""
    view = typed_twice(session, paper_id)
    own = third_look_problem(act.actor.user_id, view.typists, people_who_type(session, view.contest_id))
    if own is not None:
        raise WrongState([own])
    return view


def typing_at(session: Session, paper_id: int, place: Place) -> PaperTyping | None:
    """Give the typing in a place; None before anybody began it."""
    return next((one for one in typings_of(session, paper_id) if one.place == place), None)


def new_typing(act: Act, paper_id: int, place: Place, draft: Draft) -> PaperTyping:
    """Begin a typing with what a draft holds."""
    typing = PaperTyping(
        paper_id=paper_id,
        place=place.value,
        typist_id=act.actor.user_id,
        started_at=act.at,
        title="",
        profile="{}",
    )
    write_in(typing, draft)
    return typing


def write_in(typing: PaperTyping, draft: Draft) -> None:
    """Keep a draft as what was typed."""
    typing.category_code, typing.line_code = draft.choice.category_code, draft.choice.line_code
    typing.title, typing.profile = draft.choice.title, write_profile(draft.profile)


def note(session: Session, act: Act, paper: PaperEntry, action: str, **data: Json) -> None:
    """Put a deed on record: who, when and with which paper, never what it says."""
    record(
        session,
        at=act.at,
        actor_id=act.actor.user_id,
        action=f"paper.{action}",
        subject=f"paper:{paper.id}",
        data={"contest_id": paper.contest_id, **data},
    )


def with_typed_section(stored: Draft, typed: Draft, section: str, book: Rulebook) -> Draft:
    """Take one section from `typed`. Refused for what no draft may hold either."""
    asked = book.form.section(section)
    is_choice = section == SectionCode.CHOICE
    refuse(
        [
            *(check_draft_choice(typed.choice, book) if is_choice else ()),
            *check_section(typed.profile, asked),
        ]
    )
    profile = with_section(stored.profile, section, typed.profile, asked.question_codes)
    return Draft(typed.choice if is_choice else stored.choice, profile)
