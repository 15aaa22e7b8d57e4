"""What ties a juror to a group, how much it says, and what is told of it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from contest_portal.jury.rules.surnames import plain, surnames_of, written_as
from contest_portal.jury.rules.ties import (
    GroupFacts,
    JurorFacts,
    MemberFacts,
    Strength,
    SupplierFacts,
    SurnameCounts,
    TieKind,
    find_ties,
)

MEMBERS = (
    MemberFacts(21, "70000021", "Rosa Ñahui Quispe", 31, ("nahui", "quispe")),
    MemberFacts(22, "70000022", "Juan De la Cruz Poma", 32, ("de la cruz", "poma")),
)
GROUP = GroupFacts(
    10, 5, "0903010001", "Chahuarma", MEMBERS, (SupplierFacts("Agro Lircay EIRL", "20500000001"),)
)
STRANGER = JurorFacts(1, 7, "80000001", "Elsa Roque Tito", "Municipalidad", ("roque", "tito"))
COUNTS = SurnameCounts(1000, {"nahui": 20, "quispe": 101, "poma": 100})


def of_surname(*surnames: str) -> JurorFacts:
    return replace(STRANGER, surnames=surnames)


@pytest.mark.parametrize(
    ("juror", "group", "kind", "strength", "says"),
    [
        pytest.param(
            replace(STRANGER, household_id=31),
            GROUP,
            TieKind.HOUSEHOLD,
            Strength.STRONG,
            "Según el padrón vive en el hogar de Rosa Ñahui Quispe.",
            id="household",
        ),
        pytest.param(
            of_surname("nahui", "quispe"),
            GROUP,
            TieKind.SURNAMES,
            Strength.STRONG,
            "Tiene los dos apellidos de Rosa Ñahui Quispe.",
            id="both surnames",
        ),
        pytest.param(
            of_surname("tito", "nahui"),
            GROUP,
            TieKind.SURNAMES,
            Strength.MEDIUM,
            "Comparte el apellido Ñahui con Rosa Ñahui Quispe. Lo tienen 20 de las 1000 personas del padrón en los "
            "distritos del concurso.",
            id="a rare surname",
        ),
        pytest.param(
            of_surname("poma"),
            GROUP,
            TieKind.SURNAMES,
            Strength.WEAK,
            "Comparte el apellido Poma con Juan De la Cruz Poma. Lo tienen 100 de las 1000 personas del padrón en los "
            "distritos del concurso.",
            id="a surname of one in ten",
        ),
        pytest.param(
            of_surname("de la cruz"),
            GROUP,
            TieKind.SURNAMES,
            Strength.MEDIUM,
            "Comparte el apellido De La Cruz con Juan De la Cruz Poma. Lo tienen 0 de las 1000 personas del padrón en "
            "los distritos del concurso.",
            id="a surname of several words",
        ),
        pytest.param(
            replace(STRANGER, centre_code="0903010001"),
            GROUP,
            TieKind.CENTRE,
            Strength.MEDIUM,
            "Según el padrón vive en Chahuarma, el centro poblado del grupo.",
            id="centre",
        ),
        pytest.param(
            replace(STRANGER, institution="AGRO LIRCAY E.I.R.L."),
            replace(GROUP, suppliers=(SupplierFacts("Agro Lircay E.I.R.L.", ""),)),
            TieKind.SUPPLIER,
            Strength.STRONG,
            "Su institución cotizó al grupo como proveedora: Agro Lircay E.I.R.L..",
            id="institution quoted",
        ),
        pytest.param(
            STRANGER,
            replace(GROUP, suppliers=(SupplierFacts("Ferretería", "10800000017"),)),
            TieKind.SUPPLIER,
            Strength.STRONG,
            "Cotizó al grupo como proveedor: Ferretería.",
            id="RUC made of the DNI",
        ),
        pytest.param(
            STRANGER,
            replace(GROUP, suppliers=(SupplierFacts("ELSA ROQUE TITO", ""),)),
            TieKind.SUPPLIER,
            Strength.STRONG,
            "Cotizó al grupo como proveedor: ELSA ROQUE TITO.",
            id="name quoted",
        ),
        pytest.param(
            STRANGER,
            replace(GROUP, filers=frozenset({7})),
            TieKind.PROMOTER,
            Strength.STRONG,
            "Representa o promueve a este grupo, o lo hizo antes.",
            id="promoter",
        ),
        pytest.param(
            replace(STRANGER, groups_with=(("Sumaq Kuy", 22), ("Otro", 99))),
            GROUP,
            TieKind.CO_MEMBER,
            Strength.STRONG,
            "Integra o integró el grupo Sumaq Kuy con Juan De la Cruz Poma.",
            id="earlier together in a group",
        ),
        pytest.param(
            replace(STRANGER, judged=((5, "I-2025"), (6, "I-2025"))),
            GROUP,
            TieKind.JUDGED,
            Strength.WEAK,
            "Fue jurado de este grupo en el concurso I-2025, en el que ganó.",
            id="judged it before",
        ),
    ],
)
def test_a_tie_has_its_evidence_and_weight(
    juror: JurorFacts, group: GroupFacts, kind: TieKind, strength: Strength, says: str
) -> None:
    (tie,) = find_ties([juror], [group], COUNTS)
    (ground,) = tie.grounds

    assert (tie.juror_id, tie.application_id, tie.strength) == (1, 10, strength)
    assert (ground.kind, ground.evidence.text) == (kind, says)


@pytest.mark.parametrize(
    ("juror", "group"),
    [
        pytest.param(STRANGER, GROUP, id="nothing in common"),
        pytest.param(of_surname("quispe"), GROUP, id="a surname of more than one in ten"),
        pytest.param(of_surname("quispe", "nahui"), replace(GROUP, members=()), id="nobody there"),
        pytest.param(replace(STRANGER, dni="70000021", household_id=31), GROUP, id="the own group"),
    ],
)
def test_what_says_nothing_is_no_tie(juror: JurorFacts, group: GroupFacts) -> None:
    assert find_ties([juror], [group], COUNTS) == ()


def test_with_few_people_known_no_surname_is_called_rare() -> None:
    (tie,) = find_ties([of_surname("quispe")], [GROUP], SurnameCounts(49, {"quispe": 40}))

    assert tie.strength is Strength.WEAK
    assert "muy pocas personas" in tie.grounds[0].evidence.text
    assert SurnameCounts(50, {"quispe": 1}).share("quispe") == Fraction(1, 50)


def test_the_strongest_comes_first_and_many_are_not_all_named() -> None:
    many = tuple(
        replace(MEMBERS[0], person_id=n, full_name=f"Ana {n} Ñahui", surnames=("nahui",)) for n in range(5)
    )
    wide = replace(GROUP, application_id=11, members=many)
    juror = replace(of_surname("nahui"), household_id=32)

    first, second = find_ties([juror], [wide, GROUP], COUNTS)

    assert [ground.kind for ground in first.grounds] == [TieKind.HOUSEHOLD, TieKind.SURNAMES]
    assert first.keys == {"household", "surname:nahui"}
    assert second.grounds[0].evidence.params["members"] == "Ana 0 Ñahui, Ana 1 Ñahui, Ana 2 Ñahui (+2)"


@pytest.mark.parametrize(
    ("full_name", "expected"),
    [
        ("Elsa Quintanilla Roque", ("quintanilla", "roque")),
        ("Juan Carlos De la Cruz Quispe", ("de la cruz", "quispe")),
        ("María del Carmen Ñahui de la Torre", ("nahui", "de la torre")),
        ("Rosa HUAMÁN", ("huaman",)),
        ("Rosa", ()),
        ("", ()),
    ],
)
def test_surnames_are_read_from_the_end_of_a_name(full_name: str, expected: tuple[str, ...]) -> None:
    assert surnames_of(full_name) == expected


def test_names_are_compared_without_accents_or_case() -> None:
    assert plain("  ÁVILA  Núñez ") == plain("avila nuñez")


@pytest.mark.parametrize(
    ("surname", "full_name", "expected"),
    [("nahui", "Rosa Ñahui Poma", "Ñahui"), ("de la cruz", "Juan De la Cruz", "De La Cruz")],
)
def test_a_surname_is_written_as_its_owner_does(surname: str, full_name: str, expected: str) -> None:
    assert written_as(surname, full_name) == expected
