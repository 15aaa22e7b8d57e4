"""Why a group stands where it does, in sentences that a document prints in Spanish and a page translates."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from contest_portal.contests.rules.rulebook import Rulebook, TieBreak, TieKind
from contest_portal.kernel.marks import format_points
from contest_portal.kernel.problems import N_
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.rules.totals import PhaseAttendance

TIED = N_("Empate con %(others)s en %(total)s puntos.")
DECIDED_BY: Mapping[TieKind, str] = MappingProxyType(
    {
        TieKind.PHASE_SCORE: N_("Decide el mayor puntaje en %(phase)s."),
        TieKind.MORE_WOMEN: N_("Decide el mayor número de mujeres."),
        TieKind.MORE_HOUSEHOLDS: N_("Decide el mayor número de hogares."),
        TieKind.EARLIER_ENTRY: N_("Decide la presentación más temprana."),
        TieKind.LOT: N_("Decide el sorteo público."),
    }
)
DISQUALIFIED = N_(
    "Descalificado en %(phase)s: %(present)s de %(households)s hogares presentes, menos del %(share)s %% exigido."
)
BELOW_PASS = N_("%(total)s puntos, por debajo del mínimo de %(pass_mark)s.")


def tie_note(
    *, others: tuple[str, ...], total: str, links: tuple[TieBreak, ...], rulebook: Rulebook
) -> tuple[Sentence, ...]:
    """Say with whom a group ties and which links put it between the groups beside it."""
    return (
        Sentence(TIED, {"others": ", ".join(others), "total": total}),
        *_deciders(links, rulebook),
    )


def standing_reason(absence: PhaseAttendance | None, total: str, rulebook: Rulebook) -> Sentence:
    """Say why a group did not pass, with the figures: too few households present, or too few points."""
    if absence is None:
        return Sentence(BELOW_PASS, {"total": total, "pass_mark": str(rulebook.scoring.pass_mark)})
    phase = rulebook.phase(absence.phase)
    return Sentence(
        DISQUALIFIED,
        {
            "phase": phase.name,
            "present": str(absence.present),
            "households": str(absence.households),
            "share": format_points((phase.attendance_minimum or Fraction(0)) * 100),
        },
    )


def _deciders(links: tuple[TieBreak, ...], rulebook: Rulebook) -> Iterator[Sentence]:
    for link in links:
        params = {} if link.phase is None else {"phase": rulebook.phase(link.phase).name}
        yield Sentence(DECIDED_BY[link.kind], params)
