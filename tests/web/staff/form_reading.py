"""What a browser would send of a page that nobody touched."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Collects the values of inputs, text areas and selects by name."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: text or "" for key, text in attrs}
        name = found.get("name", "")
        if tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._select, self.values[name] = name, ""
        elif tag == "option" and "selected" in found:
            self.values[self._select] = found.get("value", "")
        elif (
            tag == "input" and name and (found.get("type") not in ("radio", "checkbox") or "checked" in found)
        ):
            self.values[name] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data


def untouched(page: str) -> dict[str, str]:
    """Give the fields of a page's forms with what they show."""
    reader = _Fields()
    reader.feed(page)
    return reader.values
