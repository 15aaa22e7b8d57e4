"""The kinds of the house."""

from dataclasses import replace
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from contest_portal.applications.rules.profile import CounterpartKind
from contest_portal.awards.documents.registry import KINDS
from contest_portal.awards.documents.wording import COUNTERPARTS, GROUP_OFFICES, JURY_POSITIONS, STANDINGS
from contest_portal.documents.rules.kinds import DocumentKind
from contest_portal.documents.typesetting import TEMPLATES
from contest_portal.jury.rules.panel import Position
from contest_portal.kernel.money import Money
from contest_portal.scoring.rules.ranking import Standing
from tests.documents.texts.specimens import invented_specimen
from tests.factories.awards import make_press


def test_the_house_prints_these_kinds() -> None:
    assert sorted(KINDS) == [
        "acta",
        "agreement",
        "agreement_change",
        "annulment",
        "certificate",
        "closing_memo",
        "envelope_move",
        "invitation_letter",
        "observation",
        "observation_answer",
        "paper_slip",
        "person_answer",
        "person_request",
        "receipt",
        "reserve_call",
        "resolution",
        "result_notice",
        "screening_letter",
        "second_acta",
        "settlement",
        "transfer_order",
    ]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_kind_is_whole(kind: DocumentKind) -> None:
    longest = kind.numbered(number=99_999, year=2026, office="X" * 40)

    assert (TEMPLATES / kind.template).is_file()
    assert len(longest) <= 80
    assert kind.numbered(number=1, year=2026, office="UT") != kind.numbered(number=2, year=2026, office="UT")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_a_stamp_tells_stands_in_the_content(kind: DocumentKind) -> None:
    places = [(kind.group_at, str), (kind.amount_at, Money)]

    for place, expected in places:
        found: Any = kind.context
        for name in place.split(".") if place else ():
            found = get_type_hints(found)[name]
        assert found is (expected if place else kind.context), f"{kind.code}: {place}"


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.text], ids=lambda kind: kind.code)
def test_each_kind_bears_the_head_of_its_office_and_its_signer(kind: DocumentKind, tmp_path: Path) -> None:
    press, specimen = make_press(tmp_path), invented_specimen(kind)
    logo = press.storage.put(b"png")
    given = replace(specimen, letterhead=replace(specimen.letterhead, logo_sha256=logo))

    html = press.html(kind, given.document(kind))

    head = html[html.index('<header class="letterhead">') : html.index("</header>")]
    assert "data:image/png;base64,cG5n" in head
    assert [one in head for one in (given.letterhead.programme, given.letterhead.name, given.issue.code)] == [
        True
    ] * 3
    assert kind.text is not None
    signs = any(must.shown == "signed_by_office()" for must in kind.text.musts)
    assert not signs or {given.letterhead.signer_name in html, given.letterhead.signer_title in html} == {
        True
    }


def test_every_code_that_documents_write_out_has_its_words() -> None:
    assert set(STANDINGS) == {standing.value for standing in Standing}
    assert set(JURY_POSITIONS) == {position.value for position in Position}
    assert set(COUNTERPARTS) == {kind.value for kind in CounterpartKind}
    assert set(GROUP_OFFICES) == {"president", "treasurer", "secretary", "member"}
