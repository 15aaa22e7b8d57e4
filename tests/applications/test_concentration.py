"""How groups spread over lines and centres."""

from sqlalchemy.orm import Session

from contest_portal.applications.concentration import Share, groups_by_centre, groups_by_line
from tests.factories.applications import make_application, make_group
from tests.factories.applying import Village
from tests.factories.contests import RULEBOOK, make_contest
from tests.factories.registry import make_centre


def apply(village: Village, name: str, *, state: str = "submitted", line: str | None = "cuyes") -> None:
    application = make_application(village.session, village.contest, village.group(name=name), state=state)
    application.line_code = line
    village.session.flush()


def test_lines_are_counted_the_fullest_first_and_the_empty_below(session: Session, village: Village) -> None:
    apply(village, "Ayni")
    apply(village, "Llamkay")
    apply(village, "Yanapay", state="draft")
    apply(village, "Rikchari", state="draft", line=None)

    assert groups_by_line(session, village.contest.id, RULEBOOK) == (
        Share("cuyes", "Crianza de cuyes", drafts=1, sent=2, drafts_percent=33, sent_percent=66),
        Share("", "", drafts=1, sent=0, drafts_percent=33, sent_percent=0),
        Share("panaderia", "Panadería", drafts=0, sent=0, drafts_percent=0, sent_percent=0),
    )


def test_the_withdrawn_and_those_of_other_contests_are_left_out(session: Session, village: Village) -> None:
    apply(village, "Ayni", state="withdrawn")
    other = make_contest(session, village.office, village.staff)
    make_application(session, other, village.group(name="Llamkay"))

    assert groups_by_centre(session, village.contest.id) == ()
    assert [share.total for share in groups_by_line(session, village.contest.id, RULEBOOK)] == [0, 0]


def test_centres_are_those_of_the_groups(session: Session, village: Village) -> None:
    second = make_centre(session, code="0903010002", name="Rayán")
    for centre, name in ((second, "Ayni"), (second, "Llamkay"), (village.centre, "Yanapay")):
        make_application(
            session, village.contest, make_group(session, centre, village.representative, name=name)
        )

    shares = groups_by_centre(session, village.contest.id)

    assert [(share.code, share.name, share.sent, share.sent_percent) for share in shares] == [
        (second.code, f"{second.name}, Lircay", 2, 100),
        (village.centre.code, f"{village.centre.name}, Lircay", 1, 50),
    ]
