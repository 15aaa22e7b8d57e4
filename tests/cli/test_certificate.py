"""`flask certificate …`"""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from contest_portal.config import Settings
from tests.factories.tokens import LABEL, SIGNER, plugged_token


def test_a_test_certificate_is_made_once_and_for_its_owner_alone(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "firma.p12"
    run = app.test_cli_runner().invoke

    made = run(args=["certificate", "make-test", "--out", str(out)])
    again = run(args=["certificate", "make-test", "--out", str(out)])
    once = run(args=["certificate", "make-test", "--out", str(out), "--once"])

    assert (made.exit_code, again.exit_code, (once.exit_code, once.output)) == (0, 1, (0, ""))
    assert out.stat().st_mode & 0o077 == 0
    assert out.with_suffix(".authority.pem").read_text().startswith("-----BEGIN CERTIFICATE-----")


def test_who_signs_is_shown(app: Flask, settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "firma.p12"
    run = app.test_cli_runner().invoke
    without = run(args=["certificate", "show"])
    run(args=["certificate", "make-test", "--out", str(out), "--name", "Unidad Ñ"])
    app.extensions["settings"] = replace(settings, signing_file=out, signing_password="prueba")

    shown = run(args=["certificate", "show"])
    app.extensions["settings"] = replace(settings, signing_file=out, signing_password="otra")

    assert (without.exit_code, "neither SIGNING_FILE nor" in without.output) == (1, True)
    assert shown.output.startswith("Unidad Ñ (test), issued by Autoridad PRUEBA, number ")
    assert run(args=["certificate", "show"]).exit_code == 1


def test_a_key_for_stamps_is_made_and_renewed(app: Flask, tmp_path: Path) -> None:
    file = str(tmp_path / "stamps.pem")
    run = app.test_cli_runner().invoke

    first = run(args=["certificate", "make-stamp-key", file]).output.split()
    again = run(args=["certificate", "make-stamp-key", file])
    renewed = run(args=["certificate", "make-stamp-key", file, "--renew"]).output.split()

    assert (len(first), again.exit_code, "--renew" in again.output) == (1, 1, True)
    assert (len(renewed), renewed[1:]) == (2, first)


def test_a_token_is_shown_and_signs_a_trial_paper(
    app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, out = app.test_cli_runner().invoke, tmp_path / "trial.pdf"
    without = run(args=["certificate", "token"])
    with plugged_token(tmp_path, monkeypatch) as plug:
        app.extensions["settings"] = replace(settings, signing_token=replace(plug.key, pin="000000"))
        refused = run(args=["certificate", "token"])
        app.extensions["settings"] = replace(settings, signing_token=plug.key)
        once_more = run(args=["certificate", "token"])
        mended = run(args=["certificate", "token", "--again", "--out", str(out)])
        shown = run(args=["certificate", "show"])

    assert [one.exit_code for one in (without, refused, once_more, mended)] == [1, 1, 1, 0]
    assert ("the PIN is refused" in refused.output, "PIN was refused before" in once_more.output) == (
        True,
        True,
    )
    assert mended.output.startswith(f"token '{LABEL}' of SoftHSM project SoftHSM v2, number ")
    assert shown.output.startswith(f"{SIGNER} (real), issued by Autoridad de un token, number ")
    assert b"/ETSI.CAdES.detached" in out.read_bytes()
