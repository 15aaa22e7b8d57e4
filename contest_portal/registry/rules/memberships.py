"""Memberships of social programmes (Juntos, Pensión 65, Cuna Más, …): of a person, or of a household as a whole.

Programmes are rows of a catalogue. A membership holds from a day until another, both included; without a last day it
goes on. What was said of its last day, and when, is kept, so that any day can be told as it is known today or as it
was held then.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.components import kind_code
from contest_portal.registry.rules.disclosure import dni_problem
from contest_portal.registry.rules.row_history import Basis

MAX_NAME, MAX_EVIDENCE = 80, 300
EVIDENCE_LEAST = 5
EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day until another, both included; `until` None: it goes on."""

    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, other: "Period") -> bool:
        """Tell whether the two share a day."""
        return self.holds_on(max(self.since, other.since)) and other.holds_on(max(self.since, other.since))


@dataclass(frozen=True, slots=True)
class Standing:
    """A membership as it will stand: whose, of which programme, and the line of a file that says so now, if any."""

    whose: int
    programme_id: int
    period: Period
    line: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of the last day of a membership, and on which day it was said."""

    on: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Life:
    """A membership with all that was said of its end, in that order; `voided_on`: the day it was taken back."""

    since: date
    said: tuple[Said, ...]
    voided_on: date | None = None

    def period(self, day: date, basis: Basis) -> Period | None:
        """Give the period as it is known today, or as it was held on a day; None: it was not known, or is void."""
        known = [said for said in self.said if basis is Basis.KNOWN_TODAY or said.on <= day]
        was_void = self.voided_on is not None and (basis is Basis.KNOWN_TODAY or self.voided_on <= day)
        return None if was_void or not known else Period(self.since, known[-1].until)

    def holds_on(self, day: date, basis: Basis) -> bool:
        """Tell whether it held on a day, by what is known today or by what was held then."""
        period = self.period(day, basis)
        return period is not None and period.holds_on(day)


def programme_problem(name: str) -> Problem | None:
    """Refuse a programme without a usable name."""
    if kind_code(name) and len(name) <= MAX_NAME:
        return None
    message = N_("Escriba el nombre del programa con letras, de 80 como máximo, por ejemplo Juntos.")
    return Problem("programme.name", field="name", message=message)


def period_problems(period: Period, today: date) -> tuple[Problem, ...]:
    """Ask for a first day that has come and a last day that does not lie before it."""
    found = []
    if not EARLIEST <= period.since <= today:
        message = N_("La fecha de inicio debe estar entre 01/01/1990 y hoy. Corríjala.")
        found.append(Problem("membership.since", field="since", message=message))
    if period.until is not None and not period.since <= period.until <= LATEST:
        message = N_("El último día no puede ser anterior al de inicio. Corrija una de las dos fechas.")
        found.append(Problem("membership.until", field="until", message=message))
    return tuple(found)


def evidence_problem(evidence: str) -> Problem | None:
    """Ask how it is known: an import has its file, an act has words."""
    if EVIDENCE_LEAST <= len(evidence) <= MAX_EVIDENCE:
        return dni_problem(evidence, field="evidence")
    message = N_("Escriba cómo se sabe: qué papel se vio o quién lo informó.")
    return Problem("membership.evidence", field="evidence", message=message)


def retired_problem(name: str, *, is_active: bool) -> Problem | None:
    """Refuse a new membership of a programme that was taken out of use."""
    if is_active:
        return None
    message = N_("«%(name)s» está retirado del catálogo. Actívelo otra vez, o elija otro programa.")
    return Problem(
        "membership.retired_programme", field="programme_id", message=message, params={"name": name}
    )


def overlap_problem(period: Period, others: Iterable[Period]) -> Problem | None:
    """Refuse a period that shares a day with another membership of the same programme and the same subject."""
    other = next((one for one in others if one.meets(period)), None)
    if other is None:
        return None
    message = N_(
        "Ya consta en este programa desde el %(since)s, y los dos períodos comparten días. Termine primero el que "
        "consta, o corrija las fechas."
    )
    params = {"since": f"{other.since:%d/%m/%Y}"}
    return Problem("membership.overlaps", field="since", message=message, params=params)


def clashes(standing: Iterable[Standing]) -> Iterator[tuple[Standing, Period]]:
    """Give each membership of a file that shares a day with another, and that other; ordered by whose and beginning.

    Of two that a file tells of, the later line is at fault.
    """
    widest: Standing | None = None
    for one in standing:
        if widest is None or (widest.whose, widest.programme_id) != (one.whose, one.programme_id):
            widest = one
            continue
        if widest.period.meets(one.period):
            at_fault, other = (one, widest) if (one.line or 0) > (widest.line or 0) else (widest, one)
            if at_fault.line is not None:
                yield at_fault, other.period
        if widest.period.until is not None and (
            one.period.until is None or one.period.until > widest.period.until
        ):
            widest = one


def end_problems(period: Period, until: date, today: date) -> tuple[Problem, ...]:
    """Refuse to end what has ended, and an end that lies before the beginning or is still to come."""
    if period.until is not None:
        message = N_("Esta pertenencia ya terminó. Vuelva a cargar la página para ver su último día.")
        return (Problem("membership.ended", field="until", message=message),)
    if period.since <= until <= today:
        return ()
    message = N_("El último día debe estar entre el de inicio y hoy. Corríjalo.")
    return (Problem("membership.until", field="until", message=message),)


def reopen_problem(period: Period, others: Sequence[Period]) -> Problem | None:
    """Refuse to take back an end that is none, or when another membership began since."""
    if period.until is None:
        message = N_("Esta pertenencia sigue vigente: no hay término que deshacer.")
        return Problem("membership.goes_on", field="until", message=message)
    return overlap_problem(Period(period.since), others)


def voided_problem(*, is_voided: bool) -> Problem | None:
    """Refuse to change what was taken back."""
    if not is_voided:
        return None
    message = N_("Esta anotación está anulada. Si la pertenencia es cierta, anótela otra vez.")
    return Problem("membership.voided", field="since", message=message)


def void_reason_problem(reason: str) -> Problem | None:
    """Ask why it is taken back."""
    if EVIDENCE_LEAST <= len(reason) <= MAX_EVIDENCE:
        return dni_problem(reason, field="reason")
    message = N_("Escriba por qué se anula, en una frase.")
    return Problem("membership.void_reason", field="reason", message=message)
