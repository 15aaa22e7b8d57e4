"""Each group reads what its result follows from, after the announcement, and works its own entry out alone."""

import json
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.applications.models import Application, ProducerGroup
from contest_portal.contests.queries import contest_by_id
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.rules.opening import entry_data, opening_of
from tests.documents.paper_checks import paper_faults
from tests.documents.papers import page_texts
from tests.factories.bundles import make_closed, make_public
from tests.factories.evaluation import Evaluation
from tests.page_client import PageClient

WINNER, OTHER, ABSENT = range(3)


def sign_in(client: PageClient, session: Session, scene: Evaluation, number: int) -> Application:
    application = scene.applications[number]
    session.commit()
    client.sign_in(session.get_one(ProducerGroup, application.group_id).representative_id)
    return application


def test_a_group_reads_its_sheets_and_checks_its_entry_alone(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    scene = make_public(session)
    own = sign_in(client, session, scene, OTHER)
    bundle = bundle_of(session, contest_by_id(session, scene.contest.id))
    opening = opening_of(bundle, own.code or "")
    published = client.get(f"/resultados/{scene.contest.code}/paquete.json").get_data()
    (tmp_path / f"paquete-{scene.contest.code}.json").write_bytes(published)

    page = client.get(f"/grupo/solicitudes/{own.id}/resultado").text
    paper = client.get(f"/grupo/solicitudes/{own.id}/resultado.pdf").get_data()
    said = " ".join(page_texts(paper))
    worked_out = subprocess.run(
        ["sh", "-c", opening.recipe], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    sheets = [sheet for phase in opening.phases for sheet in phase.sheets]
    assert len(sheets) == sum(sheet.group == own.code for sheet in bundle.sheets)
    assert all(f"Ficha de {sheet.juror}: {sheet.points} puntos" in page for sheet in sheets)
    assert all(f"Ficha de {sheet.juror}: {sheet.points} puntos" in said for sheet in sheets)
    assert all(f"Promedio de la fase: {phase.mean} de" in page for phase in opening.phases)
    assert (worked_out.stdout.strip(), paper_faults(paper)) == (opening.entry_sha256, set())
    assert opening.entry_sha256 in page
    assert opening.bundle_sha256 in page
    others = {one.code for one in scene.applications} - {own.code}
    assert [code for code in others if code in page + said] == []


def test_the_entry_is_what_the_published_file_holds(session: Session) -> None:
    scene = make_public(session)
    bundle = bundle_of(session, contest_by_id(session, scene.contest.id))
    code = scene.applications[WINNER].code or ""

    entry = json.loads(json.dumps(entry_data(bundle, code)))

    assert {part: len(found) for part, found in entry.items()} == {
        "awards": 1,
        "groups": 1,
        "ranking": 1,
        "sheets": sum(one.group == code for one in bundle.sheets),
    }


def test_one_that_was_left_out_reads_why(client: PageClient, session: Session) -> None:
    scene = make_public(session)
    own = sign_in(client, session, scene, ABSENT)

    page = client.get(f"/grupo/solicitudes/{own.id}/resultado").text

    assert "Descalificado" in page
    assert "No hay fichas definitivas de esta fase." in page
    assert "None" not in page


@pytest.mark.parametrize("tail", ["resultado", "resultado.pdf"])
def test_before_the_announcement_nothing_is_opened(client: PageClient, session: Session, tail: str) -> None:
    own = sign_in(client, session, make_closed(session), WINNER)

    answer = client.get(f"/grupo/solicitudes/{own.id}/{tail}")

    assert (answer.status_code, answer.location) == (303, f"/grupo/solicitudes/{own.id}")


def test_nobody_opens_the_result_of_another_group(client: PageClient, session: Session) -> None:
    scene = make_public(session)
    sign_in(client, session, scene, WINNER)

    assert client.get(f"/grupo/solicitudes/{scene.applications[OTHER].id}/resultado").status_code == 404
