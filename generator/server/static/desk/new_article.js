/* A new article out of what is pasted: what is taken for what, each line that is left out, and at last its files. All
   that was pasted is shown as text. */
import { button, counted, element, ownTree } from "./dom.js";

const PASTE = "counterpoint-desk-paste"; // what was pasted and typed, until the article is made
const MADE = "counterpoint-desk-made"; // the address of an article that was made and may not be built yet
const LONGEST = 2 ** 22; // bytes of a request
const PAUSE = 350; // ms of not typing before the server is asked
const MOST_SHOWN = 300; // paragraphs, and lines left out
const FEW = 12; // lines left out that are listed without being asked for
const WAIT = { every: 250, most: 120 }; // ms between two looks for the page, and looks
const FIELDS = [
  ["title", "Title", "if another than found"],
  ["date", "Date", "as in 2015-12-23"],
  ["publisher", "Publisher", "its id, or its name"],
  ["url", "Address of the original"],
  ["language", "Language", "as in en, fa, zh-Hant"],
  ["tags", "Tags", "with commas"],
  ["id", "Id", "if another than proposed"],
];
const DRAFT = {
  true: "not published until draft: true is removed",
  false: "not published, and not shown here, since this preview was started without --drafts",
};
const NO_DRAFT = "not a draft: shown at once, and published with the next build of the site";
const MISSING = {
  date: "The text does not say when it was published: add the day.",
  title: "The text has no title: add it.",
};

// After the page was loaded again: go on where it was.
export function resumeNewArticle(desk) {
  const made = sessionStorage.getItem(MADE);
  if (made) new NewArticle(desk).awaitPage(made);
  else if (storedPaste().open) new NewArticle(desk);
}

function storedPaste() {
  return JSON.parse(sessionStorage.getItem(PASTE) ?? "{}");
}

export class NewArticle {
  constructor(desk) {
    Object.assign(this, { desk, sure: false, asking: 0, fields: {}, faults: {} });
    this.paste = { text: "", html: "", kept: [], typed: {}, ...storedPaste(), open: true };
    this.#draw();
    this.begun = this.#begin();
  }

