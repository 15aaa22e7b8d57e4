"""The receipt of a request of the person concerned, and the letter that answers it."""

from dataclasses import dataclass
from datetime import date, datetime

from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.kernel.problems import N_
from contest_portal.registry.documents.person_request_text import PERSON_ANSWER_TEXT, PERSON_REQUEST_TEXT

RECEIVED = "Cargo de una solicitud sobre datos personales"
ANSWERED = "Respuesta a una solicitud sobre datos personales"
"""Titles of the papers, legal Spanish as it is. Whoever verifies a paper reads them, so they name nobody."""


@dataclass(frozen=True, slots=True)
class PersonRequestReceipt:
    """What the receipt says; of the DNI the last digits alone. `kind` is a code of `RequestKind`."""

    full_name: str
    dni: str
    kind: str
    text: str
    received_at: datetime
    due_on: date
    on_paper: bool


@dataclass(frozen=True, slots=True)
class PersonRequestAnswer:
    """What the letter says. `outcome` is a code of `RequestOutcome`."""

    full_name: str
    dni: str
    kind: str
    receipt_code: str
    received_at: datetime
    outcome: str
    answer: str


PERSON_REQUEST_RECEIPT = DocumentKind(
    code="person_request",
    title=N_("Cargo de una solicitud sobre datos personales"),
    template="person_request.html",
    number_format="CARGO DE DATOS N.° {numero:3}-{año}-{oficina}",
    context=PersonRequestReceipt,
    text=PERSON_REQUEST_TEXT,
)
PERSON_REQUEST_ANSWER = DocumentKind(
    code="person_answer",
    title=N_("Respuesta a una solicitud sobre datos personales"),
    template="person_answer.html",
    number_format="RESPUESTA DE DATOS N.° {numero:3}-{año}-{oficina}",
    context=PersonRequestAnswer,
    text=PERSON_ANSWER_TEXT,
)
