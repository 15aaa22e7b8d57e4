// To the portal and back. { status, body, wait }: status 0 is no connection, 401 a session that ended.

import { isSignIn, reach } from "../autosave/send.js";

export class Wire {
  constructor(base, token) {
    Object.assign(this, { base, token });
  }

  async call(address, options) {
    try {
      const answer = await reach(`${this.base}/${address}`, options);
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      const body = isJson ? await answer.json() : {};
      if (body.token) this.token = body.token;
      const status = isSignIn(answer) || (answer.ok && !isJson) ? 401 : answer.status;
      return { status, body, wait: Number(answer.headers.get("Retry-After")) * 1000 };
    } catch {
      return { status: 0, body: {} };
    }
  }

  fetchLuggage(digest) {
    return this.call(`paquete?have=${digest ?? ""}`, { headers: { "Content-Type": "application/json" } });
  }

  // A new session has a new token: what the phone takes along brings it.
  async post(address, content) {
    const send = () => this.call(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify(content),
    });
    const answer = await send();
    if (answer.status !== 400) return answer;
    const renewed = await this.fetchLuggage("");
    return renewed.status === 200 ? send() : renewed;
  }

  // Ends the session at the portal and leaves what the phone keeps. Tells whether it could.
  async leave(address) {
    try {
      return isSignIn(await reach(address, { method: "POST", headers: { "X-CSRFToken": this.token } }));
    } catch {
      return false;
    }
  }
}
