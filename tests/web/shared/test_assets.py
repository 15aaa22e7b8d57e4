"""Files are found by content, kept for good, and nothing that is not listed can be read."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from contest_portal.web.shared.assets import FOREVER, STATIC_DIRECTORY, STYLESHEET, vendor_asset
from contest_portal.web.shared.packages import package_file
from tests.web.shared.tiny_portal import make_tiny_portal, render

GZIP = {"Accept-Encoding": "gzip"}
FIRST_LOAD_LIMIT = 100 * 1024


def address(app: Flask, name: str) -> str:
    return render(app, "{{ asset_url(name) }}", name=name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A static directory of a test's own."""
    (tmp_path / "css/components").mkdir(parents=True)
    (tmp_path / "js").mkdir()
    (tmp_path / "css/tokens.css").write_text(":root { --ink: #241f1a; } /* why */")
    (tmp_path / "js/portal.js").write_text("export const one = 1;\n")
    (tmp_path / "js/notes.md").write_text("not for serving")
    return tmp_path


def test_own_file_is_kept_for_good(tiny_portal: Flask) -> None:
    response = tiny_portal.test_client().get(address(tiny_portal, "js/portal.js"))

    assert (response.status_code, response.headers["Cache-Control"]) == (200, FOREVER)
    assert response.content_type == "text/javascript; charset=utf-8"
    assert response.get_data() == (STATIC_DIRECTORY / "js/portal.js").read_bytes()


def test_own_file_is_sent_compressed_when_accepted(tiny_portal: Flask) -> None:
    response = tiny_portal.test_client().get(address(tiny_portal, "js/portal.js"), headers=GZIP)

    assert (response.content_encoding, response.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(response.get_data()) == (STATIC_DIRECTORY / "js/portal.js").read_bytes()


def test_unchanged_file_is_answered_without_a_body(tiny_portal: Flask) -> None:
    client = tiny_portal.test_client()
    url = address(tiny_portal, "js/portal.js")
    etag = client.get(url).headers["ETag"]

    response = client.get(url, headers={"If-None-Match": etag})

    assert (response.status_code, response.get_data()) == (304, b"")


def test_old_address_answers_with_the_present_file_but_is_not_kept(tiny_portal: Flask) -> None:
    response = tiny_portal.test_client().get("/assets/000000000000/js/portal.js")

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/x/js/absent.js",
        "/assets/x/../pyproject.toml",
        "/assets/x/%2e%2e/pyproject.toml",
        "/assets/x//etc/passwd",
        "/vendor/x/absent.css",
        "/vendor/x/jquery.min.js",
    ],
)
def test_nothing_unlisted_is_served(tiny_portal: Flask, path: str) -> None:
    assert tiny_portal.test_client().get(path).status_code in {404, 308}
    assert tiny_portal.test_client().get(path, follow_redirects=True).status_code == 404


def test_unknown_name_is_an_error_in_the_template(tiny_portal: Flask) -> None:
    with pytest.raises(LookupError, match="There is no static file"):
        address(tiny_portal, "js/absent.js")


def test_only_files_of_known_kinds_are_served(folder: Path) -> None:
    app = make_tiny_portal(STATIC_DIRECTORY=folder)

    with pytest.raises(LookupError):
        address(app, "js/notes.md")


def test_address_changes_with_the_content_while_developing(folder: Path) -> None:
    app = make_tiny_portal(STATIC_DIRECTORY=folder)
    app.debug = True
    before = address(app, "js/portal.js")

    (folder / "js/portal.js").write_text("export const one = 1000;\n")

    assert address(app, "js/portal.js") != before


def test_address_stands_still_in_production(folder: Path) -> None:
    app = make_tiny_portal(STATIC_DIRECTORY=folder)
    before = address(app, "js/portal.js")

    (folder / "js/portal.js").write_text("export const one = 1000;\n")

    assert address(app, "js/portal.js") == before


def test_same_content_has_the_same_address(folder: Path) -> None:
    addresses = {address(make_tiny_portal(STATIC_DIRECTORY=folder), STYLESHEET) for _ in range(2)}

    assert len(addresses) == 1


def test_vendor_file_is_kept_for_good(tiny_portal: Flask) -> None:
    url = render(tiny_portal, "{{ vendor_url('bootstrap.min.css') }}")

    response = tiny_portal.test_client().get(url, headers=GZIP)

    assert re.fullmatch(r"/vendor/[0-9a-f]{12}/bootstrap\.min\.css", url)
    assert (response.status_code, response.headers["Cache-Control"], response.content_encoding) == (
        200,
        FOREVER,
        "gzip",
    )


def test_old_vendor_address_is_not_kept(tiny_portal: Flask) -> None:
    response = tiny_portal.test_client().get("/vendor/000000000000/bootstrap.min.css")

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-cache")


def test_unlisted_vendor_file_is_an_error_in_the_template(tiny_portal: Flask) -> None:
    with pytest.raises(LookupError, match="not an allowed file"):
        render(tiny_portal, "{{ vendor_url('jquery.min.js') }}")


def test_unlisted_vendor_file_is_never_read() -> None:
    assert vendor_asset("../../../etc/passwd") is None


@pytest.mark.parametrize(
    ("package", "path", "message"),
    [
        ("no_such_package_here", "a.css", "is not installed"),
        ("flask_bootstrap", "static/absent.css", "does not carry static/absent.css"),
    ],
)
def test_missing_package_file_is_named(package: str, path: str, message: str) -> None:
    with pytest.raises(FileNotFoundError, match=message):
        package_file(package, path)


def test_first_load_is_light(tiny_portal: Flask) -> None:
    """Stylesheet, icon and every script of ours, compressed, with 15 KB left for the page itself."""
    client = tiny_portal.test_client()
    scripts = [f"js/{path.relative_to(STATIC_DIRECTORY / 'js').as_posix()}" for path in _own_scripts()]

    sizes = {
        name: len(client.get(address(tiny_portal, name), headers=GZIP).get_data())
        for name in (STYLESHEET, "img/mark.svg", *scripts)
    }

    assert sum(sizes.values()) + 15 * 1024 <= FIRST_LOAD_LIMIT, sizes


def _own_scripts() -> list[Path]:
    folder = STATIC_DIRECTORY / "js"
    return sorted([*folder.glob("*.js"), *(folder / "components").glob("*.js")])
