/* Copies a note's link, or a citation, at a click. */
import { all, make } from "./dom.js";

async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  const before = button.textContent;
  button.textContent = button.closest("[data-copied]").dataset.copied;
  setTimeout(() => (button.textContent = before), 1500);
}

// Browsers allow copying only where a page comes over https or from this computer.
if (navigator.clipboard) {
  addEventListener("click", (event) => {
    const link = event.target.closest("a.copy");
    if (!link) return;
    event.preventDefault();
    copy(link.href, link);
  });
  for (const citation of all("[data-copy]")) {
    const text = citation.textContent.trim();
    const button = make("button", { textContent: citation.dataset.copy });
    button.onclick = () => copy(text, button);
    citation.append(" ", button);
  }
}
