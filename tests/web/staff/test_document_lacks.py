"""What a paper of a contest lacks stands on the page that issues it, and takes no number."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.awards.queries import contest_documents
from tests.factories.awards import issued_acta, issued_resolution, make_awarded_contest
from tests.page_client import PageClient

LACKS = "La unidad: Quien firma: cargo. Complételo antes de emitir."


@pytest.mark.parametrize(
    ("part", "data"),
    [("resolucion", {}), ("certificados", {}), ("convenios", {"months": "10", "first_percent": "60"})],
)
def test_what_a_paper_lacks_is_shown_before_and_takes_no_number(
    session: Session, client: PageClient, part: str, data: dict[str, str]
) -> None:
    awarded = make_awarded_contest(session)
    (issued_acta if part == "resolucion" else issued_resolution)(session, awarded)
    awarded.contest.office.signer_title = ""
    session.commit()
    client.sign_in(awarded.staff.id)
    stood = len(contest_documents(session, awarded.contest.id))
    page = f"/oficina/concursos/{awarded.contest.id}/documentos/{part}"

    shown = client.get(page).text
    refused = client.post(page, data=data)
    session.expire_all()

    assert (refused.status_code, "Falta algo antes de emitir" in shown) == (422, True)
    assert all(LACKS in one for one in (shown, refused.text))
    assert len(contest_documents(session, awarded.contest.id)) == stood
