// Two or more texts of one sheet, side by side; the juror takes one, which is a draft then and can be corrected.

import { copyOf, fill, say } from "./markup.js";
import { unitsText } from "./points.js";

function linesOf(version, phase, words) {
  const given = new Map(version.marks.map((mark) => [mark.criterion, mark]));
  return phase.criteria.filter((criterion) => criterion.scale !== "register").map((criterion) => {
    const mark = given.get(criterion.code);
    const text = mark ? unitsText(mark.units, phase.per_point) : words.unmarked;
    return `${criterion.text}: ${text}${mark?.reason ? ` (${mark.reason})` : ""}`;
  });
}

export function showChoice(root, notebook, words, { group, phase, place, choose }) {
  const rules = notebook.luggage.phases[phase];
  const name = notebook.luggage.groups.find((one) => one.code === group)?.name ?? group;
  const view = fill(copyOf(root, "choose"), { title: `${rules.name}: ${name}` });
  const kept = place.sheet.version ? [place.sheet] : [];
  [...kept, ...place.sheet.rivals].forEach((version, number) => {
    const panel = copyOf(root, "version");
    const lines = linesOf(version, rules, words);
    fill(panel, { heading: say(words.version, { number: number + 1 }), comment: version.comment });
    panel.querySelector("[data-lines]").append(...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }));
    panel.querySelector("button").addEventListener("click", () => {
      choose({ marks: version.marks, comment: version.comment, kind: "draft" });
    });
    view.querySelector("[data-versions]").append(panel);
  });
  return view;
}
