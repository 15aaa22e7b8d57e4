"""What a juror must declare about each group before any file or sheet opens."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from contest_portal.kernel.problems import N_, Problem

MAX_REASON = 400


@dataclass(frozen=True, slots=True)
class Declaration:
    """No interest in a group, or a recusal with its reason.

    `explains`: no interest although the register has the juror in a member's household; the reason says why.
    """

    application_id: int
    recused: bool
    reason: str = ""
    explains: bool = False


@dataclass(frozen=True, slots=True)
class DeclarableGroup:
    """A group that a juror declares about, with what the register knows.

    `own`: the juror is a member of it. `housemate` names a member in whose household the juror lives.
    """

    application_id: int
    name: str
    own: bool = False
    housemate: str | None = None


def reason_field(application_id: int) -> str:
    """Name the form field of a group's reason, so that a problem lands beside it."""
    return f"reason_{application_id}"


def choice_field(application_id: int) -> str:
    """Name the form field of a group's answer."""
    return f"interest_{application_id}"


def declaration_problems(
    declarations: Iterable[Declaration],
    groups: Iterable[DeclarableGroup],
    recused_before: frozenset[int],
) -> Iterator[Problem]:
    """Check that every group has its answer, every recusal its reason, and no recusal is taken back."""
    by_group = {declaration.application_id: declaration for declaration in declarations}
    for group in groups:
        if group.own:
            continue
        declaration = by_group.get(group.application_id)
        if declaration is None:
            yield _undeclared(group)
        elif declaration.recused:
            yield from _reason_problems(group, declaration)
        elif group.application_id in recused_before:
            yield _taken_back(group)
        elif group.housemate is not None and not declaration.reason:
            yield _housemate(group, group.housemate)


def with_own_groups(
    declarations: Iterable[Declaration], groups: Iterable[DeclarableGroup], own_reason: str
) -> tuple[Declaration, ...]:
    """Give the declarations in the order of the groups; a juror's own group is always a recusal with its evidence."""
    by_group: Mapping[int, Declaration] = {d.application_id: d for d in declarations}
    return tuple(
        Declaration(group.application_id, recused=True, reason=own_reason)
        if group.own
        else replace(by_group[group.application_id], explains=group.housemate is not None)
        for group in groups
    )


def _housemate(group: DeclarableGroup, housemate: str) -> Problem:
    return Problem(
        "interest.housemate",
        field=reason_field(group.application_id),
        message=N_(
            "Según el padrón, usted vive en el hogar de %(member)s, del grupo %(group)s. Absténgase, o escriba por "
            "qué el padrón no es exacto: queda registrado."
        ),
        params={"member": housemate, "group": group.name},
    )


def _undeclared(group: DeclarableGroup) -> Problem:
    return Problem(
        "interest.undeclared",
        field=choice_field(group.application_id),
        message=N_("Falta declarar sobre el grupo %(group)s. Elija una de las dos respuestas."),
        params={"group": group.name},
    )


def _reason_problems(group: DeclarableGroup, declaration: Declaration) -> Iterator[Problem]:
    if not declaration.reason:
        yield Problem(
            "interest.reason_missing",
            field=reason_field(group.application_id),
            message=N_("Escriba el motivo por el que se abstiene de calificar al grupo %(group)s."),
            params={"group": group.name},
        )
    elif len(declaration.reason) > MAX_REASON:
        yield Problem(
            "interest.reason_too_long",
            field=reason_field(group.application_id),
            message=N_("El motivo tiene más de %(max)s letras. Escríbalo más corto."),
            params={"max": str(MAX_REASON)},
        )


def _taken_back(group: DeclarableGroup) -> Problem:
    return Problem(
        "interest.recusal_stands",
        field=choice_field(group.application_id),
        message=N_("Ya se abstuvo de calificar al grupo %(group)s y la abstención no se retira."),
        params={"group": group.name},
    )
