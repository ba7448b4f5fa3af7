/* Copies a note's link, or a citation, at a click. */
import { all, make } from "./dom.js";

async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  const before = button.textContent;
  button.textContent = button.closest("[data-copied]").dataset.copied;
  setTimeout(() => (button.textContent = before), 1500);
}

// The quotation marks around a <q> are the style sheet's: `quotes` has two pairs, the second for words that bring
// marks of their own.
function withMarks(part) {
  if (part.localName !== "q") return part.textContent;
  const marks = getComputedStyle(part)
    .quotes.split('"')
    .filter((_, n) => n % 2);
  const [open = "", close = ""] = part.matches(".nested") ? marks.slice(2) : marks;
  return open + part.textContent + close;
}

// Browsers allow copying only where a page comes over https or from this computer.
if (navigator.clipboard) {
  for (const link of all("a.copy")) {
    link.onclick = (event) => {
      event.preventDefault();
      copy(link.href, link);
    };
  }
  for (const citation of all("[data-copy]")) {
    const text = [...citation.childNodes].map(withMarks).join("").trim();
    const button = make("button", { textContent: citation.dataset.copy });
    button.onclick = () => copy(text, button);
    citation.append(" ", button);
  }
}
