"""Jurors and their sheets."""

from collections.abc import Mapping

from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.applications.models import Application
from contest_portal.applications.queries import members_of
from contest_portal.contests.models import Contest
from contest_portal.contests.queries import rulebook_of, rulebook_sha256
from contest_portal.jury.models import Interest, Juror
from contest_portal.kernel.audit import record
from contest_portal.kernel.marks import Mark
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.models import Attendance, Sheet, SheetMark
from contest_portal.scoring.rules.seal import seal_of
from contest_portal.scoring.rules.totals import CountedSheet, CriterionMark
from contest_portal.scoring.visit_models import VisitPhoto
from tests.conftest import NOON
from tests.factories.attachments import JPEG_BYTES
from tests.factories.contests import CLOSES


def make_juror(
    session: Session, contest: Contest, user: User, *, position: str = "member", phases: str = "FIELD,PUBLIC"
) -> Juror:
    juror = Juror(
        contest_id=contest.id,
        user_id=user.id,
        dni=f"{80_000_000 + user.id:08d}",
        institution="Municipalidad Distrital",
        position=position,
        phases=phases,
        seated_at=CLOSES,
    )
    session.add(juror)
    session.flush()
    return juror


def make_sheet(
    session: Session,
    juror: Juror,
    application: Application,
    phase_code: str,
    marks: Mapping[str, int],
    *,
    final: bool = True,
    reasons: Mapping[str, str] | None = None,
    comment: str = "",
) -> Sheet:
    """Make a sheet; a final one carries its true seal."""
    said = reasons or {}
    sheet = Sheet(
        juror_id=juror.id,
        application_id=application.id,
        phase_code=phase_code,
        state="draft",
        sealed_at=None,
        sealed_sha256=None,
        comment=comment,
        created_at=CLOSES,
        marks=[
            SheetMark(criterion_code=code, units=units, reason=said.get(code, ""))
            for code, units in marks.items()
        ],
    )
    session.add(sheet)
    session.flush()
    if final:  # once its marks are there: the database takes none for a final sheet
        seal = _seal(session, juror, application, phase_code, marks, said)
        make_final = update(Sheet).where(Sheet.id == sheet.id)
        session.execute(make_final.values(state="final", sealed_at=CLOSES, sealed_sha256=seal))
    return sheet


def note_seal(session: Session, sheet: Sheet) -> None:
    """Let the log say that a sheet was made final, as it does when a juror does so."""
    record(
        session, at=NOON, actor_id=None, action="sheet.finalised",
        subject=f"sheet:{sheet.id}", data={"seal": sheet.sealed_sha256},
    )  # fmt: skip


def make_interest(
    session: Session,
    juror: Juror,
    application: Application,
    *,
    recused: bool = False,
    reason: str = "Parentesco",
) -> Interest:
    """Make a declaration: no interest, or a recusal."""
    interest = Interest(
        juror_id=juror.id,
        application_id=application.id,
        recused=recused,
        reason=reason if recused else "",
        declared_at=CLOSES,
    )
    session.add(interest)
    session.flush()
    return interest


def make_attendance(
    session: Session, application: Application, recorded_by: User, *, present: int, phase_code: str = "FIELD"
) -> None:
    """Record the first `present` households of a group as there and the others as absent."""
    households = dict.fromkeys(member.household_id for member in members_of(session, application.id))
    for number, household_id in enumerate(households):
        session.add(
            Attendance(
                application_id=application.id,
                phase_code=phase_code,
                household_id=household_id,
                present=number < present,
                recorded_by=recorded_by.id,
                recorded_at=CLOSES,
            )
        )
    session.flush()


def make_visit_photo(
    session: Session,
    application: Application,
    uploaded_by: User,
    storage: Storage,
    *,
    phase_code: str = "FIELD",
) -> VisitPhoto:
    photo = VisitPhoto(
        application_id=application.id,
        phase_code=phase_code,
        caption="Galpón",
        sha256=storage.put(JPEG_BYTES),
        preview_sha256=storage.put(JPEG_BYTES),
        original_sha256="f" * 64,
        scan="absent",
        uploaded_by=uploaded_by.id,
        uploaded_at=CLOSES,
    )
    session.add(photo)
    session.flush()
    return photo


def _seal(
    session: Session,
    juror: Juror,
    application: Application,
    phase_code: str,
    marks: Mapping[str, int],
    reasons: Mapping[str, str],
) -> str:
    per_point = rulebook_of(session, juror.contest_id).scoring.marks_per_point
    given = tuple(
        CriterionMark(code, Mark(units, per_point), reasons.get(code, "")) for code, units in marks.items()
    )
    return seal_of(
        CountedSheet(juror.id, phase_code, given),
        contest_code=session.get_one(Contest, juror.contest_id).code,
        application_code=application.code or "",
        rulebook_sha256=rulebook_sha256(session, juror.contest_id),
    )
