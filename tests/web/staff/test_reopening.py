"""The office takes a contest back to a stage; everybody reads why, and what was is there to be taken away."""

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from tests.factories.accounts import make_user
from tests.factories.observations import representative_of
from tests.factories.publication import make_announced_contest
from tests.page_client import PageClient, words

ACT, WHY = "Resolución 31-2026", "Una observación que procede corrige una ficha."


def test_a_result_is_set_aside_by_an_act(client: PageClient, session: Session) -> None:
    scored = make_announced_contest(session)
    other = make_user(session, Role.STAFF).id
    owner = representative_of(session, scored, "Sumaq Kuy").id
    session.commit()
    address = f"/oficina/concursos/{scored.contest.id}/volver"
    wanted = {"back_to": "evaluation", "document": ACT, "reason": WHY}

    client.sign_in(scored.staff.id)
    approver = client.read(address)
    refused = client.post(address, data=wanted)
    client.sign_in(other)
    short = client.post(address, data=wanted | {"reason": "Corto"})
    done = client.post(address, data=wanted)
    after = client.read(address)
    kept = client.get(f"{address}/1.json")
    public = client.read(f"/resultados/{scored.contest.code}")
    listed = words(client.read("/resultados"))
    client.sign_in(owner)
    own = client.read(f"/grupo/solicitudes/{scored.groups['Sumaq Kuy'].id}")

    assert ("Lo hace otra persona" in approver, refused.status_code) == (True, 403)
    assert (short.status_code, "Escriba el motivo, de 20 a 270 letras" in short.text) == (422, True)
    assert (done.status_code, done.location) == (303, f"/oficina/concursos/{scored.contest.id}")
    assert ("No hay a dónde volver" in after, ACT in after, WHY in after) == (True, True, True)
    assert sorted(kept.json or {}) == ["approved_at", "awards", "closing_sha256", "ranking", "scored_at"]
    assert "el resultado anunciado el 23 nov. 2026" in listed
    assert [("quedó sin efecto" in page, WHY in page, "91.00" in page) for page in (public, own)] == [
        (True, True, False)
    ] * 2
