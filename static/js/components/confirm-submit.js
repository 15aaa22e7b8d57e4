// Asks before a form is sent. All words come from the form: data-confirm-title, -text, -accept, -cancel.
// Without a script, or without <dialog>, the server shows its own page with the same question.

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function makeButton(tone, text, value) {
  const button = make("button", `button button-${tone}`, text);
  button.type = "submit";
  button.value = value;
  return button;
}

export function makeDialog(words, identifier) {
  const dialog = make("dialog", "confirm", "");
  const title = make("h2", "confirm-title", words.confirmTitle);
  const text = make("p", "confirm-text", words.confirmText);
  const choices = make("form", "button-row", "");
  title.id = `${identifier}-title`;
  text.id = `${identifier}-text`;
  choices.method = "dialog";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.setAttribute("aria-describedby", text.id);
  // "No" comes first in the dialog: it gets the focus, so Enter by habit changes nothing.
  choices.append(
    makeButton("secondary", words.confirmCancel, "cancel"),
    makeButton(words.confirmTone === "danger" ? "danger" : "primary", words.confirmAccept, "accept"),
  );
  dialog.append(title, text, choices);
  return dialog;
}

let count = 0;

export function enhance(form) {
  if (typeof HTMLDialogElement === "undefined") return;
  count += 1;
  const dialog = makeDialog(form.dataset, `confirm-${count}`);
  document.body.append(dialog);
  const answer = document.createElement("input");
  answer.type = "hidden";
  answer.name = "confirmed";
  answer.value = "1";
  let submitter = null;

  // Capture: this runs before busy-submit and unsaved-changes hear of the submit.
  form.addEventListener("submit", (event) => {
    if (answer.isConnected) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    submitter = event.submitter;
    dialog.returnValue = "";
    dialog.showModal();
  }, { capture: true });

  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "accept") return;
    form.append(answer);
    form.requestSubmit(submitter);
  });
  window.addEventListener("pageshow", () => answer.remove());
}
