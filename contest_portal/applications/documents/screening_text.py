"""What the text of the letter of the screening may name and has to print."""

from contest_portal.documents.rules.kinds import EditableText, Must
from contest_portal.documents.rules.text_fields import (
    IS_DATED,
    OFFICE_SIGNS,
    PLACE_AND_DAY,
    SIGNATURE,
    SIGNED_BY_OFFICE,
)
from contest_portal.kernel.problems import N_

SCREENING_TEXT = EditableText(
    file="screening_letter.html",
    fields={
        "ScreeningLetter": {
            "contest_code": N_("Código del concurso"),
            "contest_title": N_("Nombre del concurso"),
            "application_code": N_("Código de la solicitud"),
            "group_name": N_("Nombre del grupo"),
            "business": N_("Negocio"),
            "action": N_("Decisión, por su código"),
            "reason": N_("Motivo"),
            "findings": N_("Defectos encontrados"),
            "cure_until": N_("Hasta cuándo se subsana"),
        },
        "LetterFinding": {
            "code": N_("Código del defecto"),
            "text": N_("Defecto"),
            "section": N_("Parte del perfil"),
        },
    },
    pieces=(PLACE_AND_DAY, SIGNED_BY_OFFICE, SIGNATURE),
    musts=(
        IS_DATED,
        Must("doc.group_name", N_("el nombre del grupo: doc.group_name")),
        Must("doc.application_code", N_("la solicitud: doc.application_code")),
        Must("doc.contest_title", N_("el nombre del concurso: doc.contest_title")),
        OFFICE_SIGNS,
    ),
)
