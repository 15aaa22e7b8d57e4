// A form is sent once, however often its button is pressed. The buttons stay focusable: a disabled button would
// lose the focus and its own name and value.

const RELEASE_AFTER_MS = 15000;

function setBusy(form, busy) {
  form.toggleAttribute("data-busy", busy);
  for (const button of form.querySelectorAll("button[type=submit]")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

export function enhance(form) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.hasAttribute("data-busy")) {
      event.preventDefault();
      return;
    }
    setBusy(form, true);
    // A download leaves the page where it is, and a lost connection leaves nothing at all.
    setTimeout(() => setBusy(form, false), RELEASE_AFTER_MS);
  });
  window.addEventListener("pageshow", () => setBusy(form, false));
}
