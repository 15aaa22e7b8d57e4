"""Whoever doubts a result finds the bundle, the program and the hash; before the announcement nobody does."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contest_portal.contests.queries import contest_by_id
from contest_portal.publication.bundle_queries import bundle_of
from contest_portal.publication.verify import CHAPTERS
from contest_portal.web.public.result_check import STEP_TITLES
from tests.factories.bundles import make_closed, make_public
from tests.page_client import PageClient


def test_what_is_downloaded_is_verified_by_what_is_downloaded(
    client: PageClient, session: Session, tmp_path: Path
) -> None:
    scene = make_public(session)
    session.commit()
    address = f"/resultados/{scene.contest.code}"
    (tmp_path / "verify.py").write_bytes(client.get("/comprobar/verify.py").get_data())
    (tmp_path / "bundle.json").write_bytes(client.get(f"{address}/paquete.json").get_data())
    sha256 = bundle_of(session, contest_by_id(session, scene.contest.id)).bundle_sha256 or ""

    page = client.get(f"{address}/comprobar").text
    program = [sys.executable, "-I", "verify.py", "bundle.json", "--sha256", sha256]
    verified = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert f"python3 verify.py paquete-{scene.contest.code}.json --sha256 {sha256}" in page
    assert f"{address}/comprobar" in client.get(address).text
    assert (verified.returncode, verified.stdout.splitlines()[-1]) == (0, "Todo lo comprobado concuerda.")


@pytest.mark.parametrize("tail", ["paquete.json", "comprobar"])
def test_before_the_announcement_only_the_office_has_the_bundle(
    client: PageClient, session: Session, tail: str
) -> None:
    scene = make_closed(session)
    session.commit()
    client.sign_in(scene.secretary.id)

    assert client.get(f"/resultados/{scene.contest.code}/{tail}").status_code == 404
    order = f"/oficina/concursos/{scene.contest.id}/orden-de-merito"
    assert f"{order}/paquete.json" in client.get(order).text
    assert client.get(f"{order}/paquete.json").get_json()["format"] == "paquete-de-concurso"


def test_the_page_calls_every_step_by_its_name() -> None:
    steps = [step for _, steps in CHAPTERS for step in steps]

    assert list(STEP_TITLES) == steps
