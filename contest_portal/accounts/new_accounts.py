"""What speaks against an account that is to be opened."""

import re

from sqlalchemy.orm import Session

from contest_portal.accounts.queries import user_by_email
from contest_portal.kernel.problems import N_, Problem

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")


def new_account_problems(session: Session, address: str, name: str) -> tuple[Problem | None, ...]:
    """Object to an address or a name of the wrong shape, and to an address that has an account."""
    return _bad_address(address), _taken(session, address), _no_name(name)


def _bad_address(address: str) -> Problem | None:
    if _EMAIL.fullmatch(address) and len(address) <= 160:
        return None
    return Problem(
        "user.email_invalid",
        field="email",
        message=N_("Escriba un correo electrónico completo, por ejemplo nombre@dominio.pe."),
    )


def _taken(session: Session, address: str) -> Problem | None:
    if user_by_email(session, address) is None:
        return None
    return Problem(
        "user.email_taken",
        field="email",
        message=N_("Ya hay una cuenta con ese correo. Búsquela en la lista o use otro correo."),
    )


def _no_name(name: str) -> Problem | None:
    if 3 <= len(name) <= 160:
        return None
    return Problem("user.name_missing", field="full_name", message=N_("Escriba nombres y apellidos."))
