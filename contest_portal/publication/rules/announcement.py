"""What must be ready before a result is announced. One list for the page's checklist and for the refusal."""

from collections.abc import Callable
from dataclasses import dataclass

from contest_portal.kernel.problems import N_, Problem


@dataclass(frozen=True, slots=True)
class AnnouncementFacts:
    """What stands: an approved allocation, and by kind the documents of the contest that are issued and printed."""

    is_approved: bool
    issued_kinds: frozenset[str] = frozenset()
    printed_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that must be ready: its name on the checklist, the test, and what to do when it is not."""

    code: str
    label: str
    is_met: Callable[[AnnouncementFacts], bool]
    next_step: str


@dataclass(frozen=True, slots=True)
class CheckedRequirement:
    """A requirement and whether it is met."""

    code: str
    label: str
    met: bool
    next_step: str


REQUIREMENTS = (
    Requirement(
        "allocation_approved",
        N_("Reparto aprobado"),
        lambda facts: facts.is_approved,
        N_("Apruebe el reparto antes de anunciar el resultado."),
    ),
    Requirement(
        "acta_issued",
        N_("Acta de la sesión del jurado, numerada e impresa"),
        lambda facts: "acta" in facts.issued_kinds & facts.printed_kinds,
        N_("Emita e imprima el acta de la sesión del jurado antes de anunciar el resultado."),
    ),
    Requirement(
        "resolution_issued",
        N_("Resolución de adjudicación, numerada e impresa"),
        lambda facts: "resolution" in facts.issued_kinds & facts.printed_kinds,
        N_("Emita e imprima la resolución de adjudicación antes de anunciar el resultado."),
    ),
)


def checklist(facts: AnnouncementFacts) -> tuple[CheckedRequirement, ...]:
    """Check every requirement, in order."""
    return tuple(
        CheckedRequirement(one.code, one.label, one.is_met(facts), one.next_step) for one in REQUIREMENTS
    )


def announcement_problems(facts: AnnouncementFacts) -> tuple[Problem, ...]:
    """Give a problem for every requirement that is not met."""
    return tuple(
        Problem(f"announcement.{one.code}", field="announcement", message=one.next_step)
        for one in checklist(facts)
        if not one.met
    )
