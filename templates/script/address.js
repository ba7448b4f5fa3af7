/* Keeps in the address what is shown and picked out of an article, `?voice=2&show=marks`, and in its place what is
   being read. */
import { article } from "./article.js";
import { all, byId } from "./dom.js";

const chosen = {}; // the ids, by name

function top(text) {
  return text?.getBoundingClientRect().top;
}

for (const choice of all(".bar input")) {
  const { id, name } = choice;
  if (new URL(location).searchParams.get(name) === id.slice(name.length + 1)) choice.checked = true;
  if (choice.checked) chosen[name] = id;
}

article?.addEventListener("change", ({ target: choice }) => {
  const { id, name } = choice;
  const last = byId(chosen[name]);
  if (!last) return;
  // Where the first text in sight stands is asked of the page as it was before. Browsers keep it there by themselves
  // at some choices, and at others not: they leave it to us.
  document.documentElement.style.overflowAnchor = "none";
  last.checked = true;
  const read = all(".prose > :not(.beside)").find((text) => top(text) > 0);
  const before = top(read);
  choice.checked = true;
  chosen[name] = id;
  scrollBy({ top: top(read) - before, behavior: "instant" }); // nothing is not a number, and moves nothing
  const here = new URL(location);
  if (choice.defaultChecked) here.searchParams.delete(name);
  else here.searchParams.set(name, id.slice(name.length + 1));
  if (here.protocol !== "file:") history.replaceState(null, "", here);
});
