// Where a sheet stands, from what this phone wrote and what the portal said last.

const NOTHING = { marks: [], comment: "", kind: "draft" };

function contentOf({ marks, comment, kind }) {
  return { marks, comment, kind };
}

export function sameContent(one, other) {
  return JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other));
}

// { status, reason, content, basedOn, sheet, isMine }: `isMine` is false for a sheet that is no longer this juror's.
export function standing(notebook, group, phase) {
  const last = notebook.entries.filter((entry) => entry.group === group && entry.phase === phase).at(-1);
  const sheet = notebook.state.sheets.find((one) => one.group === group && one.phase === phase);
  const found = { sheet, isMine: Boolean(sheet), reason: "" };
  if (last && !last.sent) {
    const status = last.refused ? "refused" : { draft: "here", final: "final_here" }[last.content.kind];
    return { ...found, status, content: last.content, basedOn: [last.hash] };
  }
  const content = sheet ? contentOf(sheet) : last?.content ?? NOTHING;
  const basedOn = sheet ? [`v${sheet.version}`, ...sheet.rivals.map((rival) => rival.key)] : [];
  const reason = notebook.state.held[last?.hash] ?? "";
  return { ...found, status: statusOf(sheet, reason), reason, content, basedOn };
}

function statusOf(sheet, reason) {
  if (sheet?.rivals.length) return "conflict";
  if (reason) return "held";
  if (!sheet) return "gone";
  if (sheet.kind === "final") return "final";
  if (sheet.paper) return "on_paper";
  return sheet.version ? "sent" : "missing";
}

export function mayWrite(notebook, place) {
  return notebook.state.open && place.isMine && !place.sheet.paper && place.content.kind !== "final";
}
