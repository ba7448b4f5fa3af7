/* The article on this page, and what its parts are about. Other pages have none, and then `article` is null. */
export const article = document.querySelector("main.article");

// The annotation that a passage, a reference, a note or a sign of the score is about: `#note_ID`, `#ID_2`, `note_ID`.
export function annotationOf(part) {
  const id = part.id || part.querySelector(".body")?.id || "";
  return part.dataset.annotation ?? (part.hash || id).replace(/^#?(note_)?|_\d+$/g, "");
}
