// One sheet: its profile to read, its criteria to mark, a running total. What does not fit is refused here already.

import { onPaper } from "./list-view.js";
import { copyOf, fill, say } from "./markup.js";
import { fits, missing, parseUnits, total, unitsText } from "./points.js";
import { mayWrite, sameContent } from "./standing.js";

let count = 0;

function rangeOf(criterion, words) {
  if (criterion.scale === "levels") return say(words.levels, { levels: criterion.levels.map((level) => level.points).join(", ") });
  return criterion.scale === "yes_no" ? words.yes_or_no : say(words.range, { min: criterion.min, max: criterion.max });
}

// The radios of a criterion with fixed choices, or the one box of a number.
function choicesOf(criterion, words, perPoint) {
  const none = ["", words.unmarked];
  if (criterion.scale === "yes_no") return [[String(perPoint), words.yes], ["0", words.no], none];
  return [...criterion.levels.map((level) => [String(level.points * perPoint), `${level.points} · ${level.text}`]), none];
}

export class SheetView {
  constructor(root, notebook, words, { group, phase, place, keep, finish }) {
    Object.assign(this, { root, notebook, words, place, keep, finish });
    this.group = notebook.luggage.groups.find((one) => one.code === group);
    this.phase = notebook.luggage.phases[phase];
    this.phaseCode = phase;
    this.rows = new Map();
  }

  show() {
    const view = copyOf(this.root, "sheet");
    this.view = view;
    fill(view, {
      title: `${this.phase.name}: ${this.group.name}`, about: `${this.group.code} · ${this.group.title}`, most: this.phase.most,
      returned: this.place.sheet.returned ? say(this.words.returned, { reason: this.place.sheet.returned }) : "",
    });
    this.showProfile(view.querySelector("[data-profile]"));
    view.querySelector("[data-axes]").append(...this.axes());
    const comment = view.querySelector("[data-comment]");
    comment.value = this.place.content.comment;
    if (!mayWrite(this.notebook, this.place)) this.lock();
    view.addEventListener("change", () => this.changed());
    view.addEventListener("input", () => this.recount());
    view.querySelector("[data-finish]").addEventListener("click", () => this.tryToFinish());
    this.recount();
    return view;
  }

  showProfile(place) {
    for (const section of this.group.profile) {
      const part = copyOf(this.root, "profile-part");
      fill(part, { title: section.title });
      for (const [label, text] of section.lines) {
        part.append(fill(copyOf(this.root, "profile-line"), { label, text }));
      }
      place.append(part);
    }
  }

  axes() {
    const names = [...new Set(this.phase.criteria.map((criterion) => criterion.axis))];
    return names.map((name) => {
      const axis = fill(copyOf(this.root, "axis"), { axis: name });
      axis.append(...this.phase.criteria.filter((one) => one.axis === name).map((one) => this.rowOf(one)));
      return axis;
    });
  }

  rowOf(criterion) {
    if (criterion.scale === "register") return this.fixedRow(criterion);
    const isNumber = criterion.scale === "points";
    const row = copyOf(this.root, isNumber ? "number" : "choice");
    const id = `mark-${count += 1}`;
    const given = this.place.content.marks.find((mark) => mark.criterion === criterion.code);
    fill(row, { label: criterion.text, hint: [criterion.hint, criterion.weight].filter(Boolean).join(" "), fault: "" });
    if (isNumber) this.fillNumber(row, criterion, id, given);
    else this.fillChoices(row, criterion, id, given);
    row.querySelector("[data-fault]").id = `${id}-error`;
    this.fillReason(row, criterion, id, given);
    this.rows.set(criterion.code, { row, criterion, isNumber });
    return row;
  }

  fillNumber(row, criterion, id, given) {
    const box = row.querySelector("input");
    Object.assign(box, { id, value: given ? unitsText(given.units, this.phase.per_point) : "" });
    box.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
    row.querySelector("[data-hint]").id = `${id}-hint`;
    row.querySelector("label").htmlFor = id;
    fill(row, { maximum: say(this.words.of, { maximum: criterion.max }) });
  }

