"""What was typed is told by its shape."""

import pytest

from contest_portal.registry.rules.asked import Asked, AskedKind, recognise


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("70000002", Asked(AskedKind.DNI, "70000002")),
        (" 70 000 002 ", Asked(AskedKind.DNI, "70000002")),
        ("70.000.002", Asked(AskedKind.DNI, "70000002")),
        ("70000002-5", Asked(AskedKind.DNI, "70000002")),
        ("70000002 - K", Asked(AskedKind.DNI, "70000002")),
        ("418672 1", Asked(AskedKind.DNI, "04186721")),
        ("0903010099", Asked(AskedKind.CENTRE_CODE, "0903010099")),
        ("090301", Asked(AskedKind.CENTRE_CODE, "090301")),
        ("H-1", Asked(AskedKind.CODE, "h-1")),
        ("0301-00101", Asked(AskedKind.CODE, "0301-00101")),
        ("12345", Asked(AskedKind.CODE, "12345")),
        ("٧٠٠٠٠٠٠٢", Asked(AskedKind.CODE, "٧٠٠٠٠٠٠٢")),
        ("Ñahui  LUZ", Asked(AskedKind.NAME, "nahui luz", ("nahui", "luz"))),
        ("centro Chahuarma", Asked(AskedKind.CENTRE_NAME, "chahuarma", ("chahuarma",))),
        ("Centro Poblado Santa Rosa", Asked(AskedKind.CENTRE_NAME, "santa rosa", ("santa", "rosa"))),
        ("centro", Asked(AskedKind.NAME, "centro", ("centro",))),
        ("", Asked(AskedKind.NOTHING)),
        ("--- %", Asked(AskedKind.NOTHING)),
    ],
)
def test_the_kind_of_what_was_typed(text: str, asked: Asked) -> None:
    assert recognise(text) == asked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NEC Acobamba", ("acobamba",)),
        ("núcleo ejecutor central de Ñahui", ("nahui",)),
        ("NE Pomavilca Alta", ("pomavilca", "alta")),
    ],
)
def test_a_nucleus_is_told_by_its_first_word(text: str, words: tuple[str, ...]) -> None:
    asked = recognise(text)

    assert (asked.kind, asked.words) == (AskedKind.NUCLEUS, words)


@pytest.mark.parametrize("text", ["nec", "núcleo ejecutor", "necochea maria"])
def test_a_first_word_alone_is_a_name(text: str) -> None:
    assert recognise(text).kind is AskedKind.NAME
