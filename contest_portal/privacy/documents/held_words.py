"""What codes are called in the papers for the person concerned."""

from collections.abc import Mapping

CODES: Mapping[str, Mapping[str, str]] = {
    "sexo": {"F": "mujer", "M": "hombre"},
    "parentesco": {
        "spouse": "cónyuge o conviviente",
        "child": "hijo o hija",
        "child_in_law": "yerno o nuera",
        "grandchild": "nieto o nieta",
        "parent": "padre o madre",
        "parent_in_law": "suegro o suegra",
        "sibling": "hermano o hermana",
        "other_relative": "otro pariente",
        "not_relative": "sin parentesco",
    },
    "clasificación": {"no_pobre": "no pobre", "pobre": "pobre", "pobre_extremo": "pobre extremo"},
    "decisión": {"given": "consiente", "refused": "no consiente", "withdrawn": "retiró su consentimiento"},
    "usos": {
        "work": "trabajo del programa",
        "sharing": "entrega a otras entidades",
        "study": "estudios",
        "image": "uso de su imagen",
    },
    "cargo": {
        "president": "presidencia",
        "treasurer": "tesorería",
        "secretary": "secretaría",
        "member": "integrante",
    },
    "estado": {
        "draft": "borrador",
        "submitted": "enviada",
        "withdrawn": "retirada",
        "planned": "previsto",
        "delivered": "entregado",
        "in_use": "en uso",
        "abandoned": "abandonado",
    },
    "hecho": {
        "death": "fallecimiento",
        "leaving": "salida del hogar",
        "move": "paso a otro hogar",
        "centre": "mudanza del hogar",
        "split": "hogar nuevo",
        "merge": "unión de dos registros",
        "place": "lugar de la vivienda",
        "kinship": "parentesco",
    },
    "derecho": {
        "access": "acceso",
        "rectification": "rectificación",
        "cancellation": "cancelación",
        "opposition": "oposición",
    },
    "qué hizo": {"look": "consultó", "reveal": "vio datos completos", "export": "llevó la lista"},
    "datos vistos": {
        "dni": "DNI",
        "birth_date": "fecha de nacimiento",
        "language": "lengua",
        "sisfoh_class": "clasificación",
        "sisfoh_day": "día de la clasificación",
        "sisfoh_expiry": "vencimiento de la clasificación",
        "place": "lugar de la vivienda",
        "account": "cuenta del grupo",
    },
}
"""What codes are called on paper, by the name of the field; a code without a word is told as it is."""
