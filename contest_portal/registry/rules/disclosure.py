"""What of a file is masked, and when it may be shown. Source: Law 29733, which counts the poverty class.

A file is that of a person or of a household. Whoever may see the register sees it masked; a sensitive field is shown
on request, one file at a time, for a reason that stays on record.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from contest_portal.kernel.identifiers import sort_key
from contest_portal.kernel.problems import N_, Problem

DETAIL_LEAST, DETAIL_MOST = 10, 200
_NUMBER_OR_ADDRESS = re.compile(r"\d{8}|@")


class FileOf(StrEnum):
    """Whose file it is."""

    PERSON = "person"
    HOUSEHOLD = "household"


class SensitiveField(StrEnum):
    """A field that is masked on every page, whoever looks."""

    DNI = "dni"
    BIRTH_DATE = "birth_date"
    LANGUAGE = "language"
    SISFOH_CLASS = "sisfoh_class"
    SISFOH_DAY = "sisfoh_day"
    SISFOH_EXPIRY = "sisfoh_expiry"
    PLACE = "place"
    ACCOUNT = "account"


class RevealReason(StrEnum):
    """Why somebody needs to see what is masked."""

    IDENTITY = "identity"
    ELIGIBILITY = "eligibility"
    DOCUMENT = "document"
    CORRECTION = "correction"
    COMPLAINT = "complaint"
    AUDIT = "audit"
    PAYMENT = "payment"


class AccessKind(StrEnum):
    """What was done with a file: looked at masked, shown in clear, or the log itself taken away."""

    LOOK = "look"
    REVEAL = "reveal"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file by the number of its person or household."""

    kind: FileOf
    id: int


FIELDS_OF: Mapping[FileOf, tuple[SensitiveField, ...]] = MappingProxyType(
    {
        FileOf.PERSON: (SensitiveField.DNI, SensitiveField.BIRTH_DATE),
        FileOf.HOUSEHOLD: (
            SensitiveField.LANGUAGE,
            SensitiveField.SISFOH_CLASS,
            SensitiveField.SISFOH_DAY,
            SensitiveField.SISFOH_EXPIRY,
            SensitiveField.PLACE,
        ),
    }
)
"""ACCOUNT is of neither file: a group has it, and the awards' own page shows it."""


def reveal_problems(
    kind: FileOf, fields: Iterable[SensitiveField], detail: str, names: Iterable[str]
) -> tuple[Problem, ...]:
    """List what keeps fields from being shown: none chosen, one of another kind of file, or a poor detail."""
    wanted = tuple(fields)
    if wanted and all(field in FIELDS_OF[kind] for field in wanted):
        return detail_problems(detail, names)
    no_field = Problem("reveal.no_field", field="fields", message=N_("Marque qué dato necesita ver."))
    return (no_field, *detail_problems(detail, names))


def detail_problems(detail: str, names: Iterable[str]) -> tuple[Problem, ...]:
    """List what is wrong with the words of a reason: they say too little, or name somebody.

    `names` are those of the file; the log must be readable without learning who they are.
    """
    found: list[Problem] = []
    if not DETAIL_LEAST <= len(detail.strip()) <= DETAIL_MOST:
        found.append(
            Problem(
                "reveal.detail",
                field="detail",
                message=N_("Explique para qué lo necesita, con %(least)s a %(most)s letras."),
                params={"least": str(DETAIL_LEAST), "most": str(DETAIL_MOST)},
            )
        )
    if names_somebody(detail, names):
        found.append(
            Problem(
                "reveal.names",
                field="detail",
                message=N_(
                    "No escriba nombres, DNI ni correos en la explicación: el registro no los guarda."
                ),
            )
        )
    return tuple(found)


def dni_problem(text: str, *, field: str) -> Problem | None:
    """Object to a number of eight digits or an address in a text that others will read beside a person's file."""
    if not _NUMBER_OR_ADDRESS.search(text):
        return None
    return Problem(
        "text.number",
        field=field,
        message=N_("Quite los números de DNI y los correos de este texto: otras personas lo leen."),
    )


def names_somebody(text: str, names: Iterable[str]) -> bool:
    """Tell whether a text holds eight digits in a row, an address, or two words of one of these names.

    One word alone is let through: surnames such as Flores or Campos are ordinary words too.
    """
    if _NUMBER_OR_ADDRESS.search(text):
        return True
    words = set(_words(text))
    return any(len(words & set(_words(name))) >= 2 for name in names)


def _words(text: str) -> list[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in text)
    return [word for word in sort_key(plain).split() if len(word) >= 3]
