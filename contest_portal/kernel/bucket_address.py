"""Where a bucket for files is: `s3://bucket/prefix?endpoint=https://…&region=…`; what proves who asks it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

SCHEME = "s3"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_USUAL_REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class BucketKeys:
    """What proves who asks. Both empty: what the machine itself is allowed (a role at Amazon's)."""

    key_id: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a file that is not whole yet: its name, its size in bytes, when it came."""

    name: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found out about a bucket by writing to it, and by asking it as a stranger."""

    keeps_versions: bool
    is_public: bool


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """A bucket and the prefix in it. Without an `endpoint` it is Amazon's own."""

    bucket: str
    prefix: str
    endpoint: str
    region: str

    @classmethod
    def read(cls, url: str) -> "BucketAddress":
        """Read an address; ValueError, with what is wrong, for any other."""
        parts = urlsplit(url)
        told = dict(parse_qsl(parts.query))
        endpoint = told.pop("endpoint", "").rstrip("/")
        region = told.pop("region", _USUAL_REGION)
        if parts.scheme != SCHEME or not _BUCKET.fullmatch(parts.netloc):
            raise ValueError("it must begin with s3:// and the name of a bucket")
        if endpoint and not (endpoint.startswith(("http://", "https://")) and urlsplit(endpoint).hostname):
            raise ValueError("endpoint must be an address that begins with https://")
        if told:
            raise ValueError(f"it has parts that nobody knows: {', '.join(sorted(told))}")
        return cls(parts.netloc, parts.path.strip("/"), endpoint, region)

    @property
    def host(self) -> str:
        """Give the machine that is asked; "" for Amazon's."""
        return urlsplit(self.endpoint).hostname or ""

    @property
    def is_plain(self) -> bool:
        """Tell whether files and signatures travel unencrypted."""
        return self.endpoint.startswith("http://")
