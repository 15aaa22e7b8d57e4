"""What the text of the certificate may name and has to print."""

from contest_portal.awards.documents.text_fields import CITED
from contest_portal.documents.rules.kinds import EditableText, Must
from contest_portal.documents.rules.text_fields import (
    IS_DATED,
    OFFICE_SIGNS,
    PLACE_AND_DAY,
    SIGNATURE,
    SIGNED_BY_OFFICE,
)
from contest_portal.kernel.problems import N_

CERTIFICATE_TEXT = EditableText(
    file="certificate.html",
    fields={
        "Certificate": {
            "contest_code": N_("Código del concurso"),
            "contest_title": N_("Nombre del concurso"),
            "category_name": N_("Categoría"),
            "resolution": N_("Resolución"),
            "application_code": N_("Código de la solicitud"),
            "business": N_("Negocio"),
            "line_name": N_("Línea productiva"),
            "place": N_("Puesto en su categoría"),
            "total": N_("Puntaje total"),
            "amount": N_("Monto adjudicado"),
            "group": N_("Grupo"),
        },
        "CertifiedGroup": {
            "name": N_("Nombre del grupo"),
            "centre_name": N_("Centro poblado"),
            "district_name": N_("Distrito"),
            "households": N_("Número de hogares"),
            "members": N_("Integrantes"),
        },
        "CertifiedMember": {"full_name": N_("Nombres y apellidos"), "office": N_("Cargo")},
        "Cited": CITED,
    },
    pieces=(PLACE_AND_DAY, SIGNED_BY_OFFICE, SIGNATURE),
    musts=(
        Must("doc.group.name", N_("el nombre del grupo: doc.group.name")),
        Must("doc.contest_title", N_("el nombre del concurso: doc.contest_title")),
        Must("doc.application_code", N_("la solicitud: doc.application_code")),
        Must("doc.resolution.code", N_("la resolución: doc.resolution.code")),
        IS_DATED,
        OFFICE_SIGNS,
    ),
)
