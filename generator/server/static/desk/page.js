/* Exchanges what a build changed on the page of an article for what it made, so that the page need not be loaded again:
   an editor who is already at the next passage keeps the place, the selection and what is typed. */
import { all } from "./dom.js";

const ARTICLE = "main.article > article";

export class ShownPage {
  async begin() {
    const page = await received();
    // Another build may have been quicker: then it isn't known what the page had.
    if (tagOf(page) === tagOf(document)) this.before = page.querySelector(ARTICLE);
  }

  // Raises where the page isn't that of an article any more.
  renew(page, { placeNow, returnTo }) {
    const now = page.querySelector(ARTICLE);
    const shown = document.querySelector(ARTICLE);
    const [place, state] = [placeNow(), stateOf(shown)];
    const again = now.cloneNode(true);
    exchange(shown, this.before, now);
    shown.parentElement.className = page.querySelector("main").className;
    document.title = page.title;
    this.before = again;
    restore(shown, state);
    const isLost = location.hash && !document.querySelector(":target");
    if (isLost) location.replace(location.hash); // the note that the address names is another element now
    returnTo(place);
  }
}

export async function received() {
  const answer = await fetch(location.href, { cache: "no-cache" });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function tagOf(page) {
  return page.querySelector("script[data-tag]")?.dataset.tag;
}

// What is the same in both versions stays on the page, with all that scripts have done to it.
function exchange(shown, before, now) {
  const old = [...(before?.children ?? [])];
  const there = [...shown.children];
  if (old.length !== there.length) return shown.replaceChildren(...now.childNodes);
  const left = new Map(old.map((one, n) => [one, there[n]]));
  const made = [...now.children].map((one) => {
    const same = [...left.keys()].find((other) => other.isEqualNode(one));
    const kept = same && left.get(same);
    left.delete(same);
    if (kept) return kept;
    const other = one.matches(".after") && [...left.keys()].find((section) => section.matches(".after"));
    if (!other) return one;
    const whole = left.get(other);
    left.delete(other);
    exchange(whole, other, one);
    return whole;
  });
  return shown.replaceChildren(...made);
}

// ── keeping the place ──

// What is open, what is chosen, and where the focus is.
function stateOf(shown) {
  const focused = shown.contains(document.activeElement) ? document.activeElement : undefined;
  return {
    open: new Set(all("details[open]", shown).map(nameOf)),
    chosen: all("input:checked", shown).map(({ id }) => id),
    focus: focused && (focused.id || nameOf(focused.closest("details"))),
  };
}

function restore(shown, state) {
  for (const details of all("details", shown)) if (state.open.has(nameOf(details))) details.open = true;
  for (const id of state.chosen) {
    const choice = document.getElementById(id);
    if (choice) choice.checked = true;
  }
  if (state.focus && !shown.contains(document.activeElement)) {
    const note = all("details", shown).find((one) => nameOf(one) === state.focus);
    (document.getElementById(state.focus) ?? note?.firstElementChild)?.focus({ preventScroll: true });
  }
}

function nameOf(details) {
  return details?.querySelector("[id]")?.id ?? details?.className;
}
