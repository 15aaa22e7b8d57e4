"""What a household received: the row, its states, and what was true of it on a past day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem

MAX_NUMBER = 1_000_000
MAX_TRAINER, MAX_INPUTS, MAX_NOTE, MAX_REASON = 80, 200, 500, 300
EARLIEST = date(2000, 1, 1)


class ComponentState(StrEnum):
    """A planned thing is delivered, then used, perhaps abandoned, perhaps taken up again."""

    PLANNED = "planned"
    DELIVERED = "delivered"
    IN_USE = "in_use"
    ABANDONED = "abandoned"


HELD = frozenset({ComponentState.DELIVERED, ComponentState.IN_USE})
"""The states in which a household has the thing."""

FIRST_STATES = (ComponentState.PLANNED, ComponentState.DELIVERED, ComponentState.IN_USE)
"""The states a record may start in: nothing is abandoned before it came."""


@dataclass(frozen=True, slots=True)
class ComponentDetails:
    """What is written of a record beside its kind, day and state; an empty text or None is "not said".

    `quantity` is whole, of the kind's unit. `trainer` is the name of the yachachiq as the field notebook has it.
    The household's counterpart is labour in days, and inputs in words with their value if they were valued.
    """

    quantity: int | None = None
    trainer: str = ""
    counterpart_days: int | None = None
    counterpart_inputs: str = ""
    counterpart_value: Money | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A record as a file or a form gives it: the one shape every source is read into.

    A household is named by its code and a kind by the code of the catalogue, both as text. `on_date` is the day the
    thing was received, or for a planned one the day it is planned for. A live record of the same household, kind and
    day is the same record: a source that brings it again changes its details, never adds a second one.
    """

    household_code: str
    kind_code: str
    on_date: date
    state: ComponentState
    details: ComponentDetails = ComponentDetails()


@dataclass(frozen=True, slots=True)
class Step:
    """A state that a record came into on a day."""

    state: ComponentState
    on_date: date


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """The day a change of state happened, the state and day before it, and today."""

    on_date: date
    before: Step
    today: date


def in_the_future(facts: MoveFacts) -> Problem | None:
    """Refuse a change that has not happened yet."""
    return _future(facts.on_date, facts.today)


def before_the_last_step(facts: MoveFacts) -> Problem | None:
    """Refuse a change before the one it follows. A plan's day is no limit: things also come early."""
    if facts.before.state is ComponentState.PLANNED or facts.on_date >= facts.before.on_date:
        return None
    message = N_("La fecha no puede ser anterior al cambio que ya consta, del %(day)s.")
    return Problem(
        "component.too_early",
        field="on_date",
        message=message,
        params={"day": _written(facts.before.on_date)},
    )


_GUARDS = (in_the_future, before_the_last_step)

COMPONENT: Lifecycle[MoveFacts] = Lifecycle(
    "component",
    (
        Transition("deliver", frozenset({"planned"}), ComponentState.DELIVERED, _GUARDS),
        Transition("use", frozenset({"delivered"}), ComponentState.IN_USE, _GUARDS),
        Transition("abandon", frozenset({"delivered", "in_use"}), ComponentState.ABANDONED, _GUARDS),
        Transition("resume", frozenset({"abandoned"}), ComponentState.IN_USE, _GUARDS),
    ),
)


def held_since(steps: Sequence[Step], day: date | None = None) -> date | None:
    """Give the day from which a household has had the thing without a break, as of `day`; None when it has not.

    Steps are in the order they were noted; those after `day` had not happened yet. Without a day, all count.
    """
    since: date | None = None
    for step in steps:
        if day is not None and step.on_date > day:
            continue
        if step.state not in HELD:
            since = None
        elif since is None:
            since = step.on_date
    return since


def arrival(steps: Sequence[Step]) -> int:
    """Give the position of the step by which the thing came; of the first one while it is still planned."""
    return next((number for number, step in enumerate(steps) if step.state in HELD), 0)


def day_problems(on_date: date, state: ComponentState, today: date) -> tuple[Problem, ...]:
    """Refuse a day out of reason: a delivery still to come, or anything before the year 2000."""
    late = None if state is ComponentState.PLANNED else _future(on_date, today)
    return tuple(problem for problem in (late, _long_ago(on_date)) if problem is not None)


def record_problems(
    state: ComponentState, on_date: date, details: ComponentDetails, *, unit: str | None, today: date
) -> tuple[Problem, ...]:
    """Judge a record before it is made, whoever tells of it: a form or a file."""
    first = first_state_problem(state)
    return (
        *([first] if first else []),
        *day_problems(on_date, state, today),
        *detail_problems(details, unit=unit),
    )


def first_state_problem(state: ComponentState) -> Problem | None:
    """Refuse to begin with what can only come later."""
    if state in FIRST_STATES:
        return None
    message = N_("Regístrelo primero como entregado; después anote que se abandonó.")
    return Problem("component.first_state", field="state", message=message)


