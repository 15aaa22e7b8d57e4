"""A representative asks for a member about the member's own data."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.registry.models.person_requests import PersonRequest
from tests.factories.accounts import make_office, make_user
from tests.factories.applications import make_group
from tests.factories.person_requests import ASKS
from tests.factories.promoters import make_promotion
from tests.factories.registry import make_centre, make_district
from tests.page_client import PageClient


def test_it_is_filed_with_its_receipt_and_no_promoter_sees_it(client: PageClient, session: Session) -> None:
    make_district(session)
    owner, promoter = make_user(session, Role.REPRESENTATIVE), make_user(session, Role.PROMOTER)
    group = make_group(session, make_centre(session), owner)
    make_promotion(session, promoter, group.id)
    office = make_office(session)
    session.refresh(group, ["members"])
    page = f"/grupo/grupos/{group.id}/integrantes/{group.members[0].id}/datos"
    session.commit()
    client.sign_in(owner.id)

    short = client.post(page, data={"derecho": "access", "pedido": "Sí", "oficina": str(office.id)})
    filed = client.post(
        page, data={"derecho": "access", "pedido": ASKS, "oficina": str(office.id)}, follow_redirects=True
    ).text
    request_id = session.scalars(select(PersonRequest.id)).one()
    receipt = client.post(f"{page}/{request_id}/cargo")
    client.sign_in(promoter.id)
    shut = client.get(page)

    assert (short.status_code, "CARGO DE DATOS" in filed) == (422, True)
    assert (receipt.data[:5], shut.status_code) == (b"%PDF-", 403)
