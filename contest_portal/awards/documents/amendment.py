"""The amendment of an agreement: more time, or other items."""

from dataclasses import dataclass
from datetime import date

from contest_portal.awards.documents.follow_up_texts import AMENDMENT_TEXT
from contest_portal.awards.documents.party import Party
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class AgreementAmendment:
    """What the amendment says; `ends_on` of one of time, `items` of one of items."""

    party: Party
    number: int
    kind: str
    ended_on: date
    ends_on: date | None
    items: str
    reason: str


AGREEMENT_AMENDMENT = DocumentKind(
    code="agreement_change",
    title=N_("Adenda del convenio"),
    template="agreement_amendment.html",
    number_format="ADENDA N.° {numero:3}-{año}-{oficina}",
    context=AgreementAmendment,
    group_at="party.application_code",
    text=AMENDMENT_TEXT,
)
