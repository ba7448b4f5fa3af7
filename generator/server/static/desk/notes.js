/* The buttons in each note, and which annotation has the focus. */
import { all, button, element, ownTree } from "./dom.js";

export class Notes {
  constructor(desk) {
    this.desk = desk;
    this.hosts = [];
    document.addEventListener("focusin", () => this.last);
  }

  draw() {
    this.hosts.splice(0).forEach((host) => host.remove());
    for (const annotation of this.desk.model.annotations) {
      const note = document.getElementById(`note_${annotation.id}`);
      if (!note) continue;
      const { host, root } = ownTree(this.desk.own, "div", `Change ${annotation.id}`);
      root.append(element("p", { className: "acts" }, ...this.#buttons(annotation)));
      note.append(host);
      this.hosts.push(host);
    }
  }

  #buttons({ id, kind, committed }) {
    const act = (label, what) => button(label, () => this.desk.act(what, id), { className: "plain" });
    return [
      act("Edit", "edit"),
      kind === "claim" ? act("Rate", "rate") : "",
      kind === "note" ? "" : act("Answer", "answer"),
      act(committed ? "Withdraw" : "Delete", "remove"),
    ];
  }

  // The annotation in focus: that of the note, the passage or the reference where the focus is.
  get current() {
    const at = document.activeElement?.closest("[id^=note_], details, [id^=ref_], mark[data-annotation]");
    const note = at?.matches("details") ? at.querySelector("[id^=note_]") : at;
    const id = note?.dataset.annotation ?? note?.id.replace(/^(?:note|ref)_/, "");
    return this.desk.model.annotations.find((one) => one.id === id);
  }

  // The one in focus, or else the one that was last: selecting words by the mouse takes the focus from it.
  get last() {
    this.lastId = this.current?.id ?? this.lastId;
    return this.desk.model.annotations.find((one) => one.id === this.lastId);
  }

  // Open the note and go to it.
  show(id) {
    this.lastId = id;
    const note = document.getElementById(`note_${id}`);
    if (!note) return;
    for (let details = note.closest("details"); details; details = details.parentElement.closest("details")) {
      details.open = true;
    }
    const summary = note.closest("details").querySelector("summary");
    summary.focus({ preventScroll: true });
    const mark = all(`mark[data-annotation="${CSS.escape(id)}"]`)[0] ?? note;
    const { top, bottom } = mark.getBoundingClientRect();
    if (top < 72 || bottom > innerHeight - 72) mark.scrollIntoView({ block: "center" });
  }
}
