"""A juror's phone and printed sheet of one group, on the same table."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act, Role
from contest_portal.kernel.storage import Storage
from contest_portal.scoring.models import Sheet
from contest_portal.scoring.paper_models import SheetPaper
from contest_portal.scoring.services.enter_sheet_paper import enter_sheet_paper
from contest_portal.scoring.services.finalise_sheet import finalise_sheet
from contest_portal.scoring.services.receive_sheet_paper import receive_sheet_paper
from contest_portal.scoring.services.return_sheet import return_sheet
from contest_portal.scoring.services.settle_again import settle_again
from contest_portal.scoring.services.type_sheet_paper import type_sheet_paper
from contest_portal.scoring.services.void_sheet_paper import void_sheet_paper
from contest_portal.scoring.sheet_history import versions_of
from tests.factories.accounts import act_of, make_user
from tests.factories.evaluation import JURY_DAY, Evaluation
from tests.factories.phones import Phone, fates, group, make_phone, make_phone_scene, send, sheets
from tests.factories.sheet_papers import REASON, make_paper, typed

ON_PAPER = {"F1": 2, "F2": 3, "F3": 4}


@dataclass
class Table:
    """A juror's phone and printed sheet for the first group, and two people of the office."""

    session: Session
    scene: Evaluation
    phone: Phone
    paper: SheetPaper
    office: tuple[Act, Act]

    @property
    def group(self) -> str:
        return group(self.scene)

    def write(self, units: int, **changes: object) -> str:
        return self.phone.write(self.group, {"F1": units}, **changes)  # type: ignore[arg-type]

    def send(self, phone: Phone | None = None) -> None:
        send(self.session, self.scene, *(phone or self.phone).written)

    def take_in(self) -> None:
        receive_sheet_paper(
            self.session,
            self.office[0],
            contest_id=self.scene.contest.id,
            code=self.paper.serial,
            reason=REASON,
            scan=None,
            storage=Storage(Path()),
        )

    def enter(self) -> Sheet:
        for act in self.office:
            type_sheet_paper(
                self.session, act, paper_id=self.paper.id, typed=typed(*ON_PAPER.values(), comment="A mano")
            )
        return enter_sheet_paper(self.session, self.office[1], paper_id=self.paper.id)

    def void(self) -> None:
        void_sheet_paper(self.session, self.office[0], paper_id=self.paper.id, reason="Se mojó")

    def look_again(self) -> None:
        settle_again(self.session, self.scene.by_secretary, contest_id=self.scene.contest.id)

    def give_back(self, sheet: Sheet) -> None:
        return_sheet(self.session, self.scene.by_secretary, sheet_id=sheet.id, reason="Se leyó mal")

    def seen(self) -> tuple[list[str], list[tuple[str, dict[str, int]]]]:
        return fates(self.session, self.scene), sheets(self.session)

    def finalise(self, version: int) -> None:
        finalise_sheet(
            self.session,
            self.scene.by_juror(0),
            application_id=self.scene.applications[0].id,
            phase_code="FIELD",
            expected_version=version,
        )

    def origins(self) -> list[tuple[str, str]]:
        sheet = self.session.scalars(select(Sheet)).one()
        return [(one.deed, one.origin) for one in versions_of(self.session, sheet.id)]


def make_table(session: Session) -> Table:
    scene = make_phone_scene(session)
    colleague = make_user(session, Role.STAFF)
    paper = make_paper(session, scene.jurors[0], scene.applications[0], scene.secretary)
    office = (scene.by_secretary, act_of(colleague, JURY_DAY))
    return Table(session, scene, make_phone(session, scene), paper, office)
