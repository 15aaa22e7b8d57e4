"""What the text of the notice of a result may name and has to print."""

from contest_portal.awards.documents.text_fields import CITED
from contest_portal.documents.rules.kinds import EditableText, Must, Variant
from contest_portal.documents.rules.text_fields import (
    AMOUNT_IN_FIGURES,
    IS_DATED,
    OFFICE_SIGNS,
    PLACE_AND_DAY,
    SAYS_WHY,
    SIGNATURE,
    SIGNED_BY_OFFICE,
)
from contest_portal.kernel.canonical import Json
from contest_portal.kernel.problems import N_

_NO_MONEY: dict[str, Json] = {"amount": {"cents": 0}, "reserve_order": None}
_NO_PLACE: dict[str, Json] = {**_NO_MONEY, "place": None}

RESULT_NOTICE_TEXT = EditableText(
    file="result_notice.html",
    fields={
        "ResultNotice": {
            "contest_code": N_("Código del concurso"),
            "contest_title": N_("Nombre del concurso"),
            "application_code": N_("Código de la solicitud"),
            "group_name": N_("Nombre del grupo"),
            "business": N_("Negocio"),
            "category_name": N_("Categoría"),
            "outcome": N_("Resultado, por su código: awarded, reserve, below_pass, disqualified o annulled"),
            "reason": N_("Por qué, en una oración"),
            "total": N_("Puntaje total"),
            "max_points": N_("Puntaje máximo posible"),
            "pass_mark": N_("Puntaje mínimo para aprobar"),
            "cut": N_("Menor puntaje que recibió fondo en su categoría"),
            "place": N_("Puesto en su categoría"),
            "reserve_order": N_("Lugar en la lista de reserva"),
            "requested": N_("Monto solicitado"),
            "amount": N_("Monto adjudicado; cero para quien no recibe fondo"),
            "acta": N_("Acta del jurado"),
            "resolution": N_("Resolución"),
            "observe_until": N_("Último día para observar el resultado"),
        },
        "Cited": CITED,
    },
    pieces=(PLACE_AND_DAY, SIGNED_BY_OFFICE, SIGNATURE),
    musts=(
        IS_DATED,
        Must("doc.group_name", N_("el nombre del grupo: doc.group_name")),
        Must("doc.application_code", N_("la solicitud: doc.application_code")),
        Must("doc.contest_title", N_("el nombre del concurso: doc.contest_title")),
        Must("doc.resolution.code", N_("la resolución: doc.resolution.code")),
        SAYS_WHY,
        Must("doc.total", N_("el puntaje total: doc.total")),
        AMOUNT_IN_FIGURES,
        Must("doc.observe_until", N_("hasta cuándo se observa: doc.observe_until | day")),
        OFFICE_SIGNS,
    ),
    variants=(
        Variant(
            N_("en reserva"),
            {
                **_NO_MONEY,
                "outcome": "reserve",
                "reserve_order": 1,
                "reason": "Puesto 6: solicitó S/ 12,000.00 y en el sobre solo quedan S/ 4,100.00; desde aquí, reserva.",
            },
        ),
        Variant(
            N_("sin el puntaje mínimo"),
            {
                **_NO_PLACE,
                "outcome": "below_pass",
                "total": {"decimals": 2, "units": 6410},
                "reason": "Obtuvo 64.10 puntos; el mínimo para aprobar es 70.00.",
            },
        ),
        Variant(
            N_("descalificado"),
            {
                **_NO_PLACE,
                "outcome": "disqualified",
                "total": None,
                "reason": "Descalificado: faltaron 2 de 3 hogares en el campo.",
            },
        ),
        Variant(N_("premio anulado"), {**_NO_MONEY, "outcome": "annulled"}),
    ),
)
