"""Are the triggers there that keep logs, final sheets and issued documents, and could the portal take them away?"""

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.cli.settings_checks import Finding

LOGS = ("access_log", "audit", "audit_checkpoint", "sheet_entry")
SEALED = ("document", "document_signature", "document_text", "sheet", "sheet_mark", "sheet_rest")
_THERE = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'trigger'"),
    "postgresql": text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"),
}
_OWN = text("SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass('audit')")


def guards(dialect: str) -> frozenset[str]:
    """Name the triggers of a kind of database that refuse changes."""
    wanted = {f"{table}_guarded_{deed}" for table in SEALED for deed in ("update", "delete")}
    wanted.add("sheet_mark_guarded_insert")
    if dialect == "sqlite":
        wanted |= {f"{table}_no_{deed}" for table in LOGS for deed in ("update", "delete")}
        return frozenset(wanted | {f"{table}_no_replace" for table in (*LOGS, *SEALED)})
    wanted |= {f"{table}_append_only" for table in LOGS} | {"sheet_entry_words_only"}
    return frozenset(wanted | {f"{table}_guarded_truncate" for table in SEALED})


def guard_findings(session: Session) -> Iterator[Finding]:
    """Name guards that are not there or do not work, and say when the portal's own role could take them away."""
    dialect = session.get_bind().dialect.name
    gone = guards(dialect) - set(session.scalars(_THERE[dialect]))
    if gone:
        yield Finding(
            "guards",
            f"the database lacks {', '.join(sorted(gone))}: somebody took away what refuses changes of logs, final "
            "sheets or papers. Run flask audit verify and flask verify invariants, and give the structure back.",
        )
    if dialect == "postgresql" and session.scalar(_OWN):
        yield Finding(
            "owner",
            "the portal connects as the owner of its tables, who can take away what refuses changes of them: "
            "serve it with a role of its own (docs/examples/roles.sql).",
        )
