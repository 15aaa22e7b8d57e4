"""Whether a bundle may be worked out at all: its rules do not contradict themselves, and no group lacks sheets."""

from collections.abc import Iterable, Iterator

from contest_portal.contests.rules.rulebook import Phase, Rulebook
from contest_portal.contests.rules.rulebook_checks import CHECKS, Part
from contest_portal.kernel.problems import N_, Problem
from contest_portal.publication.rules.bundle import Bundle, BundleSheet
from contest_portal.publication.rules.bundle_results import counted_sheet, entry_of
from contest_portal.scoring.rules.ranking import RankedGroup, undecided_ties
from contest_portal.scoring.rules.sheet_rules import SheetChecks


def rules_problems(rules: Rulebook) -> Iterator[Problem]:
    """Name what no contest could be published with. Dates decide no place and no award, and are not looked at."""
    for part, check in CHECKS.items():
        if part is not Part.CALENDAR:
            yield from check(rules)


def quorum_problems(bundle: Bundle, ranking: Iterable[RankedGroup]) -> Iterator[Problem]:
    """Name each group with fewer sheets than a phase asks for, unless its attendance left it out."""
    absent = {line.code for line in ranking if line.score.absence is not None}
    for group in bundle.groups:
        entry = entry_of(bundle, group)
        for phase in bundle.rules.phases_of(group.category):
            given, asked = len(entry.sheets_of(phase)), bundle.rules.quorum_of(phase)
            if given < asked and group.code not in absent:
                yield _below_quorum(group.code, phase, given, asked)


def sheets_problems(bundle: Bundle) -> Iterator[Problem]:
    """Name each sheet that cannot count, with its place and what is wrong with it."""
    aside = {(one.juror, one.group) for one in bundle.recusals}
    checks = SheetChecks(bundle.rules)
    for number, sheet in enumerate(bundle.sheets):
        if (sheet.juror, sheet.group) in aside:
            yield _stood_aside(number, sheet)
            continue
        foreign = list(_foreign_criteria(f"sheets[{number}]", sheet, bundle.rules.phase(sheet.phase)))
        yield from foreign
        for problem in () if foreign else checks.problems(sheet.group, counted_sheet(bundle, sheet)):
            message = N_("En «%(place)s» (de %(juror)s para %(group)s): %(problem)s")
            place = f"sheets[{number}].marks"
            params = {"place": place, "juror": sheet.juror, "group": sheet.group, "problem": problem.text}
            yield Problem("bundle.sheet", field="file", message=message, params=params)


def _stood_aside(number: int, sheet: BundleSheet) -> Problem:
    message = N_(
        "La ficha «%(place)s» es de %(juror)s, que se abstuvo con %(group)s («recusals»). Quite la ficha o la "
        "abstención, según el acta."
    )
    params = {"place": f"sheets[{number}]", "juror": sheet.juror, "group": sheet.group}
    return Problem("bundle.stood_aside", field="file", message=message, params=params)


def _foreign_criteria(place: str, sheet: BundleSheet, phase: Phase) -> Iterator[Problem]:
    """Name marks of criteria that the phase does not have, and reasons beside no mark."""
    known = [criterion.code for criterion in phase.criteria]
    named = [(f"{place}.marks.{code}", code, known) for code in sheet.marks]
    named += [
        (f"{place}.reasons[{n}]", one.criterion, list(sheet.marks)) for n, one in enumerate(sheet.reasons)
    ]
    for where, code, admitted in named:
        if code not in admitted:
            message = N_(
                "«%(place)s» es del criterio «%(criterion)s», que no está en la ficha de %(juror)s para %(group)s en "
                "«%(phase)s». Quítelo, o corrija el código: son %(known)s."
            )
            params = {"place": where, "criterion": code, "juror": sheet.juror, "group": sheet.group}
            params |= {"phase": phase.name, "known": ", ".join(admitted)}
            yield Problem("bundle.foreign_criterion", field="file", message=message, params=params)


def tie_problems(bundle: Bundle, ranking: Iterable[RankedGroup]) -> Iterator[Problem]:
    """Name the groups that share a place and have a claim, because the file has no numbers to draw lots with."""
    withdrawn = {group.code for group in bundle.groups if group.withdrawn}
    for tie in undecided_ties(line for line in ranking if line.code not in withdrawn):
        message = N_(
            "%(groups)s empatan, y el archivo no trae sorteo. Escriba en «draw» los números sorteados."
        )
        yield Problem("bundle.tied", field="file", message=message, params=tie.params)


def _below_quorum(group: str, phase: Phase, given: int, asked: int) -> Problem:
    return Problem(
        "bundle.below_quorum",
        field="file",
        message=N_(
            "El grupo %(group)s tiene menos fichas que el quórum en «%(phase)s»: %(given)s de %(asked)s. Agregue las "
            "que faltan."
        ),
        params={"group": group, "phase": phase.name, "given": str(given), "asked": str(asked)},
    )
