"""Whether the audit log of today still contains a state that somebody has on paper."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from contest_portal.accounts.checkpoint_queries import check_log
from contest_portal.kernel.audit import head_checkpoint
from contest_portal.kernel.checkpoints import (
    KeptCheckpoint,
    is_kept_root,
    printed,
    read_words,
)
from contest_portal.kernel.problems import NotFound, Refused
from contest_portal.kernel.walked_log import PERIOD_S
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.public.log_forms import LogStateForm
from contest_portal.web.shared.database import read_session, walked_log
from contest_portal.web.shared.limits import limiter

TRIES = "20 per minute"
MAX_TYPED = 400


@blueprint.route("/registro", methods=["GET", "POST"])
@limiter.limit(TRIES, methods=["POST"])
def log() -> Response | tuple[str, int]:
    """Show the state of the log now, and ask for the one on a paper."""
    form = LogStateForm()
    if form.validate_on_submit():
        try:
            kept = read_words((form.size.data or "")[:MAX_TYPED], (form.words.data or "")[:MAX_TYPED])
            return redirect(url_for("public.log_state", size=kept.size, root=kept.root_begins), 303)
        except Refused as refused:
            form.add_problems(refused.problems)
    today = printed(head_checkpoint(read_session()))
    return render_template("public/log.html", form=form, today=today), form.status


@blueprint.get("/registro/<int:size>/<root>")
@limiter.limit(TRIES)
def log_state(size: int, root: str) -> str:
    """Say whether the log begins with a state, from typed words or the code on a paper; see `WalkedLog`."""
    kept = KeptCheckpoint(size, root)
    if not is_kept_root(root) or not size:
        raise NotFound("a state of the log")
    found = check_log(read_session(), [kept], walked=walked_log())
    return render_template("public/log_state.html", kept=kept, found=found, minutes=PERIOD_S // 60)
