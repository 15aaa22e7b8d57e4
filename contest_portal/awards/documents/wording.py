"""How codes are written on paper. Documents are legal texts in Spanish: they are not translated."""

from collections.abc import Mapping
from types import MappingProxyType

JURY_POSITIONS: Mapping[str, str] = MappingProxyType(
    {"president": "Presidencia", "secretary": "Secretaría", "member": "Integrante"}
)
GROUP_OFFICES: Mapping[str, str] = MappingProxyType(
    {
        "president": "Presidencia",
        "treasurer": "Tesorería",
        "secretary": "Secretaría",
        "member": "Integrante",
    }
)
STANDINGS: Mapping[str, str] = MappingProxyType(
    {"passed": "APROBADO", "below_pass": "NO APROBADO", "disqualified": "DESCALIFICADO"}
)
COUNTERPARTS: Mapping[str, str] = MappingProxyType(
    {"cash": "Dinero", "kind": "Bienes propios", "labour": "Mano de obra"}
)
ALLOCATION_RULES: Mapping[str, str] = MappingProxyType(
    {
        "merit_order": (
            "los grupos aprobados de cada categoría se atienden por orden de mérito con el monto solicitado, y el "
            "reparto se detiene en el primero que el saldo del sobre no alcanza a cubrir"
        ),
        "merit_order_skipping": (
            "los grupos aprobados de cada categoría se atienden por orden de mérito con el monto solicitado, y se "
            "continúa con el siguiente cuando el saldo del sobre no alcanza a cubrir a uno de ellos"
        ),
        "merit_order_partial": (
            "los grupos aprobados de cada categoría se atienden por orden de mérito con el monto solicitado, y el "
            "último recibe lo que queda en el sobre, siempre que llegue al mínimo de las bases"
        ),
    }
)
"""Each rule as the resolution states it; the code of a rule without an entry is a mistake found by its test."""
