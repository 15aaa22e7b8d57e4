"""Draw icons inline: one symbol taken out of Bootstrap's sprite, which weighs 1.1 MB as a whole."""

import re
from functools import cache, lru_cache

from flask import Flask
from markupsafe import Markup

from contest_portal.web.shared.packages import package_file

SPRITE = ("flask_bootstrap", "static/bootstrap5/icons/bootstrap-icons.svg")


def register_icons(app: Flask) -> None:
    """Offer `icon_svg` to templates; components/icons.html wraps it."""
    app.jinja_env.globals["icon_svg"] = icon_svg


@lru_cache(maxsize=512)
def icon_svg(name: str, label: str | None = None) -> Markup:
    """Print an icon as inline SVG; without a label it is hidden from screen readers.

    Raises LookupError for a name that the sprite does not have: a mistake in a template, found by its first test.
    """
    box, shape = symbol(name)
    if label is None:
        spoken = Markup('aria-hidden="true"')
    else:
        spoken = Markup('role="img" aria-label="{}"').format(label)
    return Markup(
        '<svg class="icon" viewBox="{}" width="16" height="16" fill="currentColor" focusable="false" {}>{}</svg>'
    ).format(box, spoken, shape)


@cache
def symbol(name: str) -> tuple[str, Markup]:
    """Find a symbol's view box and shape in the sprite; reads the sprite once per icon and keeps the shape only."""
    sprite = package_file(*SPRITE).read_text("utf-8")
    pattern = rf'<symbol class="[^"]*" viewBox="([^"]*)" id="{re.escape(name)}">(.*?)</symbol>'
    found = re.search(pattern, sprite, re.DOTALL)
    if found is None:
        raise LookupError(f"The icon sprite has no {name!r}.")
    return found[1], Markup(found[2])  # noqa: S704 - the shape comes from the installed package
