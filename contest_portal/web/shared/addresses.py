"""What a part of an address may be."""

from flask import Flask
from werkzeug.routing import Map, UnicodeConverter


class LetterConverter(UnicodeConverter):
    """Any letters but the null letter, which PostgreSQL refuses to look for: such an address is no page."""

    def __init__(self, map: Map) -> None:
        super().__init__(map)
        self.regex = r"[^/\x00]+"


def register_addresses(app: Flask) -> None:
    """Read parts of addresses so. Register it before any page."""
    app.url_map.converters["default"] = LetterConverter
