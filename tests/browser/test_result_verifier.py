"""The verifier of the page confirms the published result, and judges invented files as the program does."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.invented_bundles import invented_bundle
from contest_portal.kernel.canonical import canonical_hash
from contest_portal.publication.rules.bundle import write_bundle
from contest_portal.publication.verify import Verifier, read
from tests.browser.looking import faults_of_view
from tests.browser.serving import ServedPortal
from tests.publication.changes import changed, rehashed, seeded
from tests.publication.edges import edge_files
from tests.publication.hostile_names import NAMES, with_such_names, with_such_words
from tests.publication.kinds import of_other_kinds, with_other_steps
from tests.publication.rules.test_bundle_envelopes import packed_contest
from tests.publication.test_verify import DECIDING, is_detected, made, nested, small, without_words

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
JUDGE = """async (texts) => {
  const module = (name) => import(document.querySelector("script[type=module]").src.replace("portal.js", name));
  const { read } = await module("verifier/reading.js");
  const { verify } = await module("verifier/steps.js");
  const isDetected = (text) => {
    try { return verify(read(text)).some((step) => step.state === "failed"); } catch { return true; }
  };
  return texts.map(isDetected);
}"""
UNREADABLE = (
    "[]",
    '{"a":1,"a":2}',
    '{"a":1.0}',
    '{"a":1e3}',
    '{"a":NaN}',
    '{"a":"\\ud800"}',
    '{"a":01}',
    '{"a":1e999999999}',
    '{"a":' + "9" * 1_000_000 + "}",
    '{"a":' + "[" * 100_000,
    '{"a":{"decimals":999999999}}',
    "{} {}",
    "",
)


def invented() -> list[str]:
    """Give sound contests, and small ones in which something that decides was changed and the hash fits again."""
    sound = [write_bundle(invented_bundle(seed, groups=4, jurors=4, criteria=3)) for seed in range(25)]
    sound += [*(write_bundle(nested(seed)) for seed in range(25)), packed_contest()]
    random, texts = (
        seeded(13),
        [*(small(seed) for seed in (3, 5)), *(write_bundle(nested(n)) for n in (1, 2))],
    )
    spoilt = [changed(texts[n % 4], random, within=DECIDING)[0] for n in range(100)]
    spoilt += [without_words(0), without_words(1)]  # the first is sound: its marks have a seal of their own
    spoilt += [another_reason(rule) for rule in ("within_share", "pass_funded", "merit_order", "best_total")]
    return [
        *sound,
        packed_contest("UNICA"),
        *(json.dumps(rehashed(data), ensure_ascii=False) for data in spoilt),
    ]


def another_reason(rule: str) -> Any:
    """Give a contest of a rule where a step gives another reason, and every hash fits: only 6.2 is in the way."""
    data = made(rule)
    allocation = data["allocation"]
    line = next(one for one in allocation["result"]["lines"] if one["amount"]["cents"])
    line["reason"] = "within_share" if line["reason"] == "full_award" else "full_award"
    return data | {"allocation": allocation | {"result_sha256": canonical_hash(allocation["result"])}}


def test_the_page_judges_as_the_program_does(demo: ServedPortal, browser: Browser) -> None:
    page = browser.new_context(base_url=demo.url, viewport=PHONE).new_page()
    page.goto("/resultados/CERI-2026-01/comprobar")
    sent: list[Any] = []
    page.on("request", lambda request: sent.append((request.method, request.post_data)))
    published = page.request.get("/resultados/CERI-2026-01/paquete.json").text()
    other = json.loads(published)
    other["sheets"][0]["marks"] = dict.fromkeys(other["sheets"][0]["marks"], 0)

    page.get_by_role("button", name="Comprobar este resultado").click()
    expect(page.locator("[data-verdict]")).to_have_text("Todo lo comprobado concuerda.")
    expect(page.locator(".verified-passed")).to_have_count(17)
    faults = [*faults_of_view(page)]
    page.get_by_label("O elija un paquete que usted guardó").set_input_files(
        {"name": "otro.json", "mimeType": "application/json", "buffer": json.dumps(other).encode()}
    )
    expect(page.locator("[data-verdict]")).to_have_text(
        "El resultado no se confirma: vea los pasos que fallan."
    )
    named = [json.dumps(one, ensure_ascii=False) for one in (*with_such_names(), *with_such_words())]
    texts = [*named, *invented(), *UNREADABLE]
    judged = page.evaluate(JUDGE, texts)
    edges = [*edge_files(), *with_other_steps(), *of_other_kinds()]
    judged_edges = page.evaluate(JUDGE, edges)
    is_clean = page.evaluate("() => ({}).cents === undefined && Object.keys(Object.prototype).length === 0")

    page.context.close()
    assert judged == [is_detected(text) for text in texts]
    assert judged_edges == [is_detected(text) for text in edges]
    assert (judged[: len(NAMES) * 7], is_clean) == ([False] * (len(NAMES) * 7), True)
    assert judged[len(named) :][:52] == [*[False] * 51, True]
    assert judged[-len(UNREADABLE) - 4 :] == [True] * (len(UNREADABLE) + 4)
    assert Verifier(read(published.encode())).report()["failed"] == []
    assert {method for method, data in sent} == {"GET"}
    assert faults == []
