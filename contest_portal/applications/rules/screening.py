"""The screening of what was received: its states, its guards, and the time there is to cure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.contests.rules.profile_form import SECTION_TITLES, ProfileForm, SectionCode
from contest_portal.contests.rules.rulebook import ScreeningRules, Uncured
from contest_portal.kernel.clock import OFFICE_ZONE, office_date, office_moment
from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem, length_problem
from contest_portal.kernel.working_days import add_working_days

LEAST_REASON, MOST_REASON = 10, 1000
OWN_QUESTIONS = "own"
"""Where a defect of the catalogue lies that concerns the parts that a contest added to the form, whichever they are."""
SECTION_NAMES: Mapping[str, str] = MappingProxyType(
    {**SECTION_TITLES, OWN_QUESTIONS: N_("Preguntas propias del concurso")}
)
FILES = "files"
PART_NAMES: Mapping[str, str] = MappingProxyType({**SECTION_NAMES, FILES: N_("Anexos")})
"""What a defect can concern: a section of the profile, or the files that go with it."""
WHOLE = N_("Todo el perfil")


class ScreeningState(StrEnum):
    """Open: somebody looks at it. Cure: the group corrects. Cured: it sent its correction."""

    OPEN = "open"
    CURE = "cure"
    CURED = "cured"
    ADMITTED = "admitted"
    REJECTED = "rejected"


class Decision(StrEnum):
    """What is decided of a profile. The values are the actions of the table below."""

    ADMIT = "admit"
    ASK_CURE = "ask_cure"
    REJECT = "reject"
    REINSTATE = "reinstate"


NEEDS_REASON = frozenset({Decision.REJECT, Decision.REINSTATE})


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect found in a profile, as the catalogue said it that day. Without a section it concerns the whole."""

    code: str
    text: str
    curable: bool
    section: str | None


@dataclass(frozen=True, slots=True)
class ScreeningFacts:
    """What the guards ask for."""

    at: datetime
    closes_at: datetime
    contest_state: str
    findings: tuple[Finding, ...] = ()
    cure_until: datetime | None = None


def call_is_closed(facts: ScreeningFacts) -> Problem | None:
    """Refuse to screen while profiles still arrive."""
    if facts.at >= facts.closes_at:
        return None
    return Problem(
        "screening.call_open",
        field="state",
        message=N_("La recepción sigue abierta hasta el %(closes)s. Revise los perfiles después del cierre."),
        params={"closes": office_moment(facts.closes_at)},
    )


def evaluation_not_open(facts: ScreeningFacts) -> Problem | None:
    """Refuse to change who is admitted once the jury works."""
    if facts.contest_state == ContestState.PUBLISHED:
        return None
    return Problem(
        "screening.evaluation_open",
        field="state",
        message=N_("La evaluación ya se abrió: la lista de admitidos no cambia más."),
    )


def nothing_found(facts: ScreeningFacts) -> Problem | None:
    """Refuse to admit a profile against which a defect stands."""
    if not facts.findings:
        return None
    return Problem(
        "screening.defects_stand",
        field="findings",
        message=N_(
            "Hay defectos marcados (%(codes)s). Desmarque lo que ya no vale, pida subsanar o rechace."
        ),
        params={"codes": ", ".join(finding.code for finding in facts.findings)},
    )


def something_to_cure(facts: ScreeningFacts) -> Problem | None:
    """Refuse a cure of nothing."""
    if facts.findings:
        return None
    return Problem(
        "screening.nothing_to_cure",
        field="findings",
        message=N_("No hay ningún defecto marcado. Marque y guarde qué debe subsanar el grupo."),
    )


def all_can_be_cured(facts: ScreeningFacts) -> Problem | None:
    """Refuse a cure when a defect cannot be cured."""
    fatal = [finding.code for finding in facts.findings if not finding.curable]
    if not fatal:
        return None
    return Problem(
        "screening.not_curable",
        field="findings",
        message=N_("Lo marcado como %(codes)s no se puede subsanar. Desmárquelo o rechace el perfil."),
        params={"codes": ", ".join(fatal)},
    )


def within_cure(facts: ScreeningFacts) -> Problem | None:
    """Refuse what comes at or after the end of the period."""
    if facts.cure_until is not None and facts.at < facts.cure_until:
        return None
    return Problem(
        "screening.cure_over",
        field="state",
        message=N_(
            "El plazo para subsanar terminó el %(until)s, hora de Lima. Consulte en la oficina del programa."
        ),
        params={"until": "" if facts.cure_until is None else office_moment(facts.cure_until)},
    )


def cure_is_over(facts: ScreeningFacts) -> Problem | None:
    """Refuse to decide for want of a cure while the group still has time."""
    if facts.cure_until is not None and facts.at >= facts.cure_until:
        return None
    return Problem(
        "screening.cure_running",
        field="state",
        message=N_("El grupo todavía tiene plazo para subsanar. Espere a que termine."),
    )


