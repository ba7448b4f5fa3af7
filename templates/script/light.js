/* Lights a passage, its reference, its note and its sign in the score together. */
import { annotationOf, article } from "./article.js";
import { all } from "./dom.js";

const PART = "mark[data-annotation], .ref, li.note, .seg";
const LIT = { mouseover: true, focusin: true, mouseout: false, focusout: false };

function light({ target, type }) {
  const part = target.closest(PART);
  for (const other of part ? all(PART, article) : []) {
    if (annotationOf(other) === annotationOf(part)) other.classList.toggle("lit", LIT[type]);
  }
}

for (const type in LIT) article?.addEventListener(type, light);
