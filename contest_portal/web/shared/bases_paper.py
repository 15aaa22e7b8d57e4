"""The bases of a contest as a paper: a rendering of frozen rules, in the words of the public page."""

from flask import Response, url_for
from flask_babel import force_locale

from contest_portal.contests.amendment_queries import rulebook_versions
from contest_portal.contests.documents.bases import RULES_INSIDE
from contest_portal.contests.models import Contest, ContestRulebook
from contest_portal.contests.queries import read_rulebook
from contest_portal.documents.letterhead import letterhead_of
from contest_portal.documents.rules.kinds import DocumentKind, Issue, Wording
from contest_portal.documents.text_queries import wording_at
from contest_portal.documents.texts.printing import printed_parts
from contest_portal.documents.texts.sandbox import TextFailed
from contest_portal.documents.typesetting import environment, qr_svg
from contest_portal.kernel.clock import office_date
from contest_portal.kernel.pdf import AttachedFile
from contest_portal.registry.queries.register import place_names
from contest_portal.web.shared.amendment_view import VersionView, version_views
from contest_portal.web.shared.bases_text import BASES_PAPER, bases_paper
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.press import press, printed_page
from contest_portal.web.shared.rulebook_view import rulebook_view


def bases_file(contest: Contest, frozen: ContestRulebook) -> Response:
    """Send a version of the bases as a PDF that carries the rules, byte by byte as hashed, inside; office loaded."""
    rules = AttachedFile("reglas.json", RULES_INSIDE, frozen.data)
    pdf = printed_page(bases_html(contest, frozen), frozen.frozen_at, rules)
    response = Response(pdf, content_type="application/pdf")
    name = f"bases-{contest.code}-v{frozen.version}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def bases_html(contest: Contest, frozen: ContestRulebook) -> str:
    """Write a version of the bases as the HTML that is printed: Spanish, whatever language the page is read in.

    Its text is the one that the office had in force when the version was fixed, so it never changes afterwards; one
    that cannot be printed with these rules gives way to the text as shipped.
    """
    book = read_rulebook(frozen.data)
    own = wording_at(read_session(), contest.office_id, BASES_PAPER.code, frozen.frozen_at)
    with force_locale("es_PE"):
        view = rulebook_view(book, place_names(read_session(), book.territory))
        amendments = tuple(_amendments(contest, frozen))
        paper = bases_paper(view, version=frozen.version, sha256=frozen.sha256, amendments=amendments)
        try:
            return rules_html(BASES_PAPER, contest, frozen, own, title=book.title, doc=paper)
        except TextFailed:
            return rules_html(BASES_PAPER, contest, frozen, title=book.title, doc=paper)


def rules_html(
    kind: DocumentKind,
    contest: Contest,
    frozen: ContestRulebook,
    wording: Wording | None = None,
    **said: object,
) -> str:
    """Write a paper that follows from a version of the rules, with their hash on every page; office loaded."""
    page, office = (
        press().public_url + url_for("public.call", code=contest.code),
        letterhead_of(contest.office),
    )
    context = {
        "kind": kind,
        "issue": _issue(kind, contest, frozen),
        "office": office,
        "logo": press().logo_of(office),
        "data_sha256": frozen.sha256,
        "call_page": page.partition("//")[2],
        "qr": qr_svg(page),
        "is_void": False,
        "is_trial": False,
        **said,
    }
    parts = printed_parts(kind, wording, context)
    return environment().get_template(kind.template).render({**context, **parts})


def _amendments(contest: Contest, frozen: ContestRulebook) -> list[VersionView]:
    """Give the amendments that led to this version, the first first; later ones are not its business."""
    versions = version_views(contest.code, rulebook_versions(read_session(), contest.id))
    return [one for one in reversed(versions) if 1 < one.version <= frozen.version]


def _issue(kind: DocumentKind, contest: Contest, frozen: ContestRulebook) -> Issue:
    day = office_date(frozen.frozen_at)
    return Issue(
        number=frozen.version,
        code=kind.numbered(number=frozen.version, year=day.year, office=contest.code),
        year=day.year,
        issued_at=frozen.frozen_at,
        issued_on=day,
        verification_code="",
    )
