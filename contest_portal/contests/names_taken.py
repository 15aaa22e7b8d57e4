"""What only one contest or one fund may be called, asked before the database would refuse it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.models import Contest, Fund
from contest_portal.kernel.problems import N_, Problem


def code_taken(session: Session, code: str, *, except_id: int | None) -> Problem | None:
    """Object when another contest has this code."""
    other = session.scalars(select(Contest.id).where(Contest.code == code)).one_or_none()
    if other is None or other == except_id:
        return None
    return Problem(
        "basics.code_taken",
        field="code",
        message=N_("El código %(code)s ya es de otro concurso. Elija otro."),
        params={"code": code},
    )


def fund_name_taken(session: Session, name: str, *, except_id: int | None) -> Problem | None:
    """Object when another fund has this name."""
    other = session.scalars(select(Fund.id).where(Fund.name == name)).one_or_none()
    if other is None or other == except_id:
        return None
    return Problem(
        "fund.name_taken",
        field="name",
        message=N_("Ya hay un fondo llamado «%(name)s». Elija otro nombre."),
        params={"name": name},
    )
