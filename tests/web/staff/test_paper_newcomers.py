"""A paper of a group that is not registered, and one that was recorded wrongly, through the pages."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.applications.newcomers import paper_members, paper_signers
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.kernel.storage import Storage
from tests.factories.contests import RULEBOOK
from tests.factories.papers import TRUE, Counter, make_counter
from tests.factories.registry import make_household, make_person
from tests.page_client import PageClient, words
from tests.web.staff.test_papers import RECEPTION, address


@pytest.fixture
def counter(session: Session, settings) -> Counter:  # type: ignore[no-untyped-def]
    counter = make_counter(session, Storage(Path(settings.storage_dir)))
    session.commit()
    return counter


@pytest.fixture
def first(client: PageClient, counter: Counter) -> PageClient:
    return client.sign_in(counter.first.id)


@pytest.fixture
def written(counter: Counter) -> dict[str, str]:
    """What the counter copies from the sheet."""
    centre = counter.village.centre
    people = [
        make_person(
            counter.session, make_household(counter.session, centre), sex=sex, paternal_surname="Sulca"
        )
        for sex in "FMFM"
    ]
    counter.session.commit()
    lines = "\n".join(f"{person.dni} {letter}" for person, letter in zip(people, "PTII", strict=True))
    return {**RECEPTION, "name": "Mosoq Ayllu", "centre_code": centre.code, "members": lines}


def reception(counter: Counter) -> str:
    return f"/oficina/concursos/{counter.village.contest.id}/papel/recibir-grupo-nuevo"


def test_a_new_group_goes_from_the_counter_into_the_contest(
    first: PageClient, counter: Counter, session: Session, written: dict[str, str]
) -> None:
    answer = first.post(reception(counter), data=written)
    paper = session.scalars(select(PaperEntry)).one()
    for typist in (counter.first, counter.second):
        counter.type_whole(paper, typist, TRUE)
    session.commit()
    early = first.post(address(paper, "/presentar"))
    email = counter.village.representative.email
    first.post(
        address(paper, "/grupo"),
        data={"name": "Mosoq Ayllu", "centre_code": written["centre_code"], "members": "", "email": email},
    )
    shown = words(first.get(address(paper)).text)

    entered = first.post(address(paper, "/presentar"))

    application = session.scalars(select(Application)).one()
    assert (answer.location, early.status_code) == (address(paper), 422)
    assert "Falta anotar quién representa al grupo" in words(early.text)
    assert [dni in shown for dni in written["members"].split()[::2]] == [False] * 4
    assert f"Representa al grupo {counter.village.representative.full_name}" in shown
    assert shown.count("Está") == 4
    assert entered.location == f"/oficina/solicitudes/{application.id}"
    assert session.get_one(ProducerGroup, application.group_id).name == "Mosoq Ayllu"
    assert "Se registró con estos datos" in words(first.get(address(paper)).text)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "Escriba el nombre del grupo"),
        ({"members": "1234 P"}, "«1234» no es un DNI."),
        ({"members": ""}, "Escriba el DNI de cada integrante"),
        ({"centre_code": "0903"}, "no es un código de centro poblado"),
        ({"name": "sumaq kuy"}, "ya hay un grupo registrado con ese nombre"),
    ],
    ids=["no name", "no DNI", "nobody", "no centre", "registered"],
)
def test_what_is_wrong_stands_beside_it(first, counter, session, written, sent, said) -> None:  # type: ignore[no-untyped-def]
    answer = first.post(reception(counter), data={**written, **sent})

    assert (answer.status_code, said in words(answer.text)) == (422, True)
    assert session.scalars(select(PaperEntry)).all() == []


def test_a_line_of_the_list_is_taken_off_and_no_dni_is_shown(
    first: PageClient, counter: Counter, session: Session, written: dict[str, str]
) -> None:
    first.post(reception(counter), data=written)
    paper = session.scalars(select(PaperEntry)).one()
    listed = paper_members(session, paper.id)
    page = first.get(address(paper, "/grupo")).text

    first.post(address(paper, "/grupo"), data={**written, "members": "", "dropped": str(listed[3].id)})

    left = [member.dni for member in paper_members(session, paper.id)]
    assert [member.dni in page for member in listed] == [False] * 4
    assert left == [member.dni for member in listed[:3]]


def test_a_paper_recorded_wrongly_is_cancelled_with_its_reason(
    first: PageClient, counter: Counter, session: Session
) -> None:
    paper = counter.receive()
    session.commit()

    silent = first.post(address(paper, "/anular"), data={"reason": ""})
    answer = first.post(address(paper, "/anular"), data={"reason": "Era de otro grupo."})

    page = first.get(address(paper))
    listed = words(first.get(answer.location).text)
    offered = first.get(f"{answer.location}/recibir").text
    assert (silent.status_code, answer.status_code) == (422, 303)
    assert "Nilda Poma Soto lo anuló" in words(page.text)
    assert ("Era de otro grupo." in page.text, "Empezar mi transcripción" in page.text) == (True, False)
    assert "Sumaq Kuy Anulado" in listed
    assert "Sumaq Kuy" in offered
    assert first.post(address(paper, "/anular"), data={"reason": "Otra vez."}).status_code == 409


def test_a_registered_group_is_not_corrected_here(
    first: PageClient, counter: Counter, session: Session
) -> None:
    paper = counter.receive()
    session.commit()

    assert first.get(address(paper, "/grupo")).status_code == 404


def test_the_signatures_of_a_paper_are_noted_as_it_enters(
    client: PageClient, session: Session, settings
) -> None:  # type: ignore[no-untyped-def]
    rules = replace(RULEBOOK.group, sign_off=True)
    counter = make_counter(
        session, Storage(Path(settings.storage_dir)), rulebook=replace(RULEBOOK, group=rules)
    )
    paper = counter.typed_twice(TRUE, TRUE)
    leader = paper_signers(session, paper.id, paper.group_id)[0]
    session.commit()
    client.sign_in(counter.third.id)

    overview, page = client.get(address(paper)).text, client.get(address(paper, "/firmas")).text
    unsigned = client.post(address(paper, "/firmas"), data={})
    answer = client.post(address(paper, "/firmas"), data={"signed": str(leader.id)})

    application = session.scalars(select(Application)).one()
    client.sign_in(counter.village.representative.id)
    agreed = words(client.get(f"/grupo/solicitudes/{application.id}/conformidad").text)
    assert ("Anotar las firmas y presentar" in overview, "Presentar la solicitud" in overview) == (
        True,
        False,
    )
    assert (leader.name in page, leader.dni in page) == (True, False)
    assert (unsigned.status_code, "Falta la conformidad de" in words(unsigned.text)) == (422, True)
    assert answer.location == f"/oficina/solicitudes/{application.id}"
    assert "firmó en el papel · lo anotó Aurelio Taipe" in agreed
