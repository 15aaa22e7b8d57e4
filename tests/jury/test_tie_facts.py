"""What the register and the portal know of a panel: who counts, who no more, and how many have a surname."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.models import Office
from contest_portal.applications.benefit_models import Benefit
from contest_portal.applications.models import ApplicationMember, GroupMember, ProducerGroup
from contest_portal.applications.queries import members_of
from contest_portal.applications.rules.profile import Quotation, write_profile
from contest_portal.jury.rules.ties import TieKind
from contest_portal.jury.tie_facts import ties_of_contest
from contest_portal.kernel.money import Money
from contest_portal.registry.models.register import Person
from tests.factories.applications import make_application, make_group
from tests.factories.contests import CLOSES, OPENS, RULEBOOK, make_contest
from tests.factories.evaluation import Evaluation, make_evaluation
from tests.factories.profiles import PROFILE
from tests.factories.promoters import make_promotion
from tests.factories.registry import make_centre, make_district, make_household, make_person
from tests.factories.scoring import make_interest, make_juror


def keys_of(session: Session, scene: Evaluation, number: int = 0, group: int = 0) -> set[str]:
    """Give what ties a juror to a group."""
    pair = (scene.jurors[number].id, scene.applications[group].id)
    return {
        key
        for tie in ties_of_contest(session, scene.contest.id, RULEBOOK)
        if (tie.juror_id, tie.application_id) == pair
        for key in tie.keys
    }


def known(session: Session, scene: Evaluation, *surnames: str) -> Person:
    """Let the register know the first juror, in a district of no contest."""
    make_district(session, "090101", name="Huancavelica")
    centre = make_centre(session, "0901010001", name="Otro")
    return make_person(
        session,
        make_household(session, centre),
        dni=scene.jurors[0].dni,
        paternal_surname=surnames[0],
        maternal_surname=surnames[-1],
    )


def populate(session: Session, scene: Evaluation, surnames: list[tuple[str, str]]) -> None:
    household = make_household(session, scene.centre)
    for paternal, maternal in surnames:
        make_person(session, household, paternal_surname=paternal, maternal_surname=maternal, is_head=False)


def first_member(session: Session, scene: Evaluation) -> Person:
    return session.get_one(Person, members_of(session, scene.applications[0].id)[0].person_id)


def rename(session: Session, scene: Evaluation, paternal: str, maternal: str) -> None:
    """Give the first member of the first group other surnames, in the register and as it was sent."""
    person = first_member(session, scene)
    person.paternal_surname, person.maternal_surname = paternal, maternal
    sent = session.scalars(select(ApplicationMember).where(ApplicationMember.person_id == person.id)).one()
    sent.full_name = f"{person.given_names} {paternal} {maternal}"
    session.flush()


@pytest.fixture
def scene(session: Session) -> Evaluation:
    return make_evaluation(session, declared=False)


def test_nothing_ties_strangers(session: Session, scene: Evaluation) -> None:
    assert ties_of_contest(session, scene.contest.id, RULEBOOK) == ()


@pytest.mark.parametrize("left_at", [None, CLOSES], ids=["still together", "no more"])
def test_who_was_once_in_a_group_together_is_tied(
    session: Session, scene: Evaluation, left_at: object
) -> None:
    juror, member = known(session, scene, "Zorrilla", "Yauri"), first_member(session, scene)
    old = make_group(session, scene.centre, scene.secretary, name="Wiñay", households=0)
    session.add_all(
        GroupMember(group_id=old.id, person_id=person.id, joined_at=OPENS, left_at=left_at)
        for person in (juror, member)
    )
    session.flush()

    assert keys_of(session, scene) == {"co_member:winay"}
    assert keys_of(session, scene, group=1) == set()


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        pytest.param("won", {"judged:"}, id="it won"),
        pytest.param("lost", set(), id="it did not win"),
        pytest.param("recused", set(), id="the juror stood aside"),
        pytest.param("declared", {"judged:"}, id="the juror declared nothing"),
    ],
)
def test_who_judged_a_winner_before_is_tied_unless_standing_aside(
    session: Session, scene: Evaluation, state: str, expected: set[str]
) -> None:
    office = session.scalars(select(Office)).one()
    past = make_contest(session, office, scene.secretary, state="announced")
    other = make_group(session, scene.centre, scene.secretary, name="Rikchari")
    entry = make_application(session, past, other)
    entry.group_id = scene.applications[0].group_id
    seat = make_juror(session, past, scene.users[0])
    if state != "lost":
        session.add(Benefit(application_id=entry.id, amount=Money.soles(5), granted_at=CLOSES))
    if state in ("recused", "declared"):
        make_interest(session, seat, entry, recused=state == "recused")
    session.flush()

    assert {key.replace(past.code, "") for key in keys_of(session, scene)} == expected
    assert keys_of(session, scene, number=1) == set()


def test_who_files_now_or_did_is_tied_and_the_representative_too(session: Session, scene: Evaluation) -> None:
    promotion = make_promotion(session, scene.users[0], scene.applications[0].group_id)
    promotion.ended_at, promotion.ended_by = CLOSES, scene.secretary.id
    group = session.get_one(ProducerGroup, scene.applications[1].group_id)
    group.representative_id = scene.users[1].id
    session.flush()

    assert keys_of(session, scene) == {"promoter"}
    assert keys_of(session, scene, number=1, group=1) == {"promoter"}
    assert keys_of(session, scene, number=1) == set()


def test_one_supplier_of_many_items_is_one_ground(session: Session, scene: Evaluation) -> None:
    ruc = f"10{scene.jurors[0].dni}1"
    quoted = tuple(Quotation(item, "Agro Andes", ruc, Money.soles(9), None) for item in ("Malla", "Clavos"))
    scene.applications[0].profile = write_profile(replace(PROFILE, quotations=quoted))
    session.flush()

    (tie,) = ties_of_contest(session, scene.contest.id, RULEBOOK)

    assert [(ground.kind, ground.key) for ground in tie.grounds] == [
        (TieKind.SUPPLIER, "supplier:agro andes")
    ]


def test_surnames_are_counted_among_the_people_of_the_contests_districts(
    session: Session, scene: Evaluation
) -> None:
    rename(session, scene, "Ñahui", "Poma")
    known(session, scene, "Ñahui", "Yauri")
    populate(
        session,
        scene,
        [("Ñahui", "Soto"), ("Soto", "Ñahui"), ("Ñahui", "Ñahui"), *[("Soto", "Rojas")] * 49],
    )
    session.flush()

    (tie,) = ties_of_contest(session, scene.contest.id, RULEBOOK)

    params = tie.grounds[0].evidence.params
    assert (params["surname"], params["having"], params["people"]) == ("Ñahui", "4", "60")


@pytest.mark.parametrize("written", ["ÑAHUI", "Nahui", "ñahui", "NAHUI "])
def test_a_surname_is_counted_however_it_is_written(
    session: Session, scene: Evaluation, written: str
) -> None:
    rename(session, scene, "Ñahui", "Poma")
    known(session, scene, "Nahui", "Yauri")
    populate(session, scene, [(written, "Soto")] * 5 + [("Soto", "Rojas")] * 47)

    (tie,) = ties_of_contest(session, scene.contest.id, RULEBOOK)

    assert tie.grounds[0].evidence.params["having"] == "6"


def test_who_the_register_does_not_know_is_told_by_the_name(session: Session, scene: Evaluation) -> None:
    rename(session, scene, "Ñahui", "Poma")
    scene.users[0].full_name = "Elsa ÑAHUI POMA"
    session.flush()

    assert keys_of(session, scene) == {"surnames"}


def test_groups_that_did_not_enter_tie_nobody(session: Session, scene: Evaluation) -> None:
    make_promotion(session, scene.users[0], scene.applications[0].group_id)
    application = scene.applications[0]
    application.state, application.code = "draft", None
    application.submitted_at = None
    session.flush()

    assert ties_of_contest(session, scene.contest.id, RULEBOOK) == ()
