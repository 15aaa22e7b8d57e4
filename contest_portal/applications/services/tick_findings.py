"""Tick the defects that a person found in a received application."""

import logging
from collections.abc import Collection, Mapping

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.rules.screening import FINDABLE, SCREENING
from contest_portal.applications.screening_desk import case_of, note
from contest_portal.applications.screening_models import Screening, ScreeningFinding
from contest_portal.applications.screening_queries import defects
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import WrongState

log = logging.getLogger(__name__)


def tick_findings(
    session: Session, act: Act, *, application_id: int, expected_version: int, codes: Collection[str]
) -> Screening:
    """Keep exactly these defects. A defect already ticked keeps its words, whatever the catalogue says today.

    Codes that the catalogue does not have in use are left out. WrongState when it is too early or too late.
    """
    case = case_of(session, act, application_id, expected_version=expected_version)
    SCREENING.require(case.screening, FINDABLE)
    problems = SCREENING.problems(FINDABLE, case.facts(act))
    if problems:
        raise WrongState(problems)
    kept = {finding.code for finding in case.findings if finding.code in codes}
    _replace(session, case.screening.id, kept, codes)
    flag_modified(case.screening, "state")  # a new version: what was read before had other findings
    session.flush()
    data: Mapping[str, Json] = {"codes": sorted(codes), "version": case.screening.version}
    note(session, act, application_id, action="screening.findings_ticked", data=data)
    log.info("findings ticked", extra={"application_id": application_id})
    return case.screening


def _replace(session: Session, screening_id: int, kept: Collection[str], codes: Collection[str]) -> None:
    session.execute(
        delete(ScreeningFinding).where(
            ScreeningFinding.screening_id == screening_id, ScreeningFinding.code.not_in(kept)
        )
    )
    session.add_all(
        ScreeningFinding(
            screening_id=screening_id,
            code=defect.code,
            text=defect.text,
            curable=defect.curable,
            section=defect.section,
        )
        for defect in defects(session)
        if defect.in_use and defect.code in codes and defect.code not in kept
    )
