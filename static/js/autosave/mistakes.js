// What the server says about an entry, beside its control, as components/fields.html prints it.

import { controlsOf } from "./entries.js";

const MADE = "data-autosave-error";

export function clearMistakes(form, name) {
  for (const control of controlsOf(form, name)) {
    const error = document.getElementById(`${control.id}-error`);
    if (!error?.hasAttribute(MADE)) continue;
    error.remove();
    control.removeAttribute("aria-invalid");
    const others = (control.getAttribute("aria-describedby") ?? "").replace(error.id, "").trim();
    if (others) control.setAttribute("aria-describedby", others);
    else control.removeAttribute("aria-describedby");
  }
}

export function showMistakes(form, name, messages) {
  clearMistakes(form, name);
  for (const control of controlsOf(form, name)) {
    const message = messages[control.id];
    if (!message || document.getElementById(`${control.id}-error`)) continue;
    const error = document.createElement("p");
    error.id = `${control.id}-error`;
    error.className = "field-error";
    error.setAttribute(MADE, "");
    error.textContent = message;
    (control.closest(".affixed") ?? control).after(error);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${error.id}`.trim());
  }
}
