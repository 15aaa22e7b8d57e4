"""Draw the order in which groups present, from numbers that came out before everybody."""

import logging
from collections.abc import Iterable

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.queries import Entrant, entrants
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.jury.hall_desk import hold_hall, note_deed, require_evaluating
from contest_portal.jury.rules.lot import drawn_numbers, numbers_problem, witnesses_problem
from contest_portal.jury.rules.session import Contender, drawn_order
from contest_portal.jury.session_models import Presentation
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse

log = logging.getLogger(__name__)


def draw_order(session: Session, act: Act, *, contest_id: int, numbers: str, witnesses: str) -> None:
    """Keep the numbers and the order that follows from them, once. Raises WrongState for a second draw."""
    hall = hold_hall(session, act, contest_id)
    contest = contest_by_id(session, contest_id)
    require_evaluating(contest)
    if hall.draw_numbers is not None:
        raise WrongState([_drawn_already()])
    rulebook = rulebook_of(session, contest_id)
    categories = rulebook.phase(hall.phase_code)
    groups = [group for group in entrants(session, contest_id) if categories.is_for(group.category_code)]
    refuse(
        [
            numbers_problem(numbers),
            witnesses_problem(witnesses),
            _nobody(groups),
        ]
    )
    hall.draw_numbers, hall.draw_witnesses = drawn_numbers(numbers), witnesses.strip()
    hall.drawn_at = act.at
    for place, application_id in enumerate(_order(contest, rulebook, hall.draw_numbers, groups), start=1):
        session.add(
            Presentation(
                session_id=hall.id, application_id=application_id, drawn=place, turn=place, state="waiting"
            )
        )
    session.flush()
    note_deed(session, act, hall, "order_drawn", {"numbers": hall.draw_numbers, "groups": len(groups)})
    log.info("order drawn", extra={"contest_id": contest_id, "groups": len(groups)})


def _order(contest: Contest, rulebook: Rulebook, numbers: str, groups: Iterable[Entrant]) -> list[int]:
    places = {category.code: place for place, category in enumerate(rulebook.categories)}
    by_code = {group.code: group for group in groups}
    contenders = (Contender(code, places[group.category_code]) for code, group in by_code.items())
    return [by_code[code].application_id for code in drawn_order(contest.code, numbers, contenders)]


def _nobody(groups: list[Entrant]) -> Problem | None:
    if groups:
        return None
    return Problem(
        "session.no_groups",
        field="numbers",
        message=N_("En esta fase no expone ningún grupo: no hay qué sortear."),
    )


def _drawn_already() -> Problem:
    return Problem(
        "session.order_drawn",
        field="numbers",
        message=N_(
            "El orden ya se sorteó y no se repite. Si un grupo no está, páselo al final con su motivo."
        ),
    )
