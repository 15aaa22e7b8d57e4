// Two texts for one field, side by side; the person takes one of them, or corrects the own one first.

import { controlsOf, describe, readEntries } from "./entries.js";

function anchorOf(form, name) {
  return form.querySelector(`[data-rows-prefix="${name}"]`) ?? controlsOf(form, name)[0].closest(".field");
}

export function showConflict(form, field, theirs, words, { takeMine, takeTheirs }) {
  hideConflict(field);
  const copy = form.querySelector("[data-autosave-conflict]").content.cloneNode(true);
  const box = copy.firstElementChild;
  const mine = box.querySelector("[data-mine]");
  const showMine = () => { mine.textContent = describe(form, field.name, readEntries(form, field.name)) || words.empty; };
  box.querySelector("[data-theirs]").textContent = describe(form, field.name, theirs) || words.empty;
  box.querySelector("[data-take-mine]").addEventListener("click", takeMine);
  box.querySelector("[data-take-theirs]").addEventListener("click", takeTheirs);
  showMine();
  anchorOf(form, field.name).after(box);
  field.conflict = { box, showMine };
}

export function hideConflict(field) {
  if (!field.conflict) return false;
  const hadFocus = field.conflict.box.contains(document.activeElement);
  field.conflict.box.remove();
  field.conflict = null;
  return hadFocus;
}
