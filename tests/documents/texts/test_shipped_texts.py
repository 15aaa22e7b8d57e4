"""The texts as shipped are written in the language that administrators have, and say what they must."""

from dataclasses import replace

import pytest

from contest_portal.awards.documents.acta import ACTA
from contest_portal.awards.documents.agreement import AGREEMENT
from contest_portal.awards.documents.annulment import ANNULMENT
from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.rules.kinds import DocumentKind, Wording
from contest_portal.documents.texts import sandbox
from contest_portal.documents.texts.checks import gap_problems, must_problems
from contest_portal.documents.texts.language import read_text
from contest_portal.documents.texts.preview import Specimen
from contest_portal.documents.texts.printing import missing_in, printed, shipped_body, wording_of
from contest_portal.documents.texts.sandbox import TextFailed
from contest_portal.kernel.records import from_data, to_data
from contest_portal.web.shared.bases_text import BASES_PAPER
from tests.documents.texts.specimens import invented_specimen

EDITABLE = [kind for kind in (BASES_PAPER, *KINDS.values()) if kind.text is not None]


def lacking(kind: DocumentKind, specimen: Specimen, body: str) -> list[str]:
    problems = missing_in(
        kind, wording_of(body, ""), doc=specimen.doc, issue=specimen.issue, office=specimen.letterhead
    )
    return [problem.params.get("name", problem.code) for problem in problems]


@pytest.mark.parametrize("kind", EDITABLE, ids=lambda kind: kind.code)
def test_a_text_as_shipped_reads_and_prints_all_that_it_must(kind: DocumentKind) -> None:
    specimen = invented_specimen(kind)

    result = printed(kind, None, specimen.context)

    assert kind.text is not None
    assert read_text(kind, shipped_body(kind.text)).faults == ()
    assert (gap_problems(kind, result), must_problems(kind, result, specimen.context)) == ((), ())
    assert all(result.has_printed(must) for must in kind.text.musts)
    assert len({piece.name for piece in kind.text.pieces}) == len(kind.text.pieces)


@pytest.mark.parametrize(
    "kind", [kind for kind in EDITABLE if kind.text and kind.text.variants], ids=lambda kind: kind.code
)
def test_it_says_what_it_must_in_every_case_and_lacks_nothing(kind: DocumentKind) -> None:
    assert kind.text is not None
    shipped, sample = invented_specimen(kind), to_data(invented_specimen(kind).doc)

    said = []
    for case in kind.text.variants:
        specimen = replace(shipped, doc=from_data(kind.context, {**sample, **case.changes}))
        result = printed(kind, None, specimen.context)
        assert (gap_problems(kind, result), must_problems(kind, result, specimen.context)) == ((), ())
        said.append(str(result.html))

    assert len({str(printed(kind, None, shipped.context).html), *said}) == len(said) + 1


@pytest.mark.parametrize("kind", EDITABLE, ids=lambda kind: kind.code)
def test_each_thing_that_must_be_there_is_missed(kind: DocumentKind) -> None:
    assert kind.text is not None
    assert lacking(kind, invented_specimen(kind), "<p>Nada</p>") == [must.message for must in kind.text.musts]


@pytest.mark.parametrize(
    "hidden",
    [
        "{% if doc.reason == 'otro' %}{{ doc.award | money }}{% endif %}",
        "{% for line in doc.reason | paragraphs if line == 'x' %}{{ doc.award | money }}{% endfor %}",
        "{{ 'a' if doc.award else doc.award | money }}",
        "{% set sum = doc.award %}",
        "{{ doc.award | money | length }}",
        "{{ doc.award | amount_in_words }}",
    ],
)
def test_what_is_not_really_printed_is_missed(hidden: str) -> None:
    assert ANNULMENT.text is not None
    body = shipped_body(ANNULMENT.text).replace("{{ doc.award | money }}", hidden)

    assert lacking(ANNULMENT, invented_specimen(ANNULMENT), body) == ["el monto en cifras: doc.award | money"]


