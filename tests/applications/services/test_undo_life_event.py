"""Taking back what was noted: the register as it was, unless something later rests on it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application, ApplicationMember
from contest_portal.applications.services.undo_life_event import undo_life_event
from contest_portal.kernel.problems import NotFound, NotPermitted, Refused, Stale
from contest_portal.registry.life_acts import Noted
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.register import Centre
from contest_portal.registry.models.sources import SourceConflict
from contest_portal.registry.queries.history import household_history, household_on
from contest_portal.registry.rules.row_history import Basis
from contest_portal.registry.services.note_centre import note_centre
from contest_portal.registry.services.note_death import note_death
from contest_portal.registry.services.note_move import note_move
from contest_portal.registry.services.note_split import note_split
from tests.factories.accounts import make_office, make_user
from tests.factories.applications import make_application, make_group
from tests.factories.components import make_record
from tests.factories.contests import make_contest
from tests.factories.lives import FILE, NOVEMBER, OTHER_CENTRE, at, home, import_families, person
from tests.factories.registry_files import imported

ON = date(2026, 10, 20)
STAFF, LATER = at(NOVEMBER), at(NOVEMBER + timedelta(days=2))
WHY = "Era otra persona del mismo nombre."


@pytest.fixture(autouse=True)
def families(session: Session) -> None:
    import_families(session)


def noted(new_head: int | None = None) -> Noted:
    return Noted(ON, "Avisó la familia, con el acta.", new_head)


def undo(session: Session, event: LifeEvent, reason: str = WHY) -> LifeEvent:
    return undo_life_event(session, LATER, event_id=event.id, expected_version=event.version, reason=reason)


def facts(session: Session) -> list[tuple[str, bool, int, bool]]:
    """What the register holds of everybody."""
    session.expire_all()
    people = [person(session, name) for name in ("Delia", "Saúl", "Luz", "Raúl")]
    return [(one.given_names, one.is_head, one.household_id, one.gone_batch_id is None) for one in people]


def split(session: Session) -> LifeEvent:
    luz, raul = person(session, "Luz").id, person(session, "Raúl").id
    return note_split(
        session,
        STAFF,
        household_id=home(session, "H-2").id,
        person_ids=[luz],
        head_id=luz,
        code="H-3",
        noted=noted(raul),
    )


def died(session: Session) -> LifeEvent:
    return note_death(
        session, STAFF, person_id=person(session, "Delia").id, noted=noted(person(session, "Saúl").id)
    )


def moved(session: Session) -> LifeEvent:
    return note_move(session, STAFF, person_id=person(session, "Saúl").id, to_code="H-2", noted=noted())


def moved_home(session: Session) -> LifeEvent:
    return note_centre(session, STAFF, household_id=home(session).id, centre_code=OTHER_CENTRE, noted=noted())


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


@pytest.mark.parametrize("event_of", [died, moved, split, moved_home])
def test_an_event_undone_leaves_everything_as_it_was(session: Session, event_of: object) -> None:
    assert callable(event_of)
    before = (facts(session), home(session).centre_code)

    undo(session, event_of(session))

    assert (facts(session), home(session).centre_code) == before


def test_the_household_of_an_undone_split_is_gone(session: Session) -> None:
    undo(session, split(session))

    assert home(session, "H-3").gone_batch_id is not None


def test_what_was_undone_stays_in_the_history_with_its_reason(session: Session) -> None:
    event = undo(session, died(session))

    last = household_history(session, home(session).id)[0].source.told
    assert last is not None
    assert (last.event, last.undone, last.reason) == ("death", True, WHY)
    assert (event.undo_reason, event.undone_at) == (WHY, LATER.at)


def test_an_undone_event_was_never_true(session: Session) -> None:
    undo(session, died(session))

    counts = [
        len(household_on(session, home(session).id, day, basis).members)
        for day, basis in (
            (ON, Basis.KNOWN_TODAY),
            (NOVEMBER.date(), Basis.HELD_THEN),
            (LATER.at.date(), Basis.HELD_THEN),
        )
    ]

    assert counts == [2, 1, 2]


def test_after_an_undo_files_tell_again_and_open_differences_are_closed(session: Session) -> None:
    event = moved(session)
    imported(session, "households", FILE, STAFF)

    undo(session, event)
    report = imported(session, "households", FILE, LATER)

    conflict = session.scalars(select(SourceConflict)).one()
    assert (conflict.closed_at, report.changed, report.notices) == (LATER.at, 0, ())


def test_a_later_import_that_changed_the_row_keeps_the_event(session: Session) -> None:
    event = moved(session)
    imported(session, "households", FILE.replace("Saúl", "Saúl Efraín"), STAFF)

    with pytest.raises(Refused) as refusal:
        undo(session, event)

    assert codes(refusal) == ["life.rests_on_it"]


def test_the_last_event_is_undone_first(session: Session) -> None:
    first = moved(session)
    second = note_death(session, STAFF, person_id=person(session, "Saúl").id, noted=noted())

    with pytest.raises(Refused) as refusal:
        undo(session, first)
    undo(session, second)
    undo(session, first)

    assert codes(refusal) == ["life.rests_on_it"]
    assert person(session, "Saúl").household_id == home(session).id


def test_components_of_the_new_household_keep_the_split(session: Session) -> None:
    event = split(session)
    make_record(session, home(session, "H-3"))

    with pytest.raises(Refused) as refusal:
        undo(session, event)

    assert "1 componentes" in refusal.value.problems[0].text


def test_who_joined_the_new_household_keeps_the_split(session: Session) -> None:
    event = split(session)
    note_move(session, STAFF, person_id=person(session, "Saúl").id, to_code="H-3", noted=noted())

    with pytest.raises(Refused) as refusal:
        undo(session, event)

    assert "otras personas" in refusal.value.problems[0].text


@pytest.mark.parametrize(("state", "refused"), [("submitted", True), ("withdrawn", False)])
def test_an_application_sent_with_it_keeps_the_event(
    session: Session,
    state: str,
    refused: bool,  # noqa: FBT001
) -> None:
    event = moved(session)
    sent_with(session, "Saúl", "H-2", state)

    if not refused:
        assert undo(session, event).undone_at is not None
        return
    with pytest.raises(Refused) as refusal:
        undo(session, event)
    assert "se envió la solicitud" in refusal.value.problems[0].text


def sent_with(session: Session, name: str, code: str, state: str) -> Application:
    """Send an application in which somebody stands as of a household."""
    staff = make_user(session, Role.STAFF)
    contest = make_contest(session, make_office(session), staff, state="published")
    group = make_group(session, session.get_one(Centre, "0903010099"), staff, name="Llank'aq")
    application = make_application(session, contest, group)
    application.state, application.submitted_at = state, LATER.at
    member = session.scalars(
        select(ApplicationMember).where(ApplicationMember.application_id == application.id).limit(1)
    ).one()
    member.person_id, member.household_id = person(session, name).id, home(session, code).id
    session.flush()
    return application


@pytest.mark.parametrize(("reason", "expected"), [("", ["life.reason"]), ("no", ["life.reason"])])
def test_an_undo_needs_a_reason(session: Session, reason: str, expected: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        undo(session, died(session), reason)

    assert codes(refusal) == expected


def test_an_undo_happens_once_by_whoever_read_it_last_and_may(session: Session) -> None:
    event = died(session)

    with pytest.raises(Stale):
        undo_life_event(session, LATER, event_id=event.id, expected_version=event.version + 1, reason=WHY)
    with pytest.raises(NotPermitted):
        undo_life_event(
            session, at(NOVEMBER, "0904"), event_id=event.id, expected_version=event.version, reason=WHY
        )
    with pytest.raises(NotFound):
        undo_life_event(session, LATER, event_id=999_999, expected_version=1, reason=WHY)
    undo(session, event)
    with pytest.raises(Refused) as refusal:
        undo(session, event)

    assert codes(refusal) == ["life.undone"]
