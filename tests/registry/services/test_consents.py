"""Decisions about data: noted, kept for ever, taken back when they were a mistake."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Actor, Grant, Role
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from contest_portal.registry.models.consents import PersonConsent
from contest_portal.registry.models.register import Household, Person
from contest_portal.registry.queries.consents import (
    consent_by_id,
    consents_of,
    decided,
    last_decision,
    standings,
)
from contest_portal.registry.rules.consent import ConsentPaper, Decision, Purpose, standing
from contest_portal.registry.services.record_consent import record_consent
from contest_portal.registry.services.undo_consent import undo_consent
from tests.factories.accounts import act_of, make_user
from tests.factories.components import last_audit
from tests.factories.consents import NOTED, make_consent
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.factories.registry_files import AT, STAFF

MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)
PAPER = ConsentPaper(
    Decision.GIVEN,
    frozenset({Purpose.WORK, Purpose.IMAGE}),
    MAY,
    " Formato firmado, folio 12 ",
    "Irma Solís ",
)
WITHDRAWAL = replace(PAPER, decision=Decision.WITHDRAWN, purposes=frozenset({Purpose.IMAGE}), on_date=JUNE)
ELSEWHERE = Act(Actor(None, frozenset({Grant(Role.STAFF, territories=("0801",))})), AT)


@pytest.fixture
def delia(session: Session) -> Person:
    make_district(session)
    return make_person(session, make_household(session, make_centre(session)))


def test_a_decision_is_noted_with_its_paper_and_who_noted_it(session: Session, delia: Person) -> None:
    user = make_user(session, Role.STAFF, full_name="Irma Solís Quinto")

    row = record_consent(session, act_of(user, AT), person_id=delia.id, paper=PAPER)

    (line,) = consents_of(session, [delia.id])
    assert (line.consent_id, line.decision, line.purposes, line.on_date) == (
        row.id,
        "given",
        ("image", "work"),
        MAY,
    )
    assert (line.paper, line.received_by) == ("Formato firmado, folio 12", "Irma Solís")
    assert (line.noted_by, line.noted_at, line.undone_at) == ("Irma Solís Quinto", AT, None)


def test_the_chain_keeps_the_decision_and_no_words_about_the_person(session: Session, delia: Person) -> None:
    record_consent(session, STAFF, person_id=delia.id, paper=PAPER)

    action, _, data = last_audit(session)
    assert (action, '"decision":"given"' in data, "folio" in data, "Irma" in data) == (
        "consent.recorded",
        True,
        False,
        False,
    )


def test_a_withdrawal_stands_for_its_use_alone_and_the_history_stays(session: Session, delia: Person) -> None:
    record_consent(session, STAFF, person_id=delia.id, paper=PAPER)
    record_consent(session, STAFF, person_id=delia.id, paper=WITHDRAWAL)

    lines = consents_of(session, [delia.id])
    assert [line.decision for line in lines] == ["withdrawn", "given"]
    assert standings(lines) == {
        Purpose.WORK: Decision.GIVEN,
        Purpose.SHARING: None,
        Purpose.STUDY: None,
        Purpose.IMAGE: Decision.WITHDRAWN,
    }


def test_what_was_never_given_is_not_withdrawn(session: Session, delia: Person) -> None:
    with pytest.raises(Refused) as refusal:
        record_consent(session, STAFF, person_id=delia.id, paper=WITHDRAWAL)

    assert [problem.code for problem in refusal.value.problems] == ["consent.decision"]
    assert consents_of(session, [delia.id]) == ()


def test_a_mistake_is_undone_with_its_reason_and_counts_no_more(session: Session, delia: Person) -> None:
    make_consent(session, delia, on_date=MAY)
    wrong = make_consent(session, delia, "refused", on_date=JUNE)

    undo_consent(session, STAFF, consent_id=wrong.id, expected_version=1, reason=" Era otra persona. ")

    lines = consents_of(session, [delia.id])
    assert (lines[0].undo_reason, lines[0].undone_at) == ("Era otra persona.", AT)
    assert standing(decided(lines), Purpose.WORK) is Decision.GIVEN
    with pytest.raises(Refused):
        undo_consent(session, STAFF, consent_id=wrong.id, expected_version=2, reason="Era otra persona.")


def test_a_stale_page_an_unknown_number_and_another_territory_change_nothing(
    session: Session, delia: Person
) -> None:
    row = make_consent(session, delia)

    with pytest.raises(Stale):
        undo_consent(session, STAFF, consent_id=row.id, expected_version=9, reason="Era otra persona.")
    with pytest.raises(NotFound):
        undo_consent(session, STAFF, consent_id=row.id + 1, expected_version=1, reason="Era otra persona.")
    with pytest.raises(NotFound):
        consent_by_id(session, row.id + 1)
    with pytest.raises(NotPermitted):
        undo_consent(session, ELSEWHERE, consent_id=row.id, expected_version=1, reason="Era otra persona.")
    with pytest.raises(NotPermitted):
        record_consent(session, ELSEWHERE, person_id=delia.id, paper=PAPER)
    assert (row.undone_at, len(consents_of(session, [delia.id]))) == (None, 1)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_the_database_finds_the_same_decision_as_the_rule(
    session: Session, delia: Person, purpose: Purpose
) -> None:
    other = make_person(session, session.get_one(Household, delia.household_id), is_head=False)
    make_consent(session, delia, "refused", "work", on_date=JUNE)
    make_consent(session, delia, "given", "image work", on_date=MAY)
    make_consent(session, delia, "given", "study", on_date=MAY)
    make_consent(session, delia, "refused", "study", on_date=MAY)
    make_consent(session, delia, "refused", "image", on_date=JUNE, is_undone=True)
    make_consent(session, other, "refused", "image sharing study work", on_date=JUNE)

    asked = select(last_decision(purpose)).select_from(Person).where(Person.id == delia.id)

    assert session.scalar(asked) == standing(decided(consents_of(session, [delia.id])), purpose)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: setattr(row, "decision", "maybe"),
        lambda row: setattr(row, "purposes", "work"),
        lambda row: setattr(row, "purposes", "  "),
        lambda row: setattr(row, "paper", ""),
        lambda row: setattr(row, "received_by", ""),
        lambda row: setattr(row, "undone_at", NOTED),
        lambda row: setattr(row, "undo_reason", "Sin fecha"),
    ],
    ids=[
        "no decision",
        "bare use",
        "no use",
        "no paper",
        "by nobody",
        "undone without reason",
        "reason alone",
    ],
)
def test_a_decision_that_contradicts_itself_cannot_be_stored(
    session: Session, delia: Person, spoil: Callable[[PersonConsent], None]
) -> None:
    row = make_consent(session, delia)
    spoil(row)

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
