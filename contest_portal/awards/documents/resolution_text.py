"""What the text of the resolution may name and has to print."""

from contest_portal.awards.documents.text_fields import AMENDED, AMENDMENT, CITED
from contest_portal.documents.rules.kinds import EditableText, Must, Piece
from contest_portal.documents.rules.text_fields import OFFICE_SIGNS, PLACE_AND_DAY, SIGNED_BY_OFFICE
from contest_portal.kernel.problems import N_

_RESOLUTION = {
    "contest_code": N_("Código del concurso"),
    "contest_title": N_("Nombre del concurso"),
    "rulebook_sha256": N_("Huella de las bases"),
    "published_on": N_("Fecha de la convocatoria"),
    "acta": N_("Acta del jurado"),
    "fund": N_("Fondo"),
    "allocation": N_("Asignación aprobada"),
    "goods_percent": N_("Porcentaje en bienes"),
    "assistance_percent": N_("Porcentaje en asistencia técnica"),
    "pass_mark": N_("Puntaje mínimo"),
    "categories": N_("Categorías"),
    "totals": N_("Totales"),
    "amendments": N_("Enmiendas"),
    "nested": N_("Si hay sobres dentro de otros"),
}
_CATEGORY = {
    "name": N_("Nombre de la categoría"),
    "envelope": N_("Fondo de la categoría"),
    "awarded": N_("Adjudicado en la categoría"),
    "balance": N_("Saldo de la categoría"),
    "goods": N_("Parte en bienes"),
    "assistance": N_("Parte en asistencia técnica"),
    "winners": N_("Grupos adjudicados"),
    "reserves": N_("Grupos en reserva"),
    "entrants": N_("Grupos presentados"),
    "passed": N_("Grupos aprobados"),
    "around": N_("Sobre que la contiene, si hay"),
}
_TOTALS = {
    "winners": N_("Grupos adjudicados"),
    "households": N_("Hogares"),
    "members": N_("Integrantes"),
    "women": N_("Mujeres"),
    "amount": N_("Total adjudicado"),
    "goods": N_("Total en bienes"),
    "assistance": N_("Total en asistencia técnica"),
    "reserves": N_("Grupos en reserva"),
}
_ALLOCATION = {
    "rule": N_("Regla de asignación, en palabras"),
    "proposed_by": N_("Quien la propuso"),
    "proposed_on": N_("Fecha de la propuesta"),
    "approved_by": N_("Quien la aprobó"),
    "approved_on": N_("Fecha de la aprobación"),
    "result_sha256": N_("Huella del resultado"),
    "steps": N_("Conformidades anteriores"),
}

RESOLUTION_TEXT = EditableText(
    file="resolution.html",
    fields={
        "Resolution": _RESOLUTION,
        "AwardedCategory": _CATEGORY,
        "Totals": _TOTALS,
        "AllocationAct": _ALLOCATION,
        "ApprovedStep": {
            "name": N_("Nombre de la conformidad"),
            "approved_by": N_("Quien la dio"),
            "approved_on": N_("Fecha de la conformidad"),
        },
        "GrantedFund": {
            "name": N_("Nombre del fondo"),
            "source": N_("Fuente de financiamiento"),
            "year": N_("Ejercicio"),
            "amount": N_("Monto del fondo"),
            "balance": N_("Saldo del fondo"),
        },
        "CitedAmendment": AMENDMENT,
        "Cited": CITED,
    },
    pieces=(
        PLACE_AND_DAY,
        SIGNED_BY_OFFICE,
        AMENDED,
        Piece(
            "why_void",
            "parts.html",
            N_("Por qué queda desierta una categoría"),
            takes=("category",),
            macro="why_void",
        ),
        Piece("spilled", "resolution_spilled.html", N_("Lo que subió de un sobre al que lo contiene")),
        Piece(
            "void_envelopes", "resolution_void.html", N_("Sobres sin adjudicar, si hay unos dentro de otros")
        ),
        Piece(
            "annexes",
            "resolution_annexes.html",
            N_("Anexos: adjudicados con sus integrantes, y lista de reserva"),
        ),
    ),
    musts=(
        Must("doc.contest_title", N_("el nombre del concurso: doc.contest_title")),
        Must("doc.acta.code", N_("el acta en que se apoya: doc.acta.code | in_text")),
        Must("doc.fund.amount|money", N_("el fondo en cifras: doc.fund.amount | money")),
        Must("doc.fund.amount|amount_in_words", N_("el fondo en letras: doc.fund.amount | amount_in_words")),
        Must("doc.totals.amount|money", N_("lo adjudicado en cifras: doc.totals.amount | money")),
        Must(
            "doc.totals.amount|amount_in_words",
            N_("lo adjudicado en letras: doc.totals.amount | amount_in_words"),
        ),
        Must("doc.allocation.result_sha256", N_("la huella del resultado: doc.allocation.result_sha256")),
        OFFICE_SIGNS,
        Must("annexes()", N_("los anexos: annexes()")),
    ),
)
