"""The kinds of files the registry takes, in the order they are loaded."""

from collections.abc import Mapping
from types import MappingProxyType

from contest_portal.kernel.problems import NotFound
from contest_portal.registry.rules.file_kinds import FileKind
from contest_portal.registry.rules.kinds.centres import CENTRES
from contest_portal.registry.rules.kinds.codes import CODES
from contest_portal.registry.rules.kinds.components import COMPONENTS
from contest_portal.registry.rules.kinds.districts import DISTRICTS
from contest_portal.registry.rules.kinds.households import HOUSEHOLDS
from contest_portal.registry.rules.kinds.memberships import MEMBERSHIPS
from contest_portal.registry.rules.kinds.poverty import POVERTY

FILE_KINDS: Mapping[str, FileKind] = MappingProxyType(
    {kind.code: kind for kind in (DISTRICTS, POVERTY, CENTRES, HOUSEHOLDS, COMPONENTS, MEMBERSHIPS, CODES)}
)


def file_kind(code: str) -> FileKind:
    """Give a kind by its code; NotFound when there is none."""
    if code not in FILE_KINDS:
        raise NotFound(f"file kind {code}")
    return FILE_KINDS[code]
