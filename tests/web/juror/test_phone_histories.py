"""Random histories over the client: batches in any order, cut after they were kept, sent again."""

import json
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from contest_portal.scoring.rules.sync import Content
from tests.factories.evaluation import make_evaluation
from tests.factories.phones import Phone, group, make_phone
from tests.page_client import PageClient
from tests.scoring.histories import History, content

GROUPS = 10
BATCH = 11


def test_histories_of_ten_groups_on_three_phones_end_as_the_model_says(
    session: Session, client: PageClient
) -> None:
    scene = make_evaluation(session, groups=tuple(f"Grupo {number}" for number in range(GROUPS)))
    phones = [make_phone(session, scene, signs=number == 0) for number in range(3)]
    histories = [History(seed) for seed in range(GROUPS)]
    for number, history in enumerate(histories):
        tell(history, phones, group(scene, number))
    session.commit()
    client.sign_in(scene.users[0].id)
    random = Random(1)  # noqa: S311 - a history, no secret
    sent = [one for phone in phones for one in phone.written]
    sent += random.choices(sent, k=BATCH)
    random.shuffle(sent)

    for start in range(0, len(sent), BATCH):
        batch = [{"body": one.body, "signature": one.signature} for one in sent[start : start + BATCH]]
        answer = client.post(
            f"/jurado/concursos/{scene.contest.id}/sin-conexion/anotaciones",
            data=json.dumps({"entries": batch}),
        ).get_json()

    assert answer["held"] == {}
    found = {sheet["group"]: sheet for sheet in answer["sheets"] if sheet["phase"] == "FIELD"}
    assert [outcome(found[group(scene, number)]) for number in range(GROUPS)] == [
        history.model for history in histories
    ]


def tell(history: History, phones: list[Phone], code: str) -> None:
    """Let the phones write what a history says."""
    names: dict[str, str] = {}
    for key, written in history.written.items():
        bases = tuple(sorted(names.get(base, base) for base in written.state.based_on))
        units = written.state.content.marks[0].units
        names[key] = phones[int(key[0])].write(code, {"F1": units}, based_on=bases)


def outcome(sheet: dict[str, Any]) -> frozenset[Content]:
    """Give what a sheet says, and what its juror must choose from."""
    versions = [sheet, *sheet["rivals"]] if sheet["version"] else sheet["rivals"]
    return frozenset(content(one["marks"][0]["units"]) for one in versions)
