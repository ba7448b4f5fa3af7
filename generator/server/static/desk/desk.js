/* The writing desk on an article's page in the preview: select words, say who says them, save; the file gets three lines.

   The server finds where words stand and writes the files; this page only says which words, by their offsets. Only the
   preview on this computer has it. */
import { chosen, reasonFor } from "./conflict.js";
import { DeskBar } from "./deskbar.js";
import { element, isTyping } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Form } from "./form.js";
import { FrontForm } from "./front.js";
import { Marking } from "./marking.js";
import { NewArticle, resumeNewArticle } from "./new_article.js";
import { Notes } from "./notes.js";
import { received, ShownPage } from "./page.js";
import { DeskServer } from "./server.js";
import { ReaderText } from "./text.js";
import { Toolbar } from "./toolbar.js";

const LETTERS = "counterpoint-desk-letters";
const SHOWN = "counterpoint-desk-shown"; // what to show and say once the page has it
const SHORT = 48; // characters
const CODES = "counterpoint-desk-codes"; // those of the last annotation that was saved
const PENDING = "counterpoint-pending"; // the highlight of the words that are being annotated
const FIELDS = ["relation", "verdict", "note", "statement", "via", "sources", "unsure", "said"];
const SAVED = "counterpoint-saved"; // that of words whose annotation is saved, until the page has their mark

class Desk {
  constructor(own, article) {
    this.own = own;
    this.server = new DeskServer(own, article);
    this.draftKey = `counterpoint-desk:${article}`;
    this.hasLetters = localStorage.getItem(LETTERS) !== "off";
    this.page = new ShownPage();
    this.saved = [];
  }

  async begin() {
    document.head.append(element("link", { rel: "stylesheet", href: new URL("desk/words.css", this.own).href }));
    this.model = await this.server.model();
    this.text = new ReaderText(this.model.parts);
    this.bar = new DeskBar(this);
    this.drawer = new Drawer(this);
    this.notes = new Notes(this);
    this.toolbar = new Toolbar(this.own, (kind) => this.choose(kind));
    this.bar.draw();
    this.notes.draw();
    document.addEventListener("selectionchange", () => this.#selected());
    document.addEventListener("keydown", (event) => this.#press(event), true);
    document.addEventListener("pointerdown", () => this.#pressed());
    for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => this.released?.(), true);
    this.#showSaved();
    const draft = JSON.parse(sessionStorage.getItem(this.draftKey) ?? "null");
    if (draft) this.#openForm(this.#carried(draft));
    addEventListener("focus", () => this.refresh().catch(() => {})); // there may be a new commit
    document.addEventListener("counterpoint:changed", (event) => (event.detail.renewed = this.#renew(event.detail)));
    resumeNewArticle(this);
    await this.page.begin();
  }

  // The build has made this page again. Whoever is selecting words by the mouse finishes that first.
  // `keeping` has what keeps the lines that are read where they are.
  async #renew(keeping) {
    const [model, page] = await Promise.all([this.server.model(), received()]);
    await this.pressing;
    const piece = this.text.pieceOf(getSelection()); // it goes with the paragraphs that are exchanged
    this.page.renew(page, keeping);
    const isSameText = JSON.stringify(model.parts) === JSON.stringify(this.model.parts);
    const marking = isSameText ? this.marking : undefined;
    this.marking = marking;
    this.model = model;
    this.text = new ReaderText(model.parts);
    this.saved = [];
    this.bar.draw();
    this.notes.draw();
    if (marking) marking.text = this.text;
    if (marking) this.#showMarking();
    else if (piece && !piece.said) this.#select(piece);
    if (this.form) this.form.changed(this.#carried(this.form.draft));
    else if (!marking && !piece) this.#showSaved();
    this.#highlight();
  }

  #pressed() {
    this.marking = undefined;
    this.pressing = new Promise((resolve) => (this.released = resolve));
  }

  #select(piece) {
    const range = this.text.rangeOf(piece);
    getSelection().removeAllRanges();
    if (range) getSelection().addRange(range);
  }

  // Once the page has what was saved: go on there.
  #showSaved() {
    const shown = JSON.parse(sessionStorage.getItem(SHOWN) ?? "null");
    sessionStorage.removeItem(SHOWN);
    if (shown?.id) this.notes.show(shown.id);
    if (shown?.said) this.bar.say(shown.said);
  }

  // A draft whose passages are where they are in the text as it is now. Words that are gone, or have another place as
  // well, have to be selected again.
  #carried(draft) {
    const pieces = draft.pieces.map((piece) => this.text.again(piece));
    return { ...draft, pieces: pieces.filter(Boolean), isLost: draft.isLost || pieces.some((piece) => !piece) };
  }

