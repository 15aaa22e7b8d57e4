// Brings the content of the page anew every few seconds. While there is no answer the last one stays.

import { enhance as countDown } from "./countdown.js";

const EVERY_MS = 4000;

export function enhance(element) {
  let before = element.cloneNode(true);
  delete before.dataset.now;

  async function renew() {
    try {
      const answer = await fetch(location.href, { redirect: "error" });
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // the line is bad: what is shown stays
    }
    setTimeout(renew, EVERY_MS);
  }

  function show(page) {
    const fresh = page.querySelector('[data-component="renewing"]');
    if (fresh === null) return;
    const now = fresh.dataset.now;
    delete fresh.dataset.now;
    if (fresh.isEqualNode(before)) return;
    before = fresh.cloneNode(true);
    element.dataset.now = now;
    element.replaceChildren(...fresh.childNodes);
    element.querySelectorAll('[data-component="countdown"]').forEach(countDown);
  }

  setTimeout(renew, EVERY_MS);
}
