// A text as a chain of QR pictures: what each of them says. scoring/rules/phone_codes.py puts them together again.

import { sha256 } from "./sha256.js";

const ROOM = 640;

async function pack(bytes) {
  if (!globalThis.CompressionStream) return ["p", bytes];
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return ["z", new Uint8Array(await new Response(packed).arrayBuffer())];
}

function base64(bytes) {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export async function codesOf(text) {
  const [how, bytes] = await pack(new TextEncoder().encode(text));
  const data = base64(bytes);
  const total = Math.ceil(data.length / ROOM);
  const name = sha256(text).slice(0, 8);
  return Array.from({ length: total }, (_, at) => (
    `FRC1:${name}:${at + 1}/${total}:${how}:${data.slice(at * ROOM, (at + 1) * ROOM)}`
  ));
}

// What was read so far, from texts in any order: { total, read, missing } of the chain that was begun first.
export function progressOf(text) {
  const found = [...text.matchAll(/FRC1:([0-9a-f]{8}):(\d+)\/(\d+):/g)].map(([, name, number, total]) => (
    { name, number: Number(number), total: Number(total) }
  ));
  if (!found.length) return null;
  const numbers = new Set(found.filter(({ name }) => name === found[0].name).map(({ number }) => number));
  const all = Array.from({ length: found[0].total }, (_, at) => at + 1);
  return { total: found[0].total, read: numbers.size, missing: all.filter((number) => !numbers.has(number)) };
}
