"""What is withdrawn when its term of keeping is over, from which contests, and what a plan of it must say.

Source: Law 29733, article 28 (no longer than the purpose needs); the years are terms of the programme. The term runs
from the day on which a contest ended: its announcement, or the last act on one of its awards, whichever is later.
Issued documents are the archive's and stay as they are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from contest_portal.kernel.lifecycle import Lifecycle, Transition
from contest_portal.kernel.problems import N_, Problem, length_problem
from contest_portal.registry.rules.privacy_terms import TermCode

LEAST_REASON, MOST_REASON = 10, 300


class RetentionRule(StrEnum):
    """What a rule withdraws, in the order in which rules are applied: a name goes after the DNI beside it."""

    REGISTER_FACTS = "register_facts"
    MEMBER_DNI = "member_dni"
    PAPER_DNI = "paper_dni"
    JUROR_DNI = "juror_dni"
    ACCOUNTS = "accounts"
    FILES = "files"
    FREE_TEXTS = "free_texts"
    SHEET_WORDS = "sheet_words"
    MEMBER_NAMES = "member_names"


TERM_OF: Mapping[RetentionRule, TermCode] = MappingProxyType(
    {
        RetentionRule.REGISTER_FACTS: TermCode.SENSITIVE_YEARS,
        RetentionRule.MEMBER_DNI: TermCode.IDENTITY_YEARS,
        RetentionRule.PAPER_DNI: TermCode.IDENTITY_YEARS,
        RetentionRule.JUROR_DNI: TermCode.IDENTITY_YEARS,
        RetentionRule.ACCOUNTS: TermCode.IDENTITY_YEARS,
        RetentionRule.FILES: TermCode.FILE_YEARS,
        RetentionRule.FREE_TEXTS: TermCode.FILE_YEARS,
        RetentionRule.SHEET_WORDS: TermCode.FILE_YEARS,
        RetentionRule.MEMBER_NAMES: TermCode.NAME_YEARS,
    }
)

RETENTION_RUN: Lifecycle[None] = Lifecycle(
    "retention_run",
    (
        Transition("apply", frozenset({"proposed"}), "applied"),
        Transition("discard", frozenset({"proposed"}), "discarded"),
    ),
)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What one rule withdraws: from which contests, and how many rows."""

    rule: RetentionRule
    contests: tuple[int, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is withdrawn as of a day; lines of rules with nothing to withdraw are left out."""

    as_of: date
    lines: tuple[PlanLine, ...]

    @property
    def rows(self) -> int:
        """Count the rows of all lines."""
        return sum(line.rows for line in self.lines)


def due_contests(
    rule: RetentionRule,
    *,
    ended_on: Mapping[int, date],
    held: Collection[int],
    terms: Mapping[TermCode, int],
    as_of: date,
) -> tuple[int, ...]:
    """List the contests whose term is over on a day, without those under review."""
    years = terms[TERM_OF[rule]]
    return tuple(
        sorted(
            contest_id
            for contest_id, day in ended_on.items()
            if contest_id not in held and years_after(day, years) <= as_of
        )
    )


def years_after(day: date, years: int) -> date:
    """Give the same day so many years later; 29 February becomes 1 March where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def plan_problem(plan: Plan) -> Problem | None:
    """Object to a plan that withdraws nothing."""
    if plan.rows:
        return None
    return Problem(
        "retention.nothing",
        field="reason",
        message=N_("Ningún dato cumplió su plazo todavía: no hay nada que retirar."),
    )


def changed_problem(proposed_sha256: str, sha256_now: str) -> Problem | None:
    """Object when what would be withdrawn now is not what was proposed."""
    if proposed_sha256 == sha256_now:
        return None
    return Problem(
        "retention.changed",
        field="reason",
        message=N_("Lo que se retiraría ya no es lo que se propuso. Descarte la propuesta y haga otra."),
    )


def reason_problem(reason: str) -> Problem | None:
    """Object to a reason that says too little or too much."""
    message = N_("Explique el motivo con %(least)s a %(most)s letras.")
    return length_problem(reason.strip(), LEAST_REASON, MOST_REASON, code="retention.reason", message=message)
