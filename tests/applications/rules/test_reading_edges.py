"""A profile read aloud where little, odd or too much was written; and agreement where offices are odd."""

from dataclasses import replace

import pytest

from contest_portal.applications.rules.completeness import Choice
from contest_portal.applications.rules.profile import (
    Counterpart,
    CounterpartKind,
    Prospect,
    Quotation,
    SectionCode,
    empty_profile,
)
from contest_portal.applications.rules.reading import NOT_WRITTEN, ReadGroup, read_aloud, spoken_amount
from contest_portal.applications.rules.sign_off import Means, device_of, means_of, sign_off_problems
from contest_portal.applications.rules.sign_off import MemberSign as Sign
from contest_portal.contests.rules.rulebook import GroupRules
from contest_portal.kernel.money import Money
from contest_portal.kernel.quantities import Quantity
from tests.factories.contests import RULEBOOK
from tests.factories.profiles import CHOICE, PROFILE

SECTION = SectionCode
ALONE = ReadGroup("Sumaq Kuy", "Ccochatay", "Anchonga", ())
BLANK = empty_profile()
ASKS = GroupRules(sign_off=True, members_confirming=1)


def said(
    section: str | None, choice: Choice = CHOICE, group: ReadGroup = ALONE, **changes: object
) -> list[str]:
    profile = replace(BLANK, **changes)
    passages = {one.section: one.sentences for one in read_aloud(group, choice, profile, RULEBOOK)}
    return [sentence.text for sentence in passages[section]]


@pytest.mark.parametrize(
    ("section", "changes", "expected"),
    [
        pytest.param(
            SECTION.SITUATION,
            {"situation": (Prospect("Poco. ", ""),)},
            ["Hoy es así: Poco. Esperamos lograr esto: —."],
            id="half a comparison",
        ),
        pytest.param(
            SECTION.SITUATION,
            {"situation": (Prospect("...", "Más..."),)},
            ["Hoy es así: —. Esperamos lograr esto: Más."],
            id="nothing but stops",
        ),
        pytest.param(
            SECTION.GOODS,
            {"goods": (replace(PROFILE.goods[0], description="", quantity=None),)},
            ["—: falta decir cuánto o a qué precio.", "Todo lo que compraremos cuesta S/ 0.00 (cero soles)."],
            id="goods without a name",
        ),
        pytest.param(
            SECTION.GOODS,
            {"quotations": (Quotation("", "", "", None, None),)},
            ["Por —, — nos pide —."],
            id="an empty quotation",
        ),
        pytest.param(
            SECTION.SALES,
            {"costs": (replace(PROFILE.costs[0], quantity=Quantity.of(1), unit_cost=Money.soles(1)),)},
            [
                "En un año gastaremos en Alfalfa. Son 1 (carga) a S/ 1.00 (un sol) cada uno. Suma S/ 1.00 (un sol).",
                "En un año venderemos por S/ 0.00 (cero soles).",
                "En un año gastaremos S/ 1.00 (un sol).",
                "Así perderíamos S/ 1.00 (un sol) al año.",
            ],
            id="costs alone",
        ),
        pytest.param(
            SECTION.COUNTERPART,
            {
                "counterpart": (
                    Counterpart(CounterpartKind.CASH, "ahorros.", Money.soles(2)),
                    Counterpart(CounterpartKind.KIND, "adobes", None),
                )
            },
            [
                "Ponemos dinero: ahorros. Son S/ 2.00 (dos soles).",
                "Ponemos bienes: adobes. Valen —.",
                "Todo lo que ponemos vale S/ 2.00 (dos soles).",
            ],
            id="money and goods",
        ),
        pytest.param(SECTION.BUDGET, {}, [NOT_WRITTEN.text], id="nothing asked for"),
        pytest.param(SECTION.ASSETS, {}, [NOT_WRITTEN.text], id="nothing there"),
    ],
)
def test_what_is_said_of_little(section: str, changes: dict[str, object], expected: list[str]) -> None:
    assert said(section, **changes) == expected


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice("NADA", "nada", "Cuyes."), ["Nuestro negocio se llama «Cuyes»."]),
        (Choice(None, "cuyes", ""), [f"Nuestra línea de producción es «{RULEBOOK.line('cuyes').name}»."]),
        (Choice(None, None, ""), [NOT_WRITTEN.text]),
    ],
    ids=["what the contest does not have", "line alone", "nothing"],
)
def test_what_is_said_of_a_choice(choice: Choice, expected: list[str]) -> None:
    assert said(SECTION.CHOICE, choice) == expected


@pytest.mark.parametrize(
    ("office", "says"),
    [
        ("president", "Ana Poma preside el grupo."),
        ("treasurer", "Ana Poma lleva la tesorería."),
        ("secretary", "Ana Poma lleva la secretaría."),
        ("member", "Ana Poma es integrante."),
    ],
)
def test_each_office_has_its_sentence(office: str, says: str) -> None:
    assert said(None, group=replace(ALONE, members=(("Ana Poma", office),)))[3:] == [says]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Money(1), "S/ 0.01 (cero soles con un céntimo)"),
        (Money.soles(1_000), "S/ 1,000.00 (mil soles)"),
        (Money.soles(31, 21), "S/ 31.21 (treinta y un soles con veintiún céntimos)"),
    ],
)
def test_amounts_are_said_as_one_says_them(amount: Money, expected: str) -> None:
    assert spoken_amount(amount) == expected


@pytest.mark.parametrize(
    ("offices", "expected"),
    [
        (["member", "member"], ["sign_off.no_leader", "sign_off.members"]),
        (["president", "president"], ["sign_off.leader", "sign_off.members"]),
    ],
    ids=["nobody presides", "two preside"],
)
def test_nobody_confirmed(offices: list[str], expected: list[str]) -> None:
    signs = [Sign(number, f"Persona {number}", office, None) for number, office in enumerate(offices)]

    assert [problem.code for problem in sign_off_problems(ASKS, signs)] == expected


@pytest.mark.parametrize(
    ("proof", "dni", "expected"),
    [
        ("0045", "00451234", Means.DNI),
        ("45", "00451234", None),
        ("004", "00451234", None),
        ("00451", "00451234", None),
        ("0 0-4\t5", "00451234", Means.DNI),
    ],
)
def test_the_first_four_digits_and_no_others(proof: str, dni: str, expected: Means | None) -> None:
    assert means_of(proof, dni=dni, slip=None) is expected


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        ("", ""),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.1) Version/17.1 Safari/605.1.15", "Mac, Safari"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Linux, Firefox"),
        ("Mozilla/5.0 (Linux; Android 9) Chrome/130.0 Mobile Safari/537.36 OPR/85.0", "Android, Opera"),
        ("Android", "Android"),
        ("Firefox", "Firefox"),
    ],
)
def test_a_device_is_named_by_what_is_known(user_agent: str, expected: str) -> None:
    assert device_of(user_agent) == expected
