/* One line at the selected words: what they are, and what can be made of them. */
import { button, counted, element, ownTree } from "./dom.js";

const MODES = { direct: "quoted", indirect: "not quoted", mixed: "quoted in part" };

export class Toolbar {
  constructor(own, onChoice) {
    const { host, root } = ownTree(own, "div");
    this.host = host;
    this.onChoice = onChoice;
    this.bar = element("div", {
      className: "toolbar",
      hidden: true,
      attributes: { role: "toolbar", "aria-label": "Annotate the selected words" },
    });
    this.bar.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    root.append(this.bar);
    document.body.append(host);
  }

  // `place` is what the server says of the words; `adding`, that they become a further passage of the open form.
  show(place, range, adding) {
    const make = (kind, label) => button(label, () => this.onChoice(kind), { keys: [kind[0]] });
    const choices = adding
      ? [button("Add as a passage", () => this.onChoice("add"))]
      : [make("claim", "Claim"), make("answer", "Answer"), make("note", "Note")];
    this.bar.replaceChildren(...choices, element("p", { className: "say", textContent: saidOf(place) }));
    this.bar.hidden = false;
    const box = range.getBoundingClientRect();
    const width = this.bar.offsetWidth;
    const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    Object.assign(this.bar.style, {
      insetBlockStart: `${box.bottom + scrollY + 6}px`,
      insetInlineStart: `${left + scrollX}px`,
    });
  }

  hide() {
    this.bar.hidden = true;
  }
}

export function saidOf(place, own = "") {
  if (place.said) return place.said;
  const parts = [
    counted(place.words, "word"),
    place.pick ? `told from others by ${place.pick}` : "the only place",
    MODES[place.mode],
  ];
  if (place.two?.length) parts.push(`will be ${place.two.length === 2 ? "two" : place.two.length} passages`);
  const marked = (place.marked ?? []).filter((id) => id !== own);
  if (marked.length) parts.push(`marked already: ${marked.join(", ")}`);
  return parts.filter(Boolean).join(" · ");
}
