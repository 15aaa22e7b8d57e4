// Signing out leaves nothing of a person on a shared phone. What never reached the portal is asked about first.

import { files, records, texts } from "../autosave/store.js";
import { makeDialog } from "./confirm-submit.js";

const STORES = [texts, files, records];

// What is deleted lies in the browser's files until it tidies them up. The portal has it throw them away at once, where
// nothing of anybody else is in them: no unsent text of another account, no page for checking papers.
async function isBare() {
  const others = await Promise.all(STORES.map((store) => store.keptUnder("")));
  return others.flat().length === 0 && !(await globalThis.caches?.has("portal-check"));
}

export function enhance(form) {
  const mine = `${form.dataset.user}/`;
  const dialog = typeof HTMLDialogElement === "undefined" ? null : makeDialog(JSON.parse(form.dataset.question), "forget");
  let isSure = false;
  if (dialog) document.body.append(dialog);

  async function leave() {
    isSure = true;
    await Promise.all(STORES.map((store) => store.dropUnder(mine).catch(() => {})));
    await globalThis.caches?.delete("portal-jury").catch(() => {});
    form.elements.bare.value = await isBare().catch(() => false) ? "1" : "";
    // Later: while an event of a form is under way, the form cannot be sent again.
    setTimeout(() => form.requestSubmit());
  }

  form.addEventListener("submit", async (event) => {
    if (isSure) return;
    event.preventDefault();
    const kept = await Promise.all(STORES.map((store) => store.keptUnder(mine).catch(() => [])));
    if (kept.flat().some((record) => record.sent !== true) && dialog) dialog.showModal();
    else await leave();
  });
  dialog?.addEventListener("close", () => {
    if (dialog.returnValue === "accept") leave();
    dialog.returnValue = "";
  });
}
