/* The list of claims: menus that lead into the search, which needs a script, too. */
import { all, byId } from "./dom.js";

const sieve = byId("sieve_");
if (sieve) {
  sieve.hidden = false;
  // the address names only what is picked; coming back, the menus are as they were
  sieve.addEventListener("submit", () => {
    const empty = all("select", sieve).filter((menu) => !menu.value);
    for (const menu of empty) menu.disabled = true;
    setTimeout(() => {
      for (const menu of empty) menu.disabled = false;
    });
  });
}
