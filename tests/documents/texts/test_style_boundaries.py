"""How far a style may go: each measure at its edge and one step past it, and what each refusal says."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_portal.documents.texts.css import MOST_CHARACTERS, PROPERTIES, css_faults, scoped_css


def told(css: str) -> list[tuple[str, str, str]]:
    return [
        (fault.code.partition(".")[2], fault.params["line"], fault.params["name"])
        for fault in css_faults(css)
    ]


@pytest.mark.parametrize(
    "declaration",
    [
        "font-size: 6pt",
        "font-size: 40pt",
        "font-size: 8px",
        "font-size: 3mm",
        "font-size: 1cm",
        "font-size: 1em",
        "font-size: 3.7rem",
        "line-height: 1",
        "line-height: 1.45",
        "line-height: 3",
        "letter-spacing: 0",
        "letter-spacing: 6pt",
        "margin-top: 230pt",
        "margin-top: 81mm",
        "margin-top: 8.1cm",
        "padding: 0 1mm 2pt 3px",
        "width: 500pt",
        "max-width: 17.6cm",
        "width: 0%",
        "width: 100%",
        "width: auto",
        "orphans: 0",
        "widows: 999",
        "font-weight: 700",
        "color: #5a5a5a",
        "color: black",
        "color: rgb(0, 0, 139)",
        "color: red",
        "background-color: #969696",
        "background-color: white",
        "background-color: yellow",
        "border: 1px solid #fff",
        "border-bottom: 2pt dotted navy",
        "border-color: lime",
        "text-align: justify",
        "list-style-type: lower-alpha",
        "TEXT-ALIGN: CENTER",
    ],
)
def test_a_measure_at_its_edge_is_taken(declaration: str) -> None:
    assert css_faults(f"p {{ {declaration}; }}") == ()


@pytest.mark.parametrize(
    ("declaration", "code", "name"),
    [
        ("font-size: 5.99pt", "size", "5.99pt"),
        ("font-size: 40.01pt", "size", "40.01pt"),
        ("font-size: 7px", "size", "7px"),
        ("font-size: 2mm", "size", "2mm"),
        ("font-size: 1.5cm", "size", "1.5cm"),
        ("font-size: 4em", "size", "4em"),
        ("font-size: 12", "value", "12"),
        ("font-size: 100%", "value", "100%"),
        ("line-height: 0.99", "size", "0.99"),
        ("line-height: 3.01", "size", "3.01"),
        ("line-height: 12pt", "value", "12pt"),
        ("line-height: 120%", "value", "120%"),
        ("letter-spacing: 6.01pt", "size", "6.01pt"),
        ("letter-spacing: -1pt", "value", "-1pt"),
        ("margin-top: 230.01pt", "value", "230.01pt"),
        ("margin-top: 82mm", "value", "82mm"),
        ("margin-top: 1in", "value", "1in"),
        ("margin-top: 9vh", "value", "9vh"),
        ("margin-top: 5%", "value", "5%"),
        ("vertical-align: 2mm", "value", "2mm"),
        ("vertical-align: -1", "value", "-1"),
        ("width: 500.01pt", "value", "500.01pt"),
        ("width: 100.5%", "value", "100.5%"),
        ("width: -1%", "value", "-1%"),
        ("widows: 1000", "value", "1000"),
        ("color: #5b5b5b", "colour", "#5b5b5b"),
        ("color: white", "colour", "white"),
        ("color: yellow", "colour", "yellow"),
        ("color: currentColor", "value", "currentColor"),
        ("color: #0000", "value", "#0000"),
        ("background-color: #959595", "colour", "#959595"),
        ("background-color: navy", "colour", "navy"),
        ("background-color: hsla(0, 0%, 100%, .5)", "value", "hsla(0, 0%, 100%, .5)"),
        ("margin-top: red", "value", "red"),
        ("border: 1px solid transparent", "value", "transparent"),
        ("width: min(1pt)", "value", "min(1pt)"),
        ("text-align: 'left'", "value", '"left"'),
        ("padding: 1mm / 2mm", "value", "/"),
        ("text-align: (left)", "value", "(left)"),
        ("position: static", "property", "position"),
        ("float: left", "property", "float"),
        ("font-family: serif", "property", "font-family"),
        ("--own: 1", "property", "--own"),
        ("z-index: 1", "property", "z-index"),
        ("margin: 0 !important", "value", "!important"),
        ("@media print { }", "rule", "…"),
    ],
)
def test_a_measure_past_its_edge_is_refused_and_named(declaration: str, code: str, name: str) -> None:
    assert told(f"td\n{{\n {declaration};\n}}") == [(code, "3", name)]


@pytest.mark.parametrize(
    "selector",
    [
        "p",
        "h2",
        ".cláusula",
        ".own-class_2",
        "p.own",
        "p.own.other",
        "li:first-child",
        "li:last-child",
        "tr:nth-child(odd)",
        "tr:nth-child(12)",
        "table td + td > b",
        "p,b , i",
        ".subtitle",
        ".my-foot",
    ],
)
def test_a_selector_of_the_text_is_taken(selector: str) -> None:
    scoped = scoped_css(f"{selector} {{ margin: 0 }}")

    heads = scoped.removesuffix(" { margin: 0; }").split(", ")
    assert len(heads) == selector.count(",") + 1
    assert all(head.startswith(".edited-text ") for head in heads)


@pytest.mark.parametrize(
    "selector",
    [
        "P",
        "p,",
        ",p",
        "> p",
        "p >",
        "p || p",
        "p:hover",
        "p::after",
        "p:nth-child(2n+1)",
        "p:nth-child(-1)",
        "p:FIRST-CHILD",
        "p#own",
        "p[class=own]",
        "p.*",
        ":root",
        r".\66 oot",
        ".edited-text",
        ".title-text",
        "p .letterhead-name + p",
        ".own.blank",
        "td.handwritten",
        ".log-page",
        ".draft",
    ],
)
def test_a_selector_that_reaches_past_the_text_is_refused(selector: str) -> None:
    assert [code for code, _, _ in told(f"{selector} {{ margin: 0 }}")] == ["selector"]


def test_each_fault_of_a_style_is_told_in_its_order() -> None:
    css = "p { color: white }\n@page { }\n#a { top: 0;\n width: 200% }"

    assert told(css) == [
        ("colour", "1", "white"),
        ("rule", "2", "@page"),
        ("selector", "3", "#a"),
        ("property", "3", "top"),
        ("value", "4", "200%"),
    ]


def test_a_refusal_says_the_line_of_the_style_and_what_to_do() -> None:
    (fault,) = css_faults("\n\nb { float: left }")

    assert fault.field == "css"
    assert fault.text == "Línea 3 del estilo: la propiedad «float» no se permite. Quítela."


def test_a_long_name_is_cut_in_the_refusal() -> None:
    assert told(f"p {{ {'a' * 41}: 0 }}") == [("property", "1", "a" * 40)]


@pytest.mark.parametrize("css", ["", " \n\t", "/* nada */", "/* a */ /* b */"])
def test_an_empty_style_is_no_style(css: str) -> None:
    assert (css_faults(css), scoped_css(css)) == ((), "")


def test_a_style_is_as_long_as_it_may_be_and_no_longer() -> None:
    rule = "p { margin: 0 }"

    assert css_faults(rule.ljust(MOST_CHARACTERS)) == ()
    assert told(rule.ljust(MOST_CHARACTERS + 1)) == [("long", "", str(MOST_CHARACTERS))]


def test_a_rule_without_declarations_is_written_empty() -> None:
    assert scoped_css("p { }") == ".edited-text p {  }"


@given(st.text(alphabet=string.printable, max_size=60))
def test_no_style_closes_its_element_or_leaves_its_scope(css: str) -> None:
    if css_faults(css):
        with pytest.raises(ValueError, match=r"."):
            scoped_css(css)
        return
    written = scoped_css(css)
    assert "<" not in written
    assert all(line.startswith(".edited-text ") for line in written.splitlines())


@given(
    name=st.sampled_from(sorted(PROPERTIES)),
    value=st.text(alphabet="0123456789.-+%#(),/ aeflmnprtux'\"\\@!;:", min_size=1, max_size=20),
)
def test_what_is_written_anew_is_taken_again_and_stays(name: str, value: str) -> None:
    css = f"p {{ {name}: {value} }}"
    if css_faults(css):
        return
    once = scoped_css(css).replace(".edited-text ", "")

    assert scoped_css(once).replace(".edited-text ", "") == once