  keep(draft) {
    sessionStorage.setItem(this.draftKey, JSON.stringify(draft));
  }

  // ── selecting ──

  #selected() {
    this.piece = undefined; // a key that comes before the look at the words must not take those before
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.#placeSelection(), 60);
  }

  async #placeSelection() {
    const selection = getSelection();
    const piece = this.text.pieceOf(selection);
    if (!piece || (this.form && !this.adding) || this.model.locked) {
      this.piece = undefined;
      return this.toolbar.hide();
    }
    this.piece = piece;
    const place = await this.#place(piece);
    if (this.piece === piece && place) {
      this.toolbar.show(place, this.text.rangeOf(piece) ?? selection.getRangeAt(0), this.adding);
    }
    return undefined;
  }

  // What the server says of the words; a value with only `said` where they can't be taken.
  async #place(piece) {
    if (piece.said) return piece;
    try {
      const place = await this.server.place({ ...piece, text: this.model.text });
      this.placed = { piece, place };
      return place;
    } catch (error) {
      if (error.status === 409) location.reload(); // the text is another one now
      return { said: error.message };
    }
  }

  #piecesOf(place) {
    const pieces = place.two?.length
      ? place.two
      : [{ part: place.part, start: place.start, end: place.end, quote: place.quote }];
    return pieces.map((one) => ({ ...one, words: this.text.words(one) }));
  }

  // Keys that come while the server is asked are for the form that will be open.
  async choose(kind) {
    if (this.model.locked) return this.bar.say(this.model.locked);
    this.piece ??= this.text.pieceOf(getSelection()); // the key may be quicker than the look at the selection
    if (!this.piece) return this.startMarking(kind);
    this.early = [];
    await this.#chosen(kind);
    const { early } = this;
    this.early = undefined;
    if (this.form) early.forEach((event) => this.form.press(event));
    return undefined;
  }

  async #chosen(kind) {
    const place = this.placed?.piece === this.piece ? this.placed.place : await this.#place(this.piece);
    if (!place.quote && !place.two?.length) return this.bar.say(place.said ?? "Take more words.");
    if (this.adding) return this.#added(place);
    const parent = kind === "answer" ? this.notes.last : undefined;
    const draft = {
      kind: kind === "answer" ? "counterpoint" : kind,
      pieces: this.#piecesOf(place),
      place,
      newId: place.id,
      parent: parent && parent.kind !== "note" ? parent.id : "",
      codes: JSON.parse(sessionStorage.getItem(CODES) ?? "{}"), // one codes many in a row
    };
    return this.#openForm(draft);
  }

  #openForm(draft) {
    this.form?.remove();
    this.form = new Form(this, draft);
    this.keep(draft);
    this.toolbar.hide();
    this.#highlight();
    getSelection().removeAllRanges();
    this.form.focus();
  }

  #highlight() {
    const lit = { [PENDING]: this.form?.draft.pieces ?? [], [SAVED]: this.saved };
    for (const [name, pieces] of Object.entries(lit)) {
      const ranges = pieces.map((piece) => this.text.rangeOf(piece)).filter(Boolean);
      if (ranges.length) CSS.highlights?.set(name, new Highlight(...ranges));
      else CSS.highlights?.delete(name);
    }
  }

  addPassage(form) {
    this.adding = form;
    this.bar.say("Select the further passage.");
  }

  #added(place) {
    const form = this.adding;
    this.adding = undefined;
    const pieces = [...form.draft.pieces, ...this.#piecesOf(place)].sort((a, b) => a.start - b.start);
    Object.assign(form.draft, { pieces, moved: true, dirty: true, isLost: false });
    this.keep(form.draft);
    form.draw();
    form.lay();
    this.toolbar.hide();
    this.#highlight();
    form.focus();
  }

  // Move an end of the passage by a word.
  async nudge(form, edge, by) {
    const [piece] = form.draft.pieces;
    try {
      const place = await this.server.place({
        part: piece.part,
        start: piece.start,
        end: piece.end,
        text: this.model.text,
        move: { edge, by },
      });
      Object.assign(form.draft, { pieces: this.#piecesOf(place), place, moved: true, dirty: true });
      this.keep(form.draft);
      form.redraw(); // the next press is for the form, too: without the focus it would leave the page
      form.lay();
      this.#highlight();
    } catch (error) {
      form.fail(error.message, "note");
    }
  }

  // ── keys ──

  startMarking(kind) {
    if (this.model.locked) return this.bar.say(this.model.locked, { isWrong: true });
    if (!this.text.parts.body) return undefined;
    this.marking = new Marking(this.text, this.#lastPiece());
    this.wanted = kind;
    this.#showMarking();
    const target = kind === "answer" && this.notes.last;
    const keys = '← → word, ↑ ↓ line, Shift extends, . sentence, " quotation';
    this.bar.say(`${target ? `Answer to ${target.marker}: ` : ""}${keys}; then ${kind ? "Enter" : "c, a or n"}`);
    return undefined;
  }

  // The passage of the annotation that was last, if it is in sight: who marks goes on behind it.
  #lastPiece() {
    const piece = this.pieceOf(this.notes.last?.id);
    const box = piece && this.text.rangeOf(piece)?.getBoundingClientRect();
    return box && box.bottom > 0 && box.bottom < innerHeight - 72 ? piece : undefined;
  }

  #showMarking() {
    const range = this.text.rangeOf(this.marking.piece);
    const selection = getSelection();
    selection.removeAllRanges();
    if (!range) return;
    selection.addRange(range);
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 72 || bottom > innerHeight - 120) scrollBy({ top: top - innerHeight / 2 });
  }

  #press(event) {
    if (this.early && (event.altKey || event.ctrlKey || event.metaKey)) {
      if (!/^(?:Alt|Control|Meta|Shift)$/.test(event.key)) {
        event.preventDefault();
        this.early.push(event);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (event.composedPath().some((one) => one.matches?.("dialog[open]"))) return;
    const act = (this.marking && this.#markingKeys()[event.key]) ?? (this.hasLetters && this.#letters()[event.key]);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act(event);
  }

  #markingKeys() {
    const { marking } = this;
    const moved = (move) => (event) => {
      move(event.shiftKey);
      this.#showMarking();
    };
    return {
      ArrowRight: moved((extends_) => marking.move(1, extends_)),
      ArrowLeft: moved((extends_) => marking.move(-1, extends_)),
      ArrowDown: moved((extends_) => marking.line(1, extends_)),
      ArrowUp: moved((extends_) => marking.line(-1, extends_)),
      ".": moved(() => marking.sentence()),
      '"': moved(() => marking.quotation() || this.bar.say("These words stand in no quotation marks.")),
      Enter: () => this.wanted && this.#chooseMarked(this.wanted),
      c: () => this.#chooseMarked("claim"),
      a: () => this.#chooseMarked("answer"),
      n: () => this.#chooseMarked("note"),
      Escape: () => {
        this.marking = undefined;
        getSelection().removeAllRanges();
      },
    };
  }

  #chooseMarked(kind) {
    this.piece = this.marking.piece;
    this.marking = undefined;
    return this.choose(kind);
  }

  #letters() {
    return {
      c: () => this.choose("claim"),
      a: () => this.choose("answer"),
      n: () => this.choose("note"),
      v: () => this.startMarking(),
      e: () => this.act("edit"),
      r: () => this.act("rate"),
      x: () => this.act("remove"),
      u: () => this.undo("undo"),
      U: () => this.undo("redo"),
      d: () => this.open("changes"),
      p: () => this.open("articles"),
      m: () => this.open("problems"),
      g: () => this.nextArticle(),
      D: () => this.setDone(!this.model.done),
      f: () => this.open("front"),
      N: () => this.open("new"),
      "?": () => this.open("keys"),
      j: () => this.walk(1),
      k: () => this.walk(-1),
    };
  }

  // To the next or previous claim in the text, from the annotation where the focus is or was.
  walk(step) {
    const first = ({ id }) => document.getElementById(`ref_${id}`);
    const claims = this.model.annotations.filter((one) => one.kind === "claim" && first(one)).map(first);
    const here = this.notes.last && first(this.notes.last);
    const beyond = step > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
    const inOrder = claims.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    const ahead = here ? inOrder.filter((one) => here.compareDocumentPosition(one) & beyond) : inOrder;
    const to = (ahead.length ? ahead : inOrder).at(step > 0 ? 0 : -1);
    to?.focus({ preventScroll: true });
    to?.scrollIntoView({ block: "center" });
  }

  // The first passage of an annotation.
  pieceOf(id) {
    const [span] = this.model.annotations.find((one) => one.id === id)?.spans ?? [];
    return span && { part: span[0], start: span[1], end: span[2] };
  }

  // A few words of an annotation, by which an editor knows it.
  shortOf({ fields, spans, id }) {
    const quoted = spans.map(([part, start, end]) => this.text.words({ part, start, end })).join(" … ");
    const words = Array.from(fields.statement || quoted || fields.note || id);
    return words.length > SHORT ? `${words.slice(0, SHORT).join("")} …` : words.join("");
  }

  setLetters(on) {
    this.hasLetters = on;
    localStorage.setItem(LETTERS, on ? "on" : "off");
  }

  // ── doing ──

  open(what) {
    if (what === "front") return new FrontForm(this);
    if (what === "new") return new NewArticle(this);
    if (what === "problems") {
      return document.querySelector("[aria-label=Counterpoint]")?.shadowRoot.querySelector(".bar")?.click();
    }
    return this.drawer.open(what).catch((error) => this.bar.say(error.message));
  }

  goToParagraph(n) {
    const range = this.text.rangeOf({
      part: "body",
      start: this.model.paragraphs[n][0],
      end: this.model.paragraphs[n][1],
    });
    range?.startContainer.parentElement.scrollIntoView({ block: "center" });
  }

  async nextArticle() {
    const articles = await this.server.articles().catch(() => []);
    const next = articles.find((one) => one.state !== "done" && one.id !== this.model.article);
    if (next) location.href = next.href;
    else this.bar.say("No other article has something left.");
  }

  act(what, id) {
    const annotation = id ? this.model.annotations.find((one) => one.id === id) : this.notes.current;
    if (!annotation) return this.bar.say("Go to a note first: j and k walk them.");
    if (what === "remove") return this.#remove(annotation);
    if (what === "answer") {
      const codes = JSON.parse(sessionStorage.getItem(CODES) ?? "{}");
      return this.#openForm({ kind: "counterpoint", pieces: [], parent: annotation.id, codes });
    }
    this.#openForm(draftOf(annotation, this.text));
    this.#lookUp(this.form);
    if (what === "rate") this.form.focusRating();
    return undefined;
  }

  // Where the passage of an annotation is, so that its ends can be moved.
  async #lookUp(form) {
    const [piece, ...others] = form.draft.pieces;
    if (!piece || others.length) return;
    const place = await this.#place(piece);
    if (this.form !== form || place.said || form.draft.moved) return;
    form.draft.place = place;
    form.redraw();
  }

  async #remove(annotation) {
    const { id, digest, committed } = annotation;
    if (!committed) return this.#report(await this.write("remove", { id, known: digest, digest: this.model.digest }));
    const reason = await reasonFor(this.own, `Withdraw “${id}”`, "Why it is withdrawn; readers see it.");
    return (
      reason && this.#report(await this.write("withdraw", { id, known: digest, reason, digest: this.model.digest }))
    );
  }

  #report(said) {
    if (!said) return;
    sessionStorage.removeItem(SHOWN); // what a save said before this must not take its place after the build
    this.bar.say(said, { isWrong: true });
  }

  async save(form) {
    const { draft } = form;
    const fields = fieldsOf(draft);
    const common = { digest: this.model.digest, fields, voice: draft.voice, reason: draft.reason ?? "" };
    const what = draft.id
      ? { ...common, id: draft.id, known: draft.digest, before: draft.before ?? {}, yours: shownOf(draft) }
      : { ...common, kind: draft.kind, id: draft.newId ?? "", parent: draft.parent ?? "" };
    const said = await this.write(draft.id ? "edit" : "add", what, form);
    if (said) form.fail(said, "note");
    else sessionStorage.setItem(CODES, JSON.stringify(draft.codes ?? {}));
  }

  // Send a change. What went wrong, as a sentence; nothing if it is saved, since the next build then shows it.
  async write(op, what, form) {
    if (form?.isSaving) return ""; // an impatient press must not save twice
    try {
      if (form) form.saving(true);
      const { said, id } = await this.server.write(op, what).finally(() => form?.saving(false));
      sessionStorage.setItem(SHOWN, JSON.stringify({ id, said }));
      if (form) this.saved = form.draft.pieces;
      if (form) this.close(form);
      this.bar.say(said);
      await this.refresh();
      return "";
    } catch (error) {
      if (error.answer?.fields && form) return this.#conflict(error.answer, form);
      return error.message;
    }
  }

  async #conflict(answer, form) {
    const choice = await chosen(this.own, answer);
    if (choice === "theirs") this.close(form);
    if (choice === "mine") {
      const moved = form.draft.moved || answer.fields.some(({ label }) => label === "quote");
      Object.assign(form.draft, { digest: answer.digest, before: answer.disk, moved });
      form.redraw(); // over another verdict it asks for the reason
      await form.save();
    }
    if (choice !== "write") await this.refresh();
    return choice === "write" ? "Another version is on disk; Save asks again." : "";
  }

  // The next build brings the page up to date; what the bar says is at once.
  async refresh() {
    const model = await this.server.model();
    const isSameText = JSON.stringify(model.parts) === JSON.stringify(this.model.parts);
    if (!isSameText) return; // the page shows the text before, until the build is done
    this.model = model;
    this.bar.draw();
    this.notes.draw();
  }

  async undo(op) {
    this.#report(await this.write(op, {}));
  }

  async setDone(done) {
    this.#report(await this.write("done", { done, digest: this.model.text }));
  }

  close(form) {
    form.remove();
    this.form = this.adding = undefined;
    sessionStorage.removeItem(this.draftKey);
    this.#highlight();
    if (form.draft.id) this.notes.show(form.draft.id);
  }

  // Without saving: back to the note, or to the words that were selected.
  leave(form) {
    this.close(form);
    const [piece] = form.draft.pieces;
    if (piece && !form.draft.id) this.#select(piece);
  }
}

