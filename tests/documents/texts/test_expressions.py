"""What stands between braces: what each form prints, what it counts as printed, and what is refused of it."""

from dataclasses import replace

import pytest

from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.annulment import ANNULMENT
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.texts import sandbox
from contest_portal.documents.texts.checks import failure, gap_problems
from contest_portal.documents.texts.language import DEEPEST, read_text
from contest_portal.documents.texts.places import declared_in, in_words, roots, words_of
from contest_portal.documents.texts.printing import shipped_body, wording_of
from contest_portal.documents.texts.reference import field_lines, text_diff
from contest_portal.documents.texts.sandbox import PrintedText, TextFailed, print_text
from contest_portal.kernel.money import Money
from tests.documents.texts.specimens import invented_specimen


def told(source: str, kind: DocumentKind = ANNULMENT) -> list[tuple[str, str, str]]:
    return [
        (fault.code.partition(".")[2], fault.params["line"], fault.params["name"])
        for fault in read_text(kind, source).faults
    ]


def result(source: str, **changes: object) -> PrintedText:
    specimen = invented_specimen(ANNULMENT)
    doc = replace(specimen.doc, **{"reason": "uno\n\ndos", "award": Money.soles(1234, 50), **changes})
    return print_text(ANNULMENT, source, {**specimen.context, "doc": doc})


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("{{ doc.reason }}", "uno\n\ndos"),
        ("{{ doc.reason | upper }}", "UNO\n\nDOS"),
        ("{{ doc.reason | length }}", "8"),
        ("{{ doc.reason[:3] | capitalize | full_stop }}", "Uno."),
        ("{{ 'Fin.' | full_stop }}", "Fin."),
        ("{{ doc.reason | paragraphs | join(' y ') }}", "uno y dos"),
        ("{{ doc.reason | paragraphs | length }}", "2"),
        ("{{ doc.award }}", "1234.50"),
        ("{{ doc.award | money }}", "S/\u00a01,234.50"),
        ("{{ (doc.award - doc.returned) | money }}", "S/\u00a01,234.50"),
        ("{{ (doc.award + doc.award) | money }}", "S/\u00a02,469.00"),
        ("{{ 21 | cardinal | shortened }}", "veintiún"),
        ("{{ 7 | ordinal }}", "SÉPTIMA"),
        ("{{ 'a' ~ 1 ~ '<' }}", "a1&lt;"),
        ("{{ 'a' if doc.award > doc.returned else 'b' }}", "a"),
        ("{{ 'a' if doc.award == doc.returned }}", ""),
        ("{{ 'a' if doc.returned is none else 'b' }}", "b"),
        ("{{ 'a' if doc.returned is not none and not doc.award == doc.returned else 'b' }}", "a"),
        ("{{ issue.issued_on | day }}", "23 de noviembre de 2026"),
        ("{{ issue.issued_at | clock_time }}", "12:00"),
        ("{{ issue.issued_at | office_day | day }}", "23 de noviembre de 2026"),
        ("{{ office.name | with_article }}", "la Unidad Territorial Lima"),
        ("{% set by = doc.party.agreement %}{{ by.issued_on | day }}", "2 de setiembre de 2026"),
        ("{% for a in doc.reason | paragraphs %}{{ loop.index }}{{ a }};{% endfor %}", "1uno;2dos;"),
        ("{% for a in doc.reason | paragraphs if a == 'dos' %}{{ a }}{% endfor %}", "dos"),
        ("{% for a in doc.reason | paragraphs %}{{ '' if loop.last else ', ' }}{% endfor %}", ", "),
        ("{% if doc.reason == 'x' %}a{% elif doc.award %}b{% else %}c{% endif %}", "b"),
        ("{# nada #}a{{ '' }}", "a"),
        ("{% raw %}{{ a }}{% endraw %}", "{{ a }}"),
        ("{% if doc.award %}\n  a\n{% endif %}\nb", "  a\nb"),
    ],
)
def test_each_form_prints_what_it_says(source: str, html: str) -> None:
    assert str(result(source).html) == html


