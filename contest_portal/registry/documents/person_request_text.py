"""What the texts of the receipt of a request about personal data and of its answer may name and have to print."""

from contest_portal.documents.rules.kinds import EditableText, Must, Piece, Variant
from contest_portal.documents.rules.text_fields import (
    IS_DATED,
    OFFICE_SIGNS,
    PLACE_AND_DAY,
    SIGNATURE,
    SIGNED_BY_OFFICE,
)
from contest_portal.kernel.problems import N_

_PARTS = "person_request_parts.html"
_PERSON = Piece(
    "known_person",
    _PARTS,
    N_("La persona, con las últimas cifras de su DNI"),
    takes=("name", "dni"),
    macro="known_person",
)
_RIGHT = Piece(
    "right_asked",
    _PARTS,
    N_("El derecho que se ejerce: acceso, rectificación, cancelación u oposición"),
    takes=("kind",),
    macro="right_asked",
)
_OUTCOME = Piece(
    "outcome_said",
    _PARTS,
    N_("Lo que se resuelve: procede, procede en parte o no procede"),
    takes=("outcome",),
    macro="outcome_said",
)
_SHARED = {
    "full_name": N_("Nombres y apellidos"),
    "dni": N_("DNI, solo sus últimas cifras"),
    "kind": N_("Derecho que se ejerce, por su código: access, rectification, cancellation u opposition"),
    "received_at": N_("Instante en que se recibió"),
}
_USUAL = (
    IS_DATED,
    Must("doc.full_name", N_("el nombre de la persona: known_person(doc.full_name, doc.dni)")),
    Must("right_asked()", N_("el derecho que ejerce: right_asked(doc.kind)")),
    Must("doc.received_at", N_("cuándo se recibió: doc.received_at | office_day | day")),
)

PERSON_REQUEST_TEXT = EditableText(
    file="person_request.html",
    fields={
        "PersonRequestReceipt": {
            **_SHARED,
            "text": N_("Lo que la persona pide"),
            "due_on": N_("Último día para responder"),
            "on_paper": N_("Si llegó por escrito"),
        },
    },
    pieces=(PLACE_AND_DAY, _PERSON, _RIGHT, SIGNATURE),
    musts=(
        *_USUAL,
        Must("doc.text", N_("lo que la persona pide: doc.text | in_quotes")),
        Must("doc.due_on", N_("hasta cuándo se responde: doc.due_on | day")),
    ),
    variants=(Variant(N_("de oposición, por el portal"), {"kind": "opposition", "on_paper": False}),),
    falls_back=True,
    invented_only=True,
)
PERSON_ANSWER_TEXT = EditableText(
    file="person_answer.html",
    fields={
        "PersonRequestAnswer": {
            **_SHARED,
            "receipt_code": N_("Cargo de la solicitud"),
            "outcome": N_("Lo que se resuelve, por su código: granted, partly o denied"),
            "answer": N_("Respuesta"),
        },
    },
    pieces=(PLACE_AND_DAY, _PERSON, _RIGHT, _OUTCOME, SIGNED_BY_OFFICE, SIGNATURE),
    musts=(
        *_USUAL,
        Must("doc.receipt_code", N_("el cargo: doc.receipt_code")),
        Must("outcome_said()", N_("lo que se resuelve: outcome_said(doc.outcome)")),
        Must("doc.answer", N_("la respuesta: doc.answer")),
        OFFICE_SIGNS,
    ),
    variants=(
        Variant(N_("procede en parte"), {"outcome": "partly"}),
        Variant(N_("no procede"), {"outcome": "denied"}),
    ),
    invented_only=True,
)
