// The groups with the sheets of each, and where every sheet stands, in words.

import { copyOf, fill, say } from "./markup.js";
import { standing } from "./standing.js";

const TONES = {
  missing: "neutral", here: "warn", final_here: "warn", sent: "info", on_paper: "info", final: "good", conflict: "bad", held: "bad", refused: "bad",
  gone: "bad",
};

export function addressOf(group, phase) {
  return `#${encodeURIComponent(group)}/${encodeURIComponent(phase)}`;
}

export function tagOf(root, place, words) {
  const tag = copyOf(root, `tag-${TONES[place.status]}`);
  fill(tag, { label: words[`is_${place.status}`] });
  return tag;
}

export function reasonOf(place, words) {
  if (place.status === "held") return words[`held_${place.reason}`] ?? place.reason;
  return { conflict: words.choose, refused: words.refused, gone: words.gone, final_here: words.final_waits }[place.status] ?? "";
}

export function onPaper({ sheet }, words) {
  return sheet?.paper && sheet.kind !== "final" ? say(words.on_paper, { serial: sheet.paper }) : "";
}

function rowOf(root, notebook, sheet, words) {
  const row = copyOf(root, "row");
  const place = standing(notebook, sheet.group, sheet.phase);
  const rules = notebook.luggage.phases[sheet.phase];
  const asked = rules.criteria.filter((criterion) => criterion.scale !== "register").length;
  const link = row.querySelector("a");
  link.href = addressOf(sheet.group, sheet.phase);
  row.querySelector("[data-tag]").replaceWith(tagOf(root, place, words));
  return fill(row, {
    phase: rules.name,
    count: place.content.kind === "final" ? "" : say(words.marked, { marked: place.content.marks.length, criteria: asked }),
    reason: [onPaper(place, words), place.sheet?.returned ? say(words.returned, { reason: place.sheet.returned }) : "", reasonOf(place, words)]
      .filter(Boolean).join(" "),
  });
}

function orphans(notebook) {
  const known = new Set(notebook.state.sheets.map((sheet) => `${sheet.group}/${sheet.phase}`));
  const written = new Map(notebook.entries.map((entry) => [`${entry.group}/${entry.phase}`, entry]));
  return [...written].filter(([name]) => !known.has(name)).map(([, entry]) => entry);
}

export function showList(root, notebook, words) {
  const list = root.querySelector("[data-groups]");
  const cards = notebook.luggage.groups
    .map((group) => [group, notebook.state.sheets.filter((sheet) => sheet.group === group.code)])
    .filter(([, sheets]) => sheets.length)
    .map(([group, sheets]) => {
      const card = copyOf(root, "card");
      fill(card, { name: group.name, about: `${group.code} · ${group.title} · ${group.place}` });
      card.querySelector("[data-rows]").append(...sheets.map((sheet) => rowOf(root, notebook, sheet, words)));
      return card;
    });
  const lost = orphans(notebook).map((entry) => {
    const place = standing(notebook, entry.group, entry.phase);
    return fill(copyOf(root, "card"), { name: entry.group, about: `${entry.phase}: ${reasonOf(place, words) || words.gone}` });
  });
  list.replaceChildren(...cards, ...lost);
  root.querySelector("[data-empty]").hidden = cards.length + lost.length > 0;
}
