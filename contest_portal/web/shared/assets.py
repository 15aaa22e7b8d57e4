"""Serve static files under addresses that change with their content, so that browsers keep them for good.

Our own files live under /assets/<digest>/<name>. All share one digest, because JavaScript modules import one
another by relative address. Files of installed packages live under /vendor/<digest>/<name>, and only those named
in VENDOR_FILES. An old digest still answers, with the present content and without long caching: a page that was
open during an update keeps working.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

from contest_portal.web.shared.packages import package_file
from contest_portal.web.shared.stylesheet import BOOTSTRAP_CSS, build_stylesheet

STATIC_DIRECTORY = Path(__file__).resolve().parents[3] / "static"
STYLESHEET = "css/portal.css"
VENDOR_FILES: Mapping[str, tuple[str, str]] = {"bootstrap.min.css": BOOTSTRAP_CSS}
CONTENT_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
FOREVER = "public, max-age=31536000, immutable"
_ALREADY_SMALL = frozenset({".png", ".woff2", ".ico"})

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent: plain, and compressed once where that helps."""

    content: bytes
    compressed: bytes | None
    content_type: str
    digest: str


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """Every file of the static directory by its name, and one digest over all of them."""

    files: Mapping[str, Asset]
    digest: str


def register_assets(app: Flask) -> None:
    """Add the two addresses for files and the `asset_url` and `vendor_url` functions of templates."""
    directory = Path(app.config.get("STATIC_DIRECTORY", STATIC_DIRECTORY))
    loaded = load_static(directory, _stamp(directory))

    def current() -> StaticFiles:
        return load_static(directory, _stamp(directory)) if app.debug else loaded

    def asset_url(name: str) -> str:
        """Address of one of our own files; raises LookupError when there is no such file."""
        if name not in current().files:
            raise LookupError(f"There is no static file {name!r}.")
        return url_for("asset", digest=current().digest, name=name)

    def serve_asset(digest: str, name: str) -> Response:
        """Send one of our own files."""
        static = current()
        return _respond(static.files.get(name), fresh=digest == static.digest)

    app.add_url_rule("/assets/<digest>/<path:name>", "asset", serve_asset)
    app.add_url_rule("/vendor/<digest>/<name>", "vendor_asset", _serve_vendor)
    app.jinja_env.globals.update(asset_url=asset_url, vendor_url=vendor_url)


def vendor_url(name: str) -> str:
    """Address of an allowed file of an installed package; raises LookupError for any other."""
    asset = vendor_asset(name)
    if asset is None:
        raise LookupError(f"{name!r} is not an allowed file of a package.")
    return url_for("vendor_asset", digest=asset.digest, name=name)


@lru_cache(maxsize=8)
def vendor_asset(name: str) -> Asset | None:
    """Read an allowed file of an installed package, None when the name is not on the list."""
    if name not in VENDOR_FILES:
        return None
    return _asset(name, package_file(*VENDOR_FILES[name]).read_bytes())


@lru_cache(maxsize=4)
def load_static(directory: Path, stamp: Stamp) -> StaticFiles:
    """Read the static directory; the stamp tells apart its states in time."""
    files = {name: _asset(name, (directory / name).read_bytes()) for name, _, _ in stamp}
    files[STYLESHEET] = _asset(STYLESHEET, build_stylesheet(directory))
    names = "".join(f"{name} {files[name].digest}\n" for name in sorted(files))
    return StaticFiles(files=files, digest=_digest(names.encode()))


def _stamp(directory: Path) -> Stamp:
    found = [path for path in directory.rglob("*") if path.is_file() and path.suffix in CONTENT_TYPES]
    return tuple(
        (path.relative_to(directory).as_posix(), path.stat().st_mtime_ns, path.stat().st_size)
        for path in sorted(found)
    )


def _asset(name: str, content: bytes) -> Asset:
    suffix = Path(name).suffix
    compressed = None if suffix in _ALREADY_SMALL else gzip.compress(content, compresslevel=9, mtime=0)
    return Asset(content, compressed, CONTENT_TYPES[suffix], _digest(content))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _serve_vendor(digest: str, name: str) -> Response:
    asset = vendor_asset(name)
    return _respond(asset, fresh=asset is not None and digest == asset.digest)


def _respond(asset: Asset | None, *, fresh: bool) -> Response:
    if asset is None:
        abort(404)
    zipped = asset.compressed is not None and request.accept_encodings["gzip"] > 0
    response = Response(asset.compressed if zipped else asset.content, content_type=asset.content_type)
    if zipped:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOREVER if fresh else "no-cache"
    response.set_etag(f"{asset.digest}{'-gzip' if zipped else ''}")
    response.make_conditional(request)
    return response
