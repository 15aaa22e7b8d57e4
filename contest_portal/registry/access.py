"""How a row of the access log is written, whatever was done with the file."""

from dataclasses import dataclass

from contest_portal.accounts.rules.actor import Act
from contest_portal.kernel.problems import NotPermitted
from contest_portal.registry.models.accesses import FileAccess
from contest_portal.registry.rules.disclosure import AccessKind, FileOf, FileRef


@dataclass(frozen=True, slots=True)
class Screen:
    """From where somebody looks: the page's endpoint and the request whose log lines tell more."""

    name: str
    request_id: str


def access_row(act: Act, kind: AccessKind, screen: Screen, *, file: FileRef | None = None) -> FileAccess:
    """Make a row about a file (None: about the log itself). NotPermitted for whoever has no account."""
    if act.actor.user_id is None:
        raise NotPermitted("a file is looked at by somebody with an account")
    return FileAccess(
        at=act.at,
        user_id=act.actor.user_id,
        roles=" ".join(sorted(act.actor.roles)),
        kind=kind.value,
        person_id=file.id if file and file.kind is FileOf.PERSON else None,
        household_id=file.id if file and file.kind is FileOf.HOUSEHOLD else None,
        fields="",
        screen=screen.name,
        request_id=screen.request_id,
    )
