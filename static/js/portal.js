// Each element with data-component="one two" is given to static/js/components/one.js and two.js.
// A component only adds comfort: every page works before, and without, its script.

async function enhance(element) {
  for (const name of element.dataset.component.split(/\s+/).filter(Boolean)) {
    const component = await import(`./components/${name}.js`);
    component.enhance(element);
  }
}

document.querySelectorAll("[data-component]").forEach(enhance);
