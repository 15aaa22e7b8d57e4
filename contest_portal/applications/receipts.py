"""Issuing the receipt of what a group sent, and finding the one in force."""

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.accounts.queries import office_by_id
from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.documents.receipt import RECEIPT, Receipt, ReceiptMember
from contest_portal.applications.group_queries import GroupView
from contest_portal.applications.models import Application, ApplicationMember, ApplicationVersion
from contest_portal.applications.rules.group import OFFICE_NAMES, MemberOffice
from contest_portal.applications.rules.lifecycle import Ground
from contest_portal.contests.models import ContestRulebook
from contest_portal.contests.queries import read_rulebook
from contest_portal.documents.models import Document
from contest_portal.documents.queries import documents_of
from contest_portal.documents.rules.kinds import Issue
from contest_portal.documents.rules.lifecycle import DocumentState
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.documents.stationery import Stationery, stationery_of
from contest_portal.kernel.audit import head_checkpoint
from contest_portal.kernel.checkpoints import printed
from contest_portal.kernel.masking import mask_dni


def issue_receipt(
    session: Session,
    act: Act,
    application: Application,
    group: GroupView,
    members: Sequence[ApplicationMember],
    version: ApplicationVersion,
    *,
    frozen: ContestRulebook,
    ground: Ground = Ground.IN_TIME,
    stationery: Stationery | None = None,
) -> Document:
    """Issue the receipt in the transaction that receives: no entry without one, no receipt without an entry."""
    receipt = replace(_receipt(application, group, members, version, frozen), ground=ground.value)

    def build(_issue: Issue) -> Receipt:
        return replace(receipt, checkpoint=printed(head_checkpoint(session)))

    return issue_document(
        session,
        act,
        kind=RECEIPT,
        office=_office(session, application),
        subject=f"application:{application.id}",
        title=RECEIPT.title,
        build=build,
        stationery=stationery,
    )


def receipt_stationery(session: Session, application: Application) -> Stationery:
    """Give what the receipt of an application is written on."""
    return stationery_of(session, _office(session, application), RECEIPT)


def receipt_of(session: Session, application_id: int) -> Document | None:
    """Give the receipt in force of an application; None before it was sent and after it was withdrawn."""
    receipts = [
        document
        for document in documents_of(session, f"application:{application_id}")
        if document.kind == RECEIPT.code and document.state == DocumentState.ISSUED
    ]
    return receipts[-1] if receipts else None


def ground_on(receipt: Document | None) -> Ground:
    """Read on what ground something was received from its receipt; those of old were all in time."""
    if receipt is None:
        return Ground.IN_TIME
    return Ground(json.loads(receipt.data)["content"].get("ground", Ground.IN_TIME))


def _office(session: Session, application: Application) -> Office:
    return office_by_id(session, application.contest.office_id)


def _receipt(
    application: Application,
    group: GroupView,
    members: Sequence[ApplicationMember],
    version: ApplicationVersion,
    frozen: ContestRulebook,
) -> Receipt:
    contest = application.contest
    rulebook = read_rulebook(frozen.data)
    return Receipt(
        contest_code=contest.code,
        contest_title=contest.title,
        closes_at=rulebook.calendar.closes_at,
        application_code=application.code or "",
        group_name=group.name,
        centre_name=group.centre_name,
        district_name=group.district_name,
        business=application.title,
        category=rulebook.category(application.category_code or "").name,
        line=rulebook.line(application.line_code or "").name,
        requested=application.requested,
        households=len({member.household_id for member in members}),
        members=tuple(
            ReceiptMember(
                full_name=member.full_name,
                dni=mask_dni(member.dni),
                office=OFFICE_NAMES[MemberOffice(member.office)],
            )
            for member in members
        ),
        received_at=version.received_at,
        content_sha256=version.content_sha256,
        rules_sha256=frozen.sha256,
        rules_version=frozen.version,
    )
