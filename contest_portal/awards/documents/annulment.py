"""The annulment of an award that was not carried out."""

from dataclasses import dataclass

from contest_portal.awards.documents.follow_up_texts import ANNULMENT_TEXT
from contest_portal.awards.documents.party import Party
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.money import Money
from contest_portal.kernel.problems import N_


@dataclass(frozen=True, slots=True)
class Annulment:
    """What the annulment says: which award, what of it was returned, and why."""

    party: Party
    award: Money
    returned: Money
    reason: str


ANNULMENT = DocumentKind(
    code="annulment",
    title=N_("Anulación del premio"),
    template="annulment.html",
    number_format="ANULACIÓN N.° {numero:3}-{año}-{oficina}",
    context=Annulment,
    group_at="party.application_code",
    amount_at="award",
    text=ANNULMENT_TEXT,
)
