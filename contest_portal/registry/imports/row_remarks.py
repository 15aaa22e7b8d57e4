"""What is no fault of any row but looks odd in a file as a whole: said to a person before it is imported."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from contest_portal.kernel.problems import N_, Problem
from contest_portal.registry.imports.staging import Stage
from contest_portal.registry.rules.household_filter import OLDEST_AGE
from contest_portal.registry.rules.percentages import PER_POINT


def row_remarks(
    session: Session, kind: str, stage: Stage, *, today: date, is_complete: bool
) -> tuple[Problem, ...]:
    """Look at the rows of a kind. `is_complete`: households are all there, so one without its head has none."""
    looks = _LOOKS.get(kind, ())
    if not is_complete:
        looks = tuple(look for look in looks if look is not _without_head)
    return tuple(problem for look in looks if (problem := look(session, stage, today)) is not None)


def _without_head(session: Session, stage: Stage, _today: date) -> Problem | None:
    rows = stage.table
    headless = (
        select(rows.c.household_code)
        .group_by(rows.c.household_code)
        .having(func.max(cast(rows.c.is_head, Integer)) == 0, func.count(rows.c.is_head) == func.count())
        .subquery()
    )
    number = session.scalars(select(func.count()).select_from(headless)).one()
    message = N_(
        "Hogares en que el archivo dice de cada integrante que no es jefe: %(rows)s. Compruebe quién lo es y "
        "complételo."
    )
    return _remark("household.without_head", message, number)


def _very_old(session: Session, stage: Stage, today: date) -> Problem | None:
    rows = stage.table
    latest = date(today.year - OLDEST_AGE, 1, 1)
    number = session.scalars(select(func.count()).select_from(rows).where(rows.c.birth_date < latest)).one()
    message = N_(
        "Personas con más de 120 años según su fecha de nacimiento: %(rows)s. Compruébelo, o deje la fecha vacía si no "
        "se sabe."
    )
    return _remark("person.very_old", message, number)


def _rates_as_fractions(session: Session, stage: Stage, _today: date) -> Problem | None:
    rates = stage.table.c.rate_e4
    number, highest = session.execute(select(func.count(rates), func.max(rates))).one()
    message = N_(
        "Ninguna de las %(rows)s tasas llega a 1. Si el archivo las trae como fracción (0.245 en vez de 24.5), "
        "multiplíquelas por 100 antes de importar."
    )
    return _remark("rate.fractions", message, number if highest and highest < PER_POINT else 0)


def _remark(code: str, message: str, rows: int) -> Problem | None:
    return Problem(code, field="file", message=message, params={"rows": str(rows)}) if rows else None


_Look = Callable[[Session, Stage, date], Problem | None]
_LOOKS: Mapping[str, tuple[_Look, ...]] = {
    "households": (_without_head, _very_old),
    "poverty": (_rates_as_fractions,),
}
