/* The facts about the article, which its Markdown file begins with, as a form with the same rules. */
import { button, element, ownTree } from "./dom.js";

const FIELDS = [
  ["title", "Title"],
  ["subtitle", "Subtitle"],
  ["date", "Date", "as in 2015-12-23"],
  ["publisher", "Publisher", "its id, or its name"],
  ["authors", "Authors", "with semicolons"],
  ["caption", "Caption"],
  ["tags", "Tags", "with commas"],
  ["language", "Language", "as in en, fa, zh-Hant"],
  ["url", "Address of the original"],
  ["archived", "Archived copy"],
];

export class FrontForm {
  constructor(desk) {
    this.desk = desk;
    this.changed = {};
    const { host, root } = ownTree(desk.own, "div");
    const { front } = desk.model;
    const fields = FIELDS.map(([name, label, hint]) => {
      const field = element("input", { type: "text", name, value: front[name] ?? "", dir: "auto" });
      return element(
        "label",
        { className: "field" },
        element("span", {}, label, " ", element("small", { className: "soft", textContent: hint ?? "" })),
        field,
      );
    });
    const retold = element(
      "label",
      {},
      element("input", { type: "checkbox", name: "retold", checked: Boolean(front.retold) }),
      " retold in our own words",
    );
    const titles = Object.entries(front.titles ?? {})
      .map(([language, title]) => `${language}: ${title}`)
      .join("\n");
    const others = element(
      "label",
      { className: "field" },
      element(
        "span",
        {},
        "Title in other languages ",
        element("small", { className: "soft", textContent: "one a line, as in fr: …" }),
      ),
      element("textarea", { name: "titles", rows: 2, value: titles, dir: "auto" }),
    );
    this.error = element("p", { className: "error", hidden: true, attributes: { role: "alert" } });
    this.dialog = element("dialog", { className: "front", attributes: { "aria-labelledby": "front" } });
    const form = element(
      "form",
      { method: "dialog" },
      element("h2", { id: "front", textContent: "Facts about the article" }),
      ...fields,
      retold,
      others,
      this.error,
    );
    form.append(
      element(
        "div",
        { className: "foot" },
        element("button", { type: "submit", className: "main", textContent: "Save" }),
        button("Cancel", () => this.dialog.close()),
      ),
    );
    form.addEventListener("input", ({ target }) => {
      this.changed[target.name] = target.type === "checkbox" ? target.checked : target.value.trim();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.dialog.append(form);
    this.dialog.onclose = () => host.remove();
    root.append(this.dialog);
    document.body.append(host);
    this.dialog.showModal();
  }

  async save() {
    if (!Object.keys(this.changed).length) return this.dialog.close();
    const said = await this.desk.write("front", { fields: this.changed, digest: this.desk.model.text });
    if (!said) return this.dialog.close();
    this.error.textContent = said;
    this.error.hidden = false;
    return undefined;
  }
}
