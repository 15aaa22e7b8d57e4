"""Issue one agreement for each winning group, where nobody else of the programme could."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.accounts.second_person import require_alone
from contest_portal.awards.agreements import AGREEMENTS, issue_missing, missing_agreements
from contest_portal.awards.rules.terms import DEFAULT_TERMS, AgreementTerms
from contest_portal.documents.models import Document


def issue_agreements(
    session: Session, act: Act, *, contest_id: int, terms: AgreementTerms = DEFAULT_TERMS
) -> tuple[Document, ...]:
    """Issue the agreements that are missing, in order of place, and give those; the ones that stand are left alone.

    Refused where another of the programme can confirm it; else raises what `missing_agreements` does.
    """
    permit(act.actor, Action.DOCUMENT_ISSUE, Scope(contest_id=contest_id))
    missing = missing_agreements(session, contest_id=contest_id, terms=terms)
    require_alone(session, act, AGREEMENTS, contest_id)
    return issue_missing(session, act, missing)
