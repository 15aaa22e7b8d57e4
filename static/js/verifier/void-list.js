// The signed list of documents declared void, as contest_portal/documents/rules/void_list.py writes it.

import { hex, readSigned } from "./stamp.js";

const LAYOUT = 2;
const HEAD = 5;
const ENTRY = 8;
const START = Date.UTC(2000, 0, 1);

function listOf(message) {
  const view = new DataView(message.buffer, message.byteOffset);
  const { length } = message;
  if (view.getUint8(0) !== LAYOUT || length < HEAD || (length - HEAD) % ENTRY) throw new Error("another layout");
  const entries = Array.from({ length: (length - HEAD) / ENTRY }, (_, place) => HEAD + place * ENTRY);
  const digests = new Set(entries.map((at) => hex(message.subarray(at, at + ENTRY))));
  return { madeAt: new Date(START + view.getUint32(1) * 1000), has: (digest) => digests.has(digest.slice(0, 2 * ENTRY)) };
}

// When it was made, and whether a document is in it, by the beginning of the hash in its stamp; null when no key signed it.
export function readVoidList(token, keys) {
  return readSigned(token, keys, listOf);
}
