// Checks the stamp of a paper's QR: what stands behind the # of the address, or what the reader pastes. With data-record
// the page knows what the portal has on record; without it, it answers for the signature, and by the list of void documents
// that came with the page, as long as that is not too old.

import { readStamp } from "../verifier/stamp.js";
import { readVoidList } from "../verifier/void-list.js";
import { formatCents } from "../amounts.js";
import { keepPage } from "../kept-page.js";

const TONES = {
  matches: "good", listed: "good", alone: "warn", void: "bad", voided: "bad", other: "bad", altered: "bad", insecure: "warn", none: "warn",
};
const REFUSED = new Set(["other", "altered", "voided"]);
const TRUSTED_DAYS = 30;
const DAY_MS = 86_400_000;

function ageOf(list) {
  return Math.max(0, Math.floor((Date.now() - list.madeAt) / DAY_MS));
}

class StampCheck {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.keys = JSON.parse(root.dataset.keys);
    this.titles = JSON.parse(root.dataset.titles);
    this.answer = root.querySelector("[data-answer]");
    this.verdict = root.querySelector("[data-verdict]");
    this.facts = root.querySelector("[data-facts]");
    this.link = root.querySelector("[data-address]");
    this.age = root.querySelector("[data-list-age]");
    this.title = document.querySelector("h1");
    this.heading = this.title.textContent;
  }

  async check(text) {
    const [address, token] = text.trim().split("#");
    if (!token) return this.say("none");
    if (!window.crypto?.subtle) return this.say("insecure");
    const stamp = await readStamp(token, this.keys);
    const list = await readVoidList(this.words.voidList ?? "", this.keys);
    const state = this.stateOf(stamp, list);
    this.say(state);
    if (state !== "matches") this.show(stamp); // else the page shows the same
    this.offer(stamp && address, token);
    this.tellAge(stamp && list);
  }

  stateOf(stamp, list) {
    if (!stamp) return "altered";
    const { record } = this.words;
    if (record === undefined) return this.stateByList(stamp, list);
    if (!record.startsWith(stamp.digest)) return "other";
    return this.words.isVoid ? "void" : "matches";
  }

  // A list that is old, or older than the paper, does not say that the paper still holds.
  stateByList(stamp, list) {
    if (!list) return "alone";
    if (list.has(stamp.digest)) return "voided";
    const isOfUse = ageOf(list) <= TRUSTED_DAYS && list.madeAt.toISOString().slice(0, 10) >= stamp.day;
    return isOfUse ? "listed" : "alone";
  }

  tellAge(list) {
    if (!this.age || !list) return;
    const time = this.age.querySelector("time");
    time.dateTime = list.madeAt.toISOString();
    time.textContent = list.madeAt.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    this.age.querySelector("[data-days]").textContent = ageOf(list);
    this.age.hidden = false;
  }

  say(state) {
    this.root.hidden = false;
    this.facts.hidden = true;
    if (this.link) this.link.hidden = true;
    if (this.age) this.age.hidden = true;
    this.answer.hidden = false;
    this.answer.className = `notice notice-${TONES[state]}`;
    this.answer.dataset.state = state;
    this.verdict.textContent = this.words[state];
    const isRefused = REFUSED.has(state);
    this.title.textContent = isRefused ? (this.words[`${state}Heading`] ?? this.words.heading) : this.heading;
    document.documentElement.classList.toggle("stamp-refused", isRefused);
  }

  show(stamp) {
    this.facts.hidden = !stamp;
    if (!stamp) return;
    const said = {
      kind: Object.hasOwn(this.titles, stamp.kind) ? this.titles[stamp.kind] : stamp.kind,
      code: stamp.code,
      day: stamp.day.split("-").reverse().join("/"),
      group: stamp.group || "—",
      amount: stamp.cents === null ? "—" : formatCents(BigInt(stamp.cents)),
      digest: stamp.digest.match(/.{8}/g).join(" "),
    };
    for (const [name, text] of Object.entries(said)) this.facts.querySelector(`[data-fact="${name}"]`).textContent = text;
  }

  // Where the portal says whether it was annulled since.
  offer(address, token) {
    if (!this.link || !address?.startsWith(`${location.origin}/verificar/`)) return;
    this.link.querySelector("a").href = `${address}#${token}`;
    this.link.hidden = false;
  }
}

async function keep(root) {
  const { page, worker } = root.dataset;
  const address = `${worker}?kept=portal-check&page=${encodeURIComponent(page)}`;
  const options = { credentials: "omit" }; // for everybody: nothing of who is signed in stays on the phone
  const isKept = await keepPage({ worker: address, scope: "/verificar/", cache: "portal-check", page, options });
  if (isKept) root.querySelector("[data-kept]").hidden = false;
}

export function enhance(root) {
  const stamps = new StampCheck(root);
  const form = root.querySelector("form");
  const { page } = root.dataset; // stands in, without a connection, for those of papers
  const isOfPaper = () => location.hash.length > 1 || (page && location.pathname !== page);
  const fromAddress = () => isOfPaper() && stamps.check(location.href);
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    stamps.check(form.elements.read.value);
  });
  if (root.dataset.worker) {
    root.hidden = false;
    keep(root);
  }
}
