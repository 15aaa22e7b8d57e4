"""Codes that gave way to new ones: which code stands today for an old one, and which changes cannot be.

A district's code of INEI, of RENIEC and a centre's are three kinds and never stand for one another. The centres of a
district move with its INEI code: the last four digits stay, unless a change of the centre itself says otherwise.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from contest_portal.kernel.identifiers import department_problem
from contest_portal.kernel.problems import N_, Problem

DISTRICT_DIGITS = 6
_DIGITS = re.compile(r"[0-9]+", re.ASCII)


class CodeKind(StrEnum):
    """The systems of codes."""

    INEI = "I"
    RENIEC = "R"
    CENTRE = "C"


DIGITS: Mapping[CodeKind, int] = {CodeKind.INEI: 6, CodeKind.RENIEC: 6, CodeKind.CENTRE: 10}


@dataclass(frozen=True, slots=True)
class Change:
    """An old code, the one that took its place, and the document that says so."""

    kind: CodeKind
    old: str
    new: str
    source: str


@dataclass(frozen=True, slots=True)
class Current:
    """What stands today for a code: the code after these steps. `candidates`: `code` was split into them."""

    code: str
    steps: tuple[Change, ...] = ()
    candidates: tuple[str, ...] = ()


class CodeBook:
    """Every change in force, asked by code."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self.changes = tuple(changes)
        self._by_old: dict[tuple[CodeKind, str], list[Change]] = {}
        for change in self.changes:
            self._by_old.setdefault((change.kind, change.old), []).append(change)

    def current(self, kind: CodeKind, code: str) -> Current:
        """Follow a code to the one of today, or to where it was split; a code without a change is its own."""
        steps: list[Change] = []
        passed = {code}
        while found := self._changes_of(kind, code):
            if len(found) > 1:
                return Current(found[0].old, tuple(steps), tuple(change.new for change in found))
            code = _after(found[0], code)
            if code in passed:
                break
            steps.append(found[0])
            passed.add(code)
        return Current(code, tuple(steps))

    def comes_back(self, change: Change) -> bool:
        """Tell whether the codes after a change, on any branch, lead back to its old code."""
        waiting, passed = [change.old], set[str]()
        while waiting:
            code = waiting.pop()
            for step in self._changes_of(change.kind, code):
                after = _after(step, code)
                if after == change.old:
                    return True
                if after not in passed:
                    passed.add(after)
                    waiting.append(after)
        return False

    def _changes_of(self, kind: CodeKind, code: str) -> list[Change]:
        own = self._by_old.get((kind, code), [])
        if own or kind is not CodeKind.CENTRE:
            return own
        return self._by_old.get((CodeKind.INEI, code[:DISTRICT_DIGITS]), [])


def _after(change: Change, code: str) -> str:
    return change.new + code[len(change.old) :]


def change_problems(change: Change) -> tuple[Problem, ...]:
    """Say what is wrong with a change by itself. An old code may be any: wrong ones are what it is to put right."""
    found = [
        _wrong_digits(change.kind, field)
        for field, code in (("old_code", change.old), ("new_code", change.new))
        if len(code) != DIGITS[change.kind] or not _DIGITS.fullmatch(code)
    ]
    unknown = None if found else department_problem(change.new, field="new_code")
    if unknown is not None:
        found.append(unknown)
    if not found and change.old == change.new:
        message = N_("El código nuevo es el mismo que el antiguo. Corrija uno de los dos.")
        found.append(Problem("code.same", field="new_code", message=message))
    if not change.source:
        message = N_("Escriba el documento que dispone el cambio, con su número y fecha.")
        found.append(Problem("code.source", field="source", message=message))
    return tuple(found)


def circle_problem(book: CodeBook) -> Problem | None:
    """Refuse changes that lead a code back to itself; the sentence names the circle's codes."""
    turning = [change for change in book.changes if book.comes_back(change)]
    if not turning:
        return None
    codes = ", ".join(f"{change.old} → {change.new}" for change in turning)
    message = N_("Con este cambio un código volvería a sí mismo (%(codes)s). Corrija o retire uno de ellos.")
    return Problem("code.circle", field="new_code", message=message, params={"codes": codes})


def split_problem(current: Current, field: str) -> Problem:
    """Refuse a row whose code was split: a person must say which of the new ones it is."""
    message = N_(
        "El código %(code)s se dividió en %(candidates)s. Escriba en su lugar el que corresponde a esta fila."
    )
    params = {"code": current.code, "candidates": ", ".join(current.candidates)}
    return Problem("code.split", field=field, message=message, params=params)


def taken_remark(steps: tuple[Change, ...], *, rows: int, line: int) -> Problem:
    """Say that rows with an old code were taken under the new one, and by which documents."""
    message = N_(
        "Código antiguo %(change)s, según %(source)s. Filas que se tomaron con el nuevo: %(rows)s (la primera, en la "
        "línea %(line)s)."
    )
    params = {
        "change": " → ".join([steps[0].old, *(step.new for step in steps)]),
        "source": "; ".join(dict.fromkeys(step.source for step in steps)),
        "rows": str(rows),
        "line": str(line),
    }
    return Problem("code.taken", field="file", message=message, params=params)


def _wrong_digits(kind: CodeKind, field: str) -> Problem:
    message = N_("Escriba los %(digits)s dígitos del código, con el cero inicial.")
    return Problem("code.digits", field=field, message=message, params={"digits": str(DIGITS[kind])})
