"""What an office must have before it can number and sign documents."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contest_portal.kernel.identifiers import parse_ruc
from contest_portal.kernel.problems import N_, Problem, Refused

MAX_CODE = 40
_CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class OfficeDetails:
    """An office as its documents show it: how it is called, where it is, and who signs."""

    code: str
    name: str
    programme: str
    city: str
    address: str
    signer_name: str
    signer_title: str
    ruc: str | None = None


_TEXTS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "name": (160, N_("Escriba el nombre de la unidad, de 2 a 160 letras.")),
        "programme": (160, N_("Escriba el nombre del programa, de 2 a 160 letras.")),
        "city": (80, N_("Escriba la ciudad donde se firma, de 2 a 80 letras.")),
        "address": (200, N_("Escriba la dirección de la unidad, de 2 a 200 letras.")),
        "signer_name": (160, N_("Escriba los nombres y apellidos de quien firma, de 2 a 160 letras.")),
        "signer_title": (160, N_("Escriba el cargo de quien firma, de 2 a 160 letras.")),
    }
)


def office_problems(details: OfficeDetails) -> tuple[Problem, ...]:
    """List what keeps an office from being kept, in the order of the form."""
    texts = (_text_problem(field, getattr(details, field)) for field in _TEXTS)
    found = (_code_problem(details.code), *texts, _ruc_problem(details.ruc))
    return tuple(problem for problem in found if problem is not None)


def code_taken(code: str) -> Problem:
    """Say that another office bears the code."""
    return Problem(
        "office.code_taken",
        field="code",
        message=N_("El código %(code)s ya es de otra unidad territorial. Elija otro."),
        params={"code": code},
    )


def code_stays(before: str, after: str, *, has_documents: bool) -> Problem | None:
    """Refuse another code once it stands in the number of a document."""
    if before == after or not has_documents:
        return None
    return Problem(
        "office.code_stays",
        field="code",
        message=N_("El código %(code)s ya está en los números de documentos emitidos. Déjelo como está."),
        params={"code": before},
    )


def _code_problem(code: str) -> Problem | None:
    if len(code) <= MAX_CODE and _CODE.fullmatch(code):
        return None
    return Problem(
        "office.code",
        field="code",
        message=N_("Escriba el código con mayúsculas sin tilde, números y guiones, por ejemplo UT-LIRCAY."),
    )


def _text_problem(field: str, text: str) -> Problem | None:
    longest, message = _TEXTS[field]
    return None if 2 <= len(text) <= longest else Problem(f"office.{field}", field=field, message=message)


def _ruc_problem(ruc: str | None) -> Problem | None:
    if ruc is None:
        return None
    try:
        parse_ruc(ruc, field="ruc")
    except Refused as refusal:
        return refusal.problems[0]
    return None
