"""A group reads its own award once the result is public: never before, never another group's."""

from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import ProducerGroup
from contest_portal.documents.models import Document
from contest_portal.publication.services.announce_results import announce_results
from tests.conftest import NOON, StandingClock
from tests.factories.accounts import act_of, make_user
from tests.factories.follow_ups import CCI, LATER, Followed, make_agreed_contest, make_followed
from tests.page_client import PageClient, words


def owner_of(session: Session, followed: Followed, name: str = "Sumaq Kuy") -> User:
    group = session.get_one(ProducerGroup, followed.scored.groups[name].group_id)
    return session.get_one(User, group.representative_id)


def announce(followed: Followed) -> None:
    followed.session.execute(update(Document).values(file_sha256="0" * 64))  # as if printed
    act = act_of(followed.scored.staff, NOON)
    announce_results(followed.session, act, contest_id=followed.scored.contest.id)


def test_a_group_reads_where_its_award_stands_and_what_to_do(
    client: PageClient, session: Session, clock: StandingClock, tmp_path: Path
) -> None:
    clock.set(LATER)
    followed = make_followed(session, tmp_path).ready().pay()
    followed.spend(100)
    announce(followed)
    address = f"/grupo/solicitudes/{followed.award.application_id}"
    client.sign_in(owner_of(session, followed).id)
    session.commit()

    page = words(client.get(f"{address}/premio").text)

    assert f'href="{address}/premio"' in client.get(address).text
    assert all(
        said in page
        for said in (
            "Guarde los comprobantes de cada gasto",
            "Banco de la Nación, ****4221",
            "Agropecuaria Los Andes Factura F001-1",
            "Pagada",
        )
    )
    assert CCI not in page
    assert client.sign_in(make_user(session, Role.REPRESENTATIVE).id)
    session.commit()
    assert client.get(f"{address}/premio").status_code in (403, 404)


def test_before_the_announcement_nothing_is_told(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    followed = make_followed(session, tmp_path, make_agreed_contest(session))
    address = f"/grupo/solicitudes/{followed.award.application_id}"
    client.sign_in(owner_of(session, followed).id)
    session.commit()

    answer = client.get(f"{address}/premio")

    assert (answer.status_code, answer.location) == (303, address)
    assert "/premio" not in client.get(address).text
