/* The bar at the foot: what of the article is marked, what is left, and the buttons of the desk. */
import { button, counted, element, ownTree } from "./dom.js";

const HINT = "Select words, then c claim, a answer, n note; or v to mark with the keys";
const LONG_ENOUGH = 6000; // milliseconds to read what is said

export class DeskBar {
  constructor(desk) {
    Object.assign(this, { desk, until: 0 });
    const { host, root } = ownTree(desk.own, "aside", "The desk");
    this.bar = element("div", { className: "deskbar" });
    this.live = element("p", { className: "unseen", attributes: { role: "status", "aria-live": "polite" } });
    root.append(this.bar, this.live);
    document.body.append(host);
    const { style } = document.documentElement;
    style.scrollPaddingBlockEnd = "4rem";
    new ResizeObserver(() => style.setProperty("--counterpoint-foot", `${this.bar.offsetHeight}px`)).observe(this.bar);
  }

  draw() {
    const { model } = this.desk;
    const { counts, touched } = model;
    const strip = element("span", {
      className: "strip",
      title: "A cell for each paragraph",
      attributes: {
        role: "img",
        "aria-label": `${touched.filter(Boolean).length} of ${counted(touched.length, "paragraph")} marked`,
      },
    });
    for (const [n, annotations] of touched.entries()) {
      strip.append(
        element("i", {
          className: annotations ? "has" : "",
          title: `¶ ${n + 1}: ${counted(annotations, "annotation")}`,
          onclick: () => this.desk.goToParagraph(n),
        }),
      );
    }
    const sums = [
      counted(counts.claims, "claim"),
      `${counts.rated} rated`,
      counts.reasonless && `${counts.reasonless} without a reason`,
      counts.unanswered && `${counts.unanswered} unanswered`,
      counts.unsure && `${counts.unsure} unsure`,
    ].filter(Boolean);
    this.hint = element("span", { className: "hint soft" });
    this.bar.replaceChildren(
      strip,
      ...(model.layer ? [element("b", { textContent: `Layer: ${model.layer}` })] : []),
      element("span", { textContent: sums.join(" · ") }),
      button("Articles", () => this.desk.open("articles"), { keys: ["p"] }),
      this.hint,
      button(`Changes ${model.changes}`, () => this.desk.open("changes"), { keys: ["d"] }),
      button("Undo", () => this.desk.undo("undo"), { keys: ["u"], disabled: !model.undo, title: model.undo ?? "" }),
      ...(model.redo ? [button("Redo", () => this.desk.undo("redo"), { keys: ["U"], title: model.redo })] : []),
      ...(counts.faults
        ? [button(`${counts.faults} to mend`, () => this.desk.open("problems"), { keys: ["m"], className: "bad" })]
        : []),
      button(model.done ? "Done ✓" : "Done", () => this.desk.setDone(!model.done), {
        keys: ["D"],
        attributes: { "aria-pressed": String(Boolean(model.done)) },
      }),
      button("Facts", () => this.desk.open("front"), { keys: ["f"] }),
      button("Keys", () => this.desk.open("keys"), { keys: ["?"] }),
    );
    if (this.locked !== model.locked) this.until = 0;
    this.locked = model.locked;
    const isFresh = performance.now() < this.until;
    this.#show(isFresh ? this.said : model.locked || HINT, isFresh);
  }

  // Shown in the bar, also past builds that come at once, and said by screen readers.
  say(words, { isWrong = false } = {}) {
    Object.assign(this, { said: words, isWrong, until: performance.now() + LONG_ENOUGH });
    this.#show(words, true);
    this.live.textContent = words;
  }

  #show(words, isSaid) {
    this.hint.textContent = words;
    this.hint.title = words;
    this.hint.classList.toggle("said", isSaid);
    this.hint.classList.toggle("wrong", isSaid && this.isWrong);
  }
}
