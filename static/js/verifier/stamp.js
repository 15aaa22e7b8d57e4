// The stamp in the QR of a paper, as contest_portal/documents/rules/stamps.py writes it, checked with nothing but keys.

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const HASH = { name: "ECDSA", hash: "SHA-256" };
const SIGNATURE = 64;
const HEAD = 25;
const NO_AMOUNT = 2 ** 48 - 1;
const FIRST_DAY = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

function bytesOf(token) {
  const text = atob(token.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function isSignedBy(digits, signature, message) {
  const bytes = Uint8Array.from(digits.match(/../g), (pair) => Number.parseInt(pair, 16));
  const key = await crypto.subtle.importKey("raw", bytes, CURVE, false, ["verify"]);
  return crypto.subtle.verify(HASH, key, signature, message);
}

function fieldsOf(message) {
  const view = new DataView(message.buffer, message.byteOffset);
  const cents = view.getUint16(3) * 2 ** 32 + view.getUint32(5);
  const parts = new TextDecoder("utf-8", { fatal: true }).decode(message.subarray(HEAD)).split("\n");
  if (view.getUint8(0) !== 1 || parts.length !== 3) throw new Error("another layout");
  const [kind, code, group] = parts;
  const day = new Date(FIRST_DAY + view.getUint16(1) * DAY_MS).toISOString().slice(0, 10);
  return { kind, code, group, day, cents: cents === NO_AMOUNT ? null : cents, digest: hex(message.subarray(9, HEAD)) };
}

// What `read` makes of the bytes of a token, when one of the keys (130 hexadecimal digits each) signed it; else null.
export async function readSigned(token, keys, read) {
  try {
    const all = bytesOf(token);
    const [message, signature] = [all.slice(0, -SIGNATURE), all.slice(-SIGNATURE)];
    for (const key of keys) {
      if (await isSignedBy(key, signature, message)) return read(message);
    }
  } catch {
    // what cannot be read was signed by nobody
  }
  return null;
}

export function readStamp(token, keys) {
  return readSigned(token, keys, fieldsOf);
}
