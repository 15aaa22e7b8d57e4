// Counts down to data-ends, by the server's clock: the nearest data-now says what time it was there when the page came.

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function enhance(element) {
  const ends = Date.parse(element.dataset.ends);
  const ahead = Date.parse(element.closest("[data-now]").dataset.now) - Date.now();
  const timer = setInterval(tick, 1000);

  function tick() {
    if (!element.isConnected) {
      clearInterval(timer);
      return;
    }
    const left = Math.ceil((ends - Date.now() - ahead) / 1000);
    element.classList.toggle("is-over", left <= 0);
    element.textContent = left > 0 ? clock(left) : `${element.dataset.over} · ${clock(-left)}`;
  }

  tick();
}
