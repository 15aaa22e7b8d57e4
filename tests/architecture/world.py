"""One of everything that an address can name, and one person of every kind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.amendment_notice_models import AmendmentNotice
from contest_portal.applications.group_queries import group_view
from contest_portal.applications.models import Application, ApplicationVersion, Attachment
from contest_portal.applications.receipts import issue_receipt
from contest_portal.contests.queries import frozen_rulebook
from contest_portal.contests.rules.rulebook import ScreeningRules
from contest_portal.kernel.storage import Storage
from contest_portal.publication.services.announce_results import announce_results
from contest_portal.registry.models.exports import ExportRequest
from tests.architecture.world_accounts import emergency, power
from tests.architecture.world_contests import (
    PDF,
    Values,
    followed,
    invited,
    judged_things,
    kept_print,
    late_code,
    made_contest,
    shared_out,
)
from tests.architecture.world_fund import called, fund_things
from tests.architecture.world_observations import observed, own_result
from tests.architecture.world_papers import profile_on_paper
from tests.architecture.world_privacy import privacy_things
from tests.architecture.world_register import (
    CSV,
    checked_file,
    files_of_persons,
    nucleus,
    outside_source,
    territory,
)
from tests.architecture.world_sheet_papers import sheets_on_paper
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_user
from tests.factories.allocation import ScoredContest, make_approved, make_full_contest
from tests.factories.amendments import make_amendment, make_draft_amendment
from tests.factories.applications import make_application, make_group, send_whole
from tests.factories.attachments import PNG_BYTES
from tests.factories.awards import issued_acta, make_awarded_contest
from tests.factories.contests import OPENS, RULEBOOK, make_contest
from tests.factories.export_requests import make_request
from tests.factories.follow_ups import award_of
from tests.factories.hall import HALL_PAGES, hall_things, make_exercise, make_reminder
from tests.factories.phones import JURORS_PHONE, PHONES
from tests.factories.promoters import make_promotion
from tests.factories.publication import make_document
from tests.factories.questions import make_question
from tests.factories.screening import make_cure, make_defect

ROLES = {
    "representative": Role.REPRESENTATIVE,
    "other_representative": Role.REPRESENTATIVE,
    "promoter": Role.PROMOTER,
    "other_promoter": Role.PROMOTER,
    "juror": Role.JUROR,
    "other_juror": Role.JUROR,
    "staff": Role.STAFF,
    "secretary": Role.SECRETARY,
    "treasurer": Role.TREASURER,
    "auditor": Role.AUDITOR,
    "admin": Role.ADMIN,
}

TEXT_PAGES = ("", "_discard", "_preview", "_publish", "_version")
TEXT = {"kind_code": "annulment", "number": 0}


@dataclass(frozen=True, slots=True)
class World:
    """The people by what they are (None: a visitor), what fills the addresses, and what some forms must name."""

    people: Mapping[str, int | None]
    usual: Values
    special: Mapping[str, Values]
    sent: Mapping[str, Values]

    def values(self, endpoint: str) -> Values:
        """Give what fills an endpoint's address; endpoints may want a thing of their own."""
        return {**self.usual, **self.special.get(endpoint, {})}


