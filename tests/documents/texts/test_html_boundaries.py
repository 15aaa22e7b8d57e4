"""The HTML that a text may contain: which elements, attributes and classes, how they close, and on which line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.awards.documents.annulment import ANNULMENT
from contest_portal.documents.texts.html import ELEMENTS, TextHtml, html_faults, is_of_the_frame
from contest_portal.documents.texts.language import MOST_CHARACTERS, read_text


def told(source: str) -> list[tuple[str, str, str]]:
    return [
        (fault.code.partition(".")[2], fault.params["line"], fault.params["name"])
        for fault in read_text(ANNULMENT, source).faults
    ]


@pytest.mark.parametrize(
    "source",
    [
        "a",
        "á > b & c",
        "&lt;script&gt;",
        "<p></p>",
        "<p>a<br>b<br/>c<br />d</p><hr>",
        '<p\n class="own">a</p>',
        '<p class="">a</p>',
        '<p class="own other_2 a-b">a</p >',
        '<th scope="row" colspan="2" rowspan="3">a</th>',
        '<td colspan="1">a</td>',
        '<td colspan="99">a</td>',
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        "{% if doc.reason %}<p>a</p>{% else %}<div>b</div>{% endif %}",
        "{% for line in doc.reason | paragraphs %}<p>{{ line }}</p>{% endfor %}",
        "<p>{% if doc.reason %}<b>a</b>{% endif %}</p>",
        "<p>{{ '<b>' }}</p>",
        "<p>{# <script> #}a</p>",
        "<p>{{ doc.reason }} > 3</p>",
    ],
)
def test_plain_markup_is_taken(source: str) -> None:
    assert told(source) == []


@pytest.mark.parametrize("element", sorted(ELEMENTS - {"br", "hr"}))
def test_each_element_is_taken_closed_and_missed_open(element: str) -> None:
    assert told(f"<{element}>a</{element}>") == []
    assert told(f"a\n<{element}>b") == [("unclosed", "2", f"<{element}>")]


@pytest.mark.parametrize(
    "element",
    [
        "a",
        "img",
        "script",
        "style",
        "link",
        "iframe",
        "svg",
        "h1",
        "pre",
        "input",
        "form",
        "object",
        "body",
        "math",
    ],
)
def test_an_element_that_fetches_or_belongs_to_the_frame_is_refused(element: str) -> None:
    assert told(f"<{element}>a</{element}>") == [("element", "1", element)] * 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<p id="a">a</p>', [("attribute", "1", "id")]),
        ('<p title="a" lang="es">a</p>', [("attribute", "1", "title"), ("attribute", "1", "lang")]),
        ('<td colspan="0">a</td>', [("attribute", "1", 'colspan="0"')]),
        ('<td colspan="100">a</td>', [("attribute", "1", 'colspan="100"')]),
        ('<td colspan="1000000">a</td>', [("attribute", "1", 'colspan="1000000"')]),
        ('<td rowspan="999999999999999999999999">a</td>', [("attribute", "1", f'rowspan="{"9" * 20}"')]),
        ('<td rowspan="-1">a</td>', [("attribute", "1", 'rowspan="-1"')]),
        ('<td rowspan="">a</td>', [("attribute", "1", 'rowspan=""')]),
        ('<td rowspan="1.5">a</td>', [("attribute", "1", 'rowspan="1.5"')]),
        ('<td colspan="\uff12">a</td>', [("attribute", "1", 'colspan="\uff12"')]),
        ('<p class="own foot">a</p>', [("class", "1", "foot")]),
        ('<p class="foot void">a</p>', [("class", "1", "foot"), ("class", "1", "void")]),
        ('<hr class="title">', [("class", "1", "title")]),
        ("<P>a</P>", [("html", "1", "<P>a</P>"), ("html", "1", "</P>")]),
        ("a <", [("html", "1", "<")]),
        ("a\n<\np>", [("html", "2", "<")]),
        ("a <- b", [("html", "1", "<- b")]),
        ("<p class='own'>a", [("html", "1", "<p class='own'>a")]),
        ("<td nowrap>a", [("html", "1", "<td nowrap>a")]),
        ("<!DOCTYPE html>", [("html", "1", "<!DOCTYPE html>")]),
        ("<?php 1 ?>", [("html", "1", "<?php 1 ?>")]),
        ("<!-- a -->", [("html", "1", "<!-- a -->")]),
        ("<{{ doc.reason }}>", [("html", "1", "<{{…}}>")]),
        ("<p>\n<b>\n<i>a", [("unclosed", "1", "<p>"), ("unclosed", "2", "<b>"), ("unclosed", "3", "<i>")]),
        ("<b><i>a</b></i>", [("unclosed", "1", "</b>")]),
        ("</p>", [("unclosed", "1", "</p>")]),
        ("<p/>", [("unclosed", "1", "<p>")]),
        ("<p>\n{% if doc.reason %}\n</p>\n{% endif %}\n</p>", [("unclosed", "5", "</p>")]),
    ],
)
def test_what_is_wrong_with_markup_is_named_with_its_line(
    source: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(source) == expected


@pytest.mark.parametrize(
    "name",
    [
        "letterhead",
        "letterhead-logo",
        "foot",
        "foot-qr-stamped",
        "void-mark",
        "trial-mark",
        "preview-mark",
        "draft",
        "blank",
        "title-code",
        "handwritten",
        "log-page",
        "edited-text",
    ],
)
def test_a_class_of_the_frame_belongs_to_it(name: str) -> None:
    assert is_of_the_frame(name)


@pytest.mark.parametrize(
    "name", ["", "own", "nowrap", "place", "signature", "subtitle", "avoid", "logo", "my-foot"]
)
def test_a_class_of_the_text_does_not(name: str) -> None:
    assert not is_of_the_frame(name)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("a\n<img>", "Línea 2: la etiqueta «img» no se permite. Quítela."),
        ('<p id="a">a</p>', "Línea 1: el atributo «id» no se permite. Quítelo."),
        (
            '<p class="void">a</p>',
            "Línea 1: la clase «void» es del marco del documento. Ponga otra.",
        ),
        ("", "Escriba el texto del documento."),
        ("a" * (MOST_CHARACTERS + 1), "El texto tiene más de 60000 caracteres. Acórtelo."),
    ],
    ids=["element", "attribute", "class", "empty", "long"],
)
def test_a_refusal_of_a_text_says_what_to_do(source: str, sentence: str) -> None:
    first = read_text(ANNULMENT, source).faults[0]

    assert (first.field, first.text) == ("body", sentence)


def test_a_text_is_as_long_as_it_may_be() -> None:
    assert told("a" * MOST_CHARACTERS) == []


@given(st.lists(st.sampled_from(sorted(ELEMENTS - {"br", "hr"})), max_size=30))
def test_elements_that_close_in_turn_are_whole_and_one_more_end_is_not(names: list[str]) -> None:
    whole = TextHtml()
    whole.add("".join(f"<{name}>" for name in names), 1)
    whole.add("".join(f"</{name}>" for name in reversed(names)), 2)

    assert html_faults(whole) == ()
    whole.add("</p>", 3)
    (fault,) = html_faults(whole)
    assert (fault.params["line"], fault.params["name"]) == ("3", "</p>")


@given(st.lists(st.sampled_from(["a", "bb\n", "\n", "", "c\nd"]), max_size=20))
def test_each_line_of_markup_keeps_its_number(parts: list[str]) -> None:
    markup, line = TextHtml(), 1
    for part in parts:
        markup.add(part, line)
        line += part.count("\n")
    markup.add("<", line)

    (fault,) = html_faults(markup)
    assert fault.params["line"] == str("".join(parts).count("\n") + 1)
