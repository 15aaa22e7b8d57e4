"""`flask verify invariants` is silent on sound data and names what is broken."""

import json

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from contest_portal.publication.invariants import INVARIANTS
from tests.factories.publication import make_announced_contest


def test_sound_data_passes(app: Flask, session: Session) -> None:
    make_announced_contest(session)
    session.commit()

    outcome = app.test_cli_runner().invoke(args=["verify", "invariants"])

    assert (outcome.exit_code, outcome.output) == (0, f"{len(INVARIANTS)} invariants hold\n")


def test_a_broken_invariant_fails_and_names_the_row(app: Flask, session: Session) -> None:
    scored = make_announced_contest(session)
    session.execute(text("update series set last = last + 1 where kind = 'acta'"))
    session.commit()

    outcome = app.test_cli_runner().invoke(args=["verify", "invariants"])
    as_json = app.test_cli_runner().invoke(args=["verify", "invariants", "--json"])

    series = session.scalar(text("select id from series where kind = 'acta'"))
    assert (outcome.exit_code, outcome.stderr) == (
        1,
        f"document.no_gap: Los números de cada serie van del uno al último sin saltos. [series:{series}]\n",
    )
    assert (as_json.exit_code, json.loads(as_json.output)) == (
        1,
        {
            "checked": len(INVARIANTS),
            "broken": [
                {
                    "code": "document.no_gap",
                    "sentence": "Los números de cada serie van del uno al último sin saltos.",
                    "rows": [f"series:{series}"],
                }
            ],
        },
    )
    assert scored.contest.state == "announced"
