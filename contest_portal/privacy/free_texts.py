"""Free texts of old profiles and observations: where they stand, and how they go.

As with a member's DNI, the hash of what was sent stays that of the text as it was: whoever kept a copy can prove it.
"""

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from contest_portal.applications.models import Application, ApplicationVersion
from contest_portal.applications.paper_models import PaperEntry, PaperTyping
from contest_portal.applications.screening_models import Screening
from contest_portal.awards.observation_models import Observation
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.profile_form import QuestionKind
from contest_portal.kernel.canonical import canonical_json
from contest_portal.privacy.rules.prose import WITHDRAWN, without_prose

Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
Texts = tuple[InstrumentedAttribute[int], Column, ColumnElement[bool]]
_FREE = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})


def count_free_texts(session: Session, contests: Collection[int]) -> int:
    """Count the rows with a text that is still there."""
    profiles = sum(1 for one in contests for _ in _changes(session, one))
    observed = sum(1 for _ in session.scalars(select(Observation.id).where(_observed(contests))))
    return profiles + observed


def withdraw_free_texts(session: Session, contests: Collection[int]) -> None:
    """Put a word in the place of each text."""
    for contest_id in contests:
        for key, column, row_id, text in tuple(_changes(session, contest_id)):
            session.execute(update(key.class_).where(key == row_id).values({column: text}))
    withdrawn = {Observation.text: WITHDRAWN}
    answered = {Observation.answer: WITHDRAWN}
    session.execute(update(Observation).where(_observed(contests)).values(withdrawn))
    session.execute(
        update(Observation)
        .where(Observation.contest_id.in_(contests), Observation.answer.is_not(None))
        .values(answered)
    )


def _observed(contests: Collection[int]) -> ColumnElement[bool]:
    told = or_(Observation.text != WITHDRAWN, Observation.answer != WITHDRAWN)
    return Observation.contest_id.in_(contests) & told


def _changes(
    session: Session, contest_id: int
) -> Iterator[tuple[InstrumentedAttribute[int], Column, int, str]]:
    """Give what is to be written where: key, column, row and new text of each that still holds prose."""
    form = rulebook_of(session, contest_id).form
    free = {one.code for section in form.sections for one in section.questions if one.kind in _FREE}
    for key, column, where in _places(contest_id):
        rows = session.execute(select(key, column).where(where, column.is_not(None)).order_by(key))
        for row_id, text in rows:
            changed = canonical_json(_without(json.loads(text or ""), free))
            if changed != text:
                yield key, column, row_id, changed


def _places(contest_id: int) -> tuple[Texts, ...]:
    entries = select(Application.id).where(Application.contest_id == contest_id)
    papers = select(PaperEntry.id).where(PaperEntry.contest_id == contest_id)
    return (
        (Application.id, Application.profile, Application.contest_id == contest_id),
        (ApplicationVersion.id, ApplicationVersion.content, ApplicationVersion.application_id.in_(entries)),
        (Screening.id, Screening.profile, Screening.application_id.in_(entries)),
        (PaperTyping.id, PaperTyping.profile, PaperTyping.paper_id.in_(papers)),
    )


def _without(content: dict[str, Any], free: Collection[str]) -> dict[str, Any]:
    """Change a profile, or the one in what was sent; a group of an imported contest sent none here."""
    if "profile" in content:
        return {**content, "profile": without_prose(content["profile"], free)}
    return without_prose(content, free)
