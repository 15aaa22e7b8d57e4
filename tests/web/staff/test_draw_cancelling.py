"""The page on which the programme cancels a lot by an act."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.scoring.draws import draw_of
from tests.factories.accounts import make_user
from tests.factories.tied import draw, make_tied
from tests.page_client import PageClient

TOLD = {"document": "Memorando 15", "reason": "Una asistencia estaba mal anotada"}


def test_the_programme_cancels_a_draw_and_is_told_what_follows(session: Session, client: PageClient) -> None:
    scene = make_tied(session)
    base = f"/oficina/concursos/{scene.contest.id}/evaluacion"
    client.sign_in(make_user(session, Role.STAFF).id)
    before, nothing = client.read(base), client.read(f"{base}/sorteo/anular")
    draw(session, scene)
    session.commit()

    board, page = client.read(base), client.read(f"{base}/sorteo/anular")
    refused = client.post(f"{base}/sorteo/anular", data=TOLD | {"reason": ""})
    done = client.post(f"{base}/sorteo/anular", data=TOLD)
    after = client.read(base)

    assert ["Anular el sorteo" in text for text in (before, board, after)] == [False, True, False]
    assert "No hay ningún sorteo que anular" in nothing
    assert ("4-17-8-23" in page, "La anulación no se deshace" in page) == (True, True)
    assert (refused.status_code, done.status_code) == (422, 303)
    assert "sortea de nuevo" in after
    assert draw_of(session, scene.contest.id) is None