def told_again_problem(present: ComponentState, told: ComponentState) -> Problem | None:
    """Refuse a file that takes a record back to an earlier state: it goes on from planned to in use, never back."""
    if FIRST_STATES.index(told) >= FIRST_STATES.index(present):
        return None
    message = N_(
        "El registro ya está más adelante que lo que dice esta fila. Corrija el estado en el archivo, o deje vacía la "
        "celda."
    )
    return Problem("component.state_back", field="state", message=message)


def moved_day_problems(steps: Sequence[Step], on_date: date, today: date) -> tuple[Problem, ...]:
    """Refuse a corrected day of arrival that is out of reason, or after the change that follows it."""
    number = arrival(steps)
    found = list(day_problems(on_date, steps[number].state, today))
    later = steps[number + 1].on_date if number + 1 < len(steps) else None
    if later is not None and on_date > later:
        message = N_("La fecha no puede ser posterior al cambio que le sigue, del %(day)s.")
        params = {"day": _written(later)}
        found.append(Problem("component.too_late", field="on_date", message=message, params=params))
    return tuple(found)


def detail_problems(details: ComponentDetails, *, unit: str | None) -> tuple[Problem, ...]:
    """Refuse a quantity of what is not counted, figures that are not positive, and texts that are too long."""
    found = (
        _quantity_problem(details.quantity, unit),
        _figure_problem(details.counterpart_days, "counterpart_days"),
        _value_problem(details.counterpart_value),
        _length_problem(details.trainer, MAX_TRAINER, "trainer"),
        _length_problem(details.counterpart_inputs, MAX_INPUTS, "counterpart_inputs"),
        _length_problem(details.note, MAX_NOTE, "note"),
    )
    return tuple(problem for problem in found if problem is not None)


def reason_problem(reason: str) -> Problem | None:
    """Refuse to void without a reason."""
    if 0 < len(reason) <= MAX_REASON:
        return None
    message = N_("Escriba por qué se anula el registro, en 300 letras como máximo.")
    return Problem("component.reason", field="reason", message=message)


def voided_problem(*, is_voided: bool) -> Problem | None:
    """Refuse to change what was voided."""
    if not is_voided:
        return None
    message = N_("Este registro está anulado y ya no cambia. Si hace falta, haga otro.")
    return Problem("component.voided", field="state", message=message)


def retired_problem(name: str, *, is_active: bool) -> Problem | None:
    """Refuse a new record of a kind that was retired."""
    if is_active:
        return None
    message = N_("«%(name)s» está retirado del catálogo. Elija otro tipo, o vuelva a activarlo.")
    return Problem("component.retired_kind", field="kind_id", message=message, params={"name": name})


def twice_problem(name: str, on_date: date, *, is_there: bool) -> Problem | None:
    """Refuse the same kind for the same household on the same day."""
    if not is_there:
        return None
    return Problem(
        "component.twice",
        field="on_date",
        message=N_(
            "Este hogar ya tiene «%(name)s» con fecha %(day)s. Corrija ese registro, o escriba otra fecha."
        ),
        params={"name": name, "day": _written(on_date)},
    )


def _future(on_date: date, today: date) -> Problem | None:
    if on_date <= today:
        return None
    message = N_("Esa fecha todavía no llega. Escriba el día en que ocurrió, o regístrelo como previsto.")
    return Problem("component.future", field="on_date", message=message)


def _long_ago(on_date: date) -> Problem | None:
    if on_date >= EARLIEST:
        return None
    message = N_("Esa fecha es anterior al año 2000. Revise el año.")
    return Problem("component.long_ago", field="on_date", message=message)


def _quantity_problem(quantity: int | None, unit: str | None) -> Problem | None:
    if quantity is None:
        return None
    if unit is None:
        message = N_("Este tipo no se cuenta: deje vacía la cantidad.")
        return Problem("component.not_counted", field="quantity", message=message)
    return _figure_problem(quantity, "quantity")


def _figure_problem(figure: int | None, field: str) -> Problem | None:
    if figure is None or 0 < figure <= MAX_NUMBER:
        return None
    message = N_("Escriba un número entero mayor que cero, o deje el dato vacío.")
    return Problem("component.figure", field=field, message=message)


def _value_problem(value: Money | None) -> Problem | None:
    if value is None or value > Money(0):
        return None
    message = N_("Escriba un valor mayor que cero, o déjelo vacío.")
    return Problem("component.value", field="counterpart_value", message=message)


def _length_problem(text: str, most: int, field: str) -> Problem | None:
    if len(text) <= most:
        return None
    message = N_("El texto es muy largo. Escriba %(most)s letras como máximo.")
    return Problem("component.long_text", field=field, message=message, params={"most": str(most)})


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")
