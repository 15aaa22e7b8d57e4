"""Read a printed piece of HTML as a tree; refuse it when it is not valid."""

from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

SVG = "{http://www.w3.org/2000/svg}"


def read(html: str) -> Element:
    """Parse a piece, refuse any mistake in it, and check that ids are single and references lead somewhere."""
    parser = HTMLParser(namespace_html_elements=False)
    tree: Element = parser.parse(f"<!doctype html><title>t</title><body>{html}")
    assert not parser.errors, f"invalid HTML: {parser.errors[:3]}"
    for element in tree.iter():
        element.tag = element.tag.removeprefix(SVG) if isinstance(element.tag, str) else element.tag
    names = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(names) == len(set(names)), f"repeated ids: {sorted(names)}"
    described = [element.get("aria-describedby") or "" for element in tree.iter()]
    assert {name for text in described for name in text.split()} <= set(names)
    return tree


def one(tree: Element, path: str) -> Element:
    """The only element at this path."""
    found = tree.findall(f".//{path}")
    assert len(found) == 1, f"{len(found)} elements at {path}"
    return found[0]


def words(element: Element) -> str:
    """The text of an element with single blanks."""
    return " ".join("".join(element.itertext()).split())


def all_words(tree: Element, path: str) -> list[str]:
    """The text of every element at this path, in order."""
    return [words(element) for element in tree.findall(f".//{path}")]
