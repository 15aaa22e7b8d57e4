"""Whether a document is genuine: asked by its code, answered without any personal data."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from contest_portal.awards.queries import verification as find_verification
from contest_portal.documents.rules.verification import code_problem, read_verification_code
from contest_portal.web.public.blueprint import blueprint
from contest_portal.web.public.stamps import stamp_keys_here
from contest_portal.web.public.verification_forms import VerificationForm
from contest_portal.web.shared.database import read_session
from contest_portal.web.shared.limits import limiter

TRIES = "30 per minute"
MAX_CODE = 40
MAX_TYPED = 300


@blueprint.route("/verificar", methods=["GET", "POST"])
@limiter.limit(TRIES, methods=["POST"])
def check() -> Response | tuple[str, int]:
    """Ask for the code of a document."""
    form = VerificationForm()
    if form.validate_on_submit():
        typed = (form.code.data or "")[:MAX_TYPED]
        problem = code_problem(typed)
        if problem is None:
            return redirect(url_for("public.verification", code=read_verification_code(typed)), 303)
        form.add_problems((problem,))
    return render_template("public/verify.html", form=form), form.status


@blueprint.get("/verificar/<code>")
@limiter.limit(TRIES)
def verification(code: str) -> str:
    """Say what stands on record under a code: a document that is valid or void, or nothing at all.

    An unknown code is an answer like the others, so that it tells nothing about which codes exist.
    """
    read = read_verification_code(code)
    found = None if read is None else find_verification(read_session(), read)
    return render_template(
        "public/verification.html",
        found=found,
        code=read or code[:MAX_CODE],
        problem=code_problem(code),
        stamps=stamp_keys_here(),
    )
