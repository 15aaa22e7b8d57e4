// Follows a job: asks its data-source every second, moves the bar, and opens the result when the job has ended.
// What is read aloud is changed only when it says something new. Without a script the page's link does the same.

const EVERY_MS = 1000;
const LONGEST_MS = 15000;

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function show(section, progress) {
  section.querySelector("progress").value = progress.percent;
  say(section.querySelector(".job-said"), progress.said);
  say(section.querySelector(".job-figures"), progress.figures);
  say(section.querySelector(".job-advice"), progress.advice);
}

async function ask(source) {
  const answer = await fetch(source, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

export function enhance(section) {
  let wait = EVERY_MS;
  let timer = null;

  async function follow() {
    try {
      const progress = await ask(section.dataset.source);
      wait = EVERY_MS;
      if (!progress.ended) show(section, progress);
      else if (document.querySelector("dialog[open]") === null) {
        location.reload();
        return;
      }
    } catch {
      wait = Math.min(wait * 2, LONGEST_MS); // the line is bad, or somebody signed out: the link stays
    }
    timer = setTimeout(follow, wait);
  }

  timer = setTimeout(follow, EVERY_MS);
  window.addEventListener("pagehide", () => clearTimeout(timer));
}
