"""What the secretary's page of the session shows: what to do next, who presents, how far each group is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from contest_portal.contests.models import Contest
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.jury.rules.session import ORDER_METHOD, HallState
from contest_portal.jury.session_queries import HallView, Turn
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.hall import GroupSheets, final_sheets, group_sheets, result_lines


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the session asks for now: a short line, a sentence, and where it is done (None: on this page)."""

    title: str
    text: str
    label: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A group in the order of presentation, with its sheets."""

    turn: Turn
    sheets: GroupSheets


@dataclass(frozen=True, slots=True)
class Desk:
    """The session as the secretary sees it. `results` counts the lines of the closed ranking, 0 while it is open."""

    view: HallView
    rows: tuple[TurnRow, ...]
    results: int
    next_step: NextStep
    method: Sentence | None

    @property
    def is_open(self) -> bool:
        """Tell whether the session goes on."""
        return self.view.hall.state == HallState.OPEN

    @property
    def now(self) -> TurnRow | None:
        """Give the group that presents."""
        return next((row for row in self.rows if row.turn is self.view.presenting), None)

    @property
    def ends_at(self) -> datetime | None:
        """Give the instant at which the time of the group that presents is over."""
        presenting = self.view.presenting
        if presenting is None or presenting.began_at is None:
            return None
        return presenting.began_at + timedelta(minutes=self.view.hall.minutes)

    @property
    def upcoming(self) -> Turn | None:
        """Give the group that presents next, when nobody presents now."""
        return None if self.view.presenting or not self.view.waiting else self.view.waiting[0]


def desk_of(session: Session, contest: Contest, view: HallView) -> Desk:
    """Gather the page."""
    final = final_sheets(session, contest.id, view.hall.phase_code)
    results = 0 if contest.scored_at is None else len(result_lines(session, contest.id))
    numbers = view.hall.draw_numbers
    return Desk(
        view=view,
        rows=tuple(TurnRow(turn, group_sheets(view, turn, final)) for turn in view.turns),
        results=results,
        next_step=_next_step(contest, view, results),
        method=None
        if numbers is None
        else Sentence(ORDER_METHOD, {"contest": contest.code, "numbers": numbers}),
    )


def _next_step(contest: Contest, view: HallView, results: int) -> NextStep:
    if view.hall.state == HallState.CLOSED:
        return _after_closing(contest)
    if contest.state == ContestState.EVALUATING:
        return _while_evaluating(contest, view)
    if view.hall.revealed < results:
        return NextStep(
            gettext("Muestre los resultados"),
            gettext("La calificación está cerrada. Cuando el jurado lo acuerde, muéstrelos en la pantalla."),
        )
    return NextStep(
        gettext("Cierre la sesión"),
        gettext("Anote la hora de cierre: con ella queda lista el acta."),
        gettext("Cerrar la sesión"),
        url_for("staff.hall_close", contest_id=contest.id),
    )


def _while_evaluating(contest: Contest, view: HallView) -> NextStep:
    if view.presenting is not None:
        return NextStep(
            gettext("Está exponiendo %(group)s", group=view.presenting.group_name),
            gettext("Cuando acabe, anote que terminó. El reloj avisa y no corta a nadie."),
        )
    if not view.quorum.is_met:
        return NextStep(
            gettext("Anote la asistencia del jurado"),
            ngettext(
                "Falta %(num)s jurado para el quórum. Sin él no empiezan las exposiciones.",
                "Faltan %(num)s jurados para el quórum. Sin ellos no empiezan las exposiciones.",
                view.quorum.missing,
            ),
            gettext("Anotar la asistencia"),
            url_for("staff.hall_presence", contest_id=contest.id),
        )
    if view.hall.draw_numbers is None:
        return NextStep(
            gettext("Sortee el orden de las exposiciones"),
            gettext("Saque los números a la vista de todos y regístrelos: el orden sale de ellos."),
            gettext("Sortear el orden"),
            url_for("staff.hall_order", contest_id=contest.id),
        )
    if view.waiting:
        return NextStep(
            gettext("Sigue %(group)s", group=view.waiting[0].group_name),
            gettext(
                "Cuando el grupo esté delante, empiece su tiempo. Si no está, páselo al final con su motivo."
            ),
        )
    return NextStep(
        gettext("Ya expusieron todos los grupos"),
        gettext(
            "Cuando no falte ninguna ficha, cierre la calificación: recién entonces hay resultados que mostrar."
        ),
        gettext("Cerrar la calificación"),
        url_for("staff.close_scoring", contest_id=contest.id),
    )


def _after_closing(contest: Contest) -> NextStep:
    if contest.state == ContestState.EVALUATING:
        return NextStep(
            gettext("La sesión terminó y la calificación sigue abierta"),
            gettext("Cuando no falte ninguna ficha, cierre la calificación y luego emita el acta."),
            gettext("Cerrar la calificación"),
            url_for("staff.close_scoring", contest_id=contest.id),
        )
    return NextStep(
        gettext("La sesión terminó"),
        gettext("El acta ya tiene el lugar, las horas, la asistencia, el orden sorteado y las incidencias."),
        gettext("Ver los documentos"),
        url_for("staff.documents", contest_id=contest.id),
    )
