"""The page of the reserve list: the next group, its call, its letter and its answer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.allocation.reserve_models import ReserveCall
from tests.allocation.services.test_nested_moves import annul
from tests.factories.allocation import ScoredContest, make_approved, make_full_contest
from tests.factories.envelopes import make_nested_contest
from tests.factories.moves import envelope_of, make_moved
from tests.factories.reserve import HOW, WHY, make_answered, make_called
from tests.page_client import PageClient


def url(scored: ScoredContest, tail: str = "") -> str:
    return f"/oficina/concursos/{scored.contest.id}/reserva{tail}"


def buttons(page: str) -> list[str]:
    labels = ("Llamar al siguiente", "Aprobar el llamado", "Descartar", "Carta", "Anotar la respuesta")
    return [label for label in labels if f">{label}<" in page]


def test_the_page_says_which_money_comes_up_for_a_call(client: PageClient, session: Session) -> None:
    """12,000 are free in idea, where nobody waits any more: with 8,000 of the common money they are what one asks."""
    scored = make_nested_contest(session)
    make_approved(session, scored)
    annul(session, scored, "Mishki Tanta")
    make_answered(session, scored, make_called(session, scored, "S-IDEA"), "accepted")
    tail = f"/sobre/{envelope_of(session, scored, 'TODO').id}"
    session.commit()

    secretary = client.sign_in(scored.secretary.id)
    pages = [secretary.get(url(scored)).text, secretary.get(url(scored, tail)).text]
    proposed = secretary.post(url(scored, tail), data={"reason": WHY}, follow_redirects=True).text
    staff = client.sign_in(scored.staff.id)
    staff.post(url(scored, f"/{newest(session)}/aprobar"))
    listed = staff.get(url(scored, ".csv")).text.splitlines()
    money = staff.get(f"/oficina/concursos/{scored.contest.id}/traslados").text

    pages, proposed = [page.replace("\u00a0", " ") for page in pages], proposed.replace("\u00a0", " ")
    for page in pages:
        assert "La regla llama a Musuq Ñan" in page
        assert "De ese monto, S/ 12,000.00 suben de «En idea», donde la regla no llama a nadie." in page
    assert "lo que queda de este sobre sube a «Fondo común» cuando desde ahí se llama a un grupo" in pages[0]
    assert "De ese monto, S/ 12,000.00 son de «En idea»." in proposed
    assert (listed[0].split(",")[-1], listed[1].split(",")[-1]) == ("Subió de otros sobres", "12000.00")
    assert "Subidas" in money


def newest(session: Session) -> int:
    session.expire_all()
    return session.scalars(select(ReserveCall.id).order_by(ReserveCall.id.desc())).all()[0]


def test_a_group_is_called_gets_its_letter_and_accepts(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_approved(session, scored)
    make_moved(session, scored, "MARCHA", "IDEA", 7_000)
    envelope_id = envelope_of(session, scored, "IDEA").id
    session.commit()

    secretary = client.sign_in(scored.secretary.id)
    first = secretary.get(url(scored)).text
    too_short = secretary.post(url(scored, f"/sobre/{envelope_id}"), data={"reason": "No."})
    proposed = secretary.post(
        url(scored, f"/sobre/{envelope_id}"), data={"reason": WHY}, follow_redirects=True
    ).text
    nobody = secretary.get(url(scored, f"/sobre/{envelope_id}")).text
    call_id = session.scalars(select(ReserveCall.id)).one()
    staff = client.sign_in(scored.staff.id)
    waiting = staff.get(url(scored)).text
    called = staff.post(url(scored, f"/{call_id}/aprobar"), follow_redirects=True).text
    letter = staff.post(url(scored, f"/{call_id}/carta"))
    secretary = client.sign_in(scored.secretary.id)
    form = secretary.get(url(scored, f"/{call_id}/respuesta")).text
    answered = secretary.post(
        url(scored, f"/{call_id}/respuesta"),
        data={"answer": "accepted", "reason": HOW},
        follow_redirects=True,
    ).text
    listed = secretary.get(url(scored, ".csv")).text

    assert (buttons(first), "La regla llama a Allin Ruway" in first) == (["Llamar al siguiente"], True)
    assert too_short.status_code == 422
    assert buttons(proposed) == ["Descartar"]
    assert "la regla no llama a nadie" in nobody
    assert buttons(waiting) == ["Aprobar el llamado", "Descartar"]
    assert (buttons(called), "Responde hasta el" in called) == (["Carta"], True)
    assert (letter.status_code, letter.data[:5]) == (200, b"%PDF-")
    assert "Se le ofrecieron" in form
    assert (buttons(answered), HOW in answered) == (["Carta"], True)
    assert "LLAMADO A LA RESERVA N.° 001-2026-UT-HUANCAVELICA" in listed


def test_a_discarded_proposal_leaves_the_order_as_it_was(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    make_approved(session, scored)
    make_moved(session, scored, "MARCHA", "IDEA", 7_000)
    session.commit()
    secretary = client.sign_in(scored.secretary.id)
    secretary.post(url(scored, f"/sobre/{envelope_of(session, scored, 'IDEA').id}"), data={"reason": WHY})
    call_id = session.scalars(select(ReserveCall.id)).one()

    no_letter = secretary.post(url(scored, f"/{call_id}/carta"))
    page = secretary.post(url(scored, f"/{call_id}/descartar"), follow_redirects=True).text

    assert (no_letter.status_code, buttons(page)) == (404, ["Llamar al siguiente"])
    assert secretary.post(url(scored, f"/{call_id}/descartar")).status_code == 404
    assert secretary.get(url(scored, "/sobre/987654")).status_code == 404


def test_before_an_allocation_there_is_no_list(client: PageClient, session: Session) -> None:
    scored = make_full_contest(session)
    session.commit()

    assert "Todavía no hay lista de reserva" in client.sign_in(scored.staff.id).get(url(scored)).text
