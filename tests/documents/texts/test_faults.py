"""What is wrong with a text is told by its line, in words that say what to do."""

import pytest

from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.documents.texts.css import css_faults, scoped_css
from contest_portal.documents.texts.language import read_text


def told(source: str) -> list[tuple[str, str, str]]:
    return [
        (fault.code.partition(".")[2], fault.params["line"], fault.params["name"])
        for fault in read_text(AGREEMENT, source).faults
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>a</p>\n{{ doc.gruppo }}", [("field", "2", "doc.gruppo")]),
        ("{{ doc.group.name.first }}", [("field", "1", "doc.group.name.first")]),
        ("\n\n{{ doc.money.amount | soles }}", [("filter", "3", "soles")]),
        ("{{ firma(office) }}\n{{ nobody }}", [("piece", "1", "firma"), ("field", "2", "nobody")]),
        ("{{ annex(doc) }}", [("piece_takes", "1", "annex()")]),
        ("{% for m in doc.group %}{{ m.dni }}{% endfor %}", [("loop", "1", "doc.group")]),
        (
            "{% for m in doc.group.members %}\n<p>{{ m.dni }}\n{{ m.age }}</p>{% endfor %}{{ m.dni }}",
            [("field", "3", "m.age"), ("field", "3", "m")],
        ),
        ("{% if doc.place %}\n<p>a{% else %}b</p>{% endif %}\n<h1>c</h1>", [("element", "3", "h1")] * 2),
        ("<p>a</p>\n<p>b\n<b>c</p>", [("unclosed", "3", "</p>")]),
        ("a\n{% block a %}{% endblock %}", [("tag", "2", "")]),
        ("a\n{% endif %}", [("syntax", "2", "")]),
    ],
)
def test_each_fault_has_its_line(source: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(source) == expected


@pytest.mark.parametrize(
    "css",
    [
        "@import 'a.css';",
        "@font-face { font-family: a; }",
        "@page { margin: 0; }",
        "@media print { p { color: #000; } }",
        "p { background: url(data:,a); }",
        "p { background-color: url(a); }",
        "p { position: fixed; }",
        "p { display: none; }",
        "p { visibility: hidden; }",
        "p { opacity: 0; }",
        "p { transform: scale(0); }",
        "p { width: expression(1); }",
        "p { width: calc(100% * 9); }",
        "p { margin-top: -5mm; }",
        "p { margin-left: 400mm; }",
        "p { font-size: 0; }",
        "p { font-size: 1pt; }",
        "p { font-size: 90pt; }",
        "p { line-height: 0; }",
        "p { color: #fff; }",
        "p { color: transparent; }",
        "p { color: rgba(0, 0, 0, 0); }",
        "p { background-color: #000; }",
        "p { color: #000 !important; }",
        "p { content: 'a'; }",
        "p::before { color: #000; }",
        "* { color: #000; }",
        "#a { color: #000; }",
        "p ~ p { color: #000; }",
        "p:not(.a) { color: #000; }",
        "[class] { color: #000; }",
        ".foot { color: #000; }",
        "p .void-mark { color: #000; }",
        "p { color: #000; } </style><script>",
        "p { color #000 }",
        "p { margin: var(--a); }",
        "p { text-align: \\3c/style; }",
        "p { a: b } " * 2000,
        f"p{' ' * 9900}! {{ }}",
    ],
)
def test_a_style_that_fetches_hides_or_leaves_the_text_is_refused(css: str) -> None:
    assert css_faults(css)
    with pytest.raises(ValueError, match=r"."):
        scoped_css(css)


def test_a_style_reaches_the_text_alone() -> None:
    css = """
    /* sangría */ p, .clausula > b:first-child { text-indent: 8mm; color: #123; margin: 2mm 0 }
    tr:nth-child(even) td { background-color: rgb(240, 240, 240); }
    """

    assert css_faults(css) == ()
    assert scoped_css(css) == (
        ".edited-text p, .edited-text .clausula > b:first-child { text-indent: 8mm; color: #123; margin: 2mm 0; }\n"
        ".edited-text tr:nth-child(even) td { background-color: rgb(240, 240, 240); }"
    )