_SCREENS = (call_is_closed, evaluation_not_open)
_OPEN, _CURED = ScreeningState.OPEN.value, ScreeningState.CURED.value

SCREENING: Lifecycle[ScreeningFacts] = Lifecycle(
    "screening",
    (
        Transition("admit", frozenset({_OPEN, _CURED}), ScreeningState.ADMITTED, (*_SCREENS, nothing_found)),
        Transition(
            "ask_cure",
            frozenset({_OPEN}),
            ScreeningState.CURE,
            (*_SCREENS, something_to_cure, all_can_be_cured),
        ),
        Transition("reject", frozenset({_OPEN, _CURED}), ScreeningState.REJECTED, _SCREENS),
        Transition("cure", frozenset({"cure"}), ScreeningState.CURED, (evaluation_not_open, within_cure)),
        Transition("lapse_reject", frozenset({"cure"}), ScreeningState.REJECTED, (*_SCREENS, cure_is_over)),
        Transition("lapse_admit", frozenset({"cure"}), ScreeningState.ADMITTED, (*_SCREENS, cure_is_over)),
        Transition("begin_again", frozenset(ScreeningState), _OPEN),
        Transition("reinstate", frozenset({"rejected"}), ScreeningState.ADMITTED, _SCREENS),
    ),
)

FINDABLE = "reject"
"""Findings are ticked while a profile could still be rejected for them: the same states, the same guards."""

LAPSES: Mapping[Uncured, str] = MappingProxyType(
    {Uncured.REJECT: "lapse_reject", Uncured.ADMIT: "lapse_admit"}
)
"""What the end of the period without a cure leads to, by the rule of the contest."""


def cure_until(at: datetime, rules: ScreeningRules, closes_at: datetime) -> datetime:
    """Give the end of the period: so many working days later, at the hour at which the call closed."""
    last = add_working_days(office_date(at), rules.cure_days)
    return datetime.combine(last, closes_at.astimezone(OFFICE_ZONE).timetz())


def marked_sections(findings: Collection[Finding], form: ProfileForm) -> tuple[str, ...]:
    """Name the sections that a cure may change, in the order of the form; a defect of the whole opens all.

    No cure reaches the choice: category, line and name are what the group applied with, and stay.
    """
    marked = {finding.section for finding in findings}
    return tuple(
        section.code
        for section in form.sections
        if section.code != SectionCode.CHOICE
        and (None in marked or (OWN_QUESTIONS if section.is_own else section.code) in marked)
    )


def place_name(section: str | None, form: ProfileForm) -> str:
    """Name where a defect lies as the contest's form calls it, to be translated."""
    if section is None:
        return WHOLE
    names = {one.code: one.name for one in form.sections}
    return names.get(section, PART_NAMES.get(section, section))


def not_marked(section: str, findings: Collection[Finding], form: ProfileForm) -> Problem | None:
    """Refuse a change of a part that nobody asked to cure."""
    if section in marked_sections(findings, form):
        return None
    return Problem(
        "screening.section_not_marked",
        field="state",
        message=N_("«%(section)s» no está entre las partes por subsanar y no se puede cambiar."),
        params={"section": place_name(section, form)},
    )


def marks_files(findings: Collection[Finding]) -> bool:
    """Tell whether a cure may change the files; a defect of the whole opens them too."""
    return any(finding.section in (None, FILES) for finding in findings)


def files_not_marked(findings: Collection[Finding]) -> Problem | None:
    """Refuse a change of the files when nobody asked to cure them."""
    if marks_files(findings):
        return None
    return Problem(
        "screening.files_not_marked",
        field="state",
        message=N_("Los anexos no están entre las partes por subsanar y no se pueden cambiar."),
    )


def reason_problem(reason: str) -> Problem | None:
    """Ask for a reason that says something."""
    message = N_("Escriba el motivo, de %(least)s a %(most)s letras: va en la carta al grupo.")
    return length_problem(reason.strip(), LEAST_REASON, MOST_REASON, code="screening.reason", message=message)


_DEFECT_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,11}", re.ASCII)


def defect_problems(defect: Finding) -> tuple[Problem, ...]:
    """Ask of a defect of the catalogue a code, a text, and that what can be cured lies in a section that may change."""
    found = []
    if not _DEFECT_CODE.fullmatch(defect.code):
        found.append(
            Problem(
                "defect.code",
                field="code",
                message=N_("El código lleva de 1 a 12 letras mayúsculas sin tilde, números o guiones."),
            )
        )
    if not 5 <= len(defect.text.strip()) <= 300:
        found.append(
            Problem("defect.text", field="text", message=N_("Escriba el defecto en 5 a 300 letras."))
        )
    if defect.curable and defect.section == SectionCode.CHOICE:
        found.append(
            Problem(
                "defect.fixed_section",
                field="section",
                message=N_(
                    "El nombre, la categoría y la línea no se subsanan. Elija otra parte o quite «subsanable»."
                ),
            )
        )
    return tuple(found)
