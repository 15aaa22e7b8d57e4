"""The kinds of document of the house, by code. A new kind is its module, its template and one line here."""

from collections.abc import Mapping
from types import MappingProxyType

from contest_portal.allocation.documents.envelope_move import ENVELOPE_MOVE
from contest_portal.allocation.documents.reserve_call import RESERVE_CALL
from contest_portal.applications.documents.paper_slip import PAPER_SLIP
from contest_portal.applications.documents.receipt import RECEIPT
from contest_portal.applications.documents.screening_letter import SCREENING_LETTER
from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.amendment import AGREEMENT_AMENDMENT
from contest_portal.awards.documents.annulment import ANNULMENT
from contest_portal.awards.documents.certificate import CERTIFICATE
from contest_portal.awards.documents.closing_memo import CLOSING_MEMO
from contest_portal.awards.documents.observation import OBSERVATION_RECEIPT
from contest_portal.awards.documents.observation_answer import OBSERVATION_ANSWER
from contest_portal.awards.documents.resolution import RESOLUTION
from contest_portal.awards.documents.result_notice import RESULT_NOTICE
from contest_portal.awards.documents.second_acta import SECOND_ACTA
from contest_portal.awards.documents.settlement import SETTLEMENT
from contest_portal.awards.documents.transfer_order import TRANSFER_ORDER
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.jury.documents.invitation_letter import INVITATION_LETTER
from contest_portal.registry.documents.person_request import PERSON_REQUEST_ANSWER, PERSON_REQUEST_RECEIPT

KINDS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            RECEIPT,
            PAPER_SLIP,
            SCREENING_LETTER,
            INVITATION_LETTER,
            ACTA,
            RESOLUTION,
            RESULT_NOTICE,
            CERTIFICATE,
            AGREEMENT,
            TRANSFER_ORDER,
            SECOND_ACTA,
            AGREEMENT_AMENDMENT,
            SETTLEMENT,
            CLOSING_MEMO,
            ANNULMENT,
            ENVELOPE_MOVE,
            RESERVE_CALL,
            OBSERVATION_RECEIPT,
            OBSERVATION_ANSWER,
            PERSON_REQUEST_RECEIPT,
            PERSON_REQUEST_ANSWER,
        )
    }
)
