"""Who approves an allocation, one step after the other, as the rules of a contest name it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.problems import N_, Problem

MOST_STEPS, MOST_LETTERS = 4, 60


class Approver(StrEnum):
    """Of which people somebody takes a step."""

    SECRETARY = "secretary"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """A step of the chain: what pages and papers call it, and whose it is."""

    name: str
    approver: Approver


ONE_APPROVAL = (ApprovalStep("Programa", Approver.STAFF),)
"""What holds where the rules name no chain: somebody of the programme approves."""


def chain_problems(chain: tuple[ApprovalStep, ...]) -> Iterator[Problem]:
    """Name what of a chain cannot be. The last step commits the money, so that the programme takes it."""
    if not 1 <= len(chain) <= MOST_STEPS:
        message = N_("La aprobación tiene de 1 a %(most)s pasos. Quite las filas que sobran.")
        yield _problem("steps", message, most=str(MOST_STEPS))
        return
    for step in chain:
        if not 0 < len(step.name.strip()) <= MOST_LETTERS:
            message = N_("Cada paso de la aprobación necesita un nombre de hasta %(most)s letras.")
            yield _problem("step_name", message, most=str(MOST_LETTERS))
    if len({step.name.strip().casefold() for step in chain}) < len(chain):
        message = N_("Dos pasos de la aprobación se llaman igual. Cambie el nombre de uno.")
        yield _problem("step_twice", message)
    if chain[-1].approver is not Approver.STAFF:
        message = N_(
            "El último paso compromete el dinero: «%(name)s» tiene que ser del personal del programa."
        )
        yield _problem("last_step", message, name=chain[-1].name)


def _problem(code: str, message: str, **params: str) -> Problem:
    return Problem(f"allocation.{code}", field="approvals", message=message, params=params)
