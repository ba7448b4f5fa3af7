/* What opens above the bar: the changes since the last commit, the articles by what is left, and the keys. */
import { button, counted, element, key, ownTree } from "./dom.js";

export class Drawer {
  constructor(desk) {
    this.desk = desk;
    const { host, root } = ownTree(desk.own, "aside", "Changes, articles and keys");
    this.section = element("section", { className: "drawer", hidden: true, tabIndex: -1 });
    this.section.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    root.append(this.section);
    document.body.append(host);
  }

  async open(what) {
    if (!this.section.hidden && this.what === what) return this.close();
    this.what = what;
    this.before = document.activeElement;
    const [[title, ...content]] = await Promise.all([this[what](), this.desk.refresh()]); // there may be a new commit
    const close = button("Close", () => this.close(), { keys: ["Esc"], className: "plain" });
    this.section.replaceChildren(element("header", {}, element("h2", { textContent: title }), close), ...content);
    this.section.hidden = false;
    close.focus();
    return undefined;
  }

  close() {
    this.section.hidden = true;
    this.before?.focus({ preventScroll: true });
  }

  async changes() {
    const { sentences, message, path, lines, added, removed, why, unknown } = await this.desk.server.changes();
    const list = element(
      "ul",
      {},
      ...sentences.map((sentence) => element("li", { textContent: sentence, dir: "auto" })),
    );
    const copy = button(
      "Copy as a commit message",
      () => navigator.clipboard.writeText(message).then(() => this.desk.bar.say("Copied.")),
      { disabled: !sentences.length },
    );
    const diff = element("pre", {
      className: "diff",
      tabIndex: 0,
      attributes: { role: "region", "aria-label": "Changed lines" },
    });
    for (const line of lines) {
      diff.append(
        element("span", {
          className: { "+": "added", "-": "removed", "@": "place" }[line[0]] ?? "",
          textContent: `${line}\n`,
        }),
      );
    }
    const told = element(
      "div",
      {},
      element("p", { className: "soft", textContent: why || "What a reviewer reads" }),
      sentences.length ? list : element("p", { textContent: "Nothing yet." }),
      copy,
      ...(unknown ?? []).map((one) =>
        element(
          "p",
          { className: "warn" },
          "Git does not know ",
          element("code", { textContent: one }),
          " yet: ",
          element("code", { textContent: "git add content" }),
          " before you commit.",
        ),
      ),
    );
    const shown = element(
      "div",
      {},
      element("p", { className: "soft", textContent: path ? `${path} · +${added} −${removed}` : "" }),
      diff,
    );
    return ["Changes since the last commit", element("div", { className: "two" }, told, shown)];
  }

  async articles() {
    const articles = await this.desk.server.articles();
    const rows = articles.map((one) =>
      element(
        "tr",
        { className: one.id === this.desk.model.article ? "here" : "" },
        element("td", {}, element("a", { href: one.href, textContent: one.title, dir: "auto" })),
        ...[one.claims, one.unrated, one.reasonless, one.unanswered, one.unsure].map((n) =>
          element("td", { textContent: n || "–" }),
        ),
        element("td", { textContent: one.state }),
      ),
    );
    const head = ["article", "claims", "not rated", "without a reason", "unanswered", "unsure", "state"].map((name) =>
      element("th", { textContent: name, attributes: { scope: "col" } }),
    );
    return [
      counted(articles.length, "article"),
      button("New article", () => this.desk.open("new"), { keys: ["N"] }),
      element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)),
    ];
  }

  async keys() {
    const rows = KEYS.map(([names, what]) =>
      element(
        "li",
        {},
        element("span", {}, ...names.flatMap((name) => [key(name), " "])),
        element("span", { textContent: what }),
      ),
    );
    const box = element("input", {
      type: "checkbox",
      checked: this.desk.hasLetters,
      onchange: ({ target }) => this.desk.setLetters(target.checked),
    });
    return [
      "Keys",
      element("ul", { className: "keys" }, ...rows),
      element("label", {}, box, " single letters work as keys"),
    ];
  }
}

const KEYS = [
  [["c", "a", "n"], "claim, answer, note on the selected words"],
  [["v"], "mark with the keys"],
  [["←", "→", "↑", "↓"], "a word, a line; with Shift extend"],
  [[".", '"'], "the sentence, the quotation"],
  [["Alt", "1 … 6"], "in the form: who says it"],
  [["Alt", "←", "→"], "in the form: move the start by a word, with Shift the end"],
  [["Ctrl", "↵"], "save"],
  [["Esc"], "leave; asks if something was written"],
  [["j", "k"], "next, previous claim"],
  [["e", "r", "x"], "edit, rate, withdraw or delete the annotation in focus"],
  [["m"], "what is to mend"],
  [["u", "U"], "undo, redo"],
  [["d", "p"], "changes, articles"],
  [["N"], "new article, out of what you paste"],
  [["g", "D"], "next article with something left, done"],
  [["f"], "title, date, publisher and the other facts"],
];
