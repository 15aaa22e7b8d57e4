"""Two groups that send, and people who write, at the same moment, in real transactions on a database of their own."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from contest_portal.accounts.rules.actor import Act
from contest_portal.accounts.rules.permissions import Action
from contest_portal.applications.amendment_notices import told_representatives
from contest_portal.applications.entry import claim_places
from contest_portal.applications.group_facts import group_facts
from contest_portal.applications.group_queries import group_view
from contest_portal.applications.models import Application, GroupMember, HouseholdClaim
from contest_portal.applications.ownership import choice_of, own_application
from contest_portal.applications.queries import entrants
from contest_portal.applications.receipts import receipt_of
from contest_portal.applications.rules.draft_fields import Draft, DraftField, Fate, field_version
from contest_portal.applications.rules.profile import SectionCode, read_profile
from contest_portal.applications.services.autosave_field import autosave_field
from contest_portal.applications.services.publish_amendment import publish_amendment
from contest_portal.applications.services.save_section import save_section
from contest_portal.applications.services.submit_application import submit_application
from contest_portal.contests.amendment_queries import rulebook_hashes
from contest_portal.contests.queries import rulebook_of
from contest_portal.kernel.audit import verify_chain
from contest_portal.kernel.database import Database
from contest_portal.kernel.problems import Refused, Stale, WrongState
from tests.conftest import NOON
from tests.factories.accounts import act_of
from tests.factories.amendments import make_draft_amendment
from tests.factories.applying import Village, make_village
from tests.factories.profiles import CHOICE, PROFILE


@dataclass(frozen=True)
class Race:
    """Groups of the same people, two by two, each with a draft in one contest."""

    pairs: tuple[tuple[int, int], ...]
    act: Act
    contest_id: int


def _groups_of_the_same_people(database: Database, pairs: int = 1) -> Race:
    with database.transaction() as session:
        village = make_village(session)
        drafts = tuple(_drafts_of_two(session, village, number) for number in range(pairs))
        return Race(drafts, village.act(), village.contest.id)


def _drafts_of_two(session: Session, village: Village, number: int) -> tuple[int, int]:
    first, second = village.group(name=f"Uno {number}"), village.group(name=f"Dos {number}", households=0)
    for member in session.scalars(select(GroupMember).where(GroupMember.group_id == first.id)):
        session.add(
            GroupMember(group_id=second.id, person_id=member.person_id, office=member.office, joined_at=NOON)
        )
    return village.draft(first).id, village.draft(second).id


def test_of_two_groups_that_claim_a_household_at_once_one_is_received(
    own_database: Database, pytestconfig: pytest.Config
) -> None:
    pairs = 200 if pytestconfig.getoption("--long") else 1
    race = _groups_of_the_same_people(own_database, pairs)
    results: dict[int, list[str]] = {}
    start = threading.Barrier(2)

    def send(application_ids: list[int]) -> None:
        for application_id in application_ids:
            start.wait(timeout=600)
            try:
                with own_database.transaction() as session:
                    version = session.get_one(Application, application_id).version
                    submit_application(
                        session, race.act, application_id=application_id, expected_version=version
                    )
                results[application_id] = []
            except Refused as refusal:
                results[application_id] = [problem.code for problem in refusal.problems]

    threads = [threading.Thread(target=send, args=([*side],)) for side in zip(*race.pairs, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=600 * pairs)

    told = [sorted(results[one] for one in pair) for pair in race.pairs]
    assert told == [[[], ["member.household_taken"] * 4]] * pairs
    with own_database.reading() as session:
        assert len(entrants(session, race.contest_id)) == pairs
        assert session.scalar(select(func.count(HouseholdClaim.id))) == 4 * pairs
        assert verify_chain(session)[1] is None


def test_many_groups_that_send_at_once_get_codes_without_gaps(own_database: Database) -> None:
    with own_database.transaction() as session:
        village = make_village(session)
        drafts = [village.draft(village.group(name=f"Grupo {number}")).id for number in range(6)]
        act, contest_id, code = village.act(), village.contest.id, village.contest.code

    def send(application_id: int) -> None:
        with own_database.transaction() as session:
            version = session.get_one(Application, application_id).version
            submit_application(session, act, application_id=application_id, expected_version=version)

    threads = [threading.Thread(target=send, args=(draft,)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    with own_database.reading() as session:
        codes = [entrant.code for entrant in entrants(session, contest_id)]
    assert codes == [f"{code}-{number:03d}" for number in range(1, 7)]


def test_who_writes_while_it_is_sent_never_blocks_it(own_database: Database) -> None:
    """Both take the turn first: who comes second hears that it changed, and nobody is broken off as a deadlock."""
    with own_database.transaction() as session:
        village = make_village(session)
        drafts = [village.draft(village.group(name=f"Grupo {number}")) for number in range(4)]
        seen = [(draft.id, draft.version) for draft in drafts]
        act = village.act()
    changed = replace(PROFILE, goods=PROFILE.goods[:1])
    outcomes: list[str] = []

    def send(application_id: int, version: int) -> None:
        with own_database.transaction() as session:
            submit_application(session, act, application_id=application_id, expected_version=version)

    def write(application_id: int, version: int) -> None:
        given = {"application_id": application_id, "expected_version": version}
        with own_database.transaction() as session:
            save_section(session, act, section=SectionCode.GOODS, content=changed, **given)

    def attempt(work: Callable[[int, int], None], application_id: int, version: int) -> None:
        try:
            work(application_id, version)
            outcomes.append("done")
        except (Stale, WrongState):
            outcomes.append("second")

    threads = [threading.Thread(target=attempt, args=(work, *one)) for one in seen for work in (write, send)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["done"] * 4 + ["second"] * 4


def test_a_sender_and_an_amendment_at_once_wait_for_each_other(own_database: Database) -> None:
    with own_database.transaction() as session:
        village = make_village(session)
        draft_id, act, contest_id = village.draft().id, village.act(), village.contest.id
        amendment = make_draft_amendment(session, village.contest, village.staff)
        staff, version = act_of(village.staff, NOON), amendment.version
    start = threading.Barrier(2)

    def send() -> None:
        start.wait(timeout=10)
        with own_database.transaction() as session:
            seen = session.get_one(Application, draft_id).version
            submit_application(session, act, application_id=draft_id, expected_version=seen)

    def publish() -> None:
        start.wait(timeout=10)
        with own_database.transaction() as session:
            publish_amendment(session, staff, contest_id=contest_id, expected_version=version)

    threads = [threading.Thread(target=work) for work in (send, publish)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    with own_database.reading() as session:
        assert len(entrants(session, contest_id)) == 1
        assert [one.application_id for one in told_representatives(session, contest_id)] == [draft_id]
        receipt = receipt_of(session, draft_id)
        assert receipt is not None
        cited = [sha256 in receipt.data for sha256 in rulebook_hashes(session, contest_id)]
        assert sorted(cited) == [False, True]
        assert verify_chain(session)[1] is None


def test_the_tables_key_is_the_last_word_and_is_said_in_words(own_database: Database) -> None:
    """The second claim comes after a check that saw no claim: the key refuses it, with the household's name."""
    race = _groups_of_the_same_people(own_database)
    (drafts,) = race.pairs
    with own_database.transaction() as session:
        second = own_application(session, race.act, drafts[1], Action.APPLICATION_SUBMIT)
        rulebook = rulebook_of(session, race.contest_id)
        facts = group_facts(
            session, group=group_view(session, second.group_id), contest_id=race.contest_id, rulebook=rulebook
        )
        first = session.get_one(Application, drafts[0])
        submit_application(session, race.act, application_id=first.id, expected_version=first.version)

        with pytest.raises(Refused) as refusal:
            claim_places(session, second, facts)

        code = first.code
    assert [problem.params["application"] for problem in refusal.value.problems] == [code] * 4


def test_of_people_who_write_in_different_fields_at_once_nobody_loses_a_word(own_database: Database) -> None:
    with own_database.transaction() as session:
        village = make_village(session)
        draft, act = village.draft().id, village.act()
    typed = Draft(
        replace(CHOICE, title="Otro"), replace(PROFILE, summary="Otro", goods=PROFILE.goods[:1], costs=())
    )
    fields = (DraftField.TITLE, DraftField.SUMMARY, DraftField.GOODS, DraftField.COSTS)

    def write(field: DraftField) -> None:
        seen = field_version(Draft(CHOICE, PROFILE), field)
        fate = None
        while fate is None:
            with suppress(StaleDataError), own_database.transaction() as session:
                fate = autosave_field(
                    session, act, application_id=draft, field=field, started_from=seen, typed=typed
                ).fate
        fates.append(fate)

    fates: list[Fate] = []
    threads = [threading.Thread(target=write, args=(field,)) for field in fields]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    with own_database.reading() as session:
        application = session.get_one(Application, draft)
        stored = Draft(choice_of(application), read_profile(application.profile))
    assert (stored, fates) == (typed, [Fate.WRITTEN] * len(fields))
