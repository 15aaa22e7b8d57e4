"""Asking the register on behalf of a representative: what it does not know becomes a sentence on the form."""

from sqlalchemy.orm import Session

from contest_portal.applications.group_queries import ruc_holder
from contest_portal.applications.rules.group import name_problem
from contest_portal.kernel.identifiers import parse_dni
from contest_portal.kernel.problems import N_, NotFound, Problem, Refused
from contest_portal.registry.queries.register import RegisteredPerson, centre_by_code, person_by_dni


def find_person(session: Session, dni: str) -> RegisteredPerson:
    """Find a person by DNI. Refused on `dni` when it is no DNI or the register has nobody with it."""
    digits = parse_dni(dni, field="dni")
    try:
        return person_by_dni(session, digits)
    except NotFound as error:
        raise Refused([_not_registered(digits)]) from error


def identity_problems(
    session: Session, *, name: str, centre_code: str, ruc: str | None, group_id: int | None
) -> tuple[Problem, ...]:
    """Check a group's name, centre and RUC; `group_id` is the group itself when it exists already."""
    found = (
        name_problem(name),
        _centre_problem(session, centre_code),
        _ruc_problem(session, ruc, group_id),
    )
    return tuple(problem for problem in found if problem is not None)


def _centre_problem(session: Session, centre_code: str) -> Problem | None:
    try:
        centre_by_code(session, centre_code)
    except NotFound:
        return Problem(
            "group.unknown_centre",
            field="centre_code",
            message=N_("El padrón no tiene un centro poblado con el código %(code)s. Revise los 10 dígitos."),
            params={"code": centre_code},
        )
    return None


def _ruc_problem(session: Session, ruc: str | None, group_id: int | None) -> Problem | None:
    if ruc is None or ruc_holder(session, ruc) in (None, group_id):
        return None
    return Problem(
        "group.ruc_taken",
        field="ruc",
        message=N_("Otro grupo ya está registrado con ese RUC. Revise el número o consulte en la oficina."),
    )


def _not_registered(dni: str) -> Problem:
    return Problem(
        "member.not_registered",
        field="dni",
        message=N_(
            "El padrón de hogares no tiene a nadie con el DNI %(dni)s. Revise el número; si está bien, pida a la "
            "oficina del programa que registre a la persona y vuelva a intentarlo."
        ),
        params={"dni": dni},
    )
