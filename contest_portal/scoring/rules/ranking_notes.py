"""Why a group stands where it does, in sentences that a document prints in Spanish and a page translates."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from contest_portal.contests.rules.rulebook import Rulebook, TieBreak, TieKind
from contest_portal.kernel.marks import format_points
from contest_portal.kernel.problems import N_
from contest_portal.kernel.sentences import Sentence
from contest_portal.scoring.rules.entries import PhaseAttendance
from contest_portal.scoring.rules.questions import FailedQuestion
from contest_portal.scoring.rules.totals import GroupScore

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
FAILED_QUESTION = N_(
    "Descalificado en %(phase)s: %(said_no)s de %(sheets)s fichas dicen que no cumple «%(criterion)s»."
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


def standing_reason(score: GroupScore, total: str, rulebook: Rulebook) -> Sentence:
    """Say why a group did not pass, with the figures: too few households present, a "no", or too few points."""
    if score.absence is not None:
        return _too_few_present(score.absence, rulebook)
    if score.failed is not None:
        return _failed_question(score.failed, rulebook)
    return below_pass(total, rulebook)


def below_pass(total: str, rulebook: Rulebook) -> Sentence:
    """Say that a total is too low."""
    return Sentence(BELOW_PASS, {"total": total, "pass_mark": str(rulebook.scoring.pass_mark)})


def _too_few_present(absence: PhaseAttendance, rulebook: Rulebook) -> Sentence:
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


def _failed_question(failed: FailedQuestion, rulebook: Rulebook) -> Sentence:
    phase = rulebook.phase(failed.phase)
    return Sentence(
        FAILED_QUESTION,
        {
            "phase": phase.name,
            "said_no": str(failed.said_no),
            "sheets": str(failed.sheets),
            "criterion": phase.criterion(failed.criterion).text,
        },
    )


def _deciders(links: tuple[TieBreak, ...], rulebook: Rulebook) -> Iterator[Sentence]:
    for link in links:
        params = {} if link.phase is None else {"phase": rulebook.phase(link.phase).name}
        yield Sentence(DECIDED_BY[link.kind], params)
