"""What the texts of moves between envelopes and of calls of the reserve may name and have to print."""

from contest_portal.documents.rules.kinds import EditableText, Must
from contest_portal.documents.rules.text_fields import (
    AMOUNT_IN_FIGURES,
    AMOUNT_IN_WORDS,
    IS_DATED,
    OFFICE_SIGNS,
    PLACE_AND_DAY,
    SAYS_WHY,
    SIGNATURE,
    SIGNED_BY_OFFICE,
)
from contest_portal.kernel.problems import N_

_PIECES = (PLACE_AND_DAY, SIGNED_BY_OFFICE, SIGNATURE)

ENVELOPE_MOVE_TEXT = EditableText(
    file="envelope_move.html",
    fields={
        "EnvelopeMoveAct": {
            "contest_code": N_("Código del concurso"),
            "contest_title": N_("Nombre del concurso"),
            "source": N_("De dónde sale"),
            "target": N_("A dónde va"),
            "amount": N_("Monto que se traslada"),
            "reason": N_("Motivo"),
            "proposed_by": N_("Quien lo propuso"),
            "proposed_on": N_("Fecha de la propuesta"),
            "approved_by": N_("Quien lo aprobó"),
        },
        "Place": {
            "name": N_("Sobre o fondo"),
            "before": N_("Saldo antes"),
            "after": N_("Saldo después"),
        },
    },
    pieces=_PIECES,
    musts=(
        IS_DATED,
        AMOUNT_IN_FIGURES,
        AMOUNT_IN_WORDS,
        SAYS_WHY,
        Must("doc.source.name", N_("de dónde sale: doc.source.name")),
        Must("doc.target.name", N_("a dónde va: doc.target.name")),
        OFFICE_SIGNS,
    ),
)
RESERVE_CALL_TEXT = EditableText(
    file="reserve_call.html",
    fields={
        "ReserveLetter": {
            "contest_code": N_("Código del concurso"),
            "contest_title": N_("Nombre del concurso"),
            "application_code": N_("Código de la solicitud"),
            "group_name": N_("Nombre del grupo"),
            "category_name": N_("Categoría"),
            "order": N_("Puesto en la reserva"),
            "requested": N_("Monto solicitado"),
            "amount": N_("Monto que se ofrece"),
            "reason": N_("Por qué hay dinero"),
            "expires_on": N_("Hasta cuándo se responde"),
            "proposed_by": N_("Quien lo propuso"),
            "approved_by": N_("Quien lo aprobó"),
            "envelope_name": N_("Sobre del que es el dinero, si no es el de la categoría"),
            "came_from": N_("Sobres de dentro de los que subió una parte, si hay"),
        },
        "CameFrom": {
            "name": N_("Sobre del que subió"),
            "amount": N_("Monto que subió"),
        },
    },
    pieces=_PIECES,
    musts=(
        IS_DATED,
        Must("doc.group_name", N_("el nombre del grupo: doc.group_name")),
        AMOUNT_IN_FIGURES,
        AMOUNT_IN_WORDS,
        Must("doc.expires_on", N_("hasta cuándo se responde: doc.expires_on | day")),
        OFFICE_SIGNS,
        Must("signature()", N_("la firma del grupo: signature(doc.group_name, '…')")),
    ),
)
