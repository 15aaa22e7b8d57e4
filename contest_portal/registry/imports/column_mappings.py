"""The columns that a person chose for a file, remembered for the next file with the same header."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.canonical import canonical_hash, canonical_json
from contest_portal.registry.models.register import ColumnMapping
from contest_portal.registry.rules.columns import plain_name


def remembered_choices(session: Session, kind: str, names: Sequence[str]) -> Mapping[str, str]:
    """Give what was chosen for this header, or nothing."""
    kept = _kept(session, kind, names)
    return {} if kept is None else {str(field): str(name) for field, name in json.loads(kept.choices).items()}


def remember_choices(
    session: Session, act: Act, *, kind: str, names: Sequence[str], choices: Mapping[str, str]
) -> None:
    """Keep what a person chose for this header, in place of an earlier choice."""
    kept = _kept(session, kind, names)
    if kept is None:
        kept = ColumnMapping(kind=kind, header_sha256=header_sha256(names))
        session.add(kept)
    kept.choices = canonical_json(dict(choices))
    kept.chosen_at, kept.chosen_by = act.at, act.actor.user_id
    session.flush()


def header_sha256(names: Sequence[str]) -> str:
    """Name a header by its columns, whatever their order, case and accents."""
    return canonical_hash(sorted(map(plain_name, names)))


def _kept(session: Session, kind: str, names: Sequence[str]) -> ColumnMapping | None:
    return session.scalars(
        select(ColumnMapping).where(
            ColumnMapping.kind == kind, ColumnMapping.header_sha256 == header_sha256(names)
        )
    ).one_or_none()
