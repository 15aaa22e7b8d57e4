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
