/* Listens for builds: reloads the page when it has changed, and shows the problems of the last build, each with a
   button that fixes it where the server can.
   Only the preview server adds this script to a page; published pages don't contain it. */
(() => {
  "use strict";

  const own = document.currentScript;
  const isOwnPage = document.body.classList.contains("own");
  const state = { tag: own.dataset.tag, version: own.dataset.version };
  const address = (name) => new URL(name, own.src).href;
  let source,
    updated = Promise.resolve(); // one build after the other

  /* ── listening ── */

  function listen() {
    pause();
    const asked = new URLSearchParams({ page: own.dataset.page, version: state.version });
    source = new EventSource(address(`events?${asked}`));
    source.addEventListener("build", (event) => (updated = updated.then(() => update(JSON.parse(event.data)))));
    source.addEventListener("step", (event) => showStep(JSON.parse(event.data)));
  }

  // A browser opens six connections to a server at most, so a hidden page closes its own. When it listens again, the
  // server sends what it missed.
  function pause() {
    source?.close();
    source = undefined;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : listen()));
  addEventListener("pagehide", pause);
  addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });

  async function update(news) {
    if (loaded(news.changed.filter((path) => !path.endsWith(".css")))) return reload();
    if (news.tag !== state.tag && !(await isRenewed())) return reload();
    state.tag = news.tag;
    news.changed.filter((path) => path.endsWith(".css")).forEach((path) => exchangeSheet(path, news.version));
    state.version = news.version;
    fixing = news.fixing;
    if (!isOwnPage) showProblems(news);
    else prepare(document);
    showChange(fixing?.change);
  }

  // A script may take over: it exchanges what changed, and gives the promise of that.
  async function isRenewed() {
    const changed = new CustomEvent("counterpoint:changed", { detail: { placeNow, returnTo } });
    document.dispatchEvent(changed);
    try {
      await changed.detail.renewed;
    } catch {
      return false;
    }
    return Boolean(changed.detail.renewed);
  }

  function loaded(paths) {
    const known = new Set(performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname));
    return paths.some((path) => known.has(path));
  }

  // The old sheet is removed once the new one has loaded, so that the page is never without style.
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

  /* ── keeping the scroll position ── */

  const PLACE = "counterpoint-place",
    CLOSED = "counterpoint-closed";

  // Remembers the visible text, not offsets or paragraph numbers: lines above it may have been added or removed.
  function placeNow() {
    const seen = [...landmarks()]
      .map(([words, one]) => [words, one.getBoundingClientRect()])
      .filter(([, box]) => box.bottom > 0 && box.top < innerHeight)
      .slice(0, 20);
    return { at: location.href, y: scrollY, seen: seen.map(([words, box]) => [words, box.top]) };
  }

  function reload() {
    pause();
    sessionStorage.setItem(PLACE, JSON.stringify(placeNow()));
    location.reload();
  }

  function returnTo(place) {
    const here = landmarks();
    const landmark = place.seen.find(([words]) => here.has(words));
    const by = landmark ? here.get(landmark[0]).getBoundingClientRect().top - landmark[1] : place.y - scrollY;
    scrollBy({ top: by, behavior: "instant" });
  }

  // Blocks by their text; only those whose text occurs once. What is folded is left out: to measure it, a browser would
  // lay out each note by itself.
  function landmarks() {
    const blocks = new Map(),
      twice = new Set([""]);
    for (const one of document.querySelectorAll("main :is(h1, h2, h3, p, li, dd, td, pre, figcaption)")) {
      if (!one.checkVisibility()) continue;
      const words = one.textContent.trim();
      if (blocks.has(words)) twice.add(words);
      blocks.set(words, one);
    }
    twice.forEach((words) => blocks.delete(words));
    return blocks;
  }

  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  if (place?.at === location.href && place.y > 0) {
    returnTo(place);
    addEventListener("load", () => requestAnimationFrame(() => returnTo(place)), { once: true });
  }

  /* ── problems ── */

  let shown;

  function showProblems(news) {
    beside.splice(0).forEach((host) => host.remove());
    if (!news.problems) {
      if (shown?.dialog.open) shown.dialog.close();
      shown?.host.remove();
      shown = undefined;
      return;
    }
    shown ??= frame();
    const closed = sessionStorage.getItem(CLOSED) === news.problems;
    shown.bar.textContent = news.failed ? `Not up to date: ${news.found}` : news.found;
    shown.bar.className = news.failed ? "bar failed" : "bar";
    shown.title.textContent = news.failed ? "This page is not up to date" : "Problems to fix";
    shown.sum.textContent = news.failed
      ? `The last build failed (${news.found}). You see the result of an earlier build.`
      : `The site is built, with ${news.found}.`;
    shown.list.innerHTML = news.problems; // HTML that the server has escaped
    shown.problems = news.problems;
    prepare(shown.list);
    shown.list.querySelectorAll(".fix").forEach(showBeside);
    if (news.failed && !closed && !shown.dialog.open) shown.dialog.showModal();
    if (!news.failed && shown.dialog.open && !shown.asked) shown.dialog.close();
  }

  // In a shadow tree, so that neither the site's style nor its scripts affect it.
  function frame() {
    const { host, root, sheet } = ownTree("aside");
    host.setAttribute("aria-label", "Counterpoint");
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
    root.append(bar, dialog);
    const made = { host, bar, dialog, title, sum, list, problems: "", asked: false };
    sheet.onload = () => {
      bar.hidden = false;
    };
    bar.onclick = () => {
      made.asked = true;
      dialog.showModal();
    };
    close.onclick = () => dialog.close();
    dialog.onclose = () => {
      made.asked = false;
      sessionStorage.setItem(CLOSED, made.problems);
    };
    document.documentElement.append(host);
    return made;
  }

  function ownTree(name) {
    const host = element(name, { lang: "en", dir: "ltr" });
    const root = host.attachShadow({ mode: "open" });
    const sheet = element("link", { rel: "stylesheet", href: address("live.css") });
    root.append(sheet);
    return { host, root, sheet };
  }

  /* ── fixing ── */

  let fixing, // the token of the server, and the last change; nothing where it changes no file
    changed; // what shows that change
  const beside = []; // the buttons beside notes

  function prepare(root) {
    for (const button of root.querySelectorAll(".fix")) {
      button.hidden = !fixing;
      button.onclick = () => fix(button);
    }
  }

  // Beside the note of its annotation as well, if that is on this page.
  function showBeside(button) {
    const note = button.dataset.page === own.dataset.page && document.getElementById(button.dataset.note);
    if (!note || !fixing) return;
    const { host, root } = ownTree("div");
    const words = element("p", {
      className: "beside",
      textContent: button.closest("li").querySelector("[dir]").textContent,
    });
    const twin = button.cloneNode(true);
    twin.onclick = () => fix(twin);
    words.append(" ", twin);
    root.append(words);
    note.append(host);
    beside.push(host);
  }

  async function fix(button) {
    const { code, path, line, column, digest } = button.dataset;
    button.disabled = true;
    const said = await send("fix", { code, path, line: Number(line), column: Number(column), digest });
    button.disabled = false;
    if (said) say(button, said);
  }

  function say(button, words) {
    const status = button.parentElement.querySelector("[role=status]") ?? element("span", { role: "status" });
    button.after(" ", status);
    status.textContent = words;
  }

  // What went wrong, as a sentence; nothing if all went well, since the next build then shows it.
  async function send(name, what) {
    const headers = { "Content-Type": "application/json", "X-Counterpoint-Token": fixing.token };
    try {
      const answer = await fetch(address(name), { method: "POST", headers, body: JSON.stringify(what) });
      return answer.ok
        ? ""
        : answer.headers.get("Content-Type").includes("json")
          ? (await answer.json()).said
          : await answer.text();
    } catch {
      return "The preview does not answer.";
    }
  }

  function showChange(change) {
    if (changed?.digest === change?.digest) return;
    changed?.host.remove();
    changed = undefined;
    if (!change) return;
    const { host, root } = ownTree("aside");
    host.setAttribute("aria-label", "Last change");
    const words = element("p", { className: "changed", role: "status", textContent: `${change.path} was changed. ` });
    const back = element("button", { type: "button", textContent: "Take back" });
    back.onclick = async () => {
      const said = await send("take-back", change);
      if (said) say(back, said);
    };
    words.append(back);
    root.append(words);
    document.documentElement.append(host);
    changed = { host, digest: change.digest };
  }

  function element(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }

  /* ── waiting for the first build ── */

  function showStep({ step, done, total }) {
    const text = document.getElementById("step"),
      bar = document.querySelector("progress");
    if (!isOwnPage || !text || !bar) return;
    text.textContent = total ? `${step}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}` : `${step} …`;
    if (total) Object.assign(bar, { max: total, value: done });
    else bar.removeAttribute("value");
  }

  if (!document.hidden) listen();
})();
