"""A state of the log as twelve words and as a file: read back as it was, and a slip of the pen is noticed."""

import pytest

from contest_portal.kernel.canonical import sha256_hex
from contest_portal.kernel.checkpoints import (
    Checkpoint,
    KeptCheckpoint,
    agrees,
    is_kept_root,
    note_of,
    plain,
    printed,
    read_note,
    read_words,
    word_list,
)
from contest_portal.kernel.merkle import leaf_hash, tree_root
from contest_portal.kernel.problems import Refused

STATE = Checkpoint(1234, sha256_hex("state"))
WORDS = printed(STATE).words
TYPED = " ".join(WORDS)
NOTE = note_of(STATE, origin="fondos.example/registro")


def test_the_words_are_plain_and_told_apart_by_four_letters() -> None:
    words = [plain(word) for word in word_list()]

    assert (len(words), len({word[:4] for word in words})) == (2048, 2048)
    assert all(word.isascii() and word.isalpha() for word in words)
    assert sha256_hex(" ".join(words))[:16] == "e190baa7461da95b"  # papers say these words for ever


@pytest.mark.parametrize("number", range(20))
def test_words_lead_back_to_the_root(number: int) -> None:
    state = Checkpoint(number + 1, sha256_hex(str(number)))

    kept = read_words(str(state.size), " ".join(printed(state).words))

    assert (kept.size, len(kept.root_begins), agrees(kept, state.root)) == (state.size, 30, True)


@pytest.mark.parametrize("typed", [TYPED.upper(), plain(TYPED), TYPED.replace(" ", ",\n 3. ")])
def test_words_are_read_as_people_write_them(typed: str) -> None:
    assert read_words(" 1234 ", typed) == KeptCheckpoint(1234, STATE.root[:30])


def codes_of(size: str, typed: str) -> str:
    with pytest.raises(Refused) as refused:
        read_words(size, typed)
    return refused.value.problems[0].code


@pytest.mark.parametrize(
    ("size", "typed", "code"),
    [
        ("1234", " ".join(WORDS[:11]), "checkpoint.count"),
        ("1234", f"{TYPED} abeja", "checkpoint.count"),
        ("1234", "", "checkpoint.count"),
        ("1234", " ".join((*WORDS[:11], "computadora")), "checkpoint.unknown"),
        ("1235", TYPED, "checkpoint.copied"),
        ("1234", " ".join((WORDS[1], WORDS[0], *WORDS[2:])), "checkpoint.copied"),
        ("", TYPED, "checkpoint.size"),
        ("0", TYPED, "checkpoint.size"),
        ("-3", TYPED, "checkpoint.size"),
        ("١٢", TYPED, "checkpoint.size"),
        ("1" * 13, TYPED, "checkpoint.size"),
    ],
)
def test_a_slip_is_named(size: str, typed: str, code: str) -> None:
    assert codes_of(size, typed) == code


def test_a_wrong_word_is_noticed() -> None:
    wrong = [
        " ".join((*WORDS[:place], word, *WORDS[place + 1 :]))
        for place in range(12)
        for word in word_list()[::16]
        if word != WORDS[place]
    ]

    noticed = sum(_is_noticed(typed) for typed in wrong)

    assert noticed >= len(wrong) - 3  # one in 4,096 passes as a state that nobody kept


def _is_noticed(typed: str) -> bool:
    try:
        read_words("1234", typed)
    except Refused:
        return True
    return False


def test_a_file_is_read_back_with_its_rows() -> None:
    rows = (sha256_hex("1"), sha256_hex("2"))
    two = Checkpoint(2, tree_root([leaf_hash(bytes.fromhex(row)) for row in rows]).hex())

    assert read_note(NOTE) == KeptCheckpoint(1234, STATE.root)
    assert read_note(note_of(two, origin="x", rows=rows)) == KeptCheckpoint(2, two.root, rows)


def test_a_file_of_which_a_hash_was_changed_accuses_nobody() -> None:
    rows = (sha256_hex("1"), sha256_hex("2"))
    root = tree_root([leaf_hash(bytes.fromhex(row)) for row in rows]).hex()

    for damaged in ((rows[0], sha256_hex("3")), (rows[1], rows[0]), (rows[0], "no hash")):
        with pytest.raises(Refused) as refusal:
            read_note(note_of(Checkpoint(2, root), origin="x", rows=damaged))
        assert [one.code for one in refusal.value.problems] == ["checkpoint.damaged"]


@pytest.mark.parametrize(
    "text", ["", "x", "x\n7\n", "x\n7\nñ", "x\n7\nAAAA", "x\nsiete\nAAAA", f"{NOTE}{'0' * 64}\n"]
)
def test_what_is_no_file_of_ours_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_note(text)


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("0" * 30, True),
        ("a" * 64, True),
        ("0" * 31, False),
        ("G" * 30, False),
        ("A" * 64, False),
        ("", False),
    ],
)
def test_a_root_in_an_address_is_told(digits: str, *, expected: bool) -> None:
    assert is_kept_root(digits) is expected
