"""What every text may name, whatever its kind: the issue and the office; and the pieces that many kinds share."""

from collections.abc import Mapping
from types import MappingProxyType

from contest_portal.documents.rules.kinds import Must, Piece
from contest_portal.kernel.problems import N_

ROOT_WORDS: Mapping[str, str] = MappingProxyType(
    {"doc": N_("El documento"), "issue": N_("La emisión"), "office": N_("La unidad")}
)
COMMON_FIELDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Issue": {
            "code": N_("Número del documento, como se escribe"),
            "year": N_("Año de la serie"),
            "issued_at": N_("Instante de la emisión"),
            "issued_on": N_("Fecha de la emisión"),
        },
        "Letterhead": {
            "code": N_("Código de la unidad"),
            "name": N_("Nombre de la unidad"),
            "programme": N_("Programa"),
            "city": N_("Ciudad"),
            "address": N_("Dirección"),
            "ruc": N_("RUC"),
            "signer_name": N_("Quien firma: nombres y apellidos"),
            "signer_title": N_("Quien firma: cargo"),
        },
    }
)
PLACE_AND_DAY = Piece(
    "place_and_day",
    "parts.html",
    N_("Ciudad y fecha, a la derecha"),
    takes=("office", "issue"),
    macro="place_and_day",
    needs=("office.city",),
)
SIGNED_BY_OFFICE = Piece(
    "signed_by_office",
    "parts.html",
    N_("Firma de la unidad"),
    takes=("office",),
    macro="signed_by_office",
    needs=("office.signer_name", "office.signer_title"),
)
SIGNATURE = Piece(
    "signature",
    "parts.html",
    N_("Línea para firmar: nombre, función y, si hace falta, otro dato"),
    takes=("name", "role", "detail"),
    optional=1,
    macro="signature",
)
OFFICE_SIGNS = Must("signed_by_office()", N_("la firma de la unidad: signed_by_office(office)"))
AMOUNT_IN_FIGURES = Must("doc.amount|money", N_("el monto en cifras: doc.amount | money"))
AMOUNT_IN_WORDS = Must("doc.amount|amount_in_words", N_("el monto en letras: doc.amount | amount_in_words"))
SAYS_WHY = Must("doc.reason", N_("el motivo: doc.reason"))
IS_DATED = Must("place_and_day()", N_("la ciudad y la fecha: place_and_day(office, issue)"))
