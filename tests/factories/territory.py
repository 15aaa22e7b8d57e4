"""Codes that changed, and names told of departments and provinces."""

from sqlalchemy.orm import Session

from contest_portal.kernel.identifiers import sort_key
from contest_portal.registry.models.territory import AreaName, CodeChange
from tests.conftest import NOON


def make_code_change(
    session: Session,
    old: str = "090303",
    new: str = "090301",
    *,
    kind: str = "I",
    source: str = "Ley 30001",
) -> CodeChange:
    change = CodeChange(kind=kind, old_code=old, new_code=new, source=source, recorded_at=NOON)
    session.add(change)
    session.flush()
    return change


def make_area_name(session: Session, code: str = "09", name: str = "Wankawillka") -> AreaName:
    told = AreaName(code=code, name=name, sort_key=sort_key(name))
    session.add(told)
    session.flush()
    return told
