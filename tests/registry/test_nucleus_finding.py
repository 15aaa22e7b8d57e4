"""The search box finds nuclei by code and by name, and only those that touch the territory of whoever asks."""

import pytest
from sqlalchemy.orm import Session

from contest_portal.registry.queries.finding import find
from contest_portal.registry.queries.nuclei import central_nuclei, centre_choices
from tests.factories.nuclei import make_central, make_nucleus
from tests.factories.registry import make_centre, make_district


@pytest.fixture
def nuclei(session: Session) -> int:
    """NEC Acobamba in 0902 with two NE, NEC Ñahuimpuquio in 0903, and one without a centre."""
    for ubigeo, name in (("090201", "Acobamba"), ("090301", "Lircay")):
        make_district(session, ubigeo, name=name)
    acobamba = make_central(session, code="NEC-ACO-1", name="NEC Acobamba", first_year=2025)
    first = make_nucleus(
        session, acobamba, make_centre(session, "0902010001"), code="NE-01", name="Pomavilca"
    )
    make_nucleus(session, acobamba, code="NE-02", name="Choclococha")
    other = make_central(session, code="NEC-ÑAH", name="NEC Ñahuimpuquio", first_year=2024)
    make_nucleus(session, other, make_centre(session, "0903010001"), code="NE-01", name="Tuco")
    make_central(session, code="NEC-VACIO", name="NEC Vacío", first_year=2020)
    return first.id


def found(session: Session, typed: str, within: tuple[str, ...] = ()) -> list[str]:
    return [
        one.nucleus_name or one.central_name for one in find(session, typed, limit=10, within=within).nuclei
    ]


@pytest.mark.usefixtures("nuclei")
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("nec acobamba", ["NEC Acobamba"]),
        ("NEC Acobanba", ["NEC Acobamba"]),
        ("acobamba", ["NEC Acobamba"]),
        ("núcleo ejecutor central de ñahuimpuquio", ["NEC Ñahuimpuquio"]),
        ("nahuimpuqio", ["NEC Ñahuimpuquio"]),
        ("vacio", ["NEC Vacío"]),
        ("ne pomavilca", ["Pomavilca"]),
        ("choclococha", ["Choclococha"]),
        ("nec-aco-1", ["NEC Acobamba", "Pomavilca", "Choclococha"]),
        ("NEC-ACO-1-NE-02", ["Choclococha"]),
        ("nec-aco", ["NEC Acobamba", "Pomavilca", "Choclococha"]),
        ("ne-01", ["Pomavilca", "Tuco"]),
        ("nec zzz", []),
        ("%", []),
        ("70000001", []),
    ],
)
def test_a_nucleus_is_found_by_code_or_name(session: Session, typed: str, names: list[str]) -> None:
    assert found(session, typed) == names


@pytest.mark.usefixtures("nuclei")
@pytest.mark.parametrize(
    ("within", "names"),
    [
        (("0902",), ["NEC Acobamba", "Pomavilca", "Choclococha", "NEC Vacío"]),
        (("090301", "10"), ["NEC Ñahuimpuquio", "Tuco", "NEC Vacío"]),
        (("10",), ["NEC Vacío"]),
    ],
)
def test_only_nuclei_of_the_territory_are_found_and_listed(
    session: Session, within: tuple[str, ...], names: list[str]
) -> None:
    typed = ("nec acobamba", "ne pomavilca", "choclococha", "nec ñahuimpuquio", "ne tuco", "nec vacío")

    assert [name for words in typed for name in found(session, words, within)] == names
    listed = [central.name for central in central_nuclei(session, within=within)]
    assert listed == [name for name in names if name.startswith("NEC")]


def test_only_centres_of_the_territory_are_offered(session: Session, nuclei: int) -> None:
    make_centre(session, "0902010002", name="Pampas")
    make_centre(session, "0903010002", name="Pampas")

    offered = centre_choices(session, nuclei, "pampas", limit=5, within=("0902",))

    assert [choice.code for choice in offered] == ["0902010002"]


@pytest.mark.usefixtures("nuclei")
def test_a_finding_says_what_it_is(session: Session) -> None:
    nec, ne = (
        find(session, "nec acobamba", limit=5).nuclei[0],
        find(session, "ne pomavilca", limit=5).nuclei[0],
    )

    assert (nec.central_code, nec.years, nec.nucleus_code) == ("NEC-ACO-1", "2025–2026", None)
    assert (ne.central_name, ne.nucleus_code, ne.nucleus_name) == ("NEC Acobamba", "NE-01", "Pomavilca")
