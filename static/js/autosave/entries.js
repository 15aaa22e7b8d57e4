// A field's entries: what its controls hold, by their names. A table is one field with many controls.

import { setRowCount } from "../components/rows.js";

export function controlsOf(form, name) {
  return [...form.elements].filter((control) => control.name === name || control.name.startsWith(`${name}-`));
}

function valueOf(control) {
  return control.type === "checkbox" && !control.checked ? "" : control.value;
}

function setValue(control, text) {
  if (control.type === "checkbox") control.checked = Boolean(text);
  else control.value = text;
}

export function readEntries(form, name) {
  return Object.fromEntries(controlsOf(form, name).map((control) => [control.name, valueOf(control)]));
}

function delivered(control) {
  if (control.type === "checkbox") return control.defaultChecked ? control.value : "";
  if (control.tagName !== "SELECT") return control.defaultValue;
  return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value ?? "";
}

// The entries as the page came, whatever was typed before its script ran.
export function deliveredEntries(form, name) {
  return Object.fromEntries(controlsOf(form, name).map((control) => [control.name, delivered(control)]));
}

// "goods-3-unit" of table "goods" -> ["3", "unit"]
function place(name, entry) {
  const rest = entry.slice(name.length + 1);
  const dash = rest.indexOf("-");
  return [rest.slice(0, dash), rest.slice(dash + 1)];
}

function rowsIn(name, entries) {
  const rows = new Map();
  for (const [entry, text] of Object.entries(entries)) {
    const [number, cell] = place(name, entry);
    if (!rows.has(number)) rows.set(number, new Map());
    rows.get(number).set(cell, text);
  }
  return [...rows.entries()].sort(([one], [other]) => one - other).map(([, cells]) => cells);
}

export function fillEntries(form, name, entries) {
  const table = form.querySelector(`[data-rows-prefix="${name}"]`);
  if (!table) {
    for (const control of controlsOf(form, name)) {
      setValue(control, entries[control.name] ?? "");
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return;
  }
  const rows = rowsIn(name, entries);
  setRowCount(table, name, rows.length);
  [...table.querySelectorAll("[data-row]")].forEach((row, position) => {
    for (const control of row.querySelectorAll("input, select, textarea")) {
      const [, cell] = place(name, control.name);
      control.value = rows[position].get(cell) ?? "";
    }
  });
  table.dispatchEvent(new Event("input", { bubbles: true }));
}

function worded(control, text) {
  if (control.type === "checkbox") return text ? control.labels[0].textContent : "";
  if (control.tagName !== "SELECT") return text;
  return [...control.options].find((option) => option.value === text)?.text ?? text;
}

// The entries in words, to be compared by a person. A row of which only the choices are set is a blank one.
export function describe(form, name, entries) {
  const table = form.querySelector(`[data-rows-prefix="${name}"]`);
  if (!table) {
    const words = controlsOf(form, name).map((control) => worded(control, entries[control.name] ?? "").trim());
    return words.filter(Boolean).join(" · ");
  }
  const model = [...table.querySelector("[data-row]").querySelectorAll("input, select, textarea")];
  return rowsIn(name, entries).map((cells) => {
    const parts = model.map((control) => {
      const [, cell] = place(name, control.name);
      return { text: worded(control, cells.get(cell) ?? "").trim(), isTyped: control.tagName !== "SELECT" };
    });
    return parts.some((part) => part.isTyped && part.text) ? parts.map((part) => part.text || "—").join(" · ") : "";
  }).filter(Boolean).join("\n");
}
