"""The menu and what else the frame of a page asks for: whose session this is, the way home, to sign in, to check."""

from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import gettext
from flask_login import current_user

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.labels import ROLE_LABELS
from contest_portal.web.shared.session import current_actor

OFFICE = frozenset({Role.STAFF, Role.SECRETARY, Role.AUDITOR})
REGISTRY = frozenset({Role.STAFF, Role.AUDITOR})
VISITOR: frozenset[Role] = frozenset()
"""Whoever did not sign in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: who sees it, and which endpoints it stands for (by prefix)."""

    label: str
    endpoint: str
    icon: str
    roles: frozenset[Role]
    prefix: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A line of the menu as a template shows it."""

    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class AccountMenu:
    """Who is signed in, as the head of each page shows it."""

    name: str
    detail: str
    own_url: str
    sign_out_url: str


ENTRIES: tuple[Entry, ...] = (
    Entry(
        N_("Mis grupos y solicitudes"),
        "applicant.home",
        "people",
        frozenset({Role.REPRESENTATIVE}),
        "applicant.",
    ),
    Entry(N_("Resultados"), "public.results", "trophy", VISITOR, "public.result"),
    Entry(N_("Verificar"), "public.check", "patch-check", VISITOR, ("public.check", "public.verification")),
    Entry(N_("Inicio"), "staff.home", "house", OFFICE, "staff.home"),
    Entry(
        N_("Concursos"),
        "staff.contests",
        "card-checklist",
        OFFICE,
        ("staff.contest", "staff.new_contest", "staff.publish"),
    ),
    Entry(N_("Fondos"), "staff.funds", "cash-coin", OFFICE, ("staff.fund", "staff.new_fund")),
    Entry(
        N_("Unidades territoriales"),
        "staff.offices",
        "building",
        OFFICE,
        ("staff.office", "staff.new_office"),
    ),
    Entry(N_("Líneas productivas"), "staff.lines", "basket", OFFICE, "staff.lines"),
    Entry(N_("Padrón"), "staff.registry", "journal-check", REGISTRY, "staff.registry"),
    Entry(
        N_("Centros poblados"),
        "staff.centres",
        "geo-alt",
        REGISTRY,
        ("staff.centre", "staff.district", "staff.territory"),
    ),
    Entry(N_("Hogares"), "staff.households", "people-fill", REGISTRY, ("staff.household", "staff.person")),
    Entry(
        N_("Representantes"),
        "staff.representatives",
        "people",
        frozenset({Role.STAFF, Role.SECRETARY}),
        ("staff.representatives", "staff.new_representative"),
    ),
    Entry(N_("Mis concursos"), "juror.home", "clipboard-check", frozenset({Role.JUROR}), "juror."),
    Entry(N_("Auditoría"), "staff.audit", "shield-check", frozenset({Role.AUDITOR}), "staff.audit"),
    Entry(
        N_("Cuentas"),
        "account.users",
        "person-gear",
        frozenset({Role.ADMIN}),
        ("account.user", "account.new_user"),
    ),
)


def register_navigation(app: Flask) -> None:
    """Give every page its menu and its frame."""
    app.context_processor(_frame)


def navigation() -> tuple[NavigationItem, ...]:
    """List the menu of the person signed in."""
    roles = current_actor().roles
    here = request.endpoint or ""
    return tuple(
        NavigationItem(gettext(e.label), url_for(e.endpoint), e.icon, here.startswith(e.prefix))
        for e in ENTRIES
        if (e.roles & roles if e.roles else not roles)
    )


def _frame() -> dict[str, object]:
    return {
        "navigation": navigation(),
        "account": _account_menu(),
        "home_url": url_for("public.home"),
        "sign_in_url": url_for("account.sign_in"),
        "results_check_url": url_for("public.check"),
    }


def _account_menu() -> AccountMenu | None:
    if not current_user.is_authenticated:
        return None
    roles = sorted(current_actor().roles)
    return AccountMenu(
        name=current_user.full_name,
        detail=", ".join(gettext(ROLE_LABELS[role.value]) for role in roles),
        own_url=url_for("account.own_account"),
        sign_out_url=url_for("account.sign_out"),
    )
