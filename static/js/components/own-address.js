// A page that came as the answer to a form: puts its own address in the bar, so that loading it again asks for the
// page and sends nothing. Without a script the browser asks first, and what is sent again is received once.

export function enhance(element) {
  history.replaceState(history.state, "", element.dataset.address);
}
