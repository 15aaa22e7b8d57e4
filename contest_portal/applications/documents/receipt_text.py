"""What the texts of receipts, of what was sent and of what was handed in on paper, may name and have to print."""

from contest_portal.documents.rules.kinds import EditableText, Must, Piece, Variant
from contest_portal.documents.rules.text_fields import (
    IS_DATED,
    PLACE_AND_DAY,
    SIGNATURE,
)
from contest_portal.kernel.problems import N_

_SHARED = {
    "contest_code": N_("Código del concurso"),
    "contest_title": N_("Nombre del concurso"),
    "group_name": N_("Nombre del grupo"),
    "centre_name": N_("Centro poblado"),
    "district_name": N_("Distrito"),
    "received_at": N_("Instante en que se recibió"),
    "rules_sha256": N_("Huella de las bases"),
}
_USUAL = (
    IS_DATED,
    Must("doc.group_name", N_("el nombre del grupo: doc.group_name")),
    Must("doc.contest_title", N_("el nombre del concurso: doc.contest_title")),
    Must("doc.received_at", N_("cuándo se recibió: doc.received_at | office_day | day")),
    Must("doc.rules_sha256", N_("la huella de las bases: doc.rules_sha256 | grouped_hash")),
)

RECEIPT_TEXT = EditableText(
    file="receipt.html",
    fields={
        "Receipt": {
            **_SHARED,
            "closes_at": N_("Cierre de la convocatoria"),
            "application_code": N_("Código de la solicitud"),
            "business": N_("Negocio"),
            "category": N_("Categoría"),
            "line": N_("Línea productiva"),
            "requested": N_("Monto solicitado"),
            "households": N_("Número de hogares"),
            "members": N_("Integrantes"),
            "content_sha256": N_("Huella de lo enviado"),
            "rules_version": N_("Versión de las bases"),
            "ground": N_("Cómo se recibió, por su código: in_time, grace o code"),
            "checkpoint": N_("Estado del registro de auditoría"),
        },
        "ReceiptMember": {
            "full_name": N_("Nombres y apellidos"),
            "dni": N_("DNI, solo sus últimas cifras"),
            "office": N_("Cargo"),
        },
    },
    pieces=(
        PLACE_AND_DAY,
        Piece(
            "members_table",
            "parts.html",
            N_("Cuadro de integrantes, con su título"),
            takes=("members", "caption"),
            macro="members_table",
        ),
        Piece(
            "checkpoint",
            "checkpoint.html",
            N_("El estado del registro de auditoría, con sus doce palabras"),
        ),
    ),
    musts=(
        *_USUAL,
        Must("doc.application_code", N_("la solicitud: doc.application_code")),
        Must("doc.closes_at", N_("el cierre: doc.closes_at | office_day | day")),
        Must("doc.content_sha256", N_("la huella de lo enviado: doc.content_sha256 | grouped_hash")),
        Must("members_table()", N_("los integrantes: members_table(doc.members, '…')")),
        Must("checkpoint()", N_("el estado del registro: checkpoint()")),
    ),
    variants=(
        Variant(N_("después del cierre, en la tolerancia"), {"ground": "grace"}),
        Variant(N_("después del cierre, con código"), {"ground": "code"}),
    ),
    falls_back=True,
)
PAPER_SLIP_TEXT = EditableText(
    file="paper_slip.html",
    fields={
        "PaperSlip": {
            **_SHARED,
            "received_by": N_("Quien lo recibió"),
            "sheets": N_("Número de hojas"),
            "scan_sha256": N_("Huella del escaneo"),
            "typed_until": N_("Hasta cuándo se transcribe"),
        },
    },
    pieces=(PLACE_AND_DAY, SIGNATURE),
    musts=(
        *_USUAL,
        Must("doc.sheets", N_("cuántas hojas son: doc.sheets")),
        Must("doc.received_by", N_("quién recibió: doc.received_by")),
        Must("doc.scan_sha256", N_("la huella del escaneo: doc.scan_sha256 | grouped_hash")),
        Must("signature()", N_("las firmas: signature(doc.received_by, '…')")),
    ),
    falls_back=True,
)
