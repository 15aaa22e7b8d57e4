"""The world's share of the register: persons with what is kept of them, sources, nuclei, files, codes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.kernel.storage import Storage
from contest_portal.registry.imports.job_room import JobRoom
from contest_portal.registry.models.register import Household
from contest_portal.registry.rules.reports import ImportReport
from tests.factories.allocation import ScoredContest
from tests.factories.components import make_record
from tests.factories.consents import make_consent
from tests.factories.import_jobs import make_ended_job
from tests.factories.lives import make_event, make_pair
from tests.factories.memberships import make_membership
from tests.factories.nuclei import make_central, make_nucleus
from tests.factories.registry import make_household, make_person
from tests.factories.sources import make_conflict, make_run, make_source
from tests.factories.territory import make_area_name, make_code_change

CSV = b"ubigeo,departamento,provincia,distrito\n090302,Huancavelica,Angaraes,Anchonga\n"
Values = dict[str, object]


def files_of_persons(session: Session, awarded: ScoredContest) -> Values:
    """Make a household with a person, and one of everything that is kept of them."""
    household = make_household(session, awarded.centre)
    person = make_person(session, household)
    record = make_record(session, household)
    membership = make_membership(session, person)
    return {
        "household_id": household.id,
        "person_id": person.id,
        "kind_id": record.kind_id,
        "record_id": record.id,
        "consent_id": make_consent(session, person).id,
        "membership_id": membership.id,
        "programme_id": membership.programme_id,
        "event_id": make_event(session, household).id,
        "pair_id": make_pair(session, person, make_person(session, household, is_head=False)).id,
    }


def outside_source(session: Session) -> Values:
    """Make a source that nobody answers at, with a synchronisation under way and a difference."""
    source = make_source(session, address="http://127.0.0.1:9")
    household_id = session.scalars(select(Household.id).limit(1)).one()
    return {
        "source_id": source.id,
        "run_id": make_run(session, source).id,
        "conflict_id": make_conflict(session, household_id).id,
    }


def nucleus(session: Session, awarded: ScoredContest) -> Values:
    """Make a central nucleus with an executing one."""
    central = make_central(session)
    return {"central_id": central.id, "nucleus_id": make_nucleus(session, central, awarded.centre).id}


def checked_file(session: Session, user: User, storage: Storage) -> int:
    """Make a check that ended well, with its upload and rows to take away."""
    room = JobRoom.beside(storage)
    job = make_ended_job(session, room, user, "finish")
    room.keep_rejected(job.id, CSV)
    room.keep_report(job.id, ImportReport(job.kind, job.filename, job.sha256, read=2, new=2))
    return job.id


def territory(session: Session, awarded: ScoredContest) -> Values:
    """Make a change of code and a name chosen for a department."""
    name = make_area_name(session, awarded.centre.ubigeo[:2])
    return {"change_id": make_code_change(session).id, "name_id": name.id}
