// The line that says where the fields stand. What settles is announced; "saving" is only shown, or it would talk all
// the time.

export function makeState(form) {
  const place = form.querySelector("[data-autosave-state]");
  const busy = place.querySelector("[data-autosave-busy]");
  const said = place.querySelector("[data-autosave-said]");
  const held = place.querySelector("[data-autosave-held]");
  const signIn = place.querySelector("[data-autosave-sign-in]");
  const words = place.dataset;

  return {
    words,
    saving() {
      place.hidden = false;
      busy.textContent = words.saving;
    },
    say(tone, text, { needsSignIn = false } = {}) {
      place.hidden = false;
      place.dataset.tone = tone;
      busy.textContent = "";
      if (said.textContent !== text) said.textContent = text;
      signIn.hidden = !needsSignIn;
    },
    hold(button) {
      busy.textContent = "";
      held.textContent = `«${button.textContent.trim()}» ${words.held}`;
    },
    release() {
      busy.textContent = "";
      held.textContent = "";
    },
  };
}
