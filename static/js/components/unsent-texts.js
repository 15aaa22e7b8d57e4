// Lists what was typed on this device for an application and did not reach the portal, to be copied or deleted.

import { Sealed } from "../autosave/sealed.js";
import { texts } from "../autosave/store.js";

function itemOf(place, kept, record) {
  const item = place.querySelector("[data-item]").content.cloneNode(true).firstElementChild;
  const link = item.querySelector("[data-section]");
  if (record.isShut) {
    item.querySelector("[data-whence]").remove();
    item.querySelector("[data-text]").textContent = place.dataset.shut;
  } else {
    link.textContent = record.section;
    link.href = record.page;
    item.querySelector("[data-label]").textContent = record.label;
    item.querySelector("[data-text]").textContent = record.words;
  }
  const button = item.querySelector("[data-forget]");
  let isSure = false;
  button.addEventListener("click", async () => {
    if (!isSure) {
      isSure = true;
      button.textContent = button.dataset.sure;
      return;
    }
    await kept.drop(record.key, record.stamp);
    item.remove();
    place.hidden = place.querySelector("[data-list]").childElementCount === 0;
  });
  return item;
}

export async function enhance(place) {
  const kept = new Sealed(texts, place.dataset.keys);
  const records = await kept.keptUnder(`${place.dataset.user}/${place.dataset.application}/`).catch(() => []);
  place.querySelector("[data-list]").append(...records.map((record) => itemOf(place, kept, record)));
  place.hidden = records.length === 0;
}
