"""A key on a token: signed in once, found again after it was pulled out, and a PIN that is never tried twice."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pkcs11 import KeyType
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from contest_portal.kernel.certificates import BadCertificate
from contest_portal.kernel.key_tokens import KeyToken, sign_out, tokens_seen
from contest_portal.kernel.pdf_signing import PdfSigner
from contest_portal.kernel.problems import WrongState
from tests.conftest import NOON
from tests.factories.attachments import pages, written
from tests.factories.tokens import LABEL, PIN, SIGNER, Plug, plugged_token
from tests.kernel.test_pdf_signing import in_own_thread

PDF = written(pages(1))


@pytest.fixture
def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plug]:
    with plugged_token(tmp_path, monkeypatch) as made:
        yield made


def signer_of(key: KeyToken) -> PdfSigner:
    return PdfSigner(key, clock=lambda: NOON)


def refusal(key: KeyToken) -> str:
    with pytest.raises(WrongState) as caught:
        signer_of(key).sign(PDF, reason="CONVENIO")
    return caught.value.problems[0].code.removeprefix("signing.")


@pytest.mark.parametrize(
    ("kind", "asks_always"),
    [(KeyType.EC, False), (KeyType.RSA, True)],
    ids=["curve", "RSA, which asks for the PIN at each signature"],
)
def test_another_reader_trusts_what_a_token_signed(
    kind: KeyType, *, asks_always: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with plugged_token(tmp_path, monkeypatch, kind=kind, asks_always=asks_always) as plug:
        signed, told = signer_of(plug.key).sign(PDF, reason="CONVENIO")

    trusted = ValidationContext(
        trust_roots=list(load_certs_from_pemder_data(plug.authority)), moment=NOON, allow_fetching=False
    )
    signature = PdfFileReader(BytesIO(signed)).embedded_signatures[0]
    status = in_own_thread(async_validate_pdf_signature(signature, trusted))
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert (told.signer, told.issuer, told.is_test) == (SIGNER, "Autoridad de un token", False)


def test_one_sign_in_is_enough_for_many(plug: Plug, tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text(f"{PIN}\n")
    pin.chmod(0o600)
    signer = signer_of(replace(plug.key, pin="", pin_file=pin))
    signer.ready()
    pin.unlink()

    signed = [signer.sign(PDF, reason=f"CONVENIO {number}")[0] for number in range(5)]
    sign_out(plug.key)

    assert len(set(signed)) == 5
    assert refusal(replace(plug.key, pin="", pin_file=pin)) == "no_pin"


def test_a_token_that_was_pulled_out_signs_again_when_it_is_back(plug: Plug) -> None:
    signer = signer_of(plug.key)
    signer.ready()
    plug.pull()
    away = [refusal(plug.key), refusal(plug.key)]
    plug.plug()

    _, told = signer.sign(PDF, reason="CONVENIO")

    assert (away, told.signer) == (["token_away"] * 2, SIGNER)


def test_a_process_begun_from_this_one_opens_a_session_of_its_own(plug: Plug) -> None:
    signer_of(plug.key).ready()

    child = os.fork()
    if child == 0:
        signed, _ = signer_of(plug.key).sign(PDF, reason="CONVENIO")
        os._exit(0 if b"ETSI.CAdES" in signed else 1)
    _, status = os.waitpid(child, 0)

    assert (status, signer_of(plug.key).ready().signer) == (0, SIGNER)


def test_a_pin_that_was_refused_is_not_tried_again_until_a_person_asks_for_it(plug: Plug) -> None:
    wrong, right = replace(plug.key, pin="000000"), plug.key
    told = [refusal(wrong), refusal(wrong), refusal(right)]
    [seen] = tokens_seen(right.module)
    mended = signer_of(replace(right, again=True)).ready()
    sign_out(right)

    assert told == ["pin_refused"] * 3
    assert (seen.label, seen.pin_low, seen.pin_locked) == (LABEL, True, False)
    assert (mended.signer, signer_of(right).ready().signer) == (SIGNER, SIGNER)
    assert [one.pin_low for one in tokens_seen(right.module)] == [False]


def test_the_mark_of_a_refusal_holds_also_where_the_token_keeps_none(plug: Plug) -> None:
    plug.key.refused.touch()

    assert refusal(plug.key) == "pin_refused"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"module": Path("/none.so")}, "no_driver"),
        ({"token": "otra"}, "token_away"),
        ({"key": "otra"}, "no_key"),
        ({"pin": "", "pin_file": Path("/none")}, "no_pin"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_there_is_named(plug: Plug, change: dict[str, object], code: str) -> None:
    assert refusal(replace(plug.key, **change)) == code


@pytest.mark.parametrize(("content", "mode"), [(PIN, 0o640), ("\n", 0o600)])
def test_a_pin_that_others_may_read_or_that_is_none_is_refused(
    content: str, mode: int, tmp_path: Path
) -> None:
    file = tmp_path / "pin"
    file.write_text(content)
    file.chmod(mode)

    with pytest.raises(BadCertificate) as caught:
        KeyToken(Path("m"), "", "", tmp_path / "refused", pin_file=file).read_pin()

    assert caught.value.problem.code == "signing.no_pin"


def test_the_only_key_needs_no_name_and_a_certificate_that_ended_signs_nothing(plug: Plug) -> None:
    unnamed = replace(plug.key, token="", key="")
    late = PdfSigner(unnamed, clock=lambda: NOON + timedelta(days=400))

    assert signer_of(unnamed).ready().signer == SIGNER
    with pytest.raises(WrongState, match="certificate_ended"):
        late.sign(PDF, reason="CONVENIO")
    sign_out(unnamed)


def test_who_looks_at_a_token_does_not_see_its_pin(tmp_path: Path) -> None:
    assert PIN not in repr(KeyToken(Path("m"), LABEL, "", tmp_path, pin=PIN))
