"""The office's first page tells what waits for a second person, to whoever may be it."""

import sys
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from contest_portal.accounts.power import POWER
from contest_portal.accounts.rules.actor import Role
from contest_portal.accounts.rules.joint_acts import JointKind
from contest_portal.allocation.rules.registry import RULES
from contest_portal.contests.services.ask_publication import ask_publication
from contest_portal.web.staff.second_words import SECOND_WORDS
from tests.conftest import NOON
from tests.factories.accounts import act_of, make_office, make_user
from tests.factories.allocation import ScoredContest
from tests.factories.contests import make_contest
from tests.factories.moves import make_move, make_moved
from tests.factories.observations import make_observation, make_proposed_answer
from tests.factories.publication import make_announced_contest
from tests.factories.reserve import make_call
from tests.page_client import PageClient, words

HOME = "/oficina/"
WAITS = "Esperan su palabra como segunda persona"


def test_every_kind_of_act_of_a_contest_is_known_by_name_and_page() -> None:
    modules = [module for name, module in sys.modules.items() if name.startswith("contest_portal.")]
    kinds = {one.code for module in modules for one in vars(module).values() if isinstance(one, JointKind)}

    assert kinds - {POWER.code} <= set(SECOND_WORDS)  # which waits on the page of accounts


def test_a_publication_waits_for_another_of_the_programme(client: PageClient, session: Session) -> None:
    asking = make_user(session, Role.STAFF, full_name="Ana Rojas")
    others = [make_user(session, role) for role in (Role.STAFF, Role.SECRETARY, Role.AUDITOR)]
    contest = make_contest(session, make_office(session), asking, state="draft")
    ask_publication(
        session,
        act_of(asking, NOON),
        contest_id=contest.id,
        expected_version=contest.version,
        allocation_rules=frozenset(RULES),
    )
    session.commit()

    told = [words(client.sign_in(user.id).get(HOME).text) for user in (asking, *others)]

    assert [WAITS in page for page in told] == [False, True, False, False]
    assert f"Publicar la convocatoria : {contest.title}. Lo pidió Ana Rojas el 23 nov. 2026" in told[1]


def propose_a_move(session: Session, scored: ScoredContest) -> None:
    make_move(session, scored, "MARCHA", "IDEA", 1)


def propose_a_call(session: Session, scored: ScoredContest) -> None:
    make_moved(session, scored, "MARCHA", "IDEA", 20_000)
    make_call(session, scored)


def propose_an_answer(session: Session, scored: ScoredContest) -> None:
    make_proposed_answer(session, scored, make_observation(session, scored))


@pytest.mark.parametrize(
    ("propose", "label", "place"),
    [
        (propose_a_move, "Trasladar dinero entre sobres", "traslados"),
        (propose_a_call, "Llamar a un grupo de la reserva", "reserva"),
        (propose_an_answer, "Responder una observación", "observaciones"),
    ],
)
def test_proposals_of_the_secretary_wait_for_the_programme(
    client: PageClient,
    session: Session,
    propose: Callable[[Session, ScoredContest], None],
    label: str,
    place: str,
) -> None:
    scored = make_announced_contest(session)
    propose(session, scored)
    session.commit()

    own = client.sign_in(scored.secretary.id).get(HOME).text
    staff = client.sign_in(scored.staff.id).get(HOME).text

    link = f'<a href="/oficina/concursos/{scored.contest.id}/{place}">{label}</a>'
    assert (link in own, link in staff) == (False, True)
