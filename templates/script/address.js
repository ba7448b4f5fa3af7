/* Keeps in the address what is shown and picked out of an article: `?voice=2&show=marks`. */
import { all } from "./dom.js";

for (const choice of all(".bar input")) {
  const value = choice.id.slice(choice.name.length + 1);
  if (new URL(location).searchParams.get(choice.name) === value) choice.checked = true;
  choice.onchange = () => {
    const here = new URL(location);
    if (choice.defaultChecked) here.searchParams.delete(choice.name);
    else here.searchParams.set(choice.name, value);
    if (here.protocol !== "file:") history.replaceState(null, "", here);
  };
}
