/* On an article, j and k walk the claims, and Esc leaves a note. A click elsewhere closes a menu. */
import { annotationOf, article } from "./article.js";
import { all, byId } from "./dom.js";

const STEPS = { j: 1, k: -1 };
const NOTE = ".note > details";

function walk(step) {
  // The first reference of each claim.
  const references = all(".ref.claim").filter((ref) => ref.id === ref.hash.replace("#note_", "ref_"));
  const at = references.indexOf(document.activeElement);
  const next = references.at(at < 0 && step < 0 ? -1 : (at + step) % references.length);
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "center" });
}

function leave() {
  const { activeElement } = document;
  const menu = document.querySelector(".menu[open]");
  if (menu) {
    menu.open = false;
    menu.firstElementChild.focus();
    return;
  }
  // The note in the address may not be the target: the script opens notes without going there.
  const note = (activeElement.closest(NOTE) ?? byId(location.hash.slice(1)))?.closest(NOTE);
  if (!note?.open) return activeElement.blur();
  note.open = false;
  const reference = byId(`ref_${annotationOf(note)}`);
  (reference ?? note.firstElementChild).focus({ preventScroll: true });
  history.replaceState(null, "", location.pathname + location.search);
}

if (article) {
  addEventListener("keydown", ({ key, target, ctrlKey, metaKey, altKey }) => {
    if (ctrlKey || metaKey || altKey || target.matches?.("textarea, select")) return;
    if (STEPS[key]) walk(STEPS[key]);
    if (key === "Escape") leave();
  });
  addEventListener("click", ({ target }) => {
    for (const menu of all(".menu[open]")) menu.open = menu.contains(target);
  });
}