  fillChoices(row, criterion, id, given) {
    const place = row.querySelector("[data-choices]");
    for (const [units, text] of choicesOf(criterion, this.words, this.phase.per_point)) {
      const choice = copyOf(this.root, "option");
      const control = choice.querySelector("input");
      Object.assign(control, { id: `${id}-${units}`, name: id, value: units, checked: units === String(given?.units ?? "") });
      fill(choice, { option: text }).querySelector("label").htmlFor = control.id;
      place.append(choice);
    }
  }

  fillReason(row, criterion, id, given) {
    const place = row.querySelector("[data-reason]");
    place.hidden = criterion.reason_hint === "";
    const box = place.querySelector("textarea");
    Object.assign(box, { id: `${id}-reason`, value: given?.reason ?? "" });
    place.querySelector("label").htmlFor = box.id;
    fill(place, { "reason-hint": criterion.reason_hint });
    fill(place, { "reason-label": say(this.words.reason_of, { criterion: criterion.text }) });
  }

  fixedRow(criterion) {
    const fixed = this.place.sheet.fixed.find((one) => one.criterion === criterion.code);
    const points = fixed && fixed.units !== null ? unitsText(fixed.units, this.phase.per_point) : "—";
    return fill(copyOf(this.root, "fixed"), {
      label: criterion.text, points: say(this.words.points_of, { points, maximum: criterion.max }), evidence: fixed?.evidence ?? "",
    });
  }

  // The units in a row: null where nothing is given, undefined where it does not fit.
  unitsIn({ row, criterion, isNumber }) {
    const text = row.querySelector(isNumber ? "input" : "input:checked")?.value.trim() ?? "";
    if (text === "") return null;
    const units = isNumber ? parseUnits(text, this.phase.per_point) : Number(text);
    return units !== null && fits(criterion, units, this.phase.per_point) ? units : undefined;
  }

  // What does not fit is left as it was kept before.
  content(clean) {
    const before = new Map(this.place.content.marks.map((mark) => [mark.criterion, mark]));
    const marks = [...this.rows.values()].flatMap((each) => {
      const units = this.unitsIn(each);
      const { code } = each.criterion;
      const reason = clean(each.row.querySelector("textarea").value).slice(0, 400);
      if (units === undefined) return before.has(code) ? [{ ...before.get(code), reason }] : [];
      return units === null ? [] : [{ criterion: code, reason, units }];
    });
    marks.sort((one, other) => (one.criterion < other.criterion ? -1 : 1));
    return { comment: clean(this.view.querySelector("[data-comment]").value).slice(0, 2000), kind: "draft", marks };
  }

  recount() {
    const content = this.content((text) => text);
    fill(this.view, {
      total: total(this.phase, content.marks, this.place.sheet.fixed),
      marked: say(this.words.marked, { marked: content.marks.length, criteria: this.rows.size }),
    });
  }

  sayFaults(wanting = { marks: [], reasons: [] }) {
    let first = null;
    for (const each of this.rows.values()) {
      const fault = this.faultOf(each, wanting);
      fill(each.row, { fault });
      for (const control of each.row.querySelectorAll("input")) control.toggleAttribute("aria-invalid", fault !== "");
      if (fault && !first) first = each.row;
    }
    return first;
  }

  faultOf(each, wanting) {
    if (this.unitsIn(each) === undefined) return rangeOf(each.criterion, this.words);
    if (wanting.marks.includes(each.criterion)) return this.words.mark_missing;
    return wanting.reasons.includes(each.criterion) ? this.words.reason_missing : "";
  }

  async changed() {
    this.sayFaults();
    const content = this.content(this.words.clean);
    if (!sameContent(content, this.place.content)) await this.keep(content);
  }

  async tryToFinish() {
    await this.changed();
    const first = this.sayFaults(missing(this.phase, this.place.content.marks));
    if (first) first.querySelector("input:not([hidden]), textarea").focus();
    else this.finish({ ...this.place.content, kind: "final" });
  }

  lock() {
    for (const control of this.view.querySelectorAll("input, textarea")) control.disabled = true;
    this.view.querySelector("[data-finish]").hidden = true;
    fill(this.view, {
      locked: this.place.content.kind === "final" ? this.words.is_final_now : onPaper(this.place, this.words) || this.words.closed,
    });
  }
}
