"""Long lists in pages: which one is asked for, and the way to its neighbours."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from contest_portal.web.shared.fields import whole_number

PAGE_SIZE = 50
_PARAMETER = "pagina"


@dataclass(frozen=True, slots=True)
class Pager:
    """A page of a list as `components/pager.html` shows it."""

    number: int
    pages: int
    total: int
    prev_url: str | None
    next_url: str | None
    size: int

    @property
    def offset(self) -> int:
        """Give how many rows come before this page."""
        return (self.number - 1) * self.size


def asked_page(total: int, *, size: int = PAGE_SIZE) -> Pager:
    """Make the pager for the page in this request's address; a page beyond the end is the last one."""
    pages = max(1, -(-total // size))
    number = min(max(whole_number(request.args.get(_PARAMETER, "")) or 1, 1), pages)
    return Pager(
        number=number,
        pages=pages,
        total=total,
        prev_url=_url(number - 1) if number > 1 else None,
        next_url=_url(number + 1) if number < pages else None,
        size=size,
    )


def _url(number: int) -> str:
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != _PARAMETER]
    return f"{request.path}?{urlencode([*kept, (_PARAMETER, str(number))])}"
