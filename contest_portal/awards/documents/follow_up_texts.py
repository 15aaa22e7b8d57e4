"""What the texts of papers after the award may name and have to print."""

from contest_portal.awards.documents.acta_text import JUROR, RECUSAL
from contest_portal.awards.documents.text_fields import ADDRESSED, CITED, PARTY, SIGN_TABLE, SUMS
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

_SHARED = {"Party": PARTY, "Cited": CITED}
_PIECES = (PLACE_AND_DAY, SIGNED_BY_OFFICE, SIGNATURE, ADDRESSED, SUMS)
_NAMES_GROUP = Must("addressed()", N_("el grupo y su convenio: addressed(doc.party)"))
_USUAL = (IS_DATED, _NAMES_GROUP, OFFICE_SIGNS)
_GROUP_SIGNS = Must("signature()", N_("la firma del grupo: signature(doc.party.group_name, '…')"))

TRANSFER_ORDER_TEXT = EditableText(
    file="transfer_order.html",
    fields={
        **_SHARED,
        "TransferOrder": {
            "party": N_("Grupo"),
            "number": N_("Número de la transferencia"),
            "of": N_("Cuántas transferencias hay"),
            "percent": N_("Porcentaje de lo adjudicado"),
            "amount": N_("Monto de la transferencia"),
            "award": N_("Monto adjudicado"),
            "paid_before": N_("Transferido antes"),
            "accounted": N_("Rendido con comprobantes"),
            "counterpart": N_("Contrapartida puesta"),
            "bank": N_("Entidad financiera"),
            "cci": N_("Código de cuenta interbancario"),
            "holder": N_("Titular de la cuenta"),
        },
    },
    pieces=_PIECES,
    musts=(
        *_USUAL,
        AMOUNT_IN_FIGURES,
        AMOUNT_IN_WORDS,
        Must("doc.number", N_("qué transferencia es: doc.number")),
        Must("doc.bank", N_("la entidad: doc.bank")),
        Must("doc.cci", N_("la cuenta: doc.cci")),
        Must("doc.holder", N_("el titular de la cuenta: doc.holder")),
    ),
)
AMENDMENT_TEXT = EditableText(
    file="agreement_amendment.html",
    fields={
        **_SHARED,
        "AgreementAmendment": {
            "party": N_("Grupo"),
            "number": N_("Número de la adenda"),
            "kind": N_("Clase de adenda"),
            "ended_on": N_("Fin del plazo hasta ahora"),
            "ends_on": N_("Nuevo fin del plazo"),
            "items": N_("Nuevos rubros"),
            "reason": N_("Motivo"),
        },
    },
    pieces=_PIECES,
    musts=(
        *_USUAL,
        Must("doc.number", N_("el número de la adenda: doc.number")),
        SAYS_WHY,
        Must("doc.ends_on", N_("el nuevo fin del plazo: doc.ends_on | day")),
        _GROUP_SIGNS,
    ),
)
SETTLEMENT_TEXT = EditableText(
    file="settlement.html",
    fields={
        **_SHARED,
        "Settlement": {
            "party": N_("Grupo"),
            "award": N_("Monto adjudicado"),
            "paid": N_("Transferido"),
            "accounted": N_("Rendido con comprobantes"),
            "returned": N_("Devuelto"),
            "promised": N_("Contrapartida prometida"),
            "counterpart": N_("Contrapartida puesta"),
            "vouchers": N_("Número de comprobantes"),
            "items": N_("Rubros"),
            "released": N_("Adjudicado que no se transfirió"),
            "release_reason": N_("Por qué no se transfirió"),
        },
        "SettledItem": {"name": N_("Rubro"), "planned": N_("Previsto"), "spent": N_("Gastado")},
    },
    pieces=_PIECES,
    musts=(
        *_USUAL,
        Must("doc.award", N_("lo adjudicado: doc.award")),
        Must("doc.paid", N_("lo transferido: doc.paid")),
        Must("doc.accounted", N_("lo rendido: doc.accounted")),
        Must("doc.returned", N_("lo devuelto: doc.returned")),
        Must("sums()", N_("los montos en letras y en cifras: sums('…', […])")),
        _GROUP_SIGNS,
    ),
)
CLOSING_MEMO_TEXT = EditableText(
    file="closing_memo.html",
    fields={
        **_SHARED,
        "ClosingMemo": {
            "party": N_("Grupo"),
            "settlement": N_("Liquidación"),
            "accounted": N_("Rendido con comprobantes"),
            "returned": N_("Devuelto"),
            "remarks": N_("Otras constancias"),
        },
    },
    pieces=_PIECES,
    musts=(
        *_USUAL,
        Must("doc.settlement.code", N_("la liquidación: doc.settlement.code | in_text")),
        Must("doc.accounted", N_("lo rendido: doc.accounted")),
        Must("sums()", N_("los montos en letras y en cifras: sums('…', […])")),
    ),
)
ANNULMENT_TEXT = EditableText(
    file="annulment.html",
    fields={
        **_SHARED,
        "Annulment": {
            "party": N_("Grupo"),
            "award": N_("Monto adjudicado"),
            "returned": N_("Devuelto"),
            "reason": N_("Motivo"),
        },
    },
    pieces=_PIECES,
    musts=(
        *_USUAL,
        Must("doc.award|money", N_("el monto en cifras: doc.award | money")),
        Must("doc.award|amount_in_words", N_("el monto en letras: doc.award | amount_in_words")),
        SAYS_WHY,
    ),
)
SECOND_ACTA_TEXT = EditableText(
    file="second_acta.html",
    fields={
        **_SHARED,
        "SecondActa": {
            "party": N_("Grupo"),
            "place": N_("Lugar de la sesión"),
            "held_on": N_("Fecha de la sesión"),
            "jurors": N_("Jurado presente"),
            "recusals": N_("Abstenciones"),
            "phases": N_("Fases"),
            "criteria": N_("Criterios"),
            "sheets": N_("Fichas que cuentan"),
            "rulebook_sha256": N_("Huella de las bases"),
            "quorum": N_("Fichas que se exigen como mínimo"),
            "pass_mark": N_("Puntaje mínimo"),
            "total": N_("Puntaje total"),
            "is_passed": N_("Si alcanza el mínimo"),
            "standing": N_("Resultado"),
            "note": N_("Por qué no alcanza"),
            "transfer": N_("Monto de la segunda transferencia"),
            "remarks": N_("Otras constancias"),
            "replaces": N_("Acta que reemplaza"),
        },
        "ProgressPhase": {
            "name": N_("Nombre de la fase"),
            "max_points": N_("Puntaje máximo de la fase"),
            "attendance_percent": N_("Asistencia exigida"),
            "sheets": N_("Fichas de la fase"),
            "mean": N_("Promedio de la fase"),
        },
        "ProgressCriterion": {
            "phase": N_("Fase"),
            "text": N_("Criterio"),
            "mean": N_("Promedio"),
            "most": N_("Máximo"),
        },
        "ProgressSheet": {
            "phase": N_("Fase"),
            "juror_name": N_("Jurado"),
            "seal": N_("Huella del sello"),
        },
        "ActaJuror": JUROR,
        "ActaRecusal": RECUSAL,
    },
    pieces=(ADDRESSED, SIGN_TABLE),
    musts=(
        _NAMES_GROUP,
        Must("doc.held_on", N_("la fecha de la sesión: doc.held_on | date_in_words")),
        Must("doc.place", N_("el lugar de la sesión: doc.place")),
        Must("doc.transfer|money", N_("la transferencia en cifras: doc.transfer | money")),
        Must(
            "doc.transfer|amount_in_words", N_("la transferencia en letras: doc.transfer | amount_in_words")
        ),
        Must("doc.pass_mark", N_("el puntaje mínimo: doc.pass_mark")),
        Must("doc.standing", N_("el resultado: doc.standing")),
        Must("doc.sheets[].seal", N_("la huella de cada ficha: sheet.seal | grouped_hash")),
        Must("sign_table()", N_("las firmas del jurado: sign_table(doc.jurors)")),
    ),
)
