"""What the text of the agreement may name and has to print."""

from contest_portal.awards.documents.text_fields import CITED, SIGNER
from contest_portal.documents.rules.kinds import EditableText, Must, Piece
from contest_portal.documents.rules.text_fields import OFFICE_SIGNS, SIGNATURE, SIGNED_BY_OFFICE
from contest_portal.kernel.problems import N_

_AGREEMENT = {
    "contest_code": N_("Código del concurso"),
    "contest_title": N_("Nombre del concurso"),
    "category_name": N_("Categoría"),
    "acta": N_("Acta del jurado"),
    "resolution": N_("Resolución"),
    "application_code": N_("Código de la solicitud"),
    "place": N_("Puesto en su categoría"),
    "total": N_("Puntaje total"),
    "group": N_("Grupo"),
    "money": N_("Dinero"),
    "plan": N_("Perfil de negocio"),
    "months": N_("Plazo en meses"),
    "starts_on": N_("Inicio del plazo"),
    "ends_on": N_("Fin del plazo"),
}
_GROUP = {
    "name": N_("Nombre del grupo"),
    "ruc": N_("RUC del grupo"),
    "centre_name": N_("Centro poblado"),
    "centre_code": N_("Código del centro poblado"),
    "district_name": N_("Distrito"),
    "households": N_("Número de hogares"),
    "president": N_("Quien preside"),
    "treasurer": N_("Quien lleva la tesorería"),
    "members": N_("Integrantes"),
}
_MONEY = {
    "amount": N_("Monto adjudicado"),
    "goods": N_("Parte en bienes"),
    "assistance": N_("Parte en asistencia técnica"),
    "goods_percent": N_("Porcentaje en bienes"),
    "assistance_percent": N_("Porcentaje en asistencia técnica"),
    "counterpart": N_("Contrapartida del grupo"),
    "whole": N_("Valor total del negocio"),
    "instalments": N_("Transferencias"),
}

AGREEMENT_TEXT = EditableText(
    file="agreement.html",
    fields={
        "Agreement": _AGREEMENT,
        "AgreedGroup": _GROUP,
        "AgreedMoney": _MONEY,
        "AgreedPlan": {
            "title": N_("Nombre del perfil"),
            "sha256": N_("Huella del perfil enviado"),
            "line_name": N_("Línea productiva"),
            "requested": N_("Monto solicitado"),
        },
        "Instalment": {
            "number": N_("Número de la transferencia"),
            "percent": N_("Porcentaje"),
            "amount": N_("Monto de la transferencia"),
        },
        "Member": {**SIGNER, "office": N_("Cargo")},
        "Signer": SIGNER,
        "Cited": CITED,
    },
    pieces=(
        SIGNED_BY_OFFICE,
        SIGNATURE,
        Piece(
            "award_table",
            "agreement_parts.html",
            N_("Cuadro de bienes, asistencia y contrapartida"),
            takes=("money",),
            macro="award_table",
        ),
        Piece(
            "instalments_table",
            "agreement_parts.html",
            N_("Cuadro de transferencias"),
            takes=("money",),
            macro="instalments_table",
        ),
        Piece("annex", "agreement_parts.html", N_("Anexos: integrantes y plan de uso"), macro="annex"),
    ),
    musts=(
        Must("doc.group.name", N_("el nombre del grupo: doc.group.name")),
        Must("doc.group.president.full_name", N_("quién preside el grupo: doc.group.president.full_name")),
        Must("doc.group.president.dni", N_("el DNI de quien preside: doc.group.president.dni")),
        Must("doc.money.amount|money", N_("el monto en cifras: doc.money.amount | money")),
        Must(
            "doc.money.amount|amount_in_words", N_("el monto en letras: doc.money.amount | amount_in_words")
        ),
        Must("doc.ends_on", N_("hasta cuándo rige: doc.ends_on | day")),
        Must("issue.issued_on", N_("la fecha: issue.issued_on | date_in_words")),
        Must("instalments_table()", N_("las transferencias: instalments_table(doc.money)")),
        OFFICE_SIGNS,
        Must("signature()", N_("la firma del grupo: signature(doc.group.president.full_name, '…')")),
        Must("annex()", N_("los anexos: annex()")),
    ),
)
