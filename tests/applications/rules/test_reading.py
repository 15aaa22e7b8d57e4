"""A profile in the words one reads aloud."""

from dataclasses import replace

import pytest

from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.profile import (
    Counterpart,
    CounterpartKind,
    Quotation,
    SectionCode,
    empty_profile,
)
from contest_portal.applications.rules.reading import (
    NOT_WRITTEN,
    ReadGroup,
    read_aloud,
    reading_sha256,
    spoken_amount,
)
from contest_portal.contests.rules.profile_form import FormSection, ProfileForm
from contest_portal.kernel.money import Money
from tests.factories.contests import RULEBOOK
from tests.factories.profiles import CHOICE, PROFILE

GROUP = ReadGroup("Sumaq Kuy", "Ccochatay", "Anchonga", (("Rosa Inga", "president"), ("Teo Ccora", "member")))
SAID: dict[SectionCode | None, tuple[str, ...]] = {
    None: (
        "Nuestro grupo se llama Sumaq Kuy.",
        "Somos de Ccochatay, en el distrito de Anchonga.",
        f"Nos presentamos al concurso «{RULEBOOK.title}».",
        "Rosa Inga preside el grupo.",
        "Teo Ccora es integrante.",
    ),
    SectionCode.CHOICE: (
        "Nuestro negocio se llama «Cuyes de carne para la feria de Lircay».",
        f"Postulamos en la categoría «{RULEBOOK.category('IDEA').name}».",
        f"Nuestra línea de producción es «{RULEBOOK.line('cuyes').name}».",
        "De qué trata: Criamos cuyes de raza y los vendemos vivos y beneficiados en la feria dominical.",
    ),
    SectionCode.SITUATION: (
        "Hoy es así: Vendemos 20 cuyes al mes a intermediarios. "
        "Esperamos lograr esto: Vender 80 cuyes al mes en la feria.",
        "Hoy es así: Los cuyes se crían en la cocina. Esperamos lograr esto: Tener un galpón con pozas.",
    ),
    SectionCode.ASSETS: (
        "Tenemos Cuyes madres. Son 30 (unidad) a S/ 25.00 (veinticinco soles) cada uno. "
        "Vale S/ 750.00 (setecientos cincuenta soles).",
        "Todo lo que ya tenemos vale S/ 750.00 (setecientos cincuenta soles).",
    ),
    SectionCode.PROBLEMS: (
        "Tenemos este problema: Mueren muchas crías. Lo vamos a resolver así: Pozas secas y sanidad.",
    ),
    SectionCode.ASSISTANCE: (
        "Queremos aprender esto: Sanidad y manejo. Nos enseña: Veterinario. "
        "Esperamos: Menos de 10 % de muertes.",
        "Son 20 días a S/ 200.00 (doscientos soles) por día. Cuesta S/ 4,000.00 (cuatro mil soles).",
        "Toda la asistencia técnica cuesta S/ 4,000.00 (cuatro mil soles).",
    ),
    SectionCode.COUNTERPART: (
        "Ponemos trabajo: 60 jornales para el galpón. Vale S/ 2,400.00 (dos mil cuatrocientos soles).",
        "Todo lo que ponemos vale S/ 2,400.00 (dos mil cuatrocientos soles).",
    ),
    SectionCode.BUDGET: (
        "Pedimos al fondo S/ 10,000.00 (diez mil soles).",
        "Para comprar bienes son S/ 6,000.00 (seis mil soles).",
        "Para asistencia técnica son S/ 4,000.00 (cuatro mil soles).",
    ),
}


def said(section: SectionCode | None, choice: Choice = CHOICE, **changes: object) -> tuple[str, ...]:
    profile = replace(PROFILE, **changes)  # type: ignore[arg-type]
    passages = {one.section: one.sentences for one in read_aloud(GROUP, choice, profile, RULEBOOK)}
    return tuple(sentence.text for sentence in passages[section])


@pytest.mark.parametrize("section", SAID, ids=str)
def test_what_is_said(section: SectionCode | None) -> None:
    assert said(section) == SAID[section]


def test_sales_end_in_what_is_left() -> None:
    assert said(SectionCode.SALES)[-3:] == (
        "En un año venderemos por S/ 19,800.00 (diecinueve mil ochocientos soles).",
        "En un año gastaremos S/ 1,200.00 (mil doscientos soles).",
        "Así nos quedan S/ 18,600.00 (dieciocho mil seiscientos soles) al año.",
    )
    assert said(SectionCode.SALES, sales=())[-1] == (
        "Así perderíamos S/ 1,200.00 (mil doscientos soles) al año."
    )


def test_a_row_half_written_says_what_is_missing() -> None:
    goods = (replace(PROFILE.goods[0], unit_cost=None),)
    labour = (Counterpart(CounterpartKind.LABOUR, "", None),)

    assert said(SectionCode.GOODS, goods=goods)[0] == (
        "Malla galvanizada: falta decir cuánto o a qué precio."
    )
    assert said(SectionCode.COUNTERPART, counterpart=labour)[0] == "Ponemos trabajo: —. Vale —."


def test_parts_that_nobody_wrote_are_told_apart() -> None:
    passages = read_aloud(GROUP, Choice(None, None, ""), empty_profile(), RULEBOOK)

    assert {one.section for one in passages if one.sentences == (NOT_WRITTEN,)} == set(SectionCode)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Money(0), "S/ 0.00 (cero soles)"),
        (Money.soles(1), "S/ 1.00 (un sol)"),
        (Money.soles(21_000, 50), "S/ 21,000.50 (veintiún mil soles con cincuenta céntimos)"),
        (Money.soles(101, 1), "S/ 101.01 (ciento un soles con un céntimo)"),
    ],
)
def test_amounts_in_figures_and_words(amount: Money, expected: str) -> None:
    assert spoken_amount(amount) == expected


def test_other_words_have_another_hash() -> None:
    hashes = {
        reading_sha256(CHOICE, PROFILE),
        reading_sha256(CHOICE, replace(PROFILE, summary="Otro")),
        reading_sha256(replace(CHOICE, title="Otro"), PROFILE),
    }

    assert len(hashes) == 3
    assert reading_sha256(CHOICE, replace(PROFILE, summary=PROFILE.summary)) in hashes


def test_parts_of_the_contest_s_own_are_read_in_their_place_and_left_out_ones_are_not() -> None:
    form = ProfileForm((RULEBOOK.form.section("goods"), FormSection("agua", "El agua")))

    passages = read_aloud(GROUP, CHOICE, PROFILE, replace(RULEBOOK, form=form))

    assert [one.section for one in passages] == [None, "goods", "agua"]
    assert passages[-1].sentences == ()


def test_suppliers_and_the_reason_for_a_dearer_one_are_read() -> None:
    quoted = Quotation("Malla", "Ferretería Andina.", "", Money.soles(150), None)

    sentences = said(SectionCode.GOODS, quotations=(quoted,), quotations_reason="Trae la malla hasta acá.")

    assert sentences[-3:-1] == (
        "Por Malla, Ferretería Andina nos pide S/ 150.00 (ciento cincuenta soles).",
        "Elegimos así porque: Trae la malla hasta acá.",
    )
