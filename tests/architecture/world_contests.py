"""What contests leave in the world, from late codes to what comes after an award."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.awards.paper_prints import paper_prints
from contest_portal.awards.print_desk import PrintDesk, PrintSign
from contest_portal.awards.rules.print_run import Papers
from contest_portal.awards.services.issue_resolution import issue_resolution
from contest_portal.awards.services.sign_agreement import sign_agreement
from contest_portal.contests.models import Contest
from contest_portal.documents.models import Document
from contest_portal.kernel.storage import Storage
from tests.architecture.canaries import OPINION
from tests.conftest import NOON
from tests.factories.absences import make_absence
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.applications import make_application, make_group
from tests.factories.assignments import SHARED, make_assignment, make_assignment_draw
from tests.factories.awards import agreements_by_two
from tests.factories.contests import WITH_PROGRESS, make_contest
from tests.factories.follow_ups import award_of
from tests.factories.invitations import make_invitation
from tests.factories.late_codes import LATE_RULES, make_late_code
from tests.factories.phones import make_device
from tests.factories.progress import score_progress
from tests.factories.promoters import make_promotion
from tests.factories.scoring import make_interest, make_juror, make_sheet, make_visit_photo

PDF = b"%PDF-1.4\n%%EOF\n"
Values = Mapping[str, object]


def judged_things(session: Session, awarded: ScoredContest, user: User, storage: Storage) -> Values:
    """Make a contest under evaluation with the juror's seat, a group to judge and a final sheet of it."""
    contest = made_contest(session, awarded, "evaluating")
    group = make_group(session, awarded.centre, make_user(session, Role.REPRESENTATIVE), name="Tika Warmi")
    entry = make_application(session, contest, group)
    juror = make_juror(session, contest, user)
    make_interest(session, juror, entry)
    make_promotion(session, user, group.id)
    sheet = make_sheet(
        session,
        juror,
        entry,
        "FIELD",
        {"F1": 8, "F2": 7, "F3": 25},
        reasons=dict.fromkeys(("F1", "F3"), OPINION),
    )
    return {
        "contest_id": contest.id,
        "application_id": entry.id,
        "juror_id": juror.id,
        "device_id": make_device(session, juror).id,
        "sheet_id": sheet.id,
        "phase_code": "PUBLIC",
        "photo_id": make_visit_photo(session, entry, user, storage).id,
    }


def invited(session: Session, awarded: ScoredContest, user: User) -> dict[str, Values]:
    """Invite the juror to a contest that receives profiles."""
    contest = made_contest(session, awarded, "published")
    values: Values = {
        "contest_id": contest.id,
        "invitation_id": make_invitation(session, contest, user, awarded.staff).id,
    }
    office = (
        "invitation_letter",
        "invitations",
        "invitations_csv",
        "remind_invitation",
        "withdraw_invitation",
    )
    return {"account.invitation": values, **{f"staff.{endpoint}": values for endpoint in office}}


def shared_out(session: Session, awarded: ScoredContest) -> dict[str, Values]:
    """Make a contest whose groups were shared out among its jurors."""
    contest = make_contest(session, awarded.office, awarded.staff, state="evaluating", rulebook=SHARED)
    group = make_group(session, awarded.centre, make_user(session, Role.REPRESENTATIVE), name="Rumi Maki")
    juror = make_juror(session, contest, make_user(session, Role.JUROR))
    given = make_assignment(session, juror, make_application(session, contest, group), awarded.staff)
    make_assignment_draw(session, contest, awarded.staff)
    away = make_juror(session, contest, make_user(session, Role.JUROR))
    make_absence(session, away, awarded.staff)
    values: Values = {"contest_id": contest.id, "assignment_id": given.id, "juror_id": away.id}
    endpoints = ("assignment", "assignment_csv", "replace_scorer", "withdraw_absence")
    return {f"staff.{endpoint}": values for endpoint in endpoints}


def followed(session: Session, awarded: ScoredContest, storage: Storage) -> dict[str, Values]:
    """Sign the agreement of a winner, with its scan and an account whose digits the walk looks for."""
    act = act_of(awarded.staff, NOON)
    issue_resolution(session, act, contest_id=awarded.contest.id)
    agreements_by_two(session, act, contest_id=awarded.contest.id)
    followed = sign_agreement(
        session, act, award_id=award_of(session, awarded).id, signed_on=NOON.date(), storage=storage
    )
    followed.scan_sha256, followed.scan_type = storage.put(PDF), "application/pdf"
    followed.bank, followed.cci, followed.holder = "Banco de la Nación", "00948112222333344445", "Rumi Maki"
    session.flush()
    score_progress(session, awarded.contest.id, WITH_PROGRESS.second)
    agreement = kept_print(session, session.get_one(Document, followed.agreement_id), storage)
    _printed_together(session, awarded.contest.id, storage)
    return {"staff.award_paper": {"document_id": agreement.id}, "staff.printing_volume": {"number": 1}}


def _printed_together(session: Session, contest_id: int, storage: Storage) -> None:
    """Leave the files of all agreements, and a run at work: no second one begins."""
    desk = PrintDesk.beside(storage, Papers.AGREEMENTS)
    prints = paper_prints(session, contest_id, desk.papers)
    desk.leave_sign(contest_id, PrintSign(NOON, len(prints), len(prints), pages=(2,), made=prints))
    for path in (desk.volume(contest_id, 1), desk.archive(contest_id)):
        path.write_bytes(PDF)


def kept_print(session: Session, document: Document, storage: Storage) -> Document:
    document.file_sha256 = storage.put(PDF)
    session.flush()
    return document


def made_contest(session: Session, awarded: ScoredContest, state: str) -> Contest:
    return make_contest(session, awarded.office, awarded.staff, state=state)


def late_code(session: Session, awarded: ScoredContest) -> Values:
    """Make a contest whose rules let the office give codes, and an unused one."""
    contest = make_contest(session, awarded.office, awarded.staff, rulebook=LATE_RULES)
    group = make_group(session, awarded.centre, awarded.staff, name="Sumaq Ñan")
    return {
        "contest_id": contest.id,
        "code_id": make_late_code(session, contest, group, awarded.staff, at=NOON).id,
    }
