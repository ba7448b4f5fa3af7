/* The article's text as the server knows it, and where each of its characters stands on the page.

   Offsets count code points of a part (title, subtitle, caption, body). The page and the text differ only in white
   space and in what the page adds (references, notes), so the two are laid side by side character by character. */

const PLACES = {
  title: ".art-head h1",
  subtitle: ".art-head .subtitle.record",
  caption: "figcaption .record",
  body: "[data-article-text]",
};
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

  // The selected piece, `{part, start, end}`; nothing where it isn't within one part of the text.
  pieceOf(selection) {
    if (!selection.rangeCount || selection.isCollapsed) return undefined;
    const range = selection.getRangeAt(0);
    const part = Object.values(this.parts).find((one) => range.intersectsNode(one.place));
    return part?.pieceIn(range);
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
  }

  pieceIn(range) {
    const inside = this.at.flatMap((one, offset) => (one && isWithin(range, one) ? [offset] : []));
    if (!inside.length) return undefined;
    return { part: this.name, start: inside[0], end: inside.at(-1) + 1 };
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

function isWithin(range, { node, from, to }) {
  return range.comparePoint(node, from) >= 0 && range.comparePoint(node, to) <= 0;
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
