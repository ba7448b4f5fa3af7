/* Marking with the keys alone: a word at a time, a line, the sentence, the quotation. Browsers have no caret in text. */

const OPENING = '“„«‹‘"「『《';
const CLOSING = '”“»›’"」』》';
const SENTENCE_END = /[.!?…。！？؟]["”’»)]?\s|\n/u;

export class Marking {
  // Begins behind the piece `after`, or where a reader looks.
  constructor(text, after) {
    this.text = text;
    this.part = "body";
    const { points } = text.parts.body;
    this.words = wordsOf(points);
    const behind = after?.part === "body" ? this.words.findIndex(([start]) => start >= after.end) : -1;
    this.first = this.last = behind < 0 ? this.#nearest() : behind;
  }

  get piece() {
    const [a, b] = [Math.min(this.first, this.last), Math.max(this.first, this.last)];
    return this.taken ?? { part: this.part, start: this.words[a][0], end: this.words[b][1] };
  }

  // The first word of what stands a quarter down the screen, where a reader looks.
  #nearest() {
    const n = this.words.findIndex(([start, end]) => this.#box(start, end)?.bottom > innerHeight / 4);
    return Math.max(0, n);
  }

  #box(start, end) {
    return this.text.rangeOf({ part: this.part, start, end })?.getBoundingClientRect();
  }

  move(by, extends_) {
    const to = Math.max(0, Math.min(this.words.length - 1, this.last + by));
    this.taken = undefined;
    this.last = to;
    if (!extends_) this.first = to;
  }

  line(by, extends_) {
    const here = this.#box(...this.words[this.last]);
    let to = this.last;
    let best = Infinity;
    for (let n = this.last + by; this.words[n]; n += by) {
      const box = this.#box(...this.words[n]);
      if (!box || (by > 0 ? box.top < here.bottom - 2 : box.bottom > here.top + 2)) continue;
      if (best < Infinity && Math.abs(box.top - this.#box(...this.words[to]).top) > box.height) break;
      const apart = Math.abs(box.left - here.left);
      if (apart < best) [to, best] = [n, apart];
    }
    this.move(to - this.last, extends_);
  }

  sentence() {
    const { points } = this.text.parts[this.part];
    const [start, end] = this.words[this.last];
    const before = points.slice(0, start).join("");
    const after = points.slice(end).join("");
    let from = 0;
    for (const match of before.matchAll(new RegExp(SENTENCE_END, "gu"))) {
      from = Array.from(before.slice(0, match.index + match[0].length)).length;
    }
    const stop = after.match(SENTENCE_END);
    const length = stop
      ? Array.from(after.slice(0, stop.index + stop[0].trimEnd().length)).length
      : Array.from(after).length;
    this.taken = { part: this.part, start: from, end: end + length };
  }

  // The quotation around the word; nothing where it stands in none.
  quotation() {
    const { points } = this.text.parts[this.part];
    const [start, end] = this.words[this.last];
    const open = points.findLastIndex((point, n) => n < start && (OPENING.includes(point) || point === "\n"));
    const close = points.findIndex((point, n) => n >= end && (CLOSING.includes(point) || point === "\n"));
    if (open < 0 || close < 0 || points[open] === "\n" || points[close] === "\n") return false;
    this.taken = { part: this.part, start: open + 1, end: close };
    return true;
  }
}

// The words as ranges of code points; in Chinese, Japanese and Thai as dictionaries cut them.
function wordsOf(points) {
  const offsets = []; // of UTF-16 → code points
  points.forEach((point, n) => offsets.push(...Array(point.length).fill(n)));
  offsets.push(points.length);
  const segments = new Intl.Segmenter(document.documentElement.lang || "en", { granularity: "word" }).segment(
    points.join(""),
  );
  return [...segments]
    .filter((one) => one.isWordLike)
    .map((one) => [offsets[one.index], offsets[one.index + one.segment.length]]);
}
