// Presses the button of a form that goes on by itself: long work in short requests. Without a script, the person
// presses it. It waits a moment, or as long as `data-wait` says, so that the page can be read, left, or its other
// button be reached.

const WAIT_MS = 800;

export function enhance(form) {
  const wait = Number(form.dataset.wait || WAIT_MS);
  const isElsewhere = (element) => element && element !== document.body && !form.contains(element);
  if (isElsewhere(document.activeElement)) return;
  let timer = setTimeout(() => form.requestSubmit(), wait);
  const stop = () => clearTimeout(timer);
  window.addEventListener("pagehide", stop);
  document.addEventListener("focusin", (event) => {
    if (isElsewhere(event.target)) stop();
  });
  document.addEventListener("submit", stop);
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    stop();
    timer = setTimeout(() => form.requestSubmit(), wait);
  });
}
