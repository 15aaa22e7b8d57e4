"""What the text of the acta may name and has to print. Tables of results and the log's state stay as they are."""

from contest_portal.awards.documents.text_fields import AMENDED, AMENDMENT, SIGN_TABLE
from contest_portal.documents.rules.kinds import EditableText, Must, Piece
from contest_portal.kernel.problems import N_

JUROR = {
    "full_name": N_("Nombres y apellidos"),
    "dni": N_("DNI"),
    "institution": N_("Institución"),
    "position": N_("Función en el jurado"),
}
RECUSAL = {
    "juror_name": N_("Jurado que se apartó"),
    "code": N_("Código de la solicitud"),
    "group_name": N_("Grupo"),
    "reason": N_("Motivo"),
}
_ACTA = {
    "contest_code": N_("Código del concurso"),
    "contest_title": N_("Nombre del concurso"),
    "rulebook_sha256": N_("Huella de las bases"),
    "published_on": N_("Fecha de las bases"),
    "territory": N_("Distritos del concurso"),
    "place": N_("Lugar de la sesión"),
    "opened_at": N_("Inicio de la sesión"),
    "closed_at": N_("Fin de la sesión"),
    "remarks": N_("Otras constancias"),
    "field_from": N_("Inicio de la evaluación de campo"),
    "field_to": N_("Fin de la evaluación de campo"),
    "jurors": N_("Jurado presente"),
    "phases": N_("Fases"),
    "max_points": N_("Puntaje máximo"),
    "pass_mark": N_("Puntaje mínimo"),
    "quorum": N_("Fichas que se exigen como mínimo"),
    "entrants": N_("Grupos calificados"),
    "recusals": N_("Abstenciones"),
    "categories": N_("Categorías con su resultado"),
    "passed": N_("Grupos aprobados"),
    "checkpoint_seq": N_("Asiento del registro de auditoría"),
    "checkpoint_hash": N_("Huella del registro de auditoría"),
    "exact_decides": N_("Si decide la suma exacta"),
    "draw": N_("Sorteo de empates"),
    "amendments": N_("Enmiendas"),
    "not_admitted": N_("Solicitudes no admitidas"),
    "hall": N_("Sesión llevada en el portal"),
    "absences": N_("Ausencias del jurado"),
    "assignment": N_("Sorteo de evaluadores"),
    "closing": N_("Cierre de la calificación"),
    "allocation_rule": N_("Regla de asignación, en palabras"),
    "cancelled_draws": N_("Sorteos anulados"),
}
_DRAW = {
    "numbers": N_("Números que salieron"),
    "held_at": N_("Instante del sorteo"),
    "witnesses": N_("Ante quiénes"),
}

ACTA_TEXT = EditableText(
    file="acta.html",
    fields={
        "Acta": _ACTA,
        "ActaJuror": JUROR,
        "ActaPhase": {
            "name": N_("Nombre de la fase"),
            "max_points": N_("Puntaje máximo de la fase"),
            "attendance_percent": N_("Asistencia exigida"),
            "categories": N_("Categorías que pasan por ella"),
            "shares": N_("Clases de evaluadores"),
            "quorum": N_("Fichas mínimas de la fase"),
        },
        "ActaShare": {"name": N_("Clase de evaluadores"), "percent": N_("Porcentaje")},
        "ActaDraw": _DRAW,
        "ActaCancelledDraw": {
            **_DRAW,
            "document": N_("Acto que lo anuló"),
            "reason": N_("Motivo"),
            "cancelled_at": N_("Instante de la anulación"),
        },
        "ActaRecusal": RECUSAL,
        "ActaAssignment": {
            "numbers": N_("Números que salieron"),
            "witnesses": N_("Ante quiénes"),
            "made_at": N_("Instante del registro"),
        },
        "ActaCategory": {"name": N_("Nombre de la categoría"), "passed": N_("Aprobados en la categoría")},
        "CitedAmendment": AMENDMENT,
    },
    pieces=(
        AMENDED,
        SIGN_TABLE,
        Piece(
            "session_course",
            "acta_session.html",
            N_("Desarrollo de la sesión: asistencia, exposiciones e incidencias"),
            takes=("hall",),
        ),
        Piece(
            "absences_table",
            "parts.html",
            N_("Cuadro de ausencias y reemplazos"),
            takes=("absences",),
            macro="absences_table",
        ),
        Piece(
            "sealed", "parts.html", N_("Días en que se sellaron las fichas"), takes=("phase",), macro="sealed"
        ),
        Piece(
            "result_table",
            "acta_category.html",
            N_("Cuadro del resultado de una categoría"),
            takes=("category",),
        ),
        Piece(
            "not_admitted_table",
            "parts.html",
            N_("Cuadro de solicitudes no admitidas"),
            takes=("lines",),
            macro="not_admitted_table",
        ),
        Piece(
            "closing_facts",
            "acta_closing.html",
            N_("Fichas en papel, huella del cierre y acta que reemplaza"),
            takes=("closing",),
        ),
        Piece("log_state", "acta_log.html", N_("Estado del registro de auditoría, con sitio para testigos")),
    ),
    musts=(
        Must("doc.contest_title", N_("el nombre del concurso: doc.contest_title")),
        Must("doc.opened_at", N_("cuándo comenzó la sesión: doc.opened_at | office_day | date_in_words")),
        Must("doc.closed_at", N_("cuándo terminó la sesión: doc.closed_at | hour_in_words")),
        Must("doc.place", N_("el lugar de la sesión: doc.place")),
        Must("doc.rulebook_sha256", N_("la huella de las bases: doc.rulebook_sha256 | grouped_hash")),
        Must("doc.pass_mark", N_("el puntaje mínimo: doc.pass_mark")),
        Must("result_table()", N_("el resultado de cada categoría: result_table(category)")),
        Must("not_admitted_table()", N_("lo no admitido: not_admitted_table(doc.not_admitted)")),
        Must("absences_table()", N_("las ausencias del jurado: absences_table(doc.absences)")),
        Must("doc.checkpoint_hash", N_("la huella del registro: doc.checkpoint_hash | grouped_hash")),
        Must("sign_table()", N_("las firmas del jurado: sign_table(doc.jurors)")),
        Must("log_state()", N_("el estado del registro: log_state()")),
    ),
)
