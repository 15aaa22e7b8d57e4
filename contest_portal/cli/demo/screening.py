"""The screening of the second contest: one profile is cured, one is not admitted. And questions on the open call."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from contest_portal.accounts.rules.actor import Act
from contest_portal.applications.models import Application
from contest_portal.applications.queries import profile_of
from contest_portal.applications.rules.profile import SectionCode
from contest_portal.applications.rules.screening import Decision, Finding
from contest_portal.applications.screening_queries import screening_of
from contest_portal.applications.services.decide_screening import decide_screening
from contest_portal.applications.services.keep_defect import keep_defect
from contest_portal.applications.services.save_cure import save_cure
from contest_portal.applications.services.send_cure import send_cure
from contest_portal.applications.services.tick_findings import tick_findings
from contest_portal.cli.demo.cast import OFFICE_PLAYERS, Player, act_of
from contest_portal.contests.models import Contest
from contest_portal.contests.services.answer_question import WantedAnswer, answer_question
from contest_portal.contests.services.ask_question import ask_question

STAFF, SECRETARY = OFFICE_PLAYERS[0], OFFICE_PLAYERS[1]
DEFECTS = (
    Finding("B-01", "Un bien por comprar no dice de qué clase o tamaño es.", curable=True, section="goods"),
    Finding("A-01", "Falta el grado o el oficio del especialista.", curable=True, section="assistance"),
    Finding("C-01", "El aporte del grupo no dice cómo se valoró.", curable=True, section="counterpart"),
    Finding("V-01", "Las ventas no guardan relación con la producción.", curable=True, section="sales"),
    Finding(
        "N-01", "El negocio no corresponde a la línea en la que se presenta.", curable=False, section="choice"
    ),
    Finding("G-01", "El grupo no existe en el centro poblado que declara.", curable=False, section=None),
)
NOT_ADMITTED = "El negocio que describe el perfil no corresponde a la línea en la que se presentó."


def fill_catalogue(session: Session, act: Act) -> None:
    """Fill the catalogue of defects."""
    for defect in DEFECTS:
        keep_defect(session, act, wanted=defect)


def screen(
    session: Session,
    closed_at: datetime,
    *,
    admitted: tuple[Application, ...],
    cured: tuple[Application, Player],
    turned_down: Application,
) -> None:
    """Screen what was received in the three hours after the call closed."""
    application, group = cured
    secretary = act_of(session, SECRETARY, closed_at + timedelta(hours=1))
    for one in admitted:
        _decide(session, secretary, one, Decision.ADMIT)
    _tick(session, secretary, turned_down, "N-01")
    _decide(session, secretary, turned_down, Decision.REJECT, NOT_ADMITTED)
    _tick(session, secretary, application, "B-01")
    _decide(session, secretary, application, Decision.ASK_CURE)
    _cure(session, act_of(session, group, closed_at + timedelta(hours=2)), application)
    last = act_of(session, SECRETARY, closed_at + timedelta(hours=3))
    _tick(session, last, application)
    _decide(session, last, application, Decision.ADMIT)


def ask_and_answer(session: Session, contest: Contest, askers: tuple[Player, Player], now: datetime) -> None:
    """Ask two questions on the open call: one is answered for all and clarifies the rules, one waits."""
    first = ask_question(
        session,
        act_of(session, askers[0], now - timedelta(days=4)),
        contest_id=contest.id,
        text="¿Se puede comprar animales a un vecino que no da factura?",
    )
    answer_question(
        session,
        act_of(session, STAFF, now - timedelta(days=3)),
        question_id=first.id,
        expected_version=first.version,
        wanted=WantedAnswer(
            "Sí, con una declaración jurada de venta firmada por el vecino y la autoridad comunal.",
            public_text="¿Se puede comprar animales a quien no da factura?",
            publishes=True,
            clarifies=True,
        ),
    )
    ask_question(
        session,
        act_of(session, askers[1], now - timedelta(hours=30)),
        contest_id=contest.id,
        text="¿El aporte en jornales se puede completar después de la visita de campo?",
    )


def _tick(session: Session, act: Act, application: Application, *codes: str) -> None:
    version = _version(session, application)
    tick_findings(session, act, application_id=application.id, expected_version=version, codes=codes)


def _decide(
    session: Session, act: Act, application: Application, decision: Decision, reason: str = ""
) -> None:
    decide_screening(
        session,
        act,
        application_id=application.id,
        expected_version=_version(session, application),
        decision=decision,
        reason=reason,
    )


def _cure(session: Session, act: Act, application: Application) -> None:
    profile = profile_of(session, application.id)
    first, *others = profile.goods
    goods = (replace(first, description=f"{first.description}, con ficha técnica del proveedor"), *others)
    save_cure(
        session,
        act,
        application_id=application.id,
        expected_version=_version(session, application),
        section=SectionCode.GOODS,
        content=replace(profile, goods=goods),
    )
    send_cure(session, act, application_id=application.id, expected_version=_version(session, application))


def _version(session: Session, application: Application) -> int:
    screening = screening_of(session, application.id)
    return 0 if screening is None else screening.version
