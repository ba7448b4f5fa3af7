/* The form of one annotation, in the margin at its passage. What is typed is kept until it is saved. */
import { button, counted, element, ownTree } from "./dom.js";
import { Voices } from "./voices.js";
import { saidOf } from "./toolbar.js";

const LONGEST_NOTE = 45; // words
const TITLES = { claim: "Claim", counterpoint: "Answer", note: "Note" };
const WIDE = matchMedia("(min-width: 66rem)");

export class Form {
  // `draft` is what the form holds: kind, id (of one that is edited), pieces, place, voice, verdict, note, …
  constructor(desk, draft) {
    Object.assign(this, { desk, draft, sure: false });
    const { host, root } = ownTree(
      desk.own,
      "aside",
      draft.id ? `Edit ${draft.id}` : `New ${TITLES[draft.kind].toLowerCase()}`,
    );
    this.host = host;
    this.element = element("form", { className: "form", noValidate: true });
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.element.addEventListener("input", (event) => this.#typed(event));
    this.element.addEventListener("keydown", (event) => this.press(event));
    root.append(this.element);
    root.firstElementChild.addEventListener("load", () => requestAnimationFrame(() => this.uncover()), { once: true });
    this.resized = new ResizeObserver(this.lay); // with its style, with what is proposed, with what is typed
    this.resized.observe(this.element);
    document.body.append(host);
    this.draw();
    for (const type of ["resize", "scrollend"]) addEventListener(type, this.lay);
    this.lay();
  }

  get isDirty() {
    return Boolean(this.draft.dirty);
  }

  // ── what it shows ──

  draw() {
    const { draft } = this;
    const { model } = this.desk;
    const isNote = draft.kind === "note";
    this.voices = new Voices(this.desk.server, {
      proposed: draft.place?.speakers ?? model.voices.slice(0, 6),
      chosen: draft.voice,
      onChoice: (voice) => {
        this.#set({ voice });
        if (voice) this.focus();
      },
    });
    this.hints = element("p", { className: "warn", attributes: { role: "status" } });
    this.error = element("p", { className: "error", hidden: true, attributes: { role: "alert" } });
    const head = element(
      "h2",
      {},
      draft.id ? "Edit " : TITLES[draft.kind],
      draft.id ? element("code", { textContent: draft.id }) : "",
    );
    this.element.replaceChildren(
      head,
      this.#passages(),
      ...(draft.kind === "counterpoint" ? [this.#target(), this.#relation()] : []),
      ...(isNote ? [] : [this.voices.box]),
      this.hints,
      ...(draft.kind === "claim" ? [this.#verdict()] : []),
      this.#reason(),
      this.#note(isNote),
      this.#more(),
      element(
        "div",
        { className: "foot" },
        this.error,
        element("button", { type: "submit", className: "main" }, "Save ", element("kbd", { textContent: "Ctrl ↵" })),
        button("Cancel", () => this.cancel(), { keys: ["Esc"] }),
      ),
    );
    this.#hint();
  }

  #passages() {
    const { draft } = this;
    const box = element("div", { className: "passages" });
    for (const [n, piece] of draft.pieces.entries()) {
      const words = element("blockquote", { textContent: piece.words, dir: "auto" });
      const gone =
        draft.pieces.length > 1
          ? button("Remove", () => this.#set({ pieces: draft.pieces.filter((_, k) => k !== n), moved: true }, true), {
              className: "plain",
            })
          : "";
      box.append(words, gone);
    }
    if (draft.isLost) {
      box.append(element("p", { className: "warn", textContent: "The text has changed: select the passage again." }));
    } else if (!draft.pieces.length) {
      box.append(
        element("p", { className: "soft", textContent: "No passage: what is claimed is below, in our words." }),
      );
    }
    const said = draft.place ? saidOf(draft.place, draft.id) : "";
    const nudge = (label, edge, by) =>
      button(label, () => this.desk.nudge(this, edge, by), {
        className: "plain",
        attributes: { "aria-label": `${edge} ${by < 0 ? "a word earlier" : "a word later"}` },
      });
    if (draft.pieces.length === 1 && draft.place) {
      box.append(
        element("p", { className: "soft", textContent: said }),
        element(
          "p",
          { className: "nudge soft" },
          "Start ",
          nudge("←", "start", -1),
          nudge("→", "start", 1),
          " End ",
          nudge("←", "end", -1),
          nudge("→", "end", 1),
        ),
      );
    }
    box.append(button("Add a passage", () => this.desk.addPassage(this), { className: "plain" }));
    return box;
  }

  #target() {
    const { model } = this.desk;
    const options = model.annotations
      .filter((one) => one.kind !== "note" && one.id !== this.draft.id)
      .map((one) =>
        element("option", {
          value: one.id,
          textContent: `${one.marker} · ${this.desk.shortOf(one)}`,
          selected: one.id === this.draft.parent,
        }),
      );
    const select = element(
      "select",
      { name: "parent", required: true },
      element("option", { value: "", textContent: "choose" }),
      ...options,
    );
    return labelled("Answers", select);
  }

  #relation() {
    const { relations } = this.desk.model;
    return radios(
      "How it answers",
      "relation",
      relations.map(({ key, label }) => [key, label]),
      this.draft.relation,
    );
  }

  #verdict() {
    const verdicts = this.desk.model.verdicts.map(({ key, label, mark }) => [key, `${mark} ${label}`]);
    return radios("Rated", "verdict", [["", "not rated"], ...verdicts], this.draft.verdict ?? "", "may wait");
  }

