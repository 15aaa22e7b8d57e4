"""Keeping what was settled between two typings, and who settled it."""

import logging
from collections.abc import Mapping

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.paper_desk import new_typing, note, typing_at, write_in
from contest_portal.applications.paper_models import PaperDecision, PaperEntry
from contest_portal.applications.paper_queries import decisions_of
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.paper import Place

log = logging.getLogger(__name__)


def keep_settled(
    session: Session, act: Act, paper: PaperEntry, draft: Draft, choices: Mapping[str, Place]
) -> None:
    """Keep what the paper says by now, and by field whose text was taken; a later decision replaces an earlier."""
    typing = typing_at(session, paper.id, Place.SETTLED)
    if typing is None:
        session.add(new_typing(act, paper.id, Place.SETTLED, draft))
    else:
        write_in(typing, draft)
    for earlier in decisions_of(session, paper.id):
        if earlier.field in choices:
            session.delete(earlier)
    session.flush()
    session.add_all(
        PaperDecision(
            paper_id=paper.id,
            field=field,
            chosen=place.value,
            decided_by=act.actor.user_id,
            decided_at=act.at,
        )
        for field, place in choices.items()
    )
    session.flush()
    note(session, act, paper, "settled", fields={field: str(place.value) for field, place in choices.items()})
    log.info("mismatches settled", extra={"paper_id": paper.id, "fields": len(choices)})
