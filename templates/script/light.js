/* Lights a passage, its reference, its note and its sign in the score together. */
import { annotationOf, article } from "./article.js";
import { all } from "./dom.js";

const PART = "mark[data-annotation], .ref, li.note, .seg";
const LIT = { mouseover: true, focusin: true, mouseout: false, focusout: false };
const parts = new Map();

function light({ target, type }) {
  const part = target.closest(PART);
  for (const other of part ? parts.get(annotationOf(part)) : []) other.classList.toggle("lit", LIT[type]);
}

if (article) {
  for (const part of all(PART, article)) {
    const id = annotationOf(part);
    parts.set(id, [...(parts.get(id) ?? []), part]);
  }
  for (const type in LIT) article.addEventListener(type, light);
}
