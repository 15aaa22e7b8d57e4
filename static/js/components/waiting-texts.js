// Says before somebody signs in that texts wait on this device: without the account's key nothing more can be said.

import { texts } from "../autosave/store.js";

export async function enhance(place) {
  const kept = await texts.keptUnder("").catch(() => []);
  place.hidden = kept.length === 0;
}
