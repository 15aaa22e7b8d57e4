// Hides a question while the answer that it hangs on is another one. What is hidden is sent all the same: the server
// asks the same condition, and keeps what was answered before. The hint on when to answer goes: it is for pages that
// cannot hide.

export function enhance(form) {
  function settle() {
    for (const box of form.querySelectorAll("[data-shown-if]")) {
      const control = form.elements[box.dataset.shownIf];
      const value = control.type === "checkbox" && !control.checked ? "" : control.value;
      box.hidden = value !== box.dataset.shownValue || control.closest("[hidden]") !== null;
    }
  }
  form.querySelectorAll("[data-when]").forEach((hint) => hint.remove());
  form.addEventListener("input", settle);
  form.addEventListener("change", settle);
  settle();
}
