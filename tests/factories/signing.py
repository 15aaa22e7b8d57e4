"""A signer with a test certificate."""

from functools import cache
from pathlib import Path

from contest_portal.kernel.certificates import TrialCertificate, make_test_certificate
from contest_portal.kernel.pdf_signing import PdfSigner
from contest_portal.kernel.signing_sources import KeyFile
from tests.conftest import NOON

SIGNER, PASSWORD = "Unidad Territorial Huancavelica", "clave ñandú"


def make_signer(folder: Path) -> PdfSigner:
    """Write the certificate into a folder, as `test.p12`."""
    file = folder / "test.p12"
    file.write_bytes(trial_certificate().pkcs12)
    file.chmod(0o600)
    return PdfSigner(KeyFile(file, PASSWORD), clock=lambda: NOON)


@cache
def trial_certificate() -> TrialCertificate:
    return make_test_certificate(SIGNER, PASSWORD, NOON)
