// Signing out leaves nothing of a person on a shared phone. What never reached the portal is asked about first.

import { files, records, texts } from "../autosave/store.js";
import { makeDialog } from "./confirm-submit.js";

export function enhance(form) {
  const mine = `${form.dataset.user}/`;
  const dialog = typeof HTMLDialogElement === "undefined" ? null : makeDialog(JSON.parse(form.dataset.question), "forget");
  let isSure = false;
  if (dialog) document.body.append(dialog);

  async function leave() {
    isSure = true;
    await Promise.all([texts, files, records].map((store) => store.dropUnder(mine).catch(() => {})));
    await globalThis.caches?.delete("portal-jury").catch(() => {});
    // Later: while an event of a form is under way, the form cannot be sent again.
    setTimeout(() => form.requestSubmit());
  }

  form.addEventListener("submit", async (event) => {
    if (isSure) return;
    event.preventDefault();
    const kept = await Promise.all([texts, files, records].map((store) => store.keptUnder(mine).catch(() => [])));
    if (kept.flat().some((record) => record.sent !== true) && dialog) dialog.showModal();
    else await leave();
  });
  dialog?.addEventListener("close", () => {
    if (dialog.returnValue === "accept") leave();
    dialog.returnValue = "";
  });
}
