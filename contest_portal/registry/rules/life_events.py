"""What may be noted of a household between two files: deaths, departures, moves, splits, and taking them back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.rules.coordinates import Point
from contest_portal.registry.rules.disclosure import dni_problem
from contest_portal.registry.rules.kinship import Kinship

REASON_LEAST, REASON_MOST = 5, 300
CODE_MOST = 20


class EventKind(StrEnum):
    """What can happen. MERGE: two entries of the register were the same person. PLACE: somebody measured where the
    dwelling is. KINSHIP: somebody said what a member is to the head.
    """

    DEATH = "death"
    LEAVING = "leaving"
    MOVE = "move"
    CENTRE = "centre"
    SPLIT = "split"
    MERGE = "merge"
    PLACE = "place"
    KINSHIP = "kinship"


class NotedField(StrEnum):
    """What an event settles and no import changes while it stands."""

    CENTRE = "centre_code"
    HOME = "household_code"
    HEAD = "is_head"
    STANDING = "standing"
    PLACE = "place"
    KINSHIP = "kinship"


@dataclass(frozen=True, slots=True)
class Home:
    """A household by who is in it: ids of its members, and which of them heads it."""

    members: frozenset[int]
    head: int | None
    is_gone: bool = False

    def without(self, leaving: Collection[int]) -> frozenset[int]:
        """Give who remains."""
        return self.members - frozenset(leaving)

    def needs_head(self, leaving: Collection[int]) -> bool:
        """Tell whether those who remain have lost their head."""
        return self.head in leaving and bool(self.without(leaving))


def noting_problems(
    reason: str, on_date: date, *, today: date, last: date | None, born: date | None = None
) -> tuple[Problem, ...]:
    """Ask for a reason and for a day that is not to come, nor before what was noted last, nor before the birth."""
    return (*_reason_problems(reason), *_day_problems(on_date, today=today, last=last, born=born))


def departure_problems(
    home: Home, leaving: Collection[int], new_head: int | None, *, may_end: bool
) -> tuple[Problem, ...]:
    """Refuse that somebody goes who is not there, that nobody remains (unless it may end), or that nobody leads."""
    found = []
    if not home.members.issuperset(leaving):
        found.append(_not_there())
    elif not home.without(leaving) and not may_end:
        message = N_(
            "Es la última persona del hogar: no puede salir sin más. Anote que falleció, que pasó a otro hogar, "
            "o que el hogar cambió de centro poblado."
        )
        found.append(Problem("life.last_member", field="person", message=message))
    elif home.needs_head(leaving) and new_head not in home.without(leaving):
        message = N_("Quien se va es jefe del hogar. Elija quién será jefe entre los que quedan.")
        found.append(Problem("life.no_head", field="new_head", message=message))
    return tuple(found)


def target_problem(code: str, *, is_known: bool, is_gone: bool, is_same: bool) -> Problem | None:
    """Refuse a household that cannot take anybody in."""
    if is_same:
        message = N_("Es el mismo hogar. Escriba el código del hogar al que pasó.")
    elif not is_known:
        message = N_("No hay un hogar «%(code)s» en el padrón. Busque su código en la lista de hogares.")
    elif is_gone:
        message = N_("El hogar «%(code)s» ya no figura en el padrón. Elija uno que figure.")
    else:
        return None
    return Problem("life.target", field="to_code", message=message, params={"code": code})


def centre_problem(code: str, *, is_known: bool, is_same: bool) -> Problem | None:
    """Refuse a centre that the register does not have, or in which the household lives already."""
    if not is_known:
        message = N_(
            "El centro poblado «%(code)s» no está en el padrón. Busque su código en la lista de centros."
        )
    elif is_same:
        message = N_("El hogar ya está en ese centro poblado. Escriba el código del centro al que se mudó.")
    else:
        return None
    return Problem("life.centre", field="centre_code", message=message, params={"code": code})


def same_place_problem(before: Point | None, after: Point | None) -> Problem | None:
    """Refuse to note the place that the register holds already."""
    if after is None or before != after:
        return None
    return _problem(
        "same_place", N_("El padrón ya tiene esas coordenadas. Revise la latitud y la longitud."), "latitude"
    )


def kinship_problem(home: Home, person: int, *, before: str | None, after: str) -> Problem | None:
    """Refuse a link of who is not there or heads the household, one that is none, or the one known already."""
    if person not in home.members:
        return _not_there()
    if home.head is None:
        message = N_(
            "El padrón no dice quién es jefe o jefa de este hogar. Importe primero el archivo que lo diga."
        )
    elif person == home.head:
        message = N_(
            "Es jefe o jefa del hogar: el parentesco se anota en los demás. Vuelva y elija a otra persona."
        )
    elif after not in set(Kinship) - {Kinship.HEAD}:
        message = N_("Elija qué es del jefe o de la jefa del hogar.")
    elif before == after:
        message = N_("El padrón ya dice eso. Elija otro parentesco, o vuelva sin anotar nada.")
    else:
        return None
    return _problem("kinship", message, "kinship")


def split_problems(
    home: Home, chosen: Collection[int], head: int | None, code: str, *, is_taken: bool
) -> tuple[Problem, ...]:
    """Ask for members to part with, a head among them, and a code of its own for what they form."""
    found = []
    if not chosen:
        found.append(_problem("chosen", N_("Marque quiénes forman el hogar nuevo."), "persons"))
    elif not home.without(chosen):
        message = N_("Deje al menos a una persona en el hogar. Si se muda entero, anote el cambio de centro.")
        found.append(_problem("nobody_left", message, "persons"))
    if chosen and head not in chosen:
        message = N_("Elija al jefe del hogar nuevo entre los que lo forman.")
        found.append(_problem("new_home_head", message, "head"))
    if not 0 < len(code) <= CODE_MOST:
        message = N_("Escriba un código de hasta 20 letras para el hogar nuevo.")
        found.append(_problem("code", message, "code"))
    elif is_taken:
        message = N_("Ya hay un hogar con ese código. Escriba otro.")
        found.append(_problem("code_taken", message, "code"))
    return tuple(found)


def gone_problem(home: Home) -> Problem | None:
    """Refuse to note anything of a household that is no longer in the register."""
    if not home.is_gone:
        return None
    return _problem(
        "household_gone", N_("Este hogar ya no figura en el padrón: no se anota nada más en él."), "household"
    )


def proposed_code(code: str, taken: Collection[str]) -> str:
    """Propose a code for a household that parts from another: its code with the first free number after it."""
    number = 2
    while f"{code[: CODE_MOST - 4]}-{number}" in taken:
        number += 1
    return f"{code[: CODE_MOST - 4]}-{number}"


@dataclass(frozen=True, slots=True)
class Dependants:
    """What rests on an event: rows that changed again, members and components that the new household has since got,
    and codes of applications sent with it.
    """

    changed: bool = False
    joined: bool = False
    components: int = 0
    applications: tuple[str, ...] = ()


def undo_problems(reason: str, dependants: Dependants, *, is_undone: bool) -> tuple[Problem, ...]:
    """Refuse to take back what something later rests on; each refusal says what that is."""
    if is_undone:
        return (_problem("undone", N_("Este hecho ya se deshizo."), "reason"),)
    rests: Iterable[tuple[bool, str, Mapping[str, str]]] = (
        (
            dependants.changed,
            N_(
                "Después se anotó o se importó otro cambio de las mismas personas u hogares. Deshaga primero el último."
            ),
            {},
        ),
        (dependants.joined, N_("El hogar nuevo tiene ya a otras personas. Anote primero adónde pasan."), {}),
        (
            dependants.components > 0,
            N_("El hogar nuevo ya recibió %(number)s componentes. Anule primero esos registros."),
            {"number": str(dependants.components)},
        ),
        (
            bool(dependants.applications),
            N_(
                "Después se envió la solicitud %(codes)s, que cuenta con este hecho: ya no se deshace. "
                "Anote lo que cambió."
            ),
            {"codes": ", ".join(dependants.applications)},
        ),
    )
    found = [
        Problem("life.rests_on_it", field="reason", message=message, params=params)
        for is_so, message, params in rests
        if is_so
    ]
    return (*_reason_problems(reason), *found)


def _reason_problems(reason: str) -> tuple[Problem, ...]:
    number = dni_problem(reason, field="reason")
    if number is not None:
        return (number,)
    if REASON_LEAST <= len(reason) <= REASON_MOST:
        return ()
    message = N_("Escriba cómo se supo, en %(least)s a %(most)s letras: quién avisó, con qué papel.")
    params = {"least": str(REASON_LEAST), "most": str(REASON_MOST)}
    return (Problem("life.reason", field="reason", message=message, params=params),)


def _day_problems(on_date: date, *, today: date, last: date | None, born: date | None) -> tuple[Problem, ...]:
    if on_date > today:
        return (
            _problem("day_to_come", N_("El día todavía no llega. Escriba el día en que pasó."), "on_date"),
        )
    if last is not None and on_date < last:
        message = N_(
            "Ya hay un hecho anotado el %(day)s. Escriba ese día o uno posterior, o deshaga antes aquel."
        )
        params = {"day": f"{last:%d/%m/%Y}"}
        return (Problem("life.before_last", field="on_date", message=message, params=params),)
    if born is not None and on_date < born:
        return (
            _problem("before_birth", N_("La persona todavía no había nacido. Revise el día."), "on_date"),
        )
    return ()


def _not_there() -> Problem:
    message = N_("Esta persona ya no está en el hogar. Vuelva a cargar la página y revise qué se anotó.")
    return _problem("not_there", message, "person")


def _problem(code: str, message: str, field: str) -> Problem:
    return Problem(f"life.{code}", field=field, message=message)
