"""A household whose SISFOH class expired before the contest opened, before the group that it belongs to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.group_facts import group_facts
from contest_portal.applications.group_queries import group_members, group_view
from contest_portal.applications.models import Application
from contest_portal.applications.rules.eligibility import check_group
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import GroupRules
from contest_portal.kernel.clock import office_date
from contest_portal.registry.models.register import Household
from tests.factories.applying import Village
from tests.factories.contests import OPENS
from tests.page_client import PageClient

OPENING = office_date(OPENS)
SAID = "venció antes de que abriera el concurso"
WARNING = "Aviso: no impide participar"


@pytest.fixture
def draft(village: Village, session: Session) -> Application:
    draft = village.draft()
    session.commit()
    return draft


def expire(session: Session, draft: Application, day: date, sisfoh_class: str | None = "pobre") -> None:
    """Let the class of one household of the group end on a day."""
    member = group_members(session, draft.group_id)[0]
    household = session.scalars(select(Household).where(Household.id == member.household_id)).one()
    household.sisfoh_class, household.sisfoh_expires_on = sisfoh_class, day
    session.commit()


def test_it_is_noted_on_the_checklist_and_keeps_nobody_from_sending(
    representative: PageClient, session: Session, draft: Application
) -> None:
    expire(session, draft, OPENING - timedelta(days=1))
    own = f"/grupo/solicitudes/{draft.id}"

    page, review = representative.get(own).text, representative.get(f"{own}/revisar").text
    answer = representative.post(f"{own}/revisar", data={"version": str(draft.version), "agreed": "y"})

    assert (SAID in page, SAID in review, WARNING in review) == (False, True, True)
    session.refresh(draft)
    assert (answer.status_code, draft.state) == (200, "submitted")


@pytest.mark.parametrize(
    ("day", "sisfoh_class"),
    [(OPENING, "pobre"), (OPENING + timedelta(days=900), "pobre_extremo"), (date(2019, 1, 1), None)],
    ids=["ends as it opens", "holds on", "no class at all"],
)
def test_nothing_is_noted_of_a_class_that_holds_or_is_none(
    representative: PageClient, session: Session, draft: Application, day: date, sisfoh_class: str | None
) -> None:
    expire(session, draft, day, sisfoh_class)

    review = representative.get(f"/grupo/solicitudes/{draft.id}/revisar").text

    assert (SAID in review, WARNING in review, "Clasificación SISFOH vigente" in review) == (
        False,
        False,
        False,
    )


@pytest.mark.parametrize(("asks", "refused"), [(True, ["member.class_expired"]), (False, [])])
def test_a_contest_that_asks_for_it_refuses_the_group(
    session: Session, draft: Application, *, asks: bool, refused: list[str]
) -> None:
    expire(session, draft, OPENING - timedelta(days=1))
    book = rulebook_of(session, draft.contest_id)
    asking = replace(book, group=replace(book.group, valid_class_only=asks))

    facts = group_facts(
        session, group=group_view(session, draft.group_id), contest_id=draft.contest_id, rulebook=asking
    )

    assert [problem.code for problem in check_group(facts)] == refused


def test_a_contest_does_not_ask_for_it_unless_its_rules_say_so() -> None:
    assert GroupRules().valid_class_only is False
