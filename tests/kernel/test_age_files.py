"""Locked files open for the holder of a key alone, whole or with an error, in memory that does not grow with them."""

import io
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyrage
import pytest

from contest_portal.kernel import age_files
from contest_portal.kernel.age_files import DamagedFile, WrongKey, make_key, read_identities, read_recipients
from tests.peaks import peak_growth

CONTENT = bytes(range(256)) * 600  # two pieces of 64 KiB and a part of a third
MOST_GROWTH = 16 << 20
MUCH = 96 << 20


def locked(content: bytes, *public: str) -> bytes:
    target = io.BytesIO()
    age_files.lock(iter([content]), target, read_recipients(public))
    return target.getvalue()


def opened(content: bytes, private: str) -> bytes:
    target = io.BytesIO()
    age_files.unlock(io.BytesIO(content), target, read_identities(private))
    return target.getvalue()


@cache
def one_key() -> tuple[str, str]:
    return make_key()


def test_each_recipient_opens_it_and_nobody_else() -> None:
    (first, first_public), (second, second_public), (other, _) = make_key(), make_key(), make_key()

    file = locked(CONTENT, first_public, second_public)

    assert file.startswith(age_files.BEGINS)
    assert (opened(file, first), opened(file, f"# in two lines\n\n{second.lower()}\n")) == (CONTENT, CONTENT)
    with pytest.raises(WrongKey, match="se cerró con otra"):
        opened(file, other)
    assert pyrage.decrypt(file, read_identities(first)) == CONTENT  # as any reader of the format would


@pytest.mark.parametrize("content", [b"", b"x", CONTENT[: 1 << 16], CONTENT], ids=len)
def test_any_length_comes_back_from_pieces_of_any_length(content: bytes) -> None:
    private, public = one_key()
    target = io.BytesIO()
    pieces = (content[at : at + 777] for at in range(0, len(content), 777))
    age_files.lock(pieces, target, read_recipients([public]))

    assert opened(target.getvalue(), private) == content


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file[:30],
        lambda file: file[:150],
        lambda file: file[:-1],
        lambda file: file[: -(len(CONTENT) % (1 << 16)) - 16],  # exactly after a piece
        lambda file: file + b"x",
        lambda file: file[:-9000] + bytes([file[-9000] ^ 1]) + file[-8999:],
        lambda file: b"PK" + file,
        lambda _: b"",
    ],
    ids=["head cut", "nearly nothing", "last byte", "last piece", "more", "a bit", "before", "empty"],
)
def test_a_cut_or_altered_file_is_named_as_such(harm: Callable[[bytes], bytes]) -> None:
    private, public = one_key()

    with pytest.raises(DamagedFile, match="está cortada o fue alterada"):
        opened(harm(locked(CONTENT, public)), private)


def test_a_head_that_was_altered_opens_for_nobody() -> None:
    private, public = one_key()
    file = bytearray(locked(CONTENT, public))
    file[60] ^= 1

    # the letter may be none that the form allows at its place: then it is damaged for any key
    with pytest.raises((WrongKey, DamagedFile), match="o fue alterada"):
        opened(bytes(file), private)


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (lambda private, public: read_recipients([public, private]), "la llave 2 es una llave privada"),
        (lambda _, public: read_recipients([public[:-1]]), "no es una llave pública"),
        (
            lambda private, _: read_identities(f"# papel\n{private[:-1]}"),
            "la línea 2 no es una llave privada",
        ),
        (lambda _, public: read_identities(public), "la línea 1 no es una llave privada"),
        (lambda *_: read_identities("# nada\n"), "no hay ninguna llave privada"),
    ],
)
def test_keys_that_are_none_are_named_and_private_ones_not_repeated(
    read: Callable[[str, str], object], told: str
) -> None:
    private, public = one_key()

    with pytest.raises(WrongKey, match=told) as error:
        read(private, public)

    assert private[20:40] not in str(error.value)


def test_a_full_disk_or_a_file_that_cannot_be_read_is_no_wrong_key() -> None:
    private, public = one_key()
    file = locked(CONTENT, public)

    def broken() -> Iterator[bytes]:
        yield CONTENT
        raise OSError(5, "Input/output error")

    with Path("/dev/full").open("wb", buffering=0) as full:
        with pytest.raises(OSError, match="No space left"):
            age_files.unlock(io.BytesIO(file), full, read_identities(private))
        with pytest.raises(OSError, match="No space left"):
            age_files.lock(iter([CONTENT * 9]), full, read_recipients([public]))
    with pytest.raises(OSError, match="Input/output error"):
        age_files.lock(broken(), io.BytesIO(), read_recipients([public]))


def lock_and_open_much() -> None:
    private, public = make_key()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "locked"
        with path.open("wb") as target:
            age_files.lock((bytes(1 << 20) for _ in range(MUCH >> 20)), target, read_recipients([public]))
        with path.open("rb") as source, Path("/dev/null").open("wb") as nowhere:
            age_files.unlock(source, nowhere, read_identities(private))


def test_memory_does_not_grow_with_the_file() -> None:
    assert peak_growth(lock_and_open_much) < MOST_GROWTH


def test_what_held_the_file_would_be_noticed() -> None:
    assert peak_growth(hold_much) > MUCH


def hold_much() -> None:
    pyrage.encrypt(bytes(MUCH), read_recipients([make_key()[1]]))
