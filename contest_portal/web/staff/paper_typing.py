"""Typing a paper, and settling where two typings of it differ."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from contest_portal.accounts.rules.permissions import Action, Scope, permit
from contest_portal.applications.paper_desk import NOT_BEGUN, paper_to_settle
from contest_portal.applications.paper_queries import PaperView
from contest_portal.applications.rules.answers import answer_texts
from contest_portal.applications.rules.draft_fields import Draft
from contest_portal.applications.rules.paper import Place
from contest_portal.applications.services.save_typing import save_typing
from contest_portal.applications.services.settle_mismatches import settle_mismatches
from contest_portal.applications.services.write_settled import write_settled
from contest_portal.contests.queries import contest_by_id, rulebook_of
from contest_portal.contests.rules.rulebook import Rulebook
from contest_portal.kernel.problems import WrongState
from contest_portal.web.shared.database import read_session, transaction
from contest_portal.web.shared.question_fields import asks_of
from contest_portal.web.shared.section_forms import ChoiceForm, SectionForm
from contest_portal.web.shared.section_pages import SectionPage, page_after, page_with
from contest_portal.web.shared.session import act, current_actor
from contest_portal.web.staff.blueprint import blueprint
from contest_portal.web.staff.paper_mismatches import field_labels, mismatched_sections
from contest_portal.web.staff.papers import readable_paper
from contest_portal.web.staff.papers_forms import choices_form

_PAPER = "/papel/<int:paper_id>"


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the fields of a section show of a typing."""

    version: int
    title: str
    category_code: str | None
    line_code: str | None


@blueprint.route(f"{_PAPER}/transcribir/<slug>", methods=["GET", "POST"])
def paper_section(paper_id: int, slug: str) -> Response | tuple[str, int]:
    """Type one section of a paper into one's own typing: nobody else's is shown."""
    paper, book = _typable(paper_id)
    place = paper.own_place(current_actor().user_id)
    if place is None:
        raise WrongState([NOT_BEGUN])
    page = page_with(slug, book.form)
    typing = paper.typings[place]
    form = _form(page, typing.draft, typing.version, book)

    def save(session: Session, typed: Draft) -> None:
        save_typing(
            session,
            act(),
            paper_id=paper_id,
            expected_version=form.shown_version,
            section=page.code,
            typed=typed,
        )

    if _is_saved(form, page, typing.draft, book, save):
        following = page_after(page, book.form)
        if following is None:
            return redirect(url_for("staff.paper", paper_id=paper_id), 303)
        return redirect(url_for("staff.paper_section", paper_id=paper_id, slug=following.slug), 303)
    return _render(form, page, typing.draft, paper, book, is_third_look=False)


@blueprint.route(f"{_PAPER}/diferencias/<slug>", methods=["GET", "POST"])
def paper_write(paper_id: int, slug: str) -> Response | tuple[str, int]:
    """Write a section as the paper says, where neither typing does."""
    paper, book = _typable(paper_id)
    paper_to_settle(read_session(), act(), paper_id)
    page = page_with(slug, book.form)
    form = _form(page, paper.settled, 1, book)

    def save(session: Session, typed: Draft) -> None:
        write_settled(session, act(), paper_id=paper_id, section=page.code, typed=typed)

    if _is_saved(form, page, paper.settled, book, save):
        return redirect(url_for("staff.paper_differences", paper_id=paper_id), 303)
    return _render(form, page, paper.settled, paper, book, is_third_look=True)


@blueprint.route(f"{_PAPER}/diferencias", methods=["GET", "POST"])
def paper_differences(paper_id: int) -> Response | tuple[str, int]:
    """Show where the typings differ, both texts side by side; keep which of them is right."""
    paper, book = _typable(paper_id)
    paper_to_settle(read_session(), act(), paper_id)
    sections = mismatched_sections(paper, book)
    decided = {one.field: one.chosen.value for one in paper.decisions.values()}
    form = choices_form(field_labels(sections), decided)
    if form.validate_on_submit():
        with form.accepting():
            changed = {
                field: Place(place) for field, place in form.chosen().items() if decided.get(field) != place
            }
            with transaction() as session:
                settle_mismatches(session, act(), paper_id=paper_id, choices=changed)
            flash(gettext("Se guardó lo decidido."), "good")
            return redirect(url_for("staff.paper", paper_id=paper_id), 303)
    return render_template(
        "staff/papers/differences.html",
        form=form,
        paper=paper,
        contest=contest_by_id(read_session(), paper.contest_id),
        sections=sections,
        written={one.field for one in paper.decisions.values() if one.chosen is Place.SETTLED},
    ), form.status


def _typable(paper_id: int) -> tuple[PaperView, Rulebook]:
    paper = readable_paper(paper_id)
    permit(current_actor(), Action.PAPER_TYPE, Scope(contest_id=paper.contest_id))
    return paper, rulebook_of(read_session(), paper.contest_id)


def _form(page: SectionPage, draft: Draft, version: int, book: Rulebook) -> SectionForm:
    choice = draft.choice
    stored = _Stored(version, choice.title, choice.category_code, choice.line_code)
    form = page.form(data=page.stored(stored, draft.profile))
    if isinstance(form, ChoiceForm):
        form.admit(book)
    return form


def _is_saved(
    form: SectionForm,
    page: SectionPage,
    stored: Draft,
    book: Rulebook,
    save: Callable[[Session, Draft], None],
) -> bool:
    """Keep what was sent; False when there is nothing yet, or something to mend first."""
    if not form.validate_on_submit():
        return False
    choice = form.choice() if isinstance(form, ChoiceForm) else stored.choice
    with form.accepting():
        with transaction() as session:
            save(session, Draft(choice, form.whole(book)))
        flash(gettext("Se guardó «%(section)s».", section=gettext(page.title)), "good")
    return form.status == HTTPStatus.OK


def _render(
    form: SectionForm,
    page: SectionPage,
    draft: Draft,
    paper: PaperView,
    book: Rulebook,
    *,
    is_third_look: bool,
) -> tuple[str, int]:
    html = render_template(
        "staff/papers/section.html",
        form=form,
        page=page,
        paper=paper,
        contest=contest_by_id(read_session(), paper.contest_id),
        tables=[table.in_words() for table in page.tables],
        singles=[form[name] for name in _SINGLES if name in form],
        asks=asks_of(book.form.section(page.code), book.form, answer_texts(draft.profile)),
        following=page_after(page, book.form),
        is_third_look=is_third_look,
    )
    return html, form.status


_SINGLES = ("title", "category_code", "line_code", "summary", "quotations_reason")
"""The usual fields that are neither a table nor an amount, in the order of the pages."""
