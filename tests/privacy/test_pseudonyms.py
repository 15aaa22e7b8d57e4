"""A pseudonym keeps together what belonged together in one run, and leads nowhere."""

from hypothesis import given
from hypothesis import strategies as st

from contest_portal.kernel.masking import mask_dni
from contest_portal.privacy.erasing import ERASURES, JUROR, MEMBER, Pseudonyms
from contest_portal.privacy.rules.retention import RetentionRule

DNI = st.from_regex(r"[0-9]{8}", fullmatch=True)
KINDS = st.sampled_from([MEMBER, JUROR])
ONE = Pseudonyms(key=b"k" * 32)
OTHER = Pseudonyms(key=b"l" * 32)


@given(kind=KINDS, dni=DNI)
def test_it_is_as_long_as_a_dni_and_none(kind: str, dni: str) -> None:
    name = ONE.of(kind, dni)

    assert (len(name), name[0], name.isdigit(), name.isalnum()) == (8, kind, False, True)
    assert dni not in name


@given(kind=KINDS, dni=DNI)
def test_the_same_person_has_the_same_one_throughout_a_run(kind: str, dni: str) -> None:
    assert ONE.of(kind, dni) == Pseudonyms(key=b"k" * 32).of(kind, dni)


@given(dni=DNI)
def test_nothing_leads_from_one_run_or_one_kind_to_another(dni: str) -> None:
    assert ONE.of(MEMBER, dni) != OTHER.of(MEMBER, dni)
    assert ONE.of(MEMBER, dni)[1:] != ONE.of(JUROR, dni)[1:]


@given(kind=KINDS, dni=DNI)
def test_who_has_one_keeps_it_in_every_later_run(kind: str, dni: str) -> None:
    name = ONE.of(kind, dni)

    assert (ONE.of(kind, name), OTHER.of(kind, name)) == (name, name)


@given(first=DNI, second=DNI)
def test_two_people_are_not_taken_for_one(first: str, second: str) -> None:
    assert (ONE.of(MEMBER, first) == ONE.of(MEMBER, second)) == (first == second)


@given(kind=KINDS, dni=DNI)
def test_a_page_shows_nothing_of_it(kind: str, dni: str) -> None:
    assert mask_dni(ONE.of(kind, dni)) == "****"


def test_the_key_is_drawn_anew_and_never_shown() -> None:
    first, second = Pseudonyms(), Pseudonyms()

    assert (len(first.key), first.key == second.key) == (32, False)
    assert first.key.hex() not in repr(first)
    assert repr(first) == repr(second)


def test_every_rule_knows_how_to_withdraw() -> None:
    assert list(ERASURES) == list(RetentionRule)
