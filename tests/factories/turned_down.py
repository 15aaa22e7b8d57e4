"""A group that the screening turned down, beside those that were judged."""

from sqlalchemy.orm import Session

from contest_portal.accounts.models import User
from contest_portal.accounts.rules.actor import Role
from contest_portal.applications.models import Application
from contest_portal.applications.screening_models import Screening, ScreeningFinding
from contest_portal.contests.models import Contest
from contest_portal.registry.models.register import Centre
from tests.factories.accounts import make_user
from tests.factories.applications import make_application, make_group

TOLD = "L-01: El negocio no corresponde a la línea."


def make_turned_down(
    session: Session,
    contest: Contest,
    centre: Centre,
    *,
    name: str = "Runa Simi",
    category_code: str = "IDEA",
    with_finding: bool = True,
    representative: User | None = None,
) -> Application:
    """Make a received application that was not admitted, by one defect or by none of the catalogue."""
    owner = representative or make_user(session, Role.REPRESENTATIVE)
    application = make_application(
        session, contest, make_group(session, centre, owner, name=name), category_code=category_code
    )
    screening = Screening(application_id=application.id, state="rejected")
    session.add(screening)
    session.flush()
    if with_finding:
        code, _, text = TOLD.partition(": ")
        session.add(
            ScreeningFinding(screening_id=screening.id, code=code, text=text, curable=False, section="choice")
        )
        session.flush()
    return application
