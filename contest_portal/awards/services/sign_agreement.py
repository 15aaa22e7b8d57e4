"""Note that an agreement was signed: the follow-up of the award begins, with its instalments."""

import logging
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.allocation.models import Award
from contest_portal.applications.quarantine import put_file
from contest_portal.applications.receiving import SoundFile
from contest_portal.awards.agreed import read_agreement
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.follow_up_acts import award_to_change, put_on_record
from contest_portal.awards.follow_up_models import FollowUp, Instalment
from contest_portal.awards.queries import award_subject, standing_document
from contest_portal.awards.rules.follow_up import signing_problems
from contest_portal.documents.models import Document
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse
from contest_portal.kernel.storage import Storage

log = logging.getLogger(__name__)

_NO_AGREEMENT = Problem(
    "follow_up.no_agreement",
    field="state",
    message=N_("Este premio no tiene un convenio vigente. Emítalo en los documentos del concurso."),
)
_SIGNED = Problem("follow_up.signed", field="state", message=N_("La firma de este convenio ya está anotada."))


def sign_agreement(
    session: Session,
    act: Act,
    *,
    award_id: int,
    signed_on: date,
    scan: SoundFile | None = None,
    storage: Storage,
) -> FollowUp:
    """Begin the follow-up with the amounts and the term of the agreement as it was issued.

    WrongState without a standing agreement or when it was noted already; Refused for an impossible day.
    """
    award = award_to_change(session, act, award_id)
    agreement = standing_document(session, award_subject(award_id), AGREEMENT.code)
    if agreement is None or award.state != "granted":
        raise WrongState([_NO_AGREEMENT])
    if session.scalar(select(FollowUp.id).where(FollowUp.award_id == award_id)) is not None:
        raise WrongState([_SIGNED])
    issued_on = office_date(agreement.issued_at)
    refuse(signing_problems(signed_on, issued_on=issued_on, today=office_date(act.at)))
    follow_up = _begun(award, agreement, signed_on)
    if scan is not None:
        follow_up.scan_sha256 = put_file(session, storage, scan, act.at)
        follow_up.scan_type = scan.kind.media_type
    session.add(follow_up)
    put_on_record(
        session,
        act,
        award_id,
        action="award.signed",
        document_id=agreement.id,
        signed_on=signed_on.isoformat(),
    )
    log.info("agreement signed", extra={"award_id": award_id})
    return follow_up


def _begun(award: Award, agreement: Document, signed_on: date) -> FollowUp:
    said = read_agreement(agreement)
    return FollowUp(
        award_id=award.id,
        agreement_id=agreement.id,
        signed_on=signed_on,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        amount=award.amount,
        promised=said.money.counterpart,
        instalments=[
            Instalment(number=part.number, percent=part.percent, amount=part.amount)
            for part in said.money.instalments
        ],
    )
