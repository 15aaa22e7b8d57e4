"""The office sees what a correction would change before it proposes it, and another person approves the answer."""

import re

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import ProducerGroup
from contest_portal.awards.correction_preview import given_marks, preview
from contest_portal.awards.rules.correction import Correction
from contest_portal.awards.services.decide_observation import decide_observation
from tests.factories.accounts import act_of, make_user
from tests.factories.bundles import as_scored, make_public
from tests.factories.kept_scenes import kept_scene
from tests.factories.observations import ANSWERED, SOON, make_observation, make_proposed_answer
from tests.factories.reopening import make_reopened
from tests.page_client import PageClient, words

ONE = "/oficina/observaciones/1"


def test_the_effect_is_shown_first_and_the_answer_approved_by_another(
    client: PageClient, session: Session
) -> None:
    scene = kept_scene(session, "public contest", make_public)
    session.refresh(scene.contest, ["office"])
    staff = make_user(session, Role.STAFF)
    scored = as_scored(scene, staff)
    scored.groups["Sumaq Kuy"] = scene.applications[0]
    make_observation(session, scored, "Sumaq Kuy", about="FIELD/F3")
    owner = session.get_one(ProducerGroup, scene.applications[0].group_id).representative_id
    mark = next(
        one
        for one in given_marks(session, scene.contest.id, scene.applications[0].id)
        if one.criterion == "F3"
    )
    session.commit()

    secretary = client.sign_in(scene.secretary.id)
    typed = {"version": "1", "outcome": "uphold", "answer": ANSWERED, "mark": mark.code}
    no_points = secretary.post(f"{ONE}/respuesta", data=typed)
    nothing = secretary.post(f"{ONE}/respuesta", data=typed | {"mark": "", "points": "10"})
    rejected = secretary.post(f"{ONE}/respuesta", data=typed | {"outcome": "reject", "points": "10"})
    too_many = secretary.post(f"{ONE}/respuesta", data=typed | {"points": "99"})
    shown = secretary.post(f"{ONE}/respuesta", data=typed | {"points": "10"}).text
    before = secretary.read(ONE)
    seen = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', shown)
    assert seen is not None
    proposed = secretary.post(
        f"{ONE}/respuesta", data=typed | {"points": "10", "seen": seen[1]}, follow_redirects=True
    ).text
    client.sign_in(owner)
    own = f"/grupo/solicitudes/{scene.applications[0].id}/observaciones"
    secret = client.read(own)
    client.sign_in(staff.id)
    decided = client.post(f"{ONE}/aprobar", data={"version": "2"}, follow_redirects=True).text
    letter = client.post(f"{ONE}/carta")
    client.sign_in(owner)
    told = client.read(own)

    assert [answer.status_code for answer in (no_points, nothing, rejected, too_many)] == [422] * 4
    assert "Escriba el puntaje correcto." in no_points.text
    assert "Elija qué puntaje se corrige, o borre el número." in nothing.text
    assert ("Quite la corrección." in rejected.text, "pasaría" in rejected.text) == (True, False)
    assert f"El puntaje pasaría de {mark.mark} a 10." in words(shown)
    assert "Pan de Chahuarma" in shown
    assert "Respuesta propuesta" not in before
    assert ("La aprueba otra persona" in words(proposed), "Aprobar la respuesta" in proposed) == (True, False)
    assert (ANSWERED in secret, "En revisión" in secret) == (False, True)
    assert "RESPUESTA A OBSERVACIÓN N.° 001-2026" in words(decided)
    assert (letter.status_code, letter.data[:5]) == (200, b"%PDF-")
    assert (ANSWERED in told, "Procede" in told) == (True, True)


def test_a_correction_is_read_also_after_the_result_was_set_aside(
    client: PageClient, session: Session
) -> None:
    scene = kept_scene(session, "public contest", make_public)
    session.refresh(scene.contest, ["office"])
    staff, other = make_user(session, Role.STAFF), make_user(session, Role.STAFF)
    scored = as_scored(scene, staff)
    scored.groups["Sumaq Kuy"] = first = scene.applications[0]
    mark = next(one for one in given_marks(session, scene.contest.id, first.id) if one.criterion == "F3")
    shown = preview(session, scene.contest.id, first.id, Correction(mark.sheet_id, "F3", 10))
    kept = make_proposed_answer(
        session, scored, make_observation(session, scored, "Sumaq Kuy"), previewed=shown
    )
    decide_observation(session, act_of(staff, SOON), observation_id=kept.id, expected_version=kept.version)
    make_reopened(session, scene.contest.id, staff, other, at=SOON)
    session.commit()

    page = client.sign_in(staff.id).read(ONE)

    assert ("Efecto de la corrección" in page, "Pan de Chahuarma" in page) == (True, True)
