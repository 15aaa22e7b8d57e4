"""What a member is to the head: noted by a person, kept from files, ended by another head, taken back."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.services.undo_life_event import undo_life_event
from contest_portal.kernel.audit import AuditRow
from contest_portal.kernel.problems import NotPermitted, Refused
from contest_portal.registry.life_acts import Noted
from contest_portal.registry.models.lives import LifeEvent
from contest_portal.registry.models.sources import FILES, NOTED, SourceConflict
from contest_portal.registry.services.note_death import note_death
from contest_portal.registry.services.note_kinship import note_kinship
from tests.factories.lives import (
    DELIA,
    HEADER,
    JUNE,
    LUZ,
    NOVEMBER,
    RAUL,
    SAUL,
    at,
    home,
    import_families,
    person,
)
from tests.factories.registry_files import imported

JULY = at(JUNE.replace(month=7))
LINKED = HEADER.replace("jefe,", "jefe,parentesco,")


@pytest.fixture(autouse=True)
def families(session: Session) -> None:
    import_families(session)


def noted(session: Session, name: str = "Saúl", kinship: str = "child") -> LifeEvent:
    said = Noted(date(2026, 6, 20), "Mostró la partida de nacimiento.")
    return note_kinship(session, JULY, person_id=person(session, name).id, kinship=kinship, noted=said)


def told(session: Session, link: str, *, head: str = "Delia") -> list[str]:
    """Import the file with what it says of Saúl; give its remarks."""
    lines = [
        line.replace("F,1,", f"F,{int(head in line or 'Luz' in line)},,").replace(
            "M,0,", f"M,{int(head in line)},,"
        )
        for line in (DELIA, LUZ, RAUL)
    ]
    saul = SAUL.replace("M,0,", f"M,{int(head == 'Saúl')},{link},")
    report = imported(session, "households", LINKED + "".join(lines) + saul, at(NOVEMBER))
    session.expire_all()
    return [notice.code for notice in report.notices]


def undo(session: Session, event: LifeEvent) -> None:
    undo_life_event(
        session, at(NOVEMBER), event_id=event.id, expected_version=event.version, reason="Era otra persona."
    )


def test_a_noted_link_is_kept_from_files_until_it_is_undone(session: Session) -> None:
    event = noted(session)
    remarks = told(session, "nieto")
    kept = person(session, "Saúl").kinship
    listed = session.execute(
        select(
            SourceConflict.field,
            SourceConflict.held_source,
            SourceConflict.held_value,
            SourceConflict.other_source,
            SourceConflict.other_value,
        )
    ).all()
    agreed = told(session, "hijo")

    undo(session, event)

    assert (kept, remarks, agreed) == ("child", ["file.noted_kept"], [])
    assert [tuple(row) for row in listed] == [("kinship", NOTED, "child", FILES, "grandchild")]
    assert person(session, "Saúl").kinship is None
    told(session, "nieto")
    assert person(session, "Saúl").kinship == "grandchild"


def test_a_link_is_corrected_and_the_correction_undone(session: Session) -> None:
    told(session, "nieto")
    said = Noted(date(2026, 11, 2), "Mostró la partida de nacimiento.")

    event = note_kinship(
        session, at(NOVEMBER), person_id=person(session, "Saúl").id, kinship="child", noted=said
    )
    corrected = person(session, "Saúl").kinship
    undo(session, event)

    assert (corrected, person(session, "Saúl").kinship) == ("child", "grandchild")
    row = session.scalars(select(AuditRow).where(AuditRow.action == "life.kinship")).one()
    assert ("child" in row.data, "Saúl" in row.data) == (False, False)


def test_another_head_ends_a_noted_link_and_files_tell_the_next(session: Session) -> None:
    noted(session, "Raúl", "child")
    said = Noted(date(2026, 10, 20), "Avisó la familia, con el acta.", person(session, "Raúl").id)

    note_death(session, at(NOVEMBER), person_id=person(session, "Luz").id, noted=said)

    assert (person(session, "Raúl").is_head, person(session, "Raúl").kinship) == (True, None)


def test_a_head_told_by_a_file_ends_the_noted_link_of_whoever_leads_now(session: Session) -> None:
    noted(session)

    told(session, "", head="Saúl")

    assert (person(session, "Saúl").is_head, person(session, "Saúl").kinship) == (True, None)
    assert not person(session, "Delia").is_head


def test_it_is_refused_for_a_head_and_elsewhere(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        noted(session, "Delia")
    with pytest.raises(NotPermitted):
        note_kinship(
            session,
            at(JUNE, "0501"),
            person_id=person(session, "Saúl").id,
            kinship="child",
            noted=Noted(date(2026, 6, 1), "Lo dijo la familia."),
        )

    assert [problem.code for problem in refusal.value.problems] == ["life.kinship"]
    assert home(session).id == person(session, "Saúl").household_id
