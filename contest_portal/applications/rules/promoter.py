"""Who may file for a group besides its representative."""

from dataclasses import dataclass

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.problems import N_, Problem


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account as the appointment sees it."""

    is_open: bool
    roles: frozenset[Role]
    represents: bool
    promotes: bool


def promoter_problem(candidate: Candidate) -> Problem | None:
    """Give what keeps an account from being the promoter of a group; nothing when it may."""
    told = {
        "promoter.represents": (
            candidate.represents,
            N_("Esa cuenta ya representa al grupo: no necesita promotor. Escriba el correo de otra persona."),
        ),
        "promoter.other_account": (
            Role.PROMOTER not in candidate.roles,
            N_(
                "Ya hay una cuenta con ese correo y no es de promotor. Use otro correo o pida a la administración "
                "que le dé esa función."
            ),
        ),
        "promoter.closed": (
            not candidate.is_open,
            N_("La cuenta de esa persona está cerrada. Pida a la administración que la abra."),
        ),
        "promoter.already": (
            candidate.promotes,
            N_("Esa persona ya es promotora del grupo. No hace falta agregarla otra vez."),
        ),
    }
    problems = (Problem(code, "email", message) for code, (holds, message) in told.items() if holds)
    return next(problems, None)
