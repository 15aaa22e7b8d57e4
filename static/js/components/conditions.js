// Hides a question while the answer that it hangs on is another one. What is hidden is sent all the same: the server
// asks the same condition, and keeps what was answered before.

export function enhance(form) {
  function settle() {
    for (const box of form.querySelectorAll("[data-shown-if]")) {
      const control = form.elements[box.dataset.shownIf];
      const value = control.type === "checkbox" && !control.checked ? "" : control.value;
      box.hidden = value !== box.dataset.shownValue || control.closest("[hidden]") !== null;
    }
  }
  form.addEventListener("input", settle);
  form.addEventListener("change", settle);
  settle();
}
