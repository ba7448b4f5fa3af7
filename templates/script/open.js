/* A click on a passage, and not on its reference alone, opens its note; and the page stays where it is if that is in
   sight. */
import { annotationOf, article } from "./article.js";
import { byId } from "./dom.js";

function isInSight(note) {
  const { top, bottom, height } = note.getBoundingClientRect();
  return height > 0 && top >= 0 && bottom <= innerHeight;
}

article?.addEventListener("click", (event) => {
  const { target } = event;
  const isReading = target.closest("a, summary") || String(getSelection());
  const part = target.closest(isReading ? ".ref" : "mark[data-annotation]");
  const note = part && byId(`note_${annotationOf(part)}`);
  if (!note) return;
  const address = `#${note.id}`;
  const details = note.closest("details");
  if (isInSight(details)) {
    event.preventDefault();
    details.open = true;
    details.scrollIntoView({ block: "nearest" });
    if (location.hash !== address) history.pushState(null, "", address);
  } else if (!part.hash) {
    location.hash = address;
  }
});
