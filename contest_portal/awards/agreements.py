"""The agreements of a contest that are missing: what is decided on before they are issued, and issuing them."""

import logging
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.joint_acts import JointKind
from contest_portal.accounts.rules.permissions import Action
from contest_portal.allocation.queries import awards_of
from contest_portal.allocation.views import AwardView
from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.agreement import AGREEMENT, Basis, build_agreement
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.awards.queries import award_subject, contest_subject, issuing_facts, standing_document
from contest_portal.awards.rules.issuing import agreement_problems
from contest_portal.awards.rules.terms import AgreementTerms, terms_problems
from contest_portal.contests.contest_lock import hold_contest
from contest_portal.documents.models import Document
from contest_portal.documents.services.issue_document import issue_document
from contest_portal.documents.text_queries import text_in_force
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_, Problem, WrongState, refuse

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskedAgreement:
    """One of them: the award, the group and what it is granted."""

    award_id: int
    group_name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class AskedAgreements:
    """What both persons decide on: the terms, the groups, what the papers rest on and the words they are written in.

    `resolution_sha256` is that of the resolution's content; `text_sha256` that of the office's own text, if it has one.
    """

    terms: AgreementTerms
    agreements: tuple[AskedAgreement, ...]
    resolution: str
    resolution_sha256: str
    text_sha256: str

    @property
    def amount(self) -> Money:
        """Give what all of them grant."""
        return Money.total(one.amount for one in self.agreements)


AGREEMENTS = JointKind("document.agreements", AskedAgreements, Action.JOINT_ACT_ASK, Action.DOCUMENT_ISSUE)


@dataclass(frozen=True, slots=True)
class MissingAgreements:
    """What the agreements rest on, and the awards that have none."""

    basis: Basis
    awards: tuple[AwardView, ...]
    asked: AskedAgreements


def missing_agreements(session: Session, *, contest_id: int, terms: AgreementTerms) -> MissingAgreements:
    """Say which agreements would be issued with these terms; the contest is held until the transaction ends.

    Raises WrongState without a resolution, when none is missing, or when a group has nobody to sign; Refused for
    impossible terms.
    """
    contest = hold_contest(session, contest_id)
    problems = agreement_problems(issuing_facts(session, contest_id))
    acta = standing_document(session, contest_subject(contest_id), ACTA.code)
    resolution = standing_document(session, contest_subject(contest_id), RESOLUTION.code)
    if problems or acta is None or resolution is None:
        raise WrongState(problems)
    refuse(terms_problems(terms))
    awards = tuple(
        award
        for award in awards_of(session, contest_id)
        if standing_document(session, award_subject(award.award_id), AGREEMENT.code) is None
    )
    text = text_in_force(session, contest.office_id, AGREEMENT.code)
    asked = AskedAgreements(
        terms=terms,
        agreements=tuple(AskedAgreement(one.award_id, one.group_name, one.amount) for one in awards),
        resolution=resolution.code,
        resolution_sha256=resolution.data_sha256,
        text_sha256="" if text is None else text.sha256 or "",
    )
    return MissingAgreements(Basis(contest, acta, resolution, terms), awards, asked)


def issue_missing(session: Session, act: Act, missing: MissingAgreements) -> tuple[Document, ...]:
    """Issue them in order of place; those that stand are left alone."""
    issued = tuple(_issue(session, act, missing.basis, award) for award in missing.awards)
    log.info("agreements issued", extra={"contest_id": missing.basis.contest.id, "count": len(issued)})
    return issued


def agreements_changed() -> Problem:
    """Say that what was asked for is not what would be issued now."""
    message = N_(
        "Desde que se pidieron cambió algo de lo que dirían los convenios: retire el pedido y pídalo de nuevo."
    )
    return Problem("agreements.changed", field="form", message=message)


def _issue(session: Session, act: Act, basis: Basis, award: AwardView) -> Document:
    return issue_document(
        session,
        act,
        kind=AGREEMENT,
        office=basis.contest.office,
        subject=award_subject(award.award_id),
        title=f"Convenio con el grupo {award.group_name}",
        build=lambda issue: build_agreement(session, basis, award, issue),
    )
