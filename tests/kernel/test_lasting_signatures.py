"""Signatures that are checked after their certificates ended: the time and the word of the authorities are inside."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from contest_portal.kernel.pdf_signing import Level
from tests.factories.attachments import pages, written
from tests.factories.authorities import Authority, answering_authority
from tests.kernel.test_pdf_signing import in_own_thread

PDF = written(pages(1))


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Authority]:
    with answering_authority(tmp_path) as made:
        yield made


def is_checked_without_a_network(signed: bytes, authority: Authority) -> bool:
    reader = PdfFileReader(BytesIO(signed))
    asked = {
        "trust_roots": list(load_certs_from_pemder_data(authority.root)),
        "allow_fetching": False,
        "crls": [],
        "revocation_mode": "require",
    }
    if "/DSS" in reader.root:
        context = DocumentSecurityStore.read_dss(reader).as_validation_context(asked)
    else:
        context = ValidationContext(**asked)
    work = async_validate_pdf_signature(reader.embedded_signatures[0], context, ts_validation_context=context)
    status = in_own_thread(work)
    return bool(status.bottom_line and status.timestamp_validity and status.timestamp_validity.trusted)


def test_another_reader_checks_it_by_what_is_inside_alone(authority: Authority) -> None:
    lasting, told = authority.signer.sign(PDF, reason="CONVENIO")
    timed, less = replace(authority.signer, trust_file=None).sign(PDF, reason="CONVENIO")

    assert [one.level for one in (told, less)] == [Level.LASTING, Level.TIMED]
    assert [is_checked_without_a_network(one, authority) for one in (lasting, timed)] == [True, False]


def test_what_the_authorities_do_not_say_is_left_out_and_told(authority: Authority) -> None:
    no_list = dict(authority.answers)
    authority.answers.clear()
    told = [authority.signer.sign(PDF, reason="CONVENIO")[1]]
    authority.answers.update(no_list)
    deaf = replace(authority.signer, timestamp_url="http://127.0.0.1:9/")
    told += [one.sign(PDF, reason="CONVENIO")[1] for one in (deaf, replace(deaf, timestamp_url=""))]

    assert [one.level for one in told] == [Level.TIMED, Level.PLAIN, Level.PLAIN]


def test_a_list_that_has_moved_is_not_fetched_elsewhere(authority: Authority) -> None:
    there = authority.signer.timestamp_url.replace("/time", "/elsewhere")
    authority.answers.update({"/elsewhere": authority.answers["/crl"], "/crl": there.encode()})

    assert authority.signer.sign(PDF, reason="CONVENIO")[1].level is Level.TIMED


def test_a_list_of_authorities_that_is_none_costs_the_level_alone(
    authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "trust.pem").write_text("nada")

    _, told = authority.signer.sign(PDF, reason="CONVENIO")

    assert told.level is Level.TIMED
