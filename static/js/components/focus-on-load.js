// Takes the reader to the list of errors when a page comes back with some.

export function enhance(element) {
  element.focus();
}