  // What may be meant, but is seldom.
  #hint() {
    const { place, voice, kind, statement } = this.draft;
    const isOwn = voice?.id === "outlet" || voice?.id === "editors";
    const marked = (place?.marked ?? []).filter((id) => id !== this.draft.id);
    const hints = [
      kind !== "note" &&
        voice &&
        !isOwn &&
        place?.mode === "indirect" &&
        "The words are the outlet’s, so this will read as paraphrased.",
      voice?.id === "outlet" &&
        place?.mode === "direct" &&
        "The passage is in quotation marks. Is it the outlet who says it?",
      kind === "claim" && place?.words < 3 && !statement && "Few words make a poor title; say it in our words as well.",
      marked.length > 0 && `The same passage is marked already: ${marked.join(", ")}.`,
    ];
    this.hints.textContent = hints.filter(Boolean).join(" ");
  }

  // Another verdict on a published claim needs a reason, which readers see.
  #reason() {
    const { draft } = this;
    const isNeeded =
      draft.committed &&
      draft.kind === "claim" &&
      (draft.before?.verdict ?? "") !== "" &&
      draft.verdict !== draft.before.verdict;
    if (!isNeeded) return "";
    const field = element("input", { type: "text", name: "reason", value: draft.reason ?? "", required: true });
    return labelled("Why the rating changes", field, "readers see it, with today’s date");
  }

  #note(isNote) {
    const field = element("textarea", { name: "note", value: this.draft.note ?? "", rows: 3, dir: "auto" });
    this.count = element("small", { className: "soft" });
    this.#countWords();
    return labelled(isNote ? "What we say" : "Why, or what we say", field, this.count);
  }

  #countWords() {
    const words = (this.draft.note ?? "").split(/\s+/u).filter(Boolean).length;
    this.count.textContent = words ? `${words} of ${LONGEST_NOTE} words` : "";
    this.count.classList.toggle("over", words > LONGEST_NOTE);
  }

  #more() {
    const { draft } = this;
    const { model } = this.desk;
    const text = (name, label, hint, rows = 0) => {
      const field = rows ? element("textarea", { rows }) : element("input", { type: "text" });
      Object.assign(field, { name, value: draft[name] ?? "", dir: "auto" });
      return labelled(label, field, hint);
    };
    const fields = [
      text("statement", "In our words", "what is claimed, if the quote isn’t a sentence of its own", 2),
      draft.kind === "note" ? "" : text("via", "Via: who passes it on", "names or ids, with commas"),
      text("sources", "Sources", "an id, an address, or a title and its address; one a line", 2),
      ...model.codes.map((code) => codeField(code, draft.codes?.[code.key])),
      text("unsure", "Unsure", "what would settle it"),
      text("said", "Said", "date, and the occasion behind a comma"),
      draft.id ? "" : text("newId", "Id", "its address for good"),
    ];
    const isOpen =
      (!draft.pieces.length && draft.kind !== "note") ||
      ["statement", "via", "sources", "unsure", "said"].some((name) => draft[name]) ||
      Object.keys(draft.codes ?? {}).length > 0;
    return element(
      "details",
      { open: isOpen, ontoggle: this.lay },
      element("summary", {
        textContent: `More: our words, via, sources${model.codes.length ? ", codes" : ""}, unsure, said, id`,
      }),
      ...fields,
    );
  }

  // ── what is typed ──

  #typed(event) {
    const { name, value, type, checked } = event.target;
    if (!name || name === "voice") return;
    this.error.hidden = true;
    if (name.startsWith("code:")) this.#code(name.slice(5), value, type === "checkbox", checked);
    else this.#set({ [name]: value }, name === "verdict" || name === "relation");
    if (name === "note") this.#countWords();
    this.lay();
  }

  #code(code, value, isOneOfSeveral, checked) {
    const codes = { ...this.draft.codes };
    if (isOneOfSeveral) {
      const values = new Set([codes[code] ?? []].flat());
      if (checked) values.add(value);
      else values.delete(value);
      codes[code] = [...values];
    } else {
      codes[code] = value;
    }
    if (!codes[code]?.length) delete codes[code];
    this.#set({ codes });
  }

  #set(changes, again = false) {
    Object.assign(this.draft, changes, { dirty: true });
    this.sure = false;
    this.#hint();
    this.desk.keep(this.draft);
    if (again) this.redraw();
    this.lay();
  }

  // The page has changed below it.
  changed(draft) {
    const isSame = JSON.stringify(draft.pieces) === JSON.stringify(this.draft.pieces);
    this.draft = draft;
    this.desk.keep(draft);
    if (!isSame) this.redraw();
    this.lay();
  }

  // Drawn again, with the focus where it was, and what is selected in the field: a build may come between two keys.
  redraw() {
    const { name, value, type, ariaLabel, selectionStart, selectionEnd, selectionDirection } =
      this.host.shadowRoot.activeElement ?? {};
    const isOpen = this.element.querySelector("details").open;
    this.draw();
    this.element.querySelector("details").open = isOpen;
    const isSame = (one) =>
      name ? one.name === name && (type !== "radio" || one.value === value) : ariaLabel && one.ariaLabel === ariaLabel;
    const again = [...this.element.elements].find(isSame);
    if (!again) return this.focus();
    again.focus({ preventScroll: true });
    if (typeof selectionStart === "number") again.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
    return undefined;
  }

  press(event) {
    const number = Number(event.code.replace("Digit", ""));
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      this.save();
    } else if (event.key === "Escape") {
      this.cancel();
    } else if (event.altKey && number >= 1 && number <= 6) {
      this.voices.take(number);
    } else if (event.altKey && event.key.startsWith("Arrow") && /Left|Right/.test(event.key)) {
      this.desk.nudge(this, event.shiftKey ? "end" : "start", event.key.endsWith("Left") ? -1 : 1);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  // ── leaving ──

  async save() {
    this.voices.takeTyped();
    const missing = this.#missing();
    if (missing) return this.fail(...missing);
    await this.desk.save(this);
  }

  #missing() {
    const { draft } = this;
    if (draft.kind === "counterpoint" && !draft.parent) return ["Choose what it answers.", "parent"];
    if (draft.kind === "counterpoint" && !draft.relation) return ["Choose how it answers.", "relation"];
    if (draft.kind !== "note" && !draft.voice) return ["Say who says it.", "voice"];
    if (this.element.elements.reason && !draft.reason?.trim()) {
      return ["Say why the rating changes: it was published.", "reason"];
    }
    if (!draft.pieces.length && !draft.statement?.trim() && draft.kind !== "note") {
      return ["Select a passage, or say it in our words.", "statement"];
    }
    if (draft.kind === "note" && !draft.note?.trim()) return ["Write the note.", "note"];
    return undefined;
  }

  saving(isSaving) {
    this.isSaving = isSaving;
    this.error.hidden ||= isSaving;
  }

  fail(words, name) {
    this.error.textContent = words;
    this.error.hidden = false;
    const field = [...this.element.elements].find((one) => one.name === name);
    if (field?.closest("details")) field.closest("details").open = true;
    field?.focus();
    this.lay();
  }

  cancel() {
    if (this.isDirty && !this.sure) {
      this.sure = true;
      return this.fail("Esc or Cancel once more drops what you wrote.");
    }
    return this.desk.leave(this);
  }

  remove() {
    for (const type of ["resize", "scrollend"]) removeEventListener(type, this.lay);
    this.resized.disconnect();
    this.host.remove();
  }

  focus() {
    const { draft } = this;
    if (draft.kind === "note") {
      this.element.elements.note.focus({ preventScroll: true });
    } else if (draft.kind === "counterpoint" && !draft.parent) {
      this.element.elements.parent.focus({ preventScroll: true });
    } else if (draft.kind === "counterpoint" && !draft.relation) {
      this.element.elements.relation[0].focus({ preventScroll: true });
    } else if (!draft.voice) {
      this.voices.focus();
    } else {
      this.focusRating();
    }
  }

  // The rating that is chosen: arrows go on from there.
  focusRating() {
    const { verdict, note } = this.element.elements;
    const chosen = verdict && ([...verdict].find((one) => one.checked) ?? verdict[0]);
    (chosen ?? note).focus({ preventScroll: true });
  }

  // The passage can be read while the form is open: a sheet may lie on it.
  uncover() {
    const box = this.draft.pieces[0] && this.desk.text.rangeOf(this.draft.pieces[0])?.getBoundingClientRect();
    if (!box) return;
    const isSheet = this.element.classList.contains("sheet");
    const lowest = isSheet ? this.element.getBoundingClientRect().top : innerHeight - 72;
    const highest = isSheet ? 0 : 72;
    if (box.top < highest || box.bottom > lowest) scrollBy({ top: box.top - (isSheet ? 24 : innerHeight / 4) });
  }

  // Level with the passage, in the margin where there is one; else a sheet at the foot of the screen.
  lay = () => {
    const piece = this.draft.pieces[0] ?? this.desk.pieceOf(this.draft.parent); // beside what it is about
    const range = piece && this.desk.text.rangeOf(piece);
    const isSheet = !WIDE.matches || !range;
    this.element.classList.toggle("sheet", isSheet);
    this.element.style.cssText = "";
    if (isSheet) return;
    const block = range.startContainer.parentElement.closest("p, li, h1, h2, h3, h4, h5, h6, pre, td, figcaption");
    const text = (block ?? range).getBoundingClientRect();
    const isRtl = document.documentElement.dir === "rtl";
    const width = Math.min(352, (isRtl ? text.left : document.documentElement.clientWidth - text.right) - 56);
    if (width < 240) {
      this.element.classList.add("sheet");
      return;
    }
    this.element.style.inlineSize = `${width}px`; // its height depends on it
    const top = range.getBoundingClientRect().top + scrollY - 12;
    const lowest = Math.max(scrollY + 72, scrollY + innerHeight - this.element.offsetHeight - 64);
    Object.assign(this.element.style, {
      insetBlockStart: `${Math.max(8, Math.min(top, Math.max(lowest, 0)))}px`,
      insetInlineStart: `${(isRtl ? text.left - width - 32 : text.right + 32) + scrollX}px`,
    });
  };
}

