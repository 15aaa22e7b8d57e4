"""The papers of a result on the page of its group: from the announcement on, and nobody else's."""

from sqlalchemy.orm import Session

from contest_portal.applications.models import ProducerGroup
from contest_portal.awards.result_notices import result_papers
from contest_portal.awards.services.issue_certificates import issue_certificates
from contest_portal.publication.services.announce_results import announce_results
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.follow_ups import award_of
from tests.factories.publication import make_ready_contest
from tests.page_client import PageClient


def test_a_group_takes_its_own_papers_once_the_result_is_public(client: PageClient, session: Session) -> None:
    scored = make_ready_contest(session)
    own, others = scored.groups["Sumaq Kuy"], scored.groups["Mishki Tanta"]
    act, contest_id = act_of(scored.staff, NOON), scored.contest.id
    issue_certificates(session, act, contest_id=contest_id, award_id=award_of(session, scored).id)
    (certificate,) = result_papers(session, own.id)
    session.commit()
    client.sign_in(session.get_one(ProducerGroup, own.group_id).representative_id)
    page = f"/grupo/solicitudes/{own.id}"

    early = (client.get(page).text, client.post(f"{page}/papeles/{certificate.id}").status_code)
    announce_results(session, act, contest_id=contest_id)
    session.commit()
    late = client.get(page).text
    notice = result_papers(session, own.id)[-1]
    file = client.post(f"{page}/papeles/{notice.id}")
    theirs = client.post(f"{page}/papeles/{result_papers(session, others.id)[-1].id}")

    assert ("Descargar el certificado" in early[0], early[1]) == (False, 404)
    assert [word in late for word in ("Descargar el certificado del grupo", "Descargar la notificación")] == [
        True,
        True,
    ]
    assert (file.mimetype, file.data[:5], theirs.status_code) == ("application/pdf", b"%PDF-", 404)
