// The key of this phone. It is made here and cannot be taken out of the browser. A page over plain HTTP can make none.

const CURVE = { name: "ECDSA", namedCurve: "P-256" };

function hex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function randomCode() {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

export async function makeKey() {
  if (!crypto.subtle) return { pair: null, publicKey: "" };
  const pair = await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
  return { pair, publicKey: hex(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

export async function sign(pair, text) {
  if (!pair) return "";
  const bytes = new TextEncoder().encode(text);
  return hex(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, bytes));
}
