"""A sheet on paper: its code, its states, and what two people typed from it.

Two people who are not of the panel type it apart; where they differ a third look at the paper says what it says. What
results is the juror's sheet like any other. `applications/rules/paper.py` has the same rules for forms of groups.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from contest_portal.documents.rules.verification import ALPHABET, grouped
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.problems import N_, Problem

SERIAL_LENGTH = 8
COMMENT = "comment"
_CHECK = 8


class PaperState(StrEnum):
    """Where a printed sheet stands: handed to the juror, come back as the sheet, counted, or of no use."""

    PRINTED = "printed"
    RECEIVED = "received"
    ENTERED = "entered"
    VOID = "void"


PAPER: Lifecycle[None] = Lifecycle(
    "sheet_paper",
    (
        Transition("receive", frozenset({PaperState.PRINTED.value}), PaperState.RECEIVED),
        Transition("enter", frozenset({PaperState.RECEIVED.value}), PaperState.ENTERED),
        Transition("void", frozenset({PaperState.PRINTED.value, PaperState.RECEIVED.value}), PaperState.VOID),
        Transition("return", frozenset({PaperState.ENTERED.value}), PaperState.VOID),
    ),
)


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What the code on a sheet names. Its hash is checked, so that a sheet of another contest is told apart."""

    serial: str
    contest_code: str
    entry_code: str
    juror_id: int
    phase_code: str
    rulebook_sha256: str

    @property
    def text(self) -> str:
        """Write it as it stands in the QR, with eight letters of a hash over all of it."""
        said = (
            self.serial,
            self.contest_code,
            self.entry_code,
            str(self.juror_id),
            self.phase_code,
            self.rulebook_sha256,
        )
        return ";".join((*said, canonical_hash(list(said))[:_CHECK]))


def serial_in(typed: str) -> str | None:
    """Find the serial in what was typed, in any case, or in the whole code as it was scanned. None without one."""
    head = typed.partition(";")[0]
    letters = "".join(letter for letter in head.upper() if letter.isalnum())
    if len(letters) != SERIAL_LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return grouped(letters)


def code_problem(typed: str, code: PaperCode) -> Problem | None:
    """Refuse a whole code that is not the one that was printed on this sheet."""
    if ";" not in typed or typed.strip() == code.text:
        return None
    return Problem(
        "sheet_paper.other_code",
        field="code",
        message=N_(
            "El código leído no es el que se imprimió en la ficha %(serial)s. Escriba solo su número y compárela "
            "con el papel."
        ),
        params={"serial": code.serial},
    )


@dataclass(frozen=True, slots=True)
class TypedMark:
    """What was read beside a criterion; `units` None: the box is empty on the paper."""

    criterion: str
    units: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A sheet as somebody read it."""

    marks: tuple[TypedMark, ...]
    comment: str = ""

    def given(self, per_point: int) -> dict[str, Mark]:
        """Give the marks by criterion, without the empty ones."""
        return {one.criterion: Mark(one.units, per_point) for one in self.marks if one.units is not None}

    def reasons(self) -> dict[str, str]:
        """Give the reasons that go with a mark."""
        return {one.criterion: one.reason for one in self.marks if one.reason and one.units is not None}

    def line(self, criterion: str) -> TypedMark:
        """Give what was read beside a criterion; empty where nobody wrote."""
        return next((one for one in self.marks if one.criterion == criterion), TypedMark(criterion, None))


def mismatches(first: TypedSheet, second: TypedSheet) -> tuple[str, ...]:
    """Name the criteria in which two readings differ, and the comment; texts without regard to how they are spaced."""
    codes = dict.fromkeys(one.criterion for one in (*first.marks, *second.marks))
    found = [code for code in codes if _plain(first.line(code)) != _plain(second.line(code))]
    if _spaced(first.comment) != _spaced(second.comment):
        found.append(COMMENT)
    return tuple(found)


def agreed(first: TypedSheet, differing: Collection[str]) -> TypedSheet:
    """Give what two readings have in common: where they differ it is left empty."""
    return TypedSheet(
        tuple(TypedMark(one.criterion, None) if one.criterion in differing else one for one in first.marks),
        "" if COMMENT in differing else first.comment,
    )


def typist_problems(
    user_id: int | None, typists: Collection[int], panel: Collection[int]
) -> Iterator[Problem]:
    """Refuse who sits in the panel (the marks of others are not theirs to see), and who typed this sheet already."""
    if user_id in panel:
        yield Problem(
            "sheet_paper.of_the_panel",
            field="state",
            message=N_(
                "Usted integra el jurado de este concurso: no transcribe fichas de nadie. Pídalo a otra persona de la "
                "oficina."
            ),
        )
    if user_id in typists:
        yield Problem(
            "sheet_paper.typed_by_you",
            field="state",
            message=N_("Usted ya transcribió esta ficha: la segunda transcripción la hace otra persona."),
        )


def on_paper_problem(serial: str, received_by: str, reason: str) -> Problem:
    """Say that a sheet is filled in on paper, so that what is on the screen does not count."""
    return Problem(
        "sheet.on_paper",
        field="state",
        message=N_(
            "Esta ficha se califica en papel (ficha %(serial)s): la recibió %(name)s. Motivo: %(reason)s. Lo escrito "
            "en pantalla quedó sin efecto."
        ),
        params={"serial": serial, "name": received_by, "reason": reason},
    )


def _plain(line: TypedMark) -> TypedMark:
    return replace(line, reason=_spaced(line.reason))


def _spaced(text: str) -> str:
    return " ".join(text.split())
