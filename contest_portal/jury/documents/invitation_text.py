"""What the text of the letter that invites a juror may name and has to print."""

from contest_portal.documents.rules.kinds import EditableText, Must
from contest_portal.documents.rules.text_fields import (
    IS_DATED,
    OFFICE_SIGNS,
    PLACE_AND_DAY,
    SIGNATURE,
    SIGNED_BY_OFFICE,
)
from contest_portal.kernel.problems import N_

INVITATION_TEXT = EditableText(
    file="invitation_letter.html",
    fields={
        "InvitationLetter": {
            "contest_code": N_("Código del concurso"),
            "contest_title": N_("Nombre del concurso"),
            "full_name": N_("Nombres y apellidos"),
            "position": N_("Función en el jurado, por su código: president, secretary o member"),
            "phases": N_("Fases en que calificaría"),
            "evaluator_class": N_("Clase de evaluador"),
            "field_from": N_("Inicio de la evaluación de campo"),
            "field_to": N_("Fin de la evaluación de campo"),
            "public_on": N_("Día de la presentación pública"),
        },
    },
    pieces=(PLACE_AND_DAY, SIGNED_BY_OFFICE, SIGNATURE),
    musts=(
        IS_DATED,
        Must("doc.full_name", N_("a quién se invita: doc.full_name")),
        Must("doc.contest_title", N_("el nombre del concurso: doc.contest_title")),
        Must("doc.public_on", N_("el día de la presentación: doc.public_on | day")),
        OFFICE_SIGNS,
        Must("signature()", N_("la respuesta firmada: signature(doc.full_name, '…')")),
    ),
)