  async #begin() {
    try {
      this.offer = await this.desk.server.offered();
    } catch (error) {
      this.#fail(error.message);
      return;
    }
    this.publishers.append(
      ...this.offer.publishers.map(({ id, name }) => element("option", { value: id, label: name })),
    );
    this.#drawDraft();
    if (this.paste.text) this.#look();
  }

  // ── what it shows ──

  #draw() {
    const { host, root } = ownTree(this.desk.own, "div");
    this.host = host;
    root.append(element("link", { rel: "stylesheet", href: new URL("desk/new_article.css", this.desk.own).href }));
    this.area = element("textarea", {
      name: "text",
      rows: 9,
      dir: "auto",
      value: this.paste.text,
      spellcheck: false,
      attributes: { "aria-describedby": "how" },
    });
    this.area.addEventListener("paste", ({ clipboardData }) => (this.brought = clipboardOf(clipboardData)));
    this.area.addEventListener("input", (event) => this.#changed(event));
    this.publishers = element("datalist", { id: "publishers" });
    this.status = element("p", { className: "status", attributes: { role: "status" } });
    this.error = element("p", { className: "error", hidden: true, attributes: { role: "alert" } });
    this.found = element("div", {
      className: "found",
      tabIndex: 0,
      attributes: { role: "region", "aria-label": "What becomes of it" },
    });
    this.draft = element("div", { className: "as-draft" });
    this.make = element("button", { type: "submit", className: "main" }, "Make the article ");
    this.make.append(element("kbd", { textContent: "Ctrl ↵" }));
    const form = element(
      "form",
      { method: "dialog", noValidate: true },
      element("h2", { id: "new-article", textContent: "New article" }),
      element(
        "div",
        { className: "columns" },
        element("div", {}, this.#pasteField(), this.#typedFields(), this.draft, this.publishers),
        element("div", {}, this.status, this.found),
      ),
      element(
        "div",
        { className: "foot" },
        this.error,
        this.make,
        button("Close", () => this.#leave(), { keys: ["Esc"] }),
        button("Empty the form", () => this.#empty(), { className: "plain" }),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#make();
    });
    this.dialog = element(
      "dialog",
      { className: "new-article", attributes: { "aria-labelledby": "new-article" } },
      form,
    );
    this.dialog.addEventListener("keydown", (event) => this.#press(event));
    this.dialog.onclose = () => this.#close();
    root.append(this.dialog);
    document.body.append(host);
    this.dialog.showModal();
    this.area.focus();
    this.#say("Paste the article, and look here at what becomes of it. Nothing is written before you say so.");
  }

  #pasteField() {
    const how = "Select it on its page from the title to the last line, copy it, and paste it here.";
    return element(
      "label",
      { className: "field" },
      element("span", {}, "The article "),
      element("small", { id: "how", className: "soft", textContent: how }),
      this.area,
    );
  }

  #typedFields() {
    const box = element("div", { className: "typed" });
    for (const [name, label, hint] of FIELDS) {
      const field = element("input", {
        type: "text",
        name,
        value: this.paste.typed[name] ?? "",
        dir: "auto",
        autocomplete: "off",
        attributes: { "aria-describedby": `fault-${name}` },
      });
      if (name === "publisher") field.setAttribute("list", "publishers");
      field.addEventListener("input", () => {
        this.paste.typed[name] = field.value;
        this.#soon();
      });
      const fault = element("small", { id: `fault-${name}`, className: "fault" });
      this.fields[name] = { field, fault };
      const words = element("span", {}, label, " ", element("small", { className: "soft", textContent: hint ?? "" }));
      box.append(element("div", {}, element("label", { className: "field" }, words, field), fault));
    }
    return box;
  }

  #drawDraft() {
    const { drafts } = this.offer;
    this.paste.draft ??= drafts;
    const what = element("small", { id: "as-draft", className: "soft" });
    const box = element("input", {
      type: "checkbox",
      name: "draft",
      checked: this.paste.draft,
      attributes: { "aria-describedby": "as-draft" },
    });
    const tell = () => (what.textContent = box.checked ? DRAFT[drafts] : NO_DRAFT);
    box.onchange = () => {
      this.paste.draft = box.checked;
      tell();
      this.#keep();
    };
    tell();
    this.draft.replaceChildren(element("label", {}, box, " a draft"), what);
  }

  #drawFound(answer) {
    this.answer = answer;
    const { front, paragraphs, leftOut, notices, problems, id, missing } = answer;
    const out = leftOut.filter(({ taken }) => !taken).length;
    const shown = [
      counted(paragraphs.length, "paragraph"),
      out ? `${counted(out, "line")} left out` : "nothing left out",
      ...(id ? [id] : []),
    ];
    this.#say(shown.join(" · "));
    for (const [name, { field, fault }] of Object.entries(this.fields)) {
      fault.textContent = answer.faults[name] ?? (missing.includes(name) ? MISSING[name] : "");
      field.setAttribute("aria-invalid", String(Boolean(fault.textContent)));
    }
    const told = [
      ...problems.map(({ severity, message, step }) => [severity === "error" ? "bad" : "", `${message} ${step}`]),
      ...notices.map((notice) => ["", notice]),
    ];
    this.found.replaceChildren(
      ...(leftOut.length ? this.#leftOut(leftOut, out) : []),
      element("h3", { textContent: "Taken as" }),
      element(
        "dl",
        {},
        ...front.map(({ key, value }) =>
          element("div", {}, element("dt", { textContent: key }), element("dd", { textContent: value, dir: "auto" })),
        ),
      ),
      ...(told.length ? [element("h3", { textContent: "To check" })] : []),
      element(
        "ul",
        { className: "told" },
        ...told.map(([className, textContent]) => element("li", { className, textContent })),
      ),
      element("h3", { textContent: "The text" }),
      ...paragraphs.slice(0, MOST_SHOWN).map(shownParagraph),
      paragraphs.length > MOST_SHOWN
        ? element("p", { className: "soft", textContent: `and ${paragraphs.length - MOST_SHOWN} more` })
        : "",
    );
  }

  #leftOut(leftOut, out) {
    const all = out
      ? button("Take in all", () =>
          this.#take(
            leftOut.map(({ text }) => text),
            "",
          ),
        )
      : button("Leave all out", () => this.#take([], ""));
    const rows = leftOut.slice(0, MOST_SHOWN).map(({ text, why, line, taken }) => {
      const label = taken ? "Leave it out" : "Take it in";
      const act = button(label, () => this.#toggle(text), {
        dataset: { text },
        attributes: { "aria-label": `${label}: ${text.slice(0, 80)}` },
      });
      const place = line ? `${why}, line ${line}` : why;
      return element(
        "li",
        { className: taken ? "taken" : "" },
        element("span", { className: "words", textContent: text, dir: "auto" }),
        element("small", { className: "soft", textContent: place }),
        act,
      );
    });
    const summary = element("summary", { textContent: `Left out: ${out} of ${counted(leftOut.length, "line")}` });
    const list = element("ul", { className: "left-out" }, ...rows);
    const more = leftOut.length - rows.length;
    if (more) list.append(element("li", { className: "soft", textContent: `and ${more} more` }));
    const box = element("details", { open: this.isListOpen ?? leftOut.length <= FEW }, summary, all, list);
    summary.onclick = () => (this.isListOpen = !box.open);
    return [box];
  }

  #say(words) {
    this.status.textContent = words;
  }

  #fail(words) {
    this.error.textContent = words;
    this.error.hidden = !words;
  }

  // ── what is pasted and typed ──

  // The markup goes with the text that it came with: as soon as anybody edits that, the text counts alone.
  #changed(event) {
    const isPasted = event.inputType === "insertFromPaste" && this.brought?.text === this.area.value;
    const had = this.paste.html;
    Object.assign(this.paste, { text: this.area.value, html: isPasted ? this.brought.html : "" });
    this.brought = undefined;
    if (isPasted) this.isListOpen = undefined;
    if (isPasted) return this.#take([]);
    if (had) this.#fail("You edited the text, so its links and quotations are not used. Paste it again to have them.");
    return this.#soon();
  }

  #toggle(text) {
    const kept = this.answer.leftOut.filter((one) => one.taken !== (one.text === text)).map((one) => one.text);
    this.#take(kept, text);
  }

  #take(kept, focused) {
    this.paste.kept = [...new Set(kept)];
    const all = this.answer?.leftOut ?? [];
    this.paste.keepAll = all.length > 0 && all.every(({ text }) => this.paste.kept.includes(text));
    return this.#look().then(() => {
      const buttons = [...this.found.querySelectorAll("button")];
      if (focused !== undefined) (buttons.find((one) => one.dataset.text === focused) ?? buttons[0])?.focus();
    });
  }

  #soon() {
    this.sure = false;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#look(), PAUSE);
    this.#keep();
  }

  #keep() {
    if (this.isMade) return;
    try {
      sessionStorage.setItem(PASTE, JSON.stringify(this.paste));
    } catch {
      this.#say("This paste is too long to be kept if the page loads again.");
    }
  }

  // ── what the server makes of it ──

  #asked(more = {}) {
    const { text, html, kept, keepAll = false, draft = true, typed } = this.paste;
    const asked = { ...typed, text, html, kept: keepAll ? [] : kept, keepAll, draft, ...more };
    const plain = Object.fromEntries(Object.entries(asked).map(([key, value]) => [key, wellFormed(value)]));
    return sizeOf(plain) > LONGEST ? { ...plain, html: "" } : plain;
  }

  async #look() {
    clearTimeout(this.waiting);
    this.sure = false;
    this.#keep();
    const asked = this.#asked();
    const turn = ++this.asking;
    if (!asked.text.trim()) return this.found.replaceChildren();
    if (sizeOf(asked) > LONGEST) return this.#fail("This is longer than an article can be. Copy only the article.");
    try {
      const answer = await this.desk.server.imported(asked);
      if (turn !== this.asking) return undefined;
      this.#fail("");
      this.#drawFound(answer);
    } catch (error) {
      if (turn !== this.asking) return undefined;
      this.#fail(error.message);
      this.#say("");
      const all = button("Take in all lines", () => {
        this.paste.keepAll = true;
        this.#look();
      });
      this.found.replaceChildren(...(error.status === 422 && !asked.keepAll ? [all] : []));
    }
    return undefined;
  }

  async #make() {
    await this.begun;
    if (this.make.disabled || !this.offer) return;
    clearTimeout(this.waiting);
    this.make.disabled = true;
    try {
      const { said, path } = await this.desk.server.imported(this.#asked({ write: true }));
      sessionStorage.removeItem(PASTE);
      this.isMade = true;
      if (this.paste.draft && !this.offer.drafts) {
        this.#say(`${said} It is a draft: start the preview with --drafts to see it.`);
        return;
      }
      await this.awaitPage(`${this.offer.base}${path}`, said);
    } catch (error) {
      this.make.disabled = false;
      this.#fail(error.message);
      if (error.answer?.faults) this.#drawFound(error.answer);
      this.dialog.querySelector("[aria-invalid=true]")?.focus();
    }
  }

  // Opens the page as soon as a build has it.
  async awaitPage(address, said = "The article is made.") {
    this.isMade = true;
    this.#say(`${said} Its page opens as soon as it is built.`);
    sessionStorage.setItem(MADE, address);
    for (let looks = 0; looks < WAIT.most; looks++) {
      const page = await fetch(address, { cache: "no-store" }).catch(() => undefined);
      if (page?.ok) {
        sessionStorage.removeItem(MADE);
        location.href = address;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, WAIT.every));
    }
    sessionStorage.removeItem(MADE);
    this.#fail("The article is made, but the build has no page of it. Look at the problems of the build.");
  }

  // ── leaving ──

  #press(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#make();
    } else if (event.key === "Enter" && event.target.matches("input[type=text]")) {
      event.preventDefault(); // one key too many makes no article
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#leave();
    }
  }

  // Asks once where something was pasted; it is kept in this tab all the same.
  #leave() {
    if (this.paste.text && !this.sure && !this.isMade) {
      this.sure = true;
      this.#fail("No article is made yet. Esc again closes; what you pasted is kept in this tab.");
      return;
    }
    this.#close();
  }

  #empty() {
    Object.assign(this.paste, { text: "", html: "", kept: [], keepAll: false, typed: {} });
    this.area.value = "";
    for (const { field, fault } of Object.values(this.fields)) {
      field.value = fault.textContent = "";
      field.setAttribute("aria-invalid", "false");
    }
    this.#fail("");
    this.#say("");
    this.#look();
    this.area.focus();
  }

  // All at once: a key that follows is for the page, and what a later dialog keeps is not written over.
  #close() {
    clearTimeout(this.waiting);
    this.asking++;
    this.paste.open = false;
    if (!this.isMade) this.#keep();
    this.dialog.onclose = undefined;
    this.dialog.close();
    this.host.remove();
  }
}

function clipboardOf(data) {
  return { html: data.getData("text/html"), text: data.getData("text/plain").replace(/\r\n?/g, "\n") };
}

function shownParagraph({ kind, text }) {
  const name = { quotation: "blockquote", heading: "h4" }[kind] ?? "p";
  const made = element(name, { className: "shown", textContent: text, dir: "auto" });
  return kind === "list" || kind === "table"
    ? element("div", {}, element("small", { className: "soft", textContent: kind }), made)
    : made;
}

function sizeOf(asked) {
  return new TextEncoder().encode(JSON.stringify(asked)).length;
}

// Halves of characters, which no server can read, become �.
function wellFormed(value) {
  if (Array.isArray(value)) return value.map(wellFormed);
  return typeof value === "string" ? value.toWellFormed() : value;
}
