/* Who says it: numbered proposals, a search, and at the end a new speaker or an unnamed voice. Nobody is preset. */
import { button, element, key } from "./dom.js";

const NUMBERED = 6;

export class Voices {
  constructor(server, { proposed, chosen, onChoice }) {
    Object.assign(this, { server, proposed, chosen, onChoice, found: proposed, at: 0 });
    this.box = element("fieldset", { className: "voices" });
    this.draw();
  }

  draw() {
    const legend = element(
      "legend",
      {},
      "Who says it",
      element("small", { className: "soft", textContent: " Alt + number, or type" }),
    );
    if (this.chosen) {
      const name = element("b", { textContent: this.chosen.name });
      const role = element("span", { className: "soft", textContent: this.chosen.role ?? "" });
      const change = button("Change", () => this.choose(undefined), { className: "plain" });
      this.box.replaceChildren(
        legend,
        element("div", { className: "chosen" }, element("span", {}, name, " ", role), change),
      );
      return;
    }
    this.field = element("input", {
      type: "text",
      name: "voice",
      placeholder: "name, role or id",
      autocomplete: "off",
      oninput: () => this.search(),
      onkeydown: (event) => this.press(event),
      attributes: {
        role: "combobox",
        "aria-label": "Who says it",
        "aria-expanded": "true",
        "aria-controls": "voices",
        "aria-autocomplete": "list",
      },
    });
    this.list = element("div", {
      className: "options",
      id: "voices",
      attributes: { role: "listbox", "aria-label": "Who says it" },
    });
    this.box.replaceChildren(legend, this.field, this.list);
    this.drawOptions();
  }

  drawOptions() {
    const typed = this.field.value.trim();
    const rows = this.found.map((voice, n) => ({ voice, hint: voice.why, number: typed ? 0 : n + 1 }));
    if (typed) {
      rows.push({
        voice: { name: typed, isNew: true },
        label: `New speaker: ${typed}`,
        hint: "written to speakers.yaml",
      });
      rows.push({
        voice: { name: typed, unnamed: typed },
        label: `Unnamed: “${typed}”`,
        hint: "in the outlet’s words",
      });
    }
    this.rows = rows;
    this.at = Math.min(this.at, rows.length - 1);
    this.list.replaceChildren(...rows.map((row, n) => this.option(row, n)));
    this.field.setAttribute("aria-activedescendant", rows.length ? `voice-${this.at}` : "");
  }

  option({ voice, label, hint, number }, n) {
    const made = element(
      "button",
      {
        type: "button",
        id: `voice-${n}`,
        tabIndex: -1,
        onclick: () => this.choose(voice),
        attributes: { role: "option", "aria-selected": String(n === this.at) },
      },
      number && number <= NUMBERED ? key(number) : "",
      element("span", { className: "name", textContent: label ?? voice.name }),
      element("span", { className: "soft", textContent: hint ?? "" }),
    );
    return made;
  }

  async search() {
    const typed = this.field.value.trim();
    this.at = 0;
    this.found = typed ? await this.server.search(typed).catch(() => []) : this.proposed;
    if (this.field.value.trim() === typed) this.drawOptions();
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = Math.max(0, Math.min(this.rows.length - 1, this.at + step));
      this.drawOptions();
      this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && this.rows[this.at]) {
      this.choose(this.rows[this.at].voice);
    } else {
      return;
    }
    event.preventDefault();
  }

  // The proposal with that number, from 1.
  take(number) {
    if (this.proposed[number - 1]) this.choose(this.proposed[number - 1]);
  }

  // What is typed and not yet chosen is the row that is lit.
  takeTyped() {
    if (!this.chosen && this.field?.value.trim() && this.rows[this.at]) this.choose(this.rows[this.at].voice);
  }

  choose(voice) {
    this.chosen = voice;
    this.found = this.proposed;
    this.draw();
    this.onChoice(voice);
    if (!voice) this.field.focus();
  }

  focus() {
    (this.field?.isConnected ? this.field : this.box.querySelector("button"))?.focus({ preventScroll: true });
  }
}
