// Copies of the page's templates, filled with texts.

export function copyOf(root, name) {
  return root.querySelector(`template[data-template="${name}"]`).content.cloneNode(true).firstElementChild;
}

// fill(element, { name: "Sisa" }) writes into each [data-name]; an empty text hides its element.
export function fill(element, texts) {
  for (const [name, text] of Object.entries(texts)) {
    for (const place of [element, ...element.querySelectorAll(`[data-${name}]`)]) {
      if (!place.hasAttribute(`data-${name}`)) continue;
      place.textContent = text;
      place.hidden = text === "";
    }
  }
  return element;
}

// Puts the values for %(name)s into a sentence.
export function say(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
}
