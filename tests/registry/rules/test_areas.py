"""Names of departments and provinces: told once, disputed once, the first one stays."""

import pytest

from contest_portal.registry.rules.areas import ToldArea, dispute_remark, names_not_known

HUANCAVELICA = ToldArea("09", "Huancavelica", 2)


@pytest.mark.parametrize(
    ("told", "known", "names"),
    [
        ([HUANCAVELICA], [], ["Huancavelica"]),
        ([HUANCAVELICA], [("09", "huancavelica")], []),
        ([ToldArea("09", "HUANCAVÉLICA", 3), HUANCAVELICA], [], ["Huancavelica"]),
        ([ToldArea("09", "Wankawillka", 3), HUANCAVELICA], [], ["Huancavelica", "Wankawillka"]),
        ([ToldArea("0901", "Huancavelica", 2), HUANCAVELICA], [], ["Huancavelica", "Huancavelica"]),
        ([ToldArea("02", "Ancash", 5)], [("02", "ancash")], []),
        ([ToldArea("09", "Ñahui", 5)], [("09", "nahui")], ["Ñahui"]),
    ],
    ids=["new", "known", "accents", "two names", "two levels", "without accent", "ñ is a letter"],
)
def test_only_names_that_are_news_are_given(
    told: list[ToldArea], known: list[tuple[str, str]], names: list[str]
) -> None:
    assert [area.name for area in names_not_known(told, known)] == names


def test_another_name_is_a_remark_and_the_first_is_none() -> None:
    told = ToldArea("09", "Wankawillka", 7)

    remark = dispute_remark(told, {"09": "Huancavelica"})

    assert dispute_remark(told, {}) is None
    assert remark is not None
    assert remark.text == (
        "Línea 7: el código 09 se llama «Wankawillka» en este archivo y «Huancavelica» en el padrón. Queda "
        "«Huancavelica»; después puede elegir el nombre en la página Territorio."
    )