@pytest.mark.parametrize("nothing", ["", " \n "])
def test_a_loop_over_no_lines_prints_what_else_says(nothing: str) -> None:
    source = "{% for a in doc.reason | paragraphs %}{{ a }}{% else %}ninguno{% endfor %}"

    assert str(result(source, reason=nothing).html) == "ninguno"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a", set()),
        ("{{ doc.award | money | upper }}", {("doc.award", ("money", "upper"))}),
        ("{{ doc.reason }}{{ doc.reason }}", {("doc.reason", ())}),
        ("{% set by = doc.party %}{{ by.group_name }}", {("doc.party.group_name", ())}),
        ("{% for a in doc.reason | paragraphs %}{{ a }}{% endfor %}", {("doc.reason[]", ())}),
        ("{% if doc.award %}a{% endif %}", set()),
        ("{{ 'a' if doc.award else doc.reason }}", set()),
        ("{{ doc.award + doc.returned }}", set()),
        ("{{ doc.reason ~ doc.award }}", {("doc.reason", ()), ("doc.award", ())}),
        ("{{ place_and_day(office, issue) }}", {("office", ()), ("issue", ()), ("place_and_day()", ())}),
        ("{{ signature(doc.reason, 'b') }}", {("doc.reason", ()), ("signature()", ())}),
    ],
)
def test_what_was_printed_is_known_by_its_path_and_filters(
    source: str, shown: set[tuple[str, tuple[str, ...]]]
) -> None:
    assert result(source).shown == shown


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("{{ doc }}", "doc"),
        ("{{ issue }}", "issue"),
        ("{{ office | upper }}", "office"),
        ("{{ doc.party }}", "doc.party"),
        ("{{ doc.party.agreement ~ 'a' }}", "doc.party.agreement"),
        ("{{ doc.party if doc.award else '' }}", "doc.party"),
        ("{% set by = doc.party %}{{ by }}", "by"),
    ],
)
def test_a_record_is_no_text_to_print(source: str, name: str) -> None:
    assert told(source) == [("field", "1", name)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ doc.jurors }}", [("field", "1", "doc.jurors")]),
        ("{{ doc.jurors | join(', ') }}", [("field", "1", "doc.jurors")]),
        ("{% for one in doc.jurors %}{{ one }}{% endfor %}", [("field", "1", "one")]),
        ("{{ doc.territory }}", [("field", "1", "doc.territory")]),
        ("{{ doc.territory | upper }}", [("field", "1", "doc.territory")]),
        ("{{ doc.closing }}", [("field", "1", "doc.closing")]),
        ("{{ doc.jurors | length }}", []),
        ("{{ doc.territory | listed | upper }}", []),
        ("{{ doc.territory | join('; ') }}", []),
        ("{{ sign_table(doc.jurors) }}", []),
        ("{% for one in doc.jurors[1:] %}{{ one.full_name }}{% endfor %}", []),
        ("{{ doc.jurors[0].full_name }}", [("expression", "1", "")]),
        ("{{ doc.pass_mark }}", []),
    ],
)
def test_a_list_is_written_joined_counted_or_gone_through(
    source: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(source, ACTA) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% set a = doc.award %}{% if doc.reason %}{% set a = doc.returned %}{% endif %}", ["a"]),
        ("{% set a = doc.award %}{% if doc.reason %}{% else %}{% set a = doc.returned %}{% endif %}", ["a"]),
        (
            "{% for a in doc.reason | paragraphs %}{% if a %}{% set a = doc.award %}{% endif %}{% endfor %}",
            ["a"],
        ),
        ("{% set doc = doc.party %}", ["doc"]),
        ("{% set loop = doc.party %}", ["loop"]),
        ("{% set none = doc.party %}", None),
        ("{% set signature = doc.party %}", ["signature"]),
        ("{% for office in doc.reason | paragraphs %}{% endfor %}", ["office"]),
        ("{% for _a in doc.reason | paragraphs %}{% endfor %}", ["_a"]),
        ("{% set a = doc.award %}{% set a = doc.returned %}{{ a }}", []),
        ("{% if doc.reason %}{% set a = doc.award %}{% else %}{% set a = doc.returned %}{% endif %}", []),
    ],
)
def test_a_name_that_stands_outside_is_not_given_anew_inside(source: str, expected: list[str] | None) -> None:
    faults = told(source)

    if expected is None:
        assert [code for code, _, _ in faults] == ["syntax"]
    else:
        assert faults == [("reserved", "1", name) for name in expected]


@pytest.mark.parametrize(
    "source",
    [
        "{% if doc.award %}{% set a = doc.award %}{% endif %}{{ a }}",
        "{% for a in doc.reason | paragraphs %}{% endfor %}{{ a }}",
        "{{ a }}{% set a = doc.award %}",
    ],
)
def test_a_name_holds_from_where_it_is_given_to_the_end_of_its_block(source: str) -> None:
    assert told(source) == [("field", "1", "a")]


