"""A juror's page with what the register fills in, a yes/no question, reasons, percentages and a class of its own."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_portal.contests.rules.rulebook import Criterion, Level, Phase
from contest_portal.contests.rules.sheets import FactKind, ReasonRule, Weighting
from contest_portal.scoring.fact_models import ScoringFact
from contest_portal.scoring.models import SheetMark
from tests.factories.contests import CLOSES
from tests.factories.evaluation import make_evaluation
from tests.factories.sheets import ADVISER, JURY, PRESENT, QUESTION, WOMEN, book_of
from tests.page_client import PageClient

PHASE = Phase(
    "WIDE",
    "Ficha amplia",
    100,
    (
        replace(QUESTION, marked_by="JURY"),
        replace(WOMEN, weight=20, marked_by="JURY"),
        replace(PRESENT, weight=10, marked_by="JURY"),
        Criterion(
            "M", "Propuesta", "Mercado", 7, weight=60, min_points=1, reason=ReasonRule.BELOW, reason_below=4,
            marked_by="JURY",
        ),
        Criterion(
            "A", "Asesor", "Criterio técnico", 10, weight=10, scale="levels",
            levels=(Level(0, "No"), Level(10, "Sí")), marked_by="ADVISER",
        ),
    ),
    weighting=Weighting.PERCENT,
    classes=(JURY, ADVISER),
)  # fmt: skip


def test_a_sheet_is_written_looked_at_and_made_final(session: Session, client: PageClient) -> None:
    book = book_of(PHASE, quorum=1, marks_per_point=10)
    scene = make_evaluation(session, rulebook=book, groups=("Sumaq Kuy",), jurors=1)
    scene.jurors[0].phases, scene.jurors[0].evaluator_class = "WIDE", "JURY"
    application = scene.applications[0].id
    session.add(
        ScoringFact(
            application_id=application,
            kind=FactKind.WOMEN.value,
            part=1,
            whole=4,
            evidence="[]",
            noted_at=CLOSES,
        )
    )
    session.commit()
    client.sign_in(scene.users[0].id)
    address = f"/jurado/grupos/{application}/fichas/WIDE"

    page = client.get(address).get_data(as_text=True)
    refused = client.post(address, data={"version": "0", "mark_M": "0.9", "step": "draft"})
    client.post(
        address,
        data={
            "version": "0",
            "mark_Q": "0",
            "reason_Q": "Falta el acta.",
            "mark_M": "3.5",
            "reason_M": "Vende a un solo comprador.",
            "mark_W": "5",
            "step": "draft",
        },
    )
    review = client.read(f"{address}/cierre")

    assert "1 de 4 socios son mujeres." in page
    assert "Se calcula cuando la secretaría registre la asistencia." in page
    assert "Criterio técnico" not in page
    assert 'name="mark_W"' not in page
    assert "Escríbalo si da menos de 4." in page
    assert "«0.9» no vale como puntaje. Escriba un número de 1 a 7, en pasos de 0.1." in refused.get_data(
        as_text=True
    )
    assert session.execute(
        select(SheetMark.criterion_code, SheetMark.units, SheetMark.reason).order_by(SheetMark.id)
    ).all() == [("Q", 0, "Falta el acta."), ("M", 35, "Vende a un solo comprador.")]
    assert "No cumple" not in review
    assert "Sin calificar" not in review
    assert "hasta 0 puntos" not in page
    # 20 % for a quarter of women (3 of 5 points) and 60 % for half of the highest mark
    assert "Total 42 90" in review
