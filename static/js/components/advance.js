// Presses the button of a form that goes on by itself: long work in short requests. Without a script, the person
// presses it. It waits a moment, so that the page can be read, left, or its other button be reached.

const WAIT_MS = 800;

export function enhance(form) {
  let timer = setTimeout(() => form.requestSubmit(), WAIT_MS);
  const stop = () => clearTimeout(timer);
  window.addEventListener("pagehide", stop);
  document.addEventListener("focusin", (event) => {
    if (!form.contains(event.target)) stop();
  });
  document.addEventListener("submit", stop);
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    stop();
    timer = setTimeout(() => form.requestSubmit(), WAIT_MS);
  });
}