def test_blocks_stand_so_deep_in_one_another_and_no_deeper() -> None:
    def nested(depth: int) -> str:
        return "{% if doc.award %}" * depth + "a" + "{% endif %}" * depth

    assert told(nested(DEEPEST)) == []
    assert told(nested(DEEPEST + 1)) == [("syntax", "1", "")]


@pytest.mark.parametrize(
    ("most", "is_printed"), [(2, True), (1, False)], ids=["as many turns as allowed", "one more"]
)
def test_turns_of_loops_are_counted(monkeypatch: pytest.MonkeyPatch, most: int, *, is_printed: bool) -> None:
    monkeypatch.setattr(sandbox, "MOST_STEPS", most)
    source = "{% for a in doc.reason | paragraphs %}{{ a }}{% endfor %}"

    if is_printed:
        assert result(source).steps == most
        return
    with pytest.raises(TextFailed) as failed:
        result(source)
    assert "da demasiado trabajo" in failure(failed.value).text


def test_letters_that_are_printed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_PRINTED", 8)

    assert result("{{ doc.reason }}").size == 8
    with pytest.raises(TextFailed, match="too long"):
        result("{{ doc.reason }}a")


def test_a_failure_names_the_line_and_what_to_look_at() -> None:
    with pytest.raises(TextFailed) as failed:
        result("a\n\n{{ doc.reason | money }}")

    problem = failure(failed.value)
    assert (problem.code, problem.field) == ("document_text.failed", "body")
    assert problem.text.startswith("Línea 3: el texto no se pudo imprimir")


def test_a_gap_is_left_blank_by_every_filter_and_told_once() -> None:
    printed = result("[{{ doc.reason | upper | full_stop }}{{ doc.reason | in_quotes }}]", reason="")

    assert str(printed.html) == "[]"
    assert [(gap.path, gap.line) for gap in printed.gaps] == [("doc.reason", 1)] * 2
    assert [problem.text for problem in gap_problems(ANNULMENT, printed)] == [
        "Falta un dato que el texto de este documento imprime: Motivo. Complételo antes de emitir."
    ]


def test_an_amount_of_nothing_is_no_gap() -> None:
    assert result("{{ doc.returned | money }}", returned=Money.soles(0)).gaps == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("doc", ()),
        ("doc.reason", ("Motivo",)),
        ("doc.party.agreement.code", ("Grupo", "Convenio", "Número")),
        ("office.city", ("La unidad", "Ciudad")),
        ("issue.year", ("La emisión", "Año de la serie")),
        ("doc.unknown", ("unknown",)),
    ],
)
def test_a_path_is_said_from_outside_in(path: str, words: tuple[str, ...]) -> None:
    assert (words_of(ANNULMENT, path), in_words(ANNULMENT, path)) == (words, ": ".join(words))


@pytest.mark.parametrize("name", ["number", "verification_code", "__class__", "replace", ""])
def test_what_is_not_declared_of_a_record_leads_nowhere(name: str) -> None:
    assert ANNULMENT.text is not None
    assert roots(ANNULMENT)["issue"].field(name, declared_in(ANNULMENT.text)) is None


def test_the_list_of_fields_has_the_amounts_and_no_record() -> None:
    samples = {line.path: line.sample for line in field_lines(ANNULMENT, invented_specimen(ANNULMENT))}

    assert samples["doc.award"] == "S/\u00a09,000.00"
    assert samples["doc.returned"] == "S/\u00a00.00"
    assert not {"doc", "doc.party", "doc.party.agreement", "issue.number"} & samples.keys()


def test_each_field_of_the_list_that_is_one_may_be_printed() -> None:
    lines = [line for line in field_lines(ANNULMENT, invented_specimen(ANNULMENT)) if not line.is_many]

    assert told("".join(f"{{{{ {line.path} }}}}" for line in lines)) == []


def test_texts_are_compared_with_their_styles_line_by_line() -> None:
    assert ANNULMENT.text is not None
    shipped = shipped_body(ANNULMENT.text)
    added = wording_of(f"{shipped.rstrip()}\nFin", "p { margin: 0 }")

    assert text_diff(ANNULMENT, None, None) == ()
    assert text_diff(ANNULMENT, None, wording_of(shipped, "")) == ()
    assert [line.text for line in text_diff(ANNULMENT, None, added) if line.sign == "+"] == [
        "Fin",
        "p { margin: 0 }",
    ]
    assert [line.text for line in text_diff(ANNULMENT, added, None) if line.sign == "-"] == [
        "Fin",
        "p { margin: 0 }",
    ]
