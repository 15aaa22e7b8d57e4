// Tells when nobody has touched the page for so long. A page in the background sleeps: it finds out when it is shown again.

const LOOKS_EVERY_MS = 15_000;

export function whenIdle(milliseconds, act) {
  let touchedAt = Date.now();
  const touched = () => { touchedAt = Date.now(); };
  const look = () => {
    if (Date.now() - touchedAt < milliseconds) return;
    touched();
    act();
  };
  for (const kind of ["pointerdown", "keydown", "input", "wheel"]) document.addEventListener(kind, touched, { capture: true, passive: true });
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOKS_EVERY_MS);
}