@pytest.mark.parametrize(
    ("written", "missed"),
    [
        ("{{ doc.reason[:3] }}", True),
        ("{{ doc.reason[3:] }}", True),
        ("{{ doc.reason[:3] }}{{ doc.reason[4:] }}", True),
        ("{{ doc.reason[:9][:3] }}{{ doc.reason[3:] }}", True),
        ("{{ doc.reason[::2] }}", True),
        ("{% set why = doc.reason[:3] %}{{ why | upper }}", True),
        ("{{ signature(doc.reason[:3], 'x') }}", True),
        ("{{ doc.reason[:3] }}{{ doc.reason }}", False),
        ("{{ doc.reason[3:] }}-{{ doc.reason[:3] }}", False),
        ("{{ doc.reason[:5] }}{{ doc.reason[3:] }}", False),
    ],
)
def test_parts_of_a_field_count_when_they_make_the_whole(written: str, *, missed: bool) -> None:
    assert ANNULMENT.text is not None
    body = shipped_body(ANNULMENT.text).replace("{{ doc.reason }}", written)

    assert lacking(ANNULMENT, invented_specimen(ANNULMENT), body) == (
        ["el motivo: doc.reason"] if missed else []
    )


def test_parts_of_a_list_neither_count_nor_make_a_piece_count() -> None:
    assert ACTA.text is not None
    body = shipped_body(ACTA.text).replace("sign_table(doc.jurors)", "sign_table(doc.jurors[:1])")
    whole = shipped_body(ACTA.text)

    found = lacking(ACTA, invented_specimen(ACTA), body)

    assert body != whole
    assert found == [must.message for must in ACTA.text.musts if must.shown == "sign_table()"] != []


def test_what_a_document_does_not_have_is_named_in_words() -> None:
    specimen = invented_specimen(AGREEMENT)
    agreement = specimen.doc
    nobody = replace(agreement.group.president, full_name="", dni="")
    doc = replace(agreement, group=replace(agreement.group, president=nobody, ruc=None))
    office = replace(specimen.letterhead, signer_title="")

    problems = missing_in(AGREEMENT, None, doc=doc, issue=specimen.issue, office=office)

    assert [(problem.code, problem.params["name"]) for problem in problems] == [
        ("document_text.gap", "La unidad: Quien firma: cargo"),
        ("document_text.gap", "Grupo: Quien preside: Nombres y apellidos"),
        ("document_text.gap", "Grupo: Quien preside: DNI"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "{{ doc.reason | day }}",
        "{{ doc.award | join(', ') }}",
        "{{ sums(doc.reason, doc.award) }}",
        "{{ doc.award - doc.reason }}",
        "{{ place_and_day(doc, doc) }}",
        "{{ 99 | ordinal }}",
    ],
)
def test_a_field_of_the_wrong_kind_fails_with_its_line(body: str) -> None:
    specimen = invented_specimen(ANNULMENT)

    with pytest.raises(TextFailed) as failed:
        printed(ANNULMENT, Wording(f"<p>a</p>\n{body}", "", ""), specimen.context)

    assert failed.value.line == 2


def test_what_a_text_prints_is_escaped_and_cannot_run_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    specimen = invented_specimen(ANNULMENT)
    context = {**specimen.context, "doc": replace(specimen.doc, reason="<script>{{ 7 * 7 }}</script>\nb\nc")}
    many = "{% for a in doc.reason | paragraphs %}" * 4 + "{{ a }}" + "{% endfor %}" * 4

    shown = printed(ANNULMENT, Wording("{{ doc.reason }}{{ '<b>' ~ '<i>' }}", "", ""), context).html
    monkeypatch.setattr(sandbox, "MOST_STEPS", 100)

    assert shown == "&lt;script&gt;{{ 7 * 7 }}&lt;/script&gt;\nb\nc&lt;b&gt;&lt;i&gt;"
    with pytest.raises(TextFailed, match="too long"):
        printed(ANNULMENT, Wording(many, "", ""), context)
