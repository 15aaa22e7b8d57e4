"""Seals of what is left of final sheets whose reasons are withdrawn, so that a mark changed afterwards still shows."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from contest_portal.contests.amendment_queries import rulebook_hashes
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import N_, Problem, refuse
from contest_portal.scoring.counting import CountableSheet, final_sheets, sheets_with_broken_seal
from contest_portal.scoring.rest_models import SheetRest
from contest_portal.scoring.rest_queries import rests_of
from contest_portal.scoring.rules.seal import seal_of, without_reasons


def seal_rests(session: Session, contest: Contest) -> None:
    """Seal each final sheet that has reasons without them. Refused while the seal of any does not hold.

    Else a mark that was changed would be sealed as it is now, and what proved the change would go.
    """
    rules, hashes = rulebook_of(session, contest.id), rulebook_hashes(session, contest.id)
    told = rests_of(session, contest.id)
    for part in _parts(rules):
        sheets = final_sheets(session, contest.id, part)
        refuse(map(_broken, sheets_with_broken_seal(session, contest, sheets)))
        session.add_all(
            SheetRest(sheet_id=one.sheet_id, seal=_rest(contest, one, hashes[-1]))
            for one in sheets
            if one.sheet_id not in told and any(given.reason for given in one.counted.marks)
        )
    session.flush()


def _parts(rules: Rulebook) -> Iterator[Rulebook]:
    yield rules
    if rules.second is not None:
        yield rules.of_second()


def _rest(contest: Contest, sheet: CountableSheet, rulebook_sha256: str) -> str:
    return seal_of(
        without_reasons(sheet.counted),
        contest_code=contest.code,
        application_code=sheet.application_code,
        rulebook_sha256=rulebook_sha256,
    )


def _broken(sheet: CountableSheet) -> Problem:
    return Problem(
        "retention.seal_broken",
        field="reason",
        message=N_(
            "%(group)s: los puntajes de la ficha n.º %(sheet)s ya no son los que se sellaron, y sus motivos son la "
            "prueba. Avise a auditoría, ponga el concurso en revisión y proponga otra vez."
        ),
        params={"group": sheet.application_code, "sheet": str(sheet.sheet_id)},
    )