function draftOf(annotation, text) {
  const { fields } = annotation;
  const pieces = annotation.spans.map(([part, start, end]) => ({
    part,
    start,
    end,
    words: text.words({ part, start, end }),
  }));
  return {
    ...fields,
    kind: annotation.kind,
    id: annotation.id,
    digest: annotation.digest,
    committed: annotation.committed,
    before: { ...fields, ...shownOf({ voice: annotation.voice, pieces }) },
    voice: annotation.voice,
    parent: annotation.parent,
    pieces,
  };
}

// What the form shows, to be laid beside other versions: with who says it, and the words of the passages.
function shownOf({ voice, pieces, ...draft }) {
  const said = voice?.unnamed ? `“${voice.unnamed}”` : (voice?.id ?? voice?.name);
  const names = [...FIELDS, "codes"].filter((name) => draft[name] !== undefined);
  const shown = Object.fromEntries(names.map((name) => [name, draft[name]]));
  return { ...shown, speaker: said, quote: pieces.map(({ words }) => words).join(" / ") };
}

// What the form says, as the server takes it: the texts as typed, and the passages as quotes.
function fieldsOf({ pieces, moved, before, ...draft }) {
  const fields = Object.fromEntries(
    FIELDS.filter((name) => (draft[name] ?? "") !== (before?.[name] ?? "")).map((name) => [name, draft[name] ?? ""]),
  );
  if (JSON.stringify(draft.codes ?? {}) !== JSON.stringify(before?.codes ?? {})) fields.codes = draft.codes ?? {};
  if (moved || !before) fields.pieces = pieces.map(({ part, start, end }) => ({ part, start, end }));
  return fields;
}

const own = document.querySelector("script[data-desk]");
new Desk(own.src.replace(/desk\/desk\.js.*/, ""), own.dataset.desk).begin().catch(() => {}); // without the server there is no desk
