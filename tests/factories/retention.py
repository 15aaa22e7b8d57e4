"""A contest that ended, with its personal data planted, and what a whole database says. All invented."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, ApplicationMember
from contest_portal.privacy.models import RetentionRun
from contest_portal.privacy.services.apply_retention import apply_retention
from contest_portal.privacy.services.propose_retention import propose_retention
from contest_portal.registry.models.register import Person
from contest_portal.scoring.fact_models import ScoringFact
from contest_portal.tables import METADATA
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.applications import send_whole
from tests.factories.publication import make_announced_contest

REASON = "Se cumplió el plazo de guarda."
BORN = '[["48119999",56]]'


def make_ended_contest(session: Session) -> ScoredContest:
    """Make an announced contest whose groups sent what real groups send, with a fact noted of each member."""
    scored = make_announced_contest(session)
    entries = session.scalars(select(Application).where(Application.contest_id == scored.contest.id)).all()
    plant(session)
    for entry in entries:
        send_whole(session, act_of(scored.staff, entry.submitted_at or NOON), entry)
        session.add(
            ScoringFact(application_id=entry.id, kind="women", part=1, whole=2, evidence=BORN, noted_at=NOON)
        )
    session.flush()
    return scored


def plant(session: Session) -> None:
    """Give every person and every member a name and a DNI that stand nowhere else."""
    for person in session.scalars(select(Person)):
        person.dni, person.given_names = f"4811{person.id:04}", "Zyanya"
        person.paternal_surname, person.maternal_surname = "Xolotlcanario", ""
    session.flush()
    for member in session.scalars(select(ApplicationMember)):
        member.dni, member.full_name = f"4811{member.person_id:04}", "Zyanya Xolotlcanario"
    session.flush()


def approver_of(session: Session) -> User:
    """Make somebody else of the programme."""
    return make_user(session, Role.STAFF, full_name="Otra persona")


def propose(session: Session, scored: ScoredContest, at: datetime) -> RetentionRun:
    return propose_retention(session, act_of(scored.staff, at), reason=REASON)


def withdraw(session: Session, scored: ScoredContest, at: datetime) -> RetentionRun:
    """Propose and approve."""
    run = propose(session, scored, at)
    return apply_retention(
        session, act_of(approver_of(session), at), run_id=run.id, expected_version=run.version
    )


PLANTED_DNI = r"(?<![0-9a-f])4811\d{4}(?![0-9a-f])"
"""A number that stands alone: hashes hold such digits too."""


def tables_with(session: Session, pattern: str) -> set[str]:
    """Name the tables in which a pattern is found in any column of any row. A row by itself would be cut when shown."""
    found = set()
    for table in METADATA.sorted_tables:
        said = "\n".join(repr(tuple(row)) for row in session.execute(select(table)))
        if re.search(pattern, said):
            found.add(table.name)
    return found
