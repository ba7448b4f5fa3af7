/* Hears from the server of each build: loads the page anew when it became another one, and shows what is wrong.
   Only the server adds this to a page; no page that is published holds it. */
(() => {
  "use strict";

  const own = document.currentScript;
  const isOwnPage = document.body.classList.contains("own");
  const state = { tag: own.dataset.tag, version: own.dataset.version };
  const address = name => new URL(name, own.src).href;
  let source;

  /* ── hearing ── */

  function listen() {
    pause();
    const asked = new URLSearchParams({ page: own.dataset.page, version: state.version });
    source = new EventSource(address(`events?${asked}`));
    source.addEventListener("build", event => hear(JSON.parse(event.data)));
    source.addEventListener("step", event => showStep(JSON.parse(event.data)));
  }

  // A browser keeps six connections to a server. One that nobody looks at gives its own back; what it missed it is
  // told when it asks again.
  function pause() {
    source?.close();
    source = undefined;
  }

  document.addEventListener("visibilitychange", () => document.hidden ? pause() : listen());
  addEventListener("pagehide", pause);
  addEventListener("pageshow", event => { if (event.persisted) listen(); });

  function hear(news) {
    if (news.tag !== state.tag || loaded(news.changed.filter(path => !path.endsWith(".css")))) return reload();
    news.changed.filter(path => path.endsWith(".css")).forEach(path => exchangeSheet(path, news.version));
    state.version = news.version;
    if (!isOwnPage) showProblems(news);
  }

  function loaded(paths) {
    const known = new Set(performance.getEntriesByType("resource").map(entry => new URL(entry.name).pathname));
    return paths.some(path => known.has(path));
  }

  // The old sheet goes when the new one is there: the page never stands bare.
  function exchangeSheet(path, version) {
    for (const old of document.querySelectorAll('link[rel~="stylesheet"]')) {
      if (new URL(old.href).pathname !== path || old.dataset.leaving) continue;
      const sheet = old.cloneNode();
      sheet.href = `${path}?${version}`;
      sheet.onload = sheet.onerror = () => old.remove();
      old.dataset.leaving = "yes";
      old.after(sheet);
    }
  }

  /* ── keeping the place ── */

  const PLACE = "counterpoint-place", CLOSED = "counterpoint-closed";

  // By the words that are seen: lines above them may have come or gone, and with them the numbers of paragraphs.
  function reload() {
    pause();
    const seen = [...landmarks()].map(([words, one]) => [words, one.getBoundingClientRect()])
      .filter(([, box]) => box.bottom > 0 && box.top < innerHeight).slice(0, 20);
    const place = { at: location.href, y: scrollY, seen: seen.map(([words, box]) => [words, box.top]) };
    sessionStorage.setItem(PLACE, JSON.stringify(place));
    location.reload();
  }

  function returnTo(place) {
    const here = landmarks();
    const found = place.seen.find(([words]) => here.has(words));
    const by = found ? here.get(found[0]).getBoundingClientRect().top - found[1] : place.y - scrollY;
    scrollBy({ top: by, behavior: "instant" });
  }

  // Each block whose words stand only once, by its words.
  function landmarks() {
    const found = new Map(), twice = new Set([""]);
    for (const one of document.querySelectorAll("main :is(h1, h2, h3, p, li, dd, td, pre, figcaption)")) {
      const words = one.textContent.trim();
      if (found.has(words)) twice.add(words);
      found.set(words, one);
    }
    twice.forEach(words => found.delete(words));
    return found;
  }

  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  if (place?.at === location.href && place.y > 0) {
    returnTo(place);
    addEventListener("load", () => requestAnimationFrame(() => returnTo(place)), { once: true });
  }

  /* ── what is wrong ── */

  let shown;

  function showProblems(news) {
    if (!news.problems) {
      shown?.host.remove();
      shown = undefined;
      return;
    }
    shown ??= frame();
    const closed = sessionStorage.getItem(CLOSED) === news.problems;
    shown.bar.textContent = news.failed ? `Not up to date: ${news.found}` : news.found;
    shown.bar.className = news.failed ? "bar failed" : "bar";
    shown.title.textContent = news.failed ? "This page is not up to date" : "What there is to mend";
    shown.sum.textContent = news.failed
      ? `The last build failed (${news.found}). What you see is the one before.`
      : `The site is built. It has ${news.found}.`;
    shown.list.innerHTML = news.problems;  // made and escaped by the server
    shown.problems = news.problems;
    if (news.failed && !closed && !shown.dialog.open) shown.dialog.showModal();
    if (!news.failed && shown.dialog.open && !shown.asked) shown.dialog.close();
  }

  // In a tree of its own, so that neither the site's style nor its scripts take it for a part of the page.
  function frame() {
    const host = document.createElement("aside");
    host.lang = "en";
    host.dir = "ltr";
    host.setAttribute("aria-label", "Counterpoint");
    const root = host.attachShadow({ mode: "open" });
    const sheet = element("link", { rel: "stylesheet", href: address("live.css") });
    const bar = element("button", { type: "button", className: "bar", hidden: true });
    const dialog = element("dialog", { className: "problems" });
    const title = element("h1", { id: "title" });
    const sum = element("p", {});
    const close = element("button", { type: "button", textContent: "Close", autofocus: true });
    const list = element("div", { className: "list" });
    dialog.setAttribute("aria-labelledby", "title");
    const head = element("header", {});
    head.append(title, close);
    dialog.append(head, sum, list);
    root.append(sheet, bar, dialog);
    const made = { host, bar, dialog, title, sum, list, problems: "", asked: false };
    sheet.onload = () => { bar.hidden = false; };
    bar.onclick = () => { made.asked = true; dialog.showModal(); };
    close.onclick = () => dialog.close();
    dialog.onclose = () => {
      made.asked = false;
      sessionStorage.setItem(CLOSED, made.problems);
    };
    document.documentElement.append(host);
    return made;
  }

  function element(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }

  /* ── waiting for the first build ── */

  function showStep({ step, done, total }) {
    const text = document.getElementById("step"), bar = document.querySelector("progress");
    if (!isOwnPage || !text || !bar) return;
    text.textContent = total ? `${step}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}` : `${step} …`;
    if (total) Object.assign(bar, { max: total, value: done });
    else bar.removeAttribute("value");
  }

  if (!document.hidden) listen();
})();
