"""Icons are drawn inline, silent unless they have a name."""

import pytest
from flask import Flask

from contest_portal.web.shared.icons import icon_svg, symbol
from tests.web.shared.tiny_portal import render


def test_icon_is_decoration_without_a_label() -> None:
    drawn = icon_svg("check-lg")

    assert drawn.startswith('<svg class="icon" viewBox="0 0 16 16"')
    assert 'aria-hidden="true"' in drawn
    assert "<path" in drawn
    assert "id=" not in drawn


def test_icon_with_a_label_is_an_image_with_that_name() -> None:
    drawn = icon_svg("check-lg", 'Listo "ya"')

    assert 'role="img" aria-label="Listo &#34;ya&#34;"' in drawn
    assert "aria-hidden" not in drawn


def test_one_symbol_is_small_though_the_sprite_is_not() -> None:
    assert len(icon_svg("house")) < 1200


def test_names_that_begin_alike_are_told_apart() -> None:
    assert symbol("check-circle") != symbol("check-circle-fill")


@pytest.mark.parametrize("name", ["no-such-icon", "", "check.lg", '"><script>'])
def test_unknown_name_is_an_error(name: str) -> None:
    with pytest.raises(LookupError, match="has no"):
        icon_svg(name)


def test_macro_prints_the_icon(tiny_portal: Flask) -> None:
    printed = render(
        tiny_portal, '{% from "components/icons.html" import icon %}{{ icon("house", "Inicio") }}'
    )

    assert printed == icon_svg("house", "Inicio")
