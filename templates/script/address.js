/* Keeps in the address what is shown and picked out of an article, `?voice=2&show=marks`, and in its place what is
   being read. */
import { all } from "./dom.js";

const texts = all(".prose > :not(.beside)");
const chosen = {};

function top(text) {
  return text?.getBoundingClientRect().top;
}

for (const choice of all(".bar input")) {
  const { id, name } = choice;
  const value = id.slice(name.length + 1);
  if (new URL(location).searchParams.get(name) === value) choice.checked = true;
  if (choice.checked) chosen[name] = choice;
  choice.onchange = () => {
    // Where the first text in sight stands is asked of the page as it was before. Browsers keep it there by themselves
    // at some choices, and at others not: they leave it to us.
    document.documentElement.style.overflowAnchor = "none";
    chosen[name].checked = true;
    const reading = texts.find((text) => top(text) > 0);
    const before = top(reading);
    choice.checked = true;
    chosen[name] = choice;
    scrollBy({ top: top(reading) - before, behavior: "instant" }); // nothing is not a number, and moves nothing
    const here = new URL(location);
    if (choice.defaultChecked) here.searchParams.delete(name);
    else here.searchParams.set(name, value);
    if (here.protocol !== "file:") history.replaceState(null, "", here);
  };
}