export function wordsLeft(count) {
  return counted(count, "word");
}

function labelled(label, field, hint = "") {
  const hinted = typeof hint === "string" ? element("small", { className: "soft", textContent: hint }) : hint;
  return element("label", { className: "field" }, element("span", {}, label, " ", hinted), field);
}

function radios(legend, name, options, chosen, hint = "") {
  const choices = options.map(([value, label]) =>
    element(
      "label",
      {},
      element("input", { type: "radio", name, value, checked: value === chosen }),
      element("span", { textContent: label }),
    ),
  );
  return element(
    "fieldset",
    { className: "radios" },
    element("legend", {}, legend, " ", element("small", { className: "soft", textContent: hint })),
    ...choices,
  );
}

function codeField(code, chosen) {
  const values = new Set([chosen ?? []].flat());
  const type = code.several ? "checkbox" : "radio";
  const options = code.values.map(({ value, definition }) =>
    element(
      "label",
      { title: definition ?? "" },
      element("input", { type, name: `code:${code.key}`, value, checked: values.has(value) }),
      element("span", { textContent: value }),
    ),
  );
  const none = code.several
    ? []
    : [
        element(
          "label",
          {},
          element("input", { type, name: `code:${code.key}`, value: "", checked: !values.size }),
          element("span", { textContent: "none" }),
        ),
      ];
  return element(
    "fieldset",
    { className: "radios" },
    element("legend", {}, code.key, " ", element("small", { className: "soft", textContent: code.definition ?? "" })),
    ...none,
    ...options,
  );
}
