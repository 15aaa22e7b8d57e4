"""What an issued paper holds and how it reads."""

import json
import re
from typing import Any

from sqlalchemy.orm import Session

from contest_portal.awards.documents.registry import KINDS
from contest_portal.documents.models import Document
from contest_portal.documents.press import Press


def content_of(session: Session, document_id: int | None) -> dict[str, Any]:
    """Give the frozen content of a document."""
    content: dict[str, Any] = json.loads(session.get_one(Document, document_id).data)["content"]
    return content


def text_of(press: Press, document: Document) -> str:
    """Give what a paper says, with its spaces made one."""
    html = press.html(KINDS[document.kind], document)
    body = re.sub(r"<(style|script|title)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace(" ,", ",").replace(" .", ".")
