// Asks the server, a moment after the last key, what saving would object to, and lists it beside the button. The
// server answers with the same sentences that saving gives; no rule is written here. Saving works without it.
// On a form: data-check-url, data-check-title. Inside it: [data-check-list], a live region, hidden while nothing is
// wrong.

const PAUSE = 700;

function line(remark) {
  const item = document.createElement("li");
  if (!remark.field) {
    item.textContent = remark.text;
    return item;
  }
  const link = document.createElement("a");
  link.href = `#${remark.field}`;
  link.textContent = remark.text;
  item.append(link);
  return item;
}

export function enhance(form) {
  const region = form.querySelector("[data-check-list]");
  const list = region.querySelector(".notice-body").appendChild(document.createElement("ul"));
  let timer = 0;
  let asked = 0;

  function show(remarks) {
    list.replaceChildren(...remarks.map(line));
    region.hidden = remarks.length === 0;
  }

  async function check() {
    const mine = ++asked;
    try {
      const answer = await fetch(form.dataset.checkUrl, { method: "POST", body: new FormData(form) });
      if (answer.ok && mine === asked) show((await answer.json()).remarks);
    } catch {
      region.hidden = true; // no connection: saving will tell
    }
  }

  list.addEventListener("click", (event) => {
    const target = document.getElementById(event.target.hash?.slice(1) ?? "");
    for (let inside = target; inside; inside = inside.parentElement) if (inside.tagName === "DETAILS") inside.open = true;
    target?.focus();
  });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  });
}
