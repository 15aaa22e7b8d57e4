"""The page that issues certificates: for one group by its own button, for all that are missing by the other."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.awards.documents.certificate import CERTIFICATE
from contest_portal.awards.queries import contest_documents
from contest_portal.web.staff import documents as staff_documents
from tests.factories.awards import issued_resolution, make_awarded_contest
from tests.factories.follow_ups import award_of
from tests.page_client import PageClient


def test_one_by_its_button_and_then_the_rest(
    session: Session, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_documents, "PRINTS_AT_ONCE", 0)
    awarded = make_awarded_contest(session)
    contest_id, only = awarded.contest.id, award_of(session, awarded, "Llaqta Maki").id
    page = f"/oficina/concursos/{contest_id}/documentos"
    issued_resolution(session, awarded)
    session.commit()
    client.sign_in(awarded.staff.id)

    def titles() -> list[str]:
        session.expire_all()
        return [one.title for one in contest_documents(session, contest_id) if one.kind == CERTIFICATE.code]

    before = client.get(f"{page}/certificados").text
    garbled = client.post(f"{page}/certificados", data={"award_id": "x"}).status_code
    none = titles()
    alone = client.post(f"{page}/certificados", data={"award_id": str(only)}).status_code
    one, after = titles(), client.get(f"{page}/certificados").text
    client.post(f"{page}/certificados")
    shown, late = client.get(page).text, client.get(f"{page}/certificados").status_code

    assert [before.count("Emitir solo este"), after.count("Emitir solo este")] == [3, 2]
    assert (garbled, none, alone, late) == (404, [], 303, 409)
    assert one == ["Certificado del grupo Llaqta Maki"]
    assert titles() == [
        *one,
        "Certificado del grupo Sumaq Kuy",
        "Certificado del grupo Mishki Tanta",
    ]
    assert "CERTIFICADO N.° 003-2026-UT-HUANCAVELICA" in shown
