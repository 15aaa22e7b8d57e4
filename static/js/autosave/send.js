// One field to the portal. The answer is { status, body, wait }; status 0 is no connection, 401 a session that ended,
// and wait the milliseconds after which the portal wants to be asked again, where it says so.

const PATIENCE_MS = 20000;

// A way to sign in is not followed: its page begins a session, over the one that a sign-in elsewhere has just begun.
export async function reach(address, options, patience = PATIENCE_MS, control = new AbortController()) {
  const timer = setTimeout(() => control.abort(), patience);
  try {
    return await fetch(address, { redirect: "manual", ...options, signal: control.signal });
  } finally {
    clearTimeout(timer);
  }
}

export function isSignIn(answer) {
  return answer.type === "opaqueredirect";
}

// A new session has a new token: the page's own address gives it.
export async function renewToken(form) {
  const page = await reach(location.href);
  if (!page.ok) return false;
  const html = new DOMParser().parseFromString(await page.text(), "text/html");
  const token = html.querySelector("[name=csrf_token]")?.value;
  if (!token) return false;
  document.querySelectorAll("[name=csrf_token]").forEach((input) => { input.value = token; });
  return true;
}

async function post(form, body) {
  const answer = await reach(form.dataset.address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
    body: JSON.stringify(body),
  });
  if (isSignIn(answer)) return { status: 401, body: {} };
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  const wait = Number(answer.headers.get("Retry-After")) * 1000;
  return { status: answer.status, body: isJson ? await answer.json() : {}, wait };
}

export async function send(form, body) {
  try {
    const answer = await post(form, body);
    if (answer.status !== 400) return answer;
    return (await renewToken(form)) ? await post(form, body) : { status: 401, body: {} };
  } catch {
    return { status: 0, body: {} };
  }
}
