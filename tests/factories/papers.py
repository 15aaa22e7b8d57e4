"""A group's form on paper at the counter of an office with three people, typed by two of them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Act, Actor, Role
from contest_portal.applications.models import ProducerGroup
from contest_portal.applications.paper_models import PaperEntry
from contest_portal.applications.paper_queries import PaperView, paper_view
from contest_portal.applications.paper_reception import Brought
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.services.begin_typing import begin_typing
from contest_portal.applications.services.finish_typing import finish_typing
from contest_portal.applications.services.receive_paper import receive_paper
from contest_portal.applications.services.save_typing import save_typing
from contest_portal.contests.queries import rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.money import Money
from contest_portal.kernel.storage import Storage
from tests.conftest import NOON
from tests.factories.accounts import act_of, actor_of, make_user
from tests.factories.applying import Village, make_village
from tests.factories.contests import RULEBOOK
from tests.factories.profiles import CHOICE, PROFILE

BROUGHT = NOON - timedelta(hours=3)
TRUE = Draft(CHOICE, PROFILE)
SLIPPED = Draft(
    replace(CHOICE, title="Cuyes de carne"),
    replace(PROFILE, goods=(replace(PROFILE.goods[0], unit_cost=Money.soles(155)), PROFILE.goods[1])),
)
"""The same paper with a word left out and a figure misread."""


@dataclass
class Counter:
    """The office: whoever receives and types first, second, and looks a third time; and where files lie."""

    village: Village
    first: User
    second: User
    third: User
    group: ProducerGroup
    storage: Storage
    actors: dict[int, Actor]

    @property
    def session(self) -> Session:
        return self.village.session

    def act(self, user: User, at: datetime = NOON) -> Act:
        """Act as somebody of the office, also after a commit."""
        return Act(self.actors[user.id], at) if user.id in self.actors else act_of(user, at)

    def receive(self, *, received_at: datetime = BROUGHT, at: datetime = NOON) -> PaperEntry:
        return receive_paper(
            self.session,
            self.act(self.first, at),
            contest_id=self.village.contest.id,
            group_id=self.group.id,
            brought=Brought(received_at, 9),
            storage=self.storage,
        )

    def type_whole(self, paper: PaperEntry, typist: User, draft: Draft = TRUE, at: datetime = NOON) -> None:
        """Type all sections and finish."""
        self.type_some(paper, typist, draft, at)
        finish_typing(self.session, self.act(typist, at), paper_id=paper.id)

    def type_some(self, paper: PaperEntry, typist: User, draft: Draft = TRUE, at: datetime = NOON) -> None:
        act = self.act(typist, at)
        typing = begin_typing(self.session, act, paper_id=paper.id)
        for section in rulebook_of(self.session, paper.contest_id).form.sections:
            save_typing(
                self.session,
                act,
                paper_id=paper.id,
                expected_version=typing.version,
                section=section.code,
                typed=draft,
            )

    def typed_twice(self, first: Draft = TRUE, second: Draft = SLIPPED) -> PaperEntry:
        paper = self.receive()
        self.type_whole(paper, self.first, first)
        self.type_whole(paper, self.second, second)
        return paper

    def view(self, paper: PaperEntry) -> PaperView:
        return paper_view(self.session, paper.id)


def make_counter(session: Session, storage: Storage, *, rulebook: Rulebook = RULEBOOK) -> Counter:
    village = make_village(session, rulebook=rulebook)
    second = make_user(session, Role.SECRETARY, contest_id=village.contest.id, full_name="Rosa Ñahui")
    third = make_user(session, Role.STAFF, full_name="Aurelio Taipe")
    return Counter(
        village=village,
        first=village.staff,
        second=second,
        third=third,
        actors={user.id: actor_of(user) for user in (village.staff, second, third)},
        group=village.group(),
        storage=storage,
    )
