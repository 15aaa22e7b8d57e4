"""The announced result for whoever wants to work it out again: the bundle, the program, and how to use them."""

from collections.abc import Mapping
from pathlib import Path

from flask import Response, render_template
from flask_babel import gettext

from contest_portal.contests.models import Contest
from contest_portal.contests.queries import contest_by_code
from contest_portal.contests.rules.lifecycle import ContestState
from contest_portal.kernel.problems import N_, NotFound
from contest_portal.publication import verify
from contest_portal.publication.bundle_queries import bundle_of, imported_bundle
from contest_portal.publication.rules.bundle import write_bundle
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.text_file import text_file

STEP_TITLES: Mapping[str, str] = {
    "1.2": N_("Formato y huella del archivo"),
    "1.3": N_("Huella publicada"),
    "1.4": N_("Códigos"),
    "2.1": N_("Huella de las bases"),
    "2.2": N_("Versiones anteriores de las bases"),
    "3.1": N_("Puntajes dentro de la ficha y de la escala"),
    "3.2": N_("Sellos de las fichas"),
    "3.3": N_("Abstenciones"),
    "4.1": N_("Medias y puntajes totales"),
    "5.1": N_("Puntajes impresos"),
    "5.2": N_("Puestos, empates y sorteo"),
    "5.3": N_("Huella del cierre"),
    "6.1": N_("Datos del reparto"),
    "6.2": N_("Pasos del reparto"),
    "6.3": N_("Sumas y saldos"),
    "6.4": N_("Repartos que quedaron sin efecto"),
    "7.1": N_("Adjudicados"),
    "7.2": N_("Documentos"),
}
"""The steps of the specification, as a page calls them."""


@blueprint.get("/resultados/<code>/comprobar")
def result_check(code: str) -> str:
    """Say how to work out the result again, with the hash that the file must have."""
    contest = _announced(code)
    sha256 = bundle_of(read_session(), contest).bundle_sha256
    return render_template(
        "public/result_check.html",
        contest=contest,
        sha256=sha256,
        titles={number: gettext(title) for number, title in STEP_TITLES.items()},
        came_from=imported_bundle(read_session(), contest.id),
        command=f"python3 verify.py {_file_name(contest)} --sha256 {sha256}",
    )


@blueprint.get("/resultados/<code>/paquete.json")
def result_bundle(code: str) -> Response:
    """Send the bundle of the contest."""
    contest = _announced(code)
    text = write_bundle(bundle_of(read_session(), contest))
    return text_file(_file_name(contest), text, "application/json")


@blueprint.get("/comprobar/verify.py")
def verifier() -> Response:
    """Send the program that verifies a bundle: it runs without the portal."""
    return text_file("verify.py", Path(verify.__file__).read_text(encoding="utf-8"), "text/x-python")


def _file_name(contest: Contest) -> str:
    return f"paquete-{contest.code}.json"


def _announced(code: str) -> Contest:
    contest = contest_by_code(read_session(), code)
    if contest.state != ContestState.ANNOUNCED.value:
        raise NotFound(f"announced result of contest {code}")
    return contest
