// Asks before a form is sent. All words come from the form's hidden field `question`. While that field stands the server
// asks on a page of its own: without a script, or before this one came.

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
  const title = make("h2", "confirm-title", words.title);
  const text = make("p", "confirm-text", words.text);
  const choices = make("form", "button-row", "");
  title.id = `${identifier}-title`;
  text.id = `${identifier}-text`;
  choices.method = "dialog";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.setAttribute("aria-describedby", text.id);
  // "No" comes first in the dialog: it gets the focus, so Enter by habit changes nothing.
  choices.append(
    makeButton("secondary", words.cancel, "cancel"),
    makeButton(words.tone === "danger" ? "danger" : "primary", words.accept, "accept"),
  );
  dialog.append(title, text, choices);
  return dialog;
}

let count = 0;

export function enhance(form) {
  if (typeof HTMLDialogElement === "undefined") return;
  const question = form.elements.question;
  count += 1;
  const dialog = makeDialog(JSON.parse(question.value), `confirm-${count}`);
  document.body.append(dialog);
  let submitter = null;

  // Capture: this runs before busy-submit and unsaved-changes hear of the submit.
  form.addEventListener("submit", (event) => {
    if (question.disabled) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    submitter = event.submitter;
    dialog.returnValue = "";
    dialog.showModal();
  }, { capture: true });

  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "accept") return;
    question.disabled = true;
    form.requestSubmit(submitter);
  });
  window.addEventListener("pageshow", () => { question.disabled = false; });
}
