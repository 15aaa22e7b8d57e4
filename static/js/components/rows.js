// Adds and removes rows of a form's table. A new row is a copy of the last one with empty values and the next
// free number in its names: "budget-2-quantity" becomes "budget-3-quantity". Gaps are fine for the server.

const NUMBERED = ["id", "name", "for", "aria-describedby"];

function rowsOf(table) {
  return [...table.querySelectorAll("[data-row]")];
}

function numberOf(row, prefix) {
  const named = row.querySelector(`[name^="${prefix}-"]`);
  return named ? Number.parseInt(named.name.slice(prefix.length + 1), 10) : -1;
}

function renumber(row, prefix, from, to) {
  const before = `${prefix}-${from}-`;
  for (const element of row.querySelectorAll("*")) {
    for (const attribute of NUMBERED) {
      const value = element.getAttribute(attribute);
      if (value?.startsWith(before)) element.setAttribute(attribute, `${prefix}-${to}-${value.slice(before.length)}`);
    }
  }
}

function empty(row) {
  row.querySelectorAll(".field-error").forEach((error) => error.remove());
  for (const control of row.querySelectorAll("input, select, textarea")) {
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
    if (control.type === "checkbox" || control.type === "radio") control.checked = false;
    else if (control.tagName === "SELECT") control.selectedIndex = 0;
    else control.value = "";
  }
  row.querySelectorAll("output").forEach((output) => { output.textContent = "—"; });
}

function announce(table) {
  table.dispatchEvent(new Event("input", { bubbles: true }));
}

function copyRow(table, prefix) {
  const rows = rowsOf(table);
  const last = rows.at(-1);
  const copy = last.cloneNode(true);
  renumber(copy, prefix, numberOf(last, prefix), Math.max(...rows.map((row) => numberOf(row, prefix))) + 1);
  empty(copy);
  last.after(copy);
  return copy;
}

// Makes a table have this many rows, at least one; what they hold is the caller's.
export function setRowCount(table, prefix, count) {
  rowsOf(table).slice(Math.max(count, 1)).forEach((row) => row.remove());
  while (rowsOf(table).length < count) copyRow(table, prefix);
}

function addRow(table, prefix) {
  const copy = copyRow(table, prefix);
  copy.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  announce(table);
}

function removeRow(table, row) {
  const rows = rowsOf(table);
  if (rows.length === 1) {
    empty(row);
  } else {
    const near = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
    row.remove();
    near.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }
  announce(table);
}

export function enhance(table) {
  const prefix = table.dataset.rowsPrefix;
  table.querySelectorAll("[data-row-add], [data-row-remove]").forEach((button) => { button.hidden = false; });
  table.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.matches("[data-row-add]")) addRow(table, prefix);
    if (button?.matches("[data-row-remove]")) removeRow(table, button.closest("[data-row]"));
  });
}
