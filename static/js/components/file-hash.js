// Compares the SHA-256 of a file the reader chooses with the one on record. The file never leaves the machine.

async function digest(file) {
  const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function enhance(element) {
  if (!window.crypto?.subtle) return; // only offered over a secure connection
  const { expected, equal, different } = element.dataset;
  const answer = element.querySelector(".file-hash-answer");
  element.hidden = false;
  element.querySelector("input").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    const same = (await digest(file)) === expected;
    answer.textContent = same ? equal : different;
    answer.classList.toggle("file-hash-equal", same);
    answer.classList.toggle("file-hash-different", !same);
  });
}