def make_world(session: Session, storage: Storage) -> World:
    """Make it: contests in every state, a group with its entry, a panel, a sheet, documents, a file of the register."""
    awarded = make_awarded_contest(session)
    people = {name: make_user(session, role) for name, role in ROLES.items()}
    people["other_secretary"] = make_user(session, Role.SECRETARY, contest_id=awarded.contest.id + 1_000_000)
    people["other_staff"] = make_user(session, Role.STAFF, contest_id=awarded.contest.id + 1_000_000)
    own = _own_things(session, awarded, people["representative"], storage)
    awarded.office.logo_sha256 = storage.put(PNG_BYTES)
    promotion = make_promotion(session, people["promoter"], int(str(own["group_id"])))
    judged = judged_things(session, awarded, people["juror"], storage)
    make_exercise(session, judged["contest_id"])
    observations = observed(session, awarded, int(str(own["received_id"])), people["representative"], storage)
    in_hall = hall_things(session, judged, people["secretary"])
    usual: Values = {
        "area_code": awarded.centre.ubigeo,
        "code": awarded.centre.code,
        "contest_id": awarded.contest.id,
        "digest": "0",
        "document_id": kept_print(session, issued_acta(session, awarded), storage).id,
        "file_format": "csv",
        "fund_id": awarded.contest.fund_id,
        "juror_id": judged["juror_id"],
        "kind": "districts",
        "kind_code": "acta",
        "name": "css/portal.css",
        "number": 1,
        "office_id": awarded.office.id,
        "papers": "convenios",
        "phase_code": "FIELD",
        "question_code": "nueva",
        "section_code": "situation",
        "sha256": storage.put(CSV),
        "slug": "negocio",
        "user_id": people["representative"].id,
        **own,
    }
    persons = files_of_persons(session, awarded)
    privacy = privacy_things(session, awarded, {**usual, **persons}, people["representative"], storage)
    visitor: dict[str, int | None] = {"visitor": None}
    return World(
        people=visitor | {name: user.id for name, user in people.items()},
        usual={
            **usual,
            **persons,
            **privacy.pop("usual"),
            **outside_source(session),
            **nucleus(session, awarded),
            "job_id": checked_file(session, people["staff"], storage),
            **territory(session, awarded),
            "request_id": make_request(session, make_user(session, Role.STAFF)).id,
            "award_id": award_of(session, awarded).id,
            **fund_things(session, awarded),
            "line_id": 1,
            "noun": "gasto",
            **observations.pop("usual"),
            "notice_id": _notice(session, awarded, people["representative"]),
            "promotion_id": promotion.id,
            "token": in_hall["token"],
            "photo_id": judged["photo_id"],
            "reminder_id": make_reminder(session, judged, people["secretary"]).id,
            "version": 1,
        },
        special={
            **_special(session, awarded, judged, own),
            **own_result(session, people, storage),
            **shared_out(session, awarded),
            **{f"staff.{name}": in_hall for name in HALL_PAGES},
            **invited(session, awarded, people["juror"]),
            **_screened(session, awarded, people, storage),
            **followed(session, awarded, storage),
            **called(session),
            **observations,
            **{f"account.document_text{tail}": TEXT for tail in TEXT_PAGES},
            **privacy,
            **emergency(session, awarded),
            **power(session),
            "staff.promoter": {"user_id": people["promoter"].id},
            "staff.reset_promoter_password": {"user_id": people["promoter"].id},
            **profile_on_paper(session, awarded, people["representative"], storage),
            **sheets_on_paper(session, awarded, judged, people["staff"], storage),
            "staff.registry_export_take": {"request_id": _approved_request(session, people["staff"]).id},
            "staff.registry_export_withdraw": {"request_id": make_request(session, people["staff"]).id},
        },
        sent={
            "applicant.start": {"group_id": own["group_id"]},
            "staff.contest_form": {"step": "down", "section": "situation"},
        },
    )


def _own_things(session: Session, awarded: ScoredContest, owner: User, storage: Storage) -> Values:
    """Make the representative's group with a draft, and an entry that was received."""
    group = make_group(session, awarded.centre, owner, name="Ayni Wasi")
    draft = make_application(session, made_contest(session, awarded, "published"), group, state="draft")
    received = make_application(session, made_contest(session, awarded, "published"), group)
    _receipt(session, awarded, received, storage)
    session.refresh(group, ["members"])
    return {
        "application_id": draft.id,
        "attachment_id": _attach(session, storage, draft, owner).id,
        "received_attachment_id": _attach(session, storage, received, owner).id,
        "group_id": group.id,
        "member_id": group.members[-1].id,
        "received_id": received.id,
        "sha256": "a" * 64,
    }


def _attach(session: Session, storage: Storage, application: Application, owner: User) -> Attachment:
    attachment = Attachment(
        application_id=application.id,
        name="foto.pdf",
        media_type="application/pdf",
        size=len(PDF),
        sha256=storage.put(PDF),
        original_sha256=storage.put(PDF),
        preview_sha256=storage.put(PDF),
        scan="absent",
        uploaded_at=OPENS,
        uploaded_by=owner.id,
    )
    session.add(attachment)
    session.flush()
    return attachment


def _receipt(session: Session, awarded: ScoredContest, received: Application, storage: Storage) -> None:
    session.refresh(received, ["members", "contest", "group"])
    version = session.scalars(
        select(ApplicationVersion).where(ApplicationVersion.application_id == received.id)
    ).one()
    frozen, group = frozen_rulebook(session, received.contest_id), group_view(session, received.group_id)
    receipt = issue_receipt(
        session, act_of(awarded.staff, NOON), received, group, received.members, version, frozen=frozen
    )
    kept_print(session, receipt, storage)


