// Works out a result again in the browser: the published file, or one that the reader chooses. Nothing is sent anywhere.

import { MOST_BYTES, read } from "../verifier/reading.js";
import { verify } from "../verifier/steps.js";

// The text as it stands, with a byte order mark, which is none of it; nothing where it is not UTF-8.
function words(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return "";
  }
}

function row(template, step, title, words) {
  const item = template.content.firstElementChild.cloneNode(true);
  item.classList.add(`verified-${step.state}`);
  item.querySelector("[data-state]").textContent = words[step.state];
  item.querySelector("[data-step]").textContent = `${step.number} ${title}`;
  item.querySelector("[data-details]").textContent = step.details.slice(0, 8).join(", ");
  return item;
}

export function enhance(element) {
  const { published, expected, holds, fails, unusable, passed, failed, open } = element.dataset;
  const titles = JSON.parse(element.dataset.titles);
  const [verdict, list, template] = ["[data-verdict]", "[data-steps]", "template"].map((one) => element.querySelector(one));

  function show(text) {
    list.replaceChildren();
    try {
      const steps = verify(read(text), expected);
      const isSound = steps.every((step) => step.state !== "failed");
      list.append(...steps.map((step) => row(template, step, titles[step.number], { passed, failed, open })));
      verdict.textContent = isSound ? holds : fails;
    } catch {
      verdict.textContent = unusable;
    }
    verdict.focus();
  }

  element.hidden = false;
  element.querySelector("button").addEventListener("click", async () => {
    try {
      const answer = await fetch(published);
      show(answer.ok ? words(await answer.arrayBuffer()) : "");
    } catch {
      show("");
    }
  });
  element.querySelector("input").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (file) show(file.size > MOST_BYTES ? "" : words(await file.arrayBuffer()));
  });
}
