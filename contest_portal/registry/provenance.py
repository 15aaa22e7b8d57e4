"""The states a row of the register went through, as its versions keep them."""

import json
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.registry.models import Household, Person, RegisterVersion
from contest_portal.registry.rules.row_history import RowState, Value
from contest_portal.registry.stores import NOUNS

_NOUNS = {noun.name: noun for noun in NOUNS["households"]}


def kept_states(session: Session, noun: str, keys: Collection[str]) -> dict[str, list[RowState]]:
    """Give what rows were before they were as they are, by key, the oldest first."""
    rows = session.execute(
        select(
            RegisterVersion.key,
            RegisterVersion.content,
            RegisterVersion.batch_id,
            RegisterVersion.line,
            RegisterVersion.until_batch_id,
        )
        .where(RegisterVersion.noun == noun, RegisterVersion.key.in_(keys))
        .order_by(RegisterVersion.id)
    )
    found: dict[str, list[RowState]] = {}
    for key, content, batch_id, line, until in rows:
        found.setdefault(key, []).append(RowState(json.loads(content), batch_id, line, until))
    return found


def written_values(row: Household | Person) -> dict[str, Value]:
    """Give the present values of a row as its versions write them."""
    noun = _NOUNS["household" if isinstance(row, Household) else "person"]
    return {name: _written(getattr(row, name)) for name in (*noun.fields, *noun.links)}


def _written(value: str | int | bool | date | None) -> Value:  # noqa: FBT001 - a value like the others
    return value.isoformat() if isinstance(value, date) else value
