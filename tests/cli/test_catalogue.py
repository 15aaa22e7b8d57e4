"""Catalogues: nothing translated is lost, nothing new is missed."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from contest_portal.cli.catalogue import (
    catalogue_path,
    collect_texts,
    read_catalogue,
    untranslated,
    update_catalogue,
    write_catalogue,
)

PYTHON = 'X = N_("Uno")\nngettext("%(num)s fila", "%(num)s filas", 2)\nflash(gettext("Dos " "y medio"))\n'
TEMPLATE = "<p>{{ _('Tres %(x)s', x=1) }}{% trans %}Cuatro{% endtrans %}</p>{{ ngettext('a', 'b', 1) }}"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house of one module and one template."""
    for folder in ("contest_portal", "templates"):
        (tmp_path / folder).mkdir()
    (tmp_path / "contest_portal" / "a.py").write_text(PYTHON)
    (tmp_path / "templates" / "b.html").write_text(TEMPLATE)
    return tmp_path


def ids(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


def translate(house: Path, **pairs: str) -> None:
    catalogue = read_catalogue(house, "en")
    for spanish, english in pairs.items():
        catalogue[spanish].string = english  # type: ignore[union-attr]
    write_catalogue(house, "en", catalogue)


def test_every_marked_text_is_collected(house: Path) -> None:
    assert ids(collect_texts(house)) == {
        "Uno",
        ("%(num)s fila", "%(num)s filas"),
        "Dos y medio",
        "Tres %(x)s",
        "Cuatro",
        ("a", "b"),
    }


def test_template_that_cannot_be_read_is_an_error(house: Path) -> None:
    (house / "templates" / "b.html").write_text("{{ _('Tres' }}")

    with pytest.raises(Exception, match="expected"):
        collect_texts(house)


def test_new_catalogue_is_all_untranslated(house: Path) -> None:
    catalogue = update_catalogue(house, "en")

    assert len(untranslated(catalogue)) == len(catalogue) == 6


def test_update_keeps_translations_and_drops_texts_that_are_gone(house: Path) -> None:
    update_catalogue(house, "en")
    translate(house, Uno="One", Cuatro="Four")
    (house / "contest_portal" / "a.py").write_text('X = N_("Uno")\n')
    (house / "templates" / "b.html").write_text("{{ _('Cinco') }}")

    update_catalogue(house, "en")

    written = read_catalogue(house, "en")
    assert ids(written) == {"Uno", "Cinco"}
    assert written["Uno"].string == "One"  # type: ignore[union-attr]
    assert "Cuatro" not in catalogue_path(house, "en").read_text()


def test_similar_text_does_not_borrow_a_translation(house: Path) -> None:
    update_catalogue(house, "en")
    translate(house, Cuatro="Four")
    (house / "templates" / "b.html").write_text("{{ _('Cuatros') }}")

    assert "Cuatros" in untranslated(update_catalogue(house, "en"))


def test_one_form_of_a_plural_is_not_enough(house: Path) -> None:
    catalogue = update_catalogue(house, "en")
    catalogue["a"].string = ("one", "")  # type: ignore[union-attr]

    assert "('a', 'b')" in untranslated(catalogue)


def test_updating_twice_writes_the_same_bytes(house: Path) -> None:
    path = catalogue_path(house, "en")
    update_catalogue(house, "en")
    before = (path.read_bytes(), path.with_suffix(".mo").read_bytes())

    update_catalogue(house, "en")

    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == before


def test_compiled_catalogue_holds_the_translations(house: Path) -> None:
    update_catalogue(house, "en")
    translate(house, Uno="One")

    with catalogue_path(house, "en").with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)

    assert compiled["Uno"].string == "One"  # type: ignore[union-attr]