def _special(session: Session, awarded: ScoredContest, judged: Values, own: Values) -> dict[str, Values]:
    announced = make_full_contest(session, beside=awarded)
    make_approved(session, announced)
    for kind in ("acta", "resolution"):
        make_document(session, announced, kind)
    announce_results(session, act_of(announced.staff, NOON), contest_id=announced.contest.id)
    designed = {"contest_id": made_contest(session, awarded, "draft").id}
    amended = _amended(session, awarded)
    late = late_code(session, awarded)
    parts = (
        "basics",
        "budget",
        "calendar",
        "categories",
        "example",
        *("form", "form_check", "form_part", "form_preview", "form_question"),
        "files",
        "lines",
        "phases",
        "scoring",
        "screening",
        "second",
        "sheet",
        "territory",
    )
    evaluation = (
        "absence",
        "dismissal",
        "close_scoring",
        "draw",
        "evaluation",
        "evaluation_csv",
        "remind",
        "jury",
        "remove_juror",
        "return_sheet",
        "tie",
        "sheet_history",
        *PHONES,
    )
    public = (
        *(
            "call",
            "call_bases",
            "call_form",
            "call_rules",
            "call_version",
            *("result", "result_bundle", "result_check"),
            "result_csv",
            "result_json",
        ),
        *("version_bases", "version_rules"),
    )
    received: Values = {
        "application_id": own["received_id"],
        "attachment_id": own["received_attachment_id"],
    }
    return {
        **{f"staff.contest_{part}": designed for part in parts},
        "staff.contest_check": {**designed, "part": "calendario"},
        "staff.contest_sheet_check": designed,
        **{f"staff.{endpoint}": judged for endpoint in evaluation},
        **dict.fromkeys(("staff.amendment", "staff.amendment_discard", "staff.amendment_publish"), amended),
        **{f"juror.{page}": judged for page in ("contest", "finalise", "group", "interests", "sheet")},
        **{f"juror.{page}": judged for page in JURORS_PHONE},
        **{f"public.{endpoint}": {"code": announced.contest.code} for endpoint in public},
        **{f"public.{endpoint}": {"year": 2026} for endpoint in ("report", "report_file")},
        **{f"public.report_{part}": {"year": 2026, "file_format": "csv"} for part in ("grants", "table")},
        "staff.observation_enter": {"contest_id": announced.contest.id},
        **{
            f"applicant.{page}": {"application_id": own["received_id"]}
            for page in ("receipt_file", "received")
        },
        "applicant.start": {"contest_id": made_contest(session, awarded, "published").id},
        "applicant.withdraw": {"application_id": own["received_id"]},
        "public.log_state": {"size": 1, "root": "0" * 64},
        "public.verification": {"code": "AAAA-BBBB-CCCC"},
        "staff.application": {"application_id": own["received_id"]},
        **dict.fromkeys(("staff.application_attachment", "staff.application_attachment_preview"), received),
        **{f"staff.{page}": {**judged, "phase_code": "FIELD"} for page in ("attendance", "visit")},
        **dict.fromkeys(("staff.calibration", "staff.calibration_show", "juror.exercise"), judged),
        "juror.sheet_history": {**judged, "phase_code": "FIELD"},
        **dict.fromkeys(
            (
                *("juror.visit_photo_file", "juror.visit_photo_preview", "staff.remove_photo"),
                *("staff.visit_photo_file", "staff.visit_photo_preview"),
            ),
            judged,
        ),
        **dict.fromkeys(("staff.late_codes", "staff.late_code_withdraw", "staff.late_codes_csv"), late),
        "staff.new_juror": {"contest_id": made_contest(session, awarded, "published").id},
        "staff.open_evaluation": {"contest_id": made_contest(session, awarded, "published").id},
        "staff.publish": designed,
        "vendor_asset": {"name": "bootstrap.min.css"},
    }


def _approved_request(session: Session, asker: User) -> ExportRequest:
    return make_request(session, asker, decider=make_user(session, Role.STAFF))


def _notice(session: Session, awarded: ScoredContest, owner: User) -> int:
    """Tell the representative of an amendment."""
    contest = made_contest(session, awarded, "published")
    make_application(session, contest, make_group(session, awarded.centre, owner, name="Rikchari"))
    amendment = make_amendment(session, contest, awarded.staff)
    notice = select(AmendmentNotice.id).where(AmendmentNotice.amendment_id == amendment.id)
    return session.scalars(notice).one()


def _amended(session: Session, awarded: ScoredContest) -> Values:
    """Make a contest with an amendment under way."""
    contest = made_contest(session, awarded, "published")
    make_draft_amendment(session, contest, awarded.staff)
    return {"contest_id": contest.id}


def _screened(
    session: Session, awarded: ScoredContest, people: Mapping[str, User], storage: Storage
) -> dict[str, Values]:
    """Make a profile that its group has to cure, with its letter, and a defect of the catalogue."""
    rulebook = replace(RULEBOOK, screening=ScreeningRules(3))
    contest = make_contest(session, awarded.office, awarded.staff, rulebook=rulebook)
    contest.closes_at = NOON - timedelta(days=1)
    group = make_group(session, awarded.centre, people["representative"], name="Sumaq Maki")
    make_promotion(session, people["promoter"], group.id)
    application = make_application(session, contest, group)
    send_whole(session, act_of(people["representative"], OPENS), application)
    letter = make_cure(session, application, people["staff"])
    kept_print(session, letter, storage)
    values: Values = {
        "application_id": application.id,
        "contest_id": contest.id,
        "document_id": letter.id,
        "slug": "compras",
    }
    office = ("application_versions", "screening", "screening_application", "screening_csv")
    deeds = ("screening_lapse", "screening_letter")
    return {
        **{f"staff.{endpoint}": values for endpoint in (*office, *deeds)},
        "staff.screening_decide": {**values, "slug": "rechazar"},
        **{f"applicant.{endpoint}": values for endpoint in ("cure", "cure_section", "screening_letter")},
        "staff.defect": {"defect_id": make_defect(session).id},
        "staff.question": {"question_id": make_question(session, contest, people["representative"]).id},
    }
