/* Small things that all parts of the desk need: elements, words for screen readers, and the tree they live in. */

export function element(name, properties = {}, ...children) {
  const { dataset = {}, attributes = {}, ...rest } = properties;
  const made = Object.assign(document.createElement(name), rest);
  Object.assign(made.dataset, dataset);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return made;
}

export const key = (name) => element("kbd", { textContent: name });

export function button(label, onclick, { keys = [], ...properties } = {}) {
  const hints = keys.flatMap((name) => [" ", key(name)]);
  return element("button", { type: "button", onclick, ...properties }, label, ...hints);
}

// In a shadow tree, so that neither the site's style nor its scripts affect it; and its keys don't reach the page's.
export function ownTree(own, name, label) {
  const host = element(name, { lang: "en", dir: "ltr", className: "counterpoint-desk" });
  if (label) host.setAttribute("aria-label", label);
  const root = host.attachShadow({ mode: "open" });
  root.append(element("link", { rel: "stylesheet", href: new URL("desk/desk.css", own).href }));
  host.addEventListener("keydown", (event) => isTyping(event) && event.stopPropagation());
  return { host, root };
}

// Whether a key goes to a field, in this tree or in a shadow tree.
export function isTyping(event) {
  const target = event.composedPath()[0];
  return Boolean(target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]"));
}

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

export function counted(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}
