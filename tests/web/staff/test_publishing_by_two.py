"""Rules are published and amended on the word of two: one of the programme asks, another confirms."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.joint_models import JointAct
from contest_portal.accounts.rules.actor import Role
from contest_portal.contests.amendment_models import Amendment
from contest_portal.contests.models import Contest
from tests.factories.accounts import make_office, make_user
from tests.factories.amendments import make_draft_amendment
from tests.factories.contests import make_contest
from tests.page_client import PageClient, words


@pytest.mark.parametrize("what", ["publicar", "enmienda/publicar"])
def test_one_asks_and_another_publishes(client: PageClient, session: Session, what: str) -> None:
    asking, confirming = make_user(session, Role.STAFF, full_name="Ana Rojas"), make_user(session, Role.STAFF)
    contest = make_contest(
        session, make_office(session), asking, state="draft" if what == "publicar" else "published"
    )
    if what != "publicar":
        make_draft_amendment(session, contest, asking)
    version = contest.version if what == "publicar" else 1
    session.commit()
    page = f"/oficina/concursos/{contest.id}/{what}"

    client.sign_in(asking.id)
    before = client.get(page).text
    told = words(client.post(page, data={"version": version}, follow_redirects=True).text)
    joint = session.scalars(select(JointAct)).one()
    confirm = {"data": {"sha256": joint.content_sha256}}
    own = client.post(f"{page}/{joint.id}/confirmar", **confirm)
    assert "Pedir que se publique" in before
    assert ("Lo pidió Ana Rojas el" in told, own.status_code, published(session, contest)) == (
        True,
        403,
        False,
    )

    client.sign_in(confirming.id)
    offered = re.search(rf'action="{page}/{joint.id}/confirmar"', client.get(page).text)
    stale = client.post(f"{page}/{joint.id}/confirmar", data={"sha256": "0" * 64})
    done = client.post(f"{page}/{joint.id}/confirmar", **confirm)

    assert (offered is not None, stale.status_code, done.status_code) == (True, 409, 303)
    assert published(session, contest)


def test_what_was_changed_since_is_taken_back_and_asked_for_anew(
    client: PageClient, session: Session
) -> None:
    asking, confirming = (make_user(session, Role.STAFF) for _ in range(2))
    contest = make_contest(session, make_office(session), asking, state="draft")
    session.commit()
    page = f"/oficina/concursos/{contest.id}/publicar"
    client.sign_in(asking.id)
    client.post(page, data={"version": contest.version})
    joint = session.scalars(select(JointAct)).one()
    contest.draft = contest.draft.replace("emprendimientos", "negocios")
    session.commit()

    client.sign_in(confirming.id)
    changed = client.get(page).text
    back = client.post(
        f"/oficina/concursos/{contest.id}/pedidos/{joint.id}/retirar", follow_redirects=True
    ).text

    assert ("Desde entonces cambió lo que se iba a publicar" in changed, "/confirmar" in changed) == (
        True,
        False,
    )
    assert "Pedir que se publique" in back


def published(session: Session, contest: Contest) -> bool:
    """Tell whether the rules, or the amendment where there is one, are in force."""
    session.expire_all()
    amendment = session.scalars(select(Amendment).where(Amendment.contest_id == contest.id)).one_or_none()
    return (amendment or contest).state == "published"
