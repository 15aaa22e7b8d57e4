"""What the texts of an observation's receipt and of its answer may name and have to print."""

from contest_portal.documents.rules.kinds import EditableText, Must
from contest_portal.documents.rules.text_fields import (
    IS_DATED,
    OFFICE_SIGNS,
    PLACE_AND_DAY,
    SIGNATURE,
    SIGNED_BY_OFFICE,
)
from contest_portal.kernel.problems import N_

_ANSWER = {
    "contest_code": N_("Código del concurso"),
    "contest_title": N_("Nombre del concurso"),
    "application_code": N_("Código de la solicitud"),
    "group_name": N_("Nombre del grupo"),
    "receipt_code": N_("Constancia de la observación"),
    "received_at": N_("Instante en que llegó"),
    "phase": N_("Fase que se observa"),
    "criterion": N_("Criterio que se observa"),
    "upheld": N_("Si procede"),
    "answer": N_("Respuesta"),
    "total": N_("Puntaje total"),
    "max_points": N_("Puntaje máximo"),
    "pass_mark": N_("Puntaje mínimo"),
    "cut": N_("Menor puntaje que recibió fondo"),
    "correction": N_("Corrección"),
}

OBSERVATION_TEXT = EditableText(
    file="observation.html",
    fields={
        "ObservationReceipt": {
            "contest_code": N_("Código del concurso"),
            "contest_title": N_("Nombre del concurso"),
            "application_code": N_("Código de la solicitud"),
            "group_name": N_("Nombre del grupo"),
            "phase": N_("Fase que se observa"),
            "criterion": N_("Criterio que se observa"),
            "text": N_("Lo que el grupo escribió"),
            "received_at": N_("Instante en que llegó"),
            "closes_at": N_("Instante en que termina el plazo"),
            "on_paper": N_("Si llegó por escrito"),
            "files": N_("Huella SHA-256 de cada archivo adjunto"),
        },
    },
    pieces=(PLACE_AND_DAY, SIGNATURE),
    musts=(
        IS_DATED,
        Must("doc.group_name", N_("el nombre del grupo: doc.group_name")),
        Must("doc.contest_title", N_("el nombre del concurso: doc.contest_title")),
        Must("doc.application_code", N_("la solicitud: doc.application_code")),
        Must("doc.received_at", N_("cuándo se recibió: doc.received_at | office_day | day")),
        Must("doc.text", N_("lo que el grupo escribió: doc.text | in_quotes")),
    ),
    falls_back=True,
)
OBSERVATION_ANSWER_TEXT = EditableText(
    file="observation_answer.html",
    fields={
        "ObservationAnswer": _ANSWER,
        "CorrectedMark": {
            "phase": N_("Fase"),
            "criterion": N_("Criterio"),
            "before": N_("Puntaje anunciado"),
            "after": N_("Puntaje corregido"),
            "total_before": N_("Total anunciado"),
            "total_after": N_("Total corregido"),
            "amount_before": N_("Monto anunciado"),
            "amount_after": N_("Monto corregido"),
        },
    },
    pieces=(PLACE_AND_DAY, SIGNED_BY_OFFICE, SIGNATURE),
    musts=(
        IS_DATED,
        Must("doc.group_name", N_("el nombre del grupo: doc.group_name")),
        Must("doc.application_code", N_("la solicitud: doc.application_code")),
        Must("doc.receipt_code", N_("la constancia: doc.receipt_code")),
        Must("doc.answer", N_("la respuesta: doc.answer")),
        OFFICE_SIGNS,
    ),
)
