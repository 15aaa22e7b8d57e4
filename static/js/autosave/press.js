// A click counts only where the press and the release fall on the same button: one that moves in between is never
// clicked. Leaving a field saves it, and what is said about that moves the page. So it waits until the pointer is up.

const LONGEST_MS = 3000;

// Gives a function: its promise is fulfilled when no button or link is being pressed.
export function watchPresses() {
  let isOver = Promise.resolve();
  let end = () => {};

  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("button, a, summary")) return;
    end();
    isOver = new Promise((resolve) => { end = resolve; });
    setTimeout(end, LONGEST_MS);
  }, { capture: true });
  for (const release of ["pointerup", "pointercancel"]) {
    // Later: the click comes after its release.
    window.addEventListener(release, () => setTimeout(end), { capture: true });
  }
  return () => isOver;
}
