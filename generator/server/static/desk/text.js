/* The article's text as the server knows it, and where each of its characters stands on the page.

   Offsets count code points of a part (title, subtitle, caption, body). The page and the text differ only in white
   space and in what the page adds (references, notes), so the two are laid side by side character by character. */

const PLACES = {
  title: ".art-head h1",
  subtitle: ".art-head .subtitle.record",
  caption: "figcaption .record",
  body: "[data-article-text]",
};
const NAMES = { title: "title", subtitle: "subtitle", caption: "caption", body: "text" };
const ADDED = ".ref, .beside, .counterpoint-desk";
const SPACE = /^\s$/u;

export class ReaderText {
  constructor(parts) {
    this.parts = {};
    for (const [part, text] of Object.entries(parts)) {
      const place = document.querySelector(PLACES[part]);
      if (text && place) this.parts[part] = new Part(part, text, place);
    }
  }

  // The selected piece, `{part, start, end}`, or `{said}` where it runs over several parts; nothing outside of the text.
  pieceOf(selection) {
    if (!selection.rangeCount || selection.isCollapsed) return undefined;
    const range = selection.getRangeAt(0);
    const pieces = Object.values(this.parts).flatMap((one) => one.pieceIn(range) ?? []);
    if (pieces.length > 1) {
      return { said: `Take words of one part: the ${pieces.map(({ part }) => NAMES[part]).join(" or the ")}.` };
    }
    return pieces[0];
  }

  rangeOf({ part, start, end }) {
    return this.parts[part]?.rangeOf(start, end);
  }

  words({ part, start, end }) {
    return this.parts[part]?.points.slice(start, end).join("") ?? "";
  }

  // The piece with its words where they are now; nothing where they are gone, or have several places.
  again(piece) {
    if (this.words(piece) === piece.words) return piece;
    const { points = [] } = this.parts[piece.part] ?? {};
    const [before, ...after] = points.join("").split(piece.words);
    if (after.length !== 1) return undefined;
    const start = Array.from(before).length;
    return { ...piece, start, end: start + piece.end - piece.start };
  }
}

class Part {
  constructor(name, text, place) {
    this.name = name;
    this.place = place;
    this.points = Array.from(text); // by code points
    this.at = aligned(this.points, place);
    this.shown = this.at.flatMap((one, offset) => (one ? [offset] : [])); // in the order of the page
  }

  pieceIn(range) {
    const { at, shown } = this;
    const first = firstOf(shown, (offset) => range.comparePoint(at[offset].node, at[offset].from) >= 0);
    const behind = firstOf(shown, (offset) => range.comparePoint(at[offset].node, at[offset].to) > 0);
    return first < behind ? { part: this.name, start: shown[first], end: shown[behind - 1] + 1 } : undefined;
  }

  rangeOf(start, end) {
    const first = this.at.slice(start, end).find(Boolean);
    const last = this.at.slice(start, end).findLast(Boolean);
    if (!first) return undefined;
    const range = document.createRange();
    range.setStart(first.node, first.from);
    range.setEnd(last.node, last.to);
    return range;
  }
}

// The index of the first of sorted values that is so far on; their number if none is. A text has a million of them.
export function firstOf(sorted, isFarEnough) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isFarEnough(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

// For each code point of the text its place on the page, `{node, from, to}`; none for white space between blocks, and
// for what the page shows otherwise (the description of a picture).
function aligned(points, place) {
  const at = new Array(points.length);
  const shown = [...pointsOn(place)];
  let next = 0;
  for (let i = 0; i < points.length; i += 1) {
    if (SPACE.test(points[i])) {
      if (shown[next] && SPACE.test(shown[next].point)) at[i] = shown[next];
      continue;
    }
    let there = next;
    while (shown[there] && SPACE.test(shown[there].point)) there += 1;
    if (shown[there]?.point !== points[i]) there = found(shown, there, points, i);
    if (there < 0) continue;
    at[i] = shown[there];
    next = there + 1;
  }
  return at;
}

const ENOUGH = 12; // characters that must agree where the two come together again

// Where the page goes on with the text from `i`; -1 where this character isn't shown.
function found(shown, from, points, i) {
  const wanted = points
    .slice(i, i + 4 * ENOUGH)
    .filter((point) => !SPACE.test(point))
    .slice(0, ENOUGH);
  const dense = [];
  for (let n = from; n < shown.length && dense.length < 400; n += 1) if (!SPACE.test(shown[n].point)) dense.push(n);
  const start = dense.findIndex((_, n) => wanted.every((point, k) => shown[dense[n + k]]?.point === point));
  return start < 0 ? -1 : dense[start];
}

function* pointsOn(place) {
  const accept = (node) => (node.parentElement.closest(ADDED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT, accept);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    let from = 0;
    for (const point of node.data) {
      yield { point, node, from, to: from + point.length };
      from += point.length;
    }
  }
}
