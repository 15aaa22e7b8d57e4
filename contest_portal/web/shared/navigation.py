"""The menu and what else the frame of a page asks for: whose session this is, the way home, to sign in, to check."""

from dataclasses import dataclass

from flask import Flask, g, request, url_for
from flask_babel import gettext
from flask_login import current_user

from contest_portal.accounts.rules.actor import Role
from contest_portal.kernel.problems import N_
from contest_portal.web.shared.labels import ROLE_LABELS
from contest_portal.web.shared.session import current_actor

OFFICE = frozenset({Role.STAFF, Role.SECRETARY, Role.AUDITOR})
REGISTRY = frozenset({Role.STAFF, Role.AUDITOR})
APPLICANTS = frozenset({Role.REPRESENTATIVE, Role.PROMOTER})
VISITOR: frozenset[Role] = frozenset()
"""Whoever did not sign in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu, and who sees it. It stands for its own address, for all below, and for all below `also`.

    `is_of_all`: it belongs to no contest, so that a role in one contest alone does not open it.
    """

    label: str
    endpoint: str
    icon: str
    roles: frozenset[Role]
    also: tuple[str, ...] = ()
    is_of_all: bool = False


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A line of the menu as a template shows it."""

    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class AccountMenu:
    """Who is signed in, as the head of each page shows it. `drafts_of`: who leaves drafts on the device, if anybody.

    A page that a device keeps for later names nobody: whoever finds the device would read it there.
    """

    name: str
    detail: str
    own_url: str
    sign_out_url: str
    drafts_of: int | None


ENTRIES: tuple[Entry, ...] = (
    Entry(N_("Mis grupos y solicitudes"), "applicant.home", "people", APPLICANTS),
    Entry(N_("Resultados"), "public.results", "trophy", VISITOR),
    Entry(N_("Verificar"), "public.check", "patch-check", VISITOR),
    Entry(N_("Inicio"), "staff.home", "house", OFFICE),
    Entry(
        N_("Concursos"),
        "staff.contests",
        "card-checklist",
        OFFICE,
        (
            "/oficina/solicitudes",
            "/oficina/defectos",
            "/oficina/consultas",
            "/oficina/papel",
            "/oficina/ficha-papel",
            "/oficina/observaciones",
        ),
    ),
    Entry(
        N_("Seguimiento"),
        "staff.follow_ups",
        "calendar-check",
        OFFICE | {Role.TREASURER},
        ("/oficina/premios",),
    ),
    Entry(N_("Fondos"), "staff.funds", "cash-coin", OFFICE, is_of_all=True),
    Entry(N_("Unidades territoriales"), "staff.offices", "building", OFFICE, is_of_all=True),
    Entry(N_("Líneas productivas"), "staff.lines", "basket", OFFICE, is_of_all=True),
    Entry(N_("Padrón"), "staff.registry", "journal-check", REGISTRY, is_of_all=True),
    Entry(
        N_("Centros poblados"),
        "staff.centres",
        "geo-alt",
        REGISTRY,
        ("/oficina/distritos", "/oficina/territorio"),
        is_of_all=True,
    ),
    Entry(
        N_("Hogares"),
        "staff.households",
        "people-fill",
        REGISTRY,
        ("/oficina/personas", "/oficina/componentes"),
        is_of_all=True,
    ),
    Entry(N_("Datos personales"), "staff.person_requests", "person-lock", REGISTRY, is_of_all=True),
    Entry(
        N_("Representantes"),
        "staff.representatives",
        "people",
        frozenset({Role.STAFF, Role.SECRETARY}),
    ),
    Entry(
        N_("Promotores"),
        "staff.promoters",
        "person-badge",
        frozenset({Role.STAFF, Role.SECRETARY}),
        is_of_all=True,
    ),
    Entry(N_("Mis concursos"), "juror.home", "clipboard-check", frozenset({Role.JUROR})),
    Entry(N_("Auditoría"), "staff.audit", "shield-check", frozenset({Role.AUDITOR}), is_of_all=True),
    Entry(N_("Cuentas"), "account.users", "person-gear", frozenset({Role.ADMIN})),
    Entry(N_("Textos de documentos"), "account.document_texts", "file-earmark-text", frozenset({Role.ADMIN})),
    Entry(
        N_("Emergencias"),
        "account.emergencies",
        "exclamation-triangle-fill",
        OFFICE | {Role.TREASURER, Role.ADMIN},
    ),
)


def register_navigation(app: Flask) -> None:
    """Give every page its menu and its frame."""
    app.context_processor(_frame)


def navigation() -> tuple[NavigationItem, ...]:
    """List the menu of the person signed in."""
    roles, of_all = current_actor().roles, current_actor().roles_of_all
    seen = (e for e in ENTRIES if (e.roles & (of_all if e.is_of_all else roles) if e.roles else not roles))
    entries = [(e, url_for(e.endpoint)) for e in seen]
    nearest = max((_nearness(e, url) for e, url in entries), default=0)
    return tuple(
        NavigationItem(gettext(e.label), url, e.icon, 0 < _nearness(e, url) == nearest) for e, url in entries
    )


def _nearness(entry: Entry, url: str) -> int:
    """Say how much of the present address an entry stands for; 0: none of it."""
    here = f"{request.path}/"
    stems = (f"{address.rstrip('/')}/" for address in (url, *entry.also))
    return max((len(stem) for stem in stems if here.startswith(stem)), default=0)


def _frame() -> dict[str, object]:
    return {
        "navigation": navigation(),
        "account": _account_menu(),
        "emergency": getattr(current_user, "emergency", None),
        "way_in": getattr(current_user, "way_in", None),
        "home_url": url_for("public.home"),
        "sign_in_url": url_for("account.sign_in"),
        "results_check_url": url_for("public.check"),
    }


def _account_menu() -> AccountMenu | None:
    if not current_user.is_authenticated:
        return None
    roles = sorted(current_actor().roles)
    detail = ", ".join(gettext(ROLE_LABELS[role.value]) for role in roles)
    return AccountMenu(
        name=detail if g.get("is_kept_on_device") else current_user.full_name,
        detail=detail,
        own_url=url_for("account.own_account"),
        sign_out_url=url_for("account.sign_out"),
        drafts_of=current_actor().user_id if not (APPLICANTS | {Role.JUROR}).isdisjoint(roles) else None,
    )
