/* Finding and making elements. */

export function all(selector, within = document) {
  return [...within.querySelectorAll(selector)];
}

export function byId(id) {
  return document.getElementById(id);
}

export function make(tag, properties, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}
