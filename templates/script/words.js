/* Words: what of a text can be found. The program has the same rules (generator/search/words.py), and one table holds
   both to them (tests/cases/search-words.tsv). */
const UNSEEN =
  "\\u00ad\\u034f\\u061c\\u0640\\u180b-\\u180f\\u200c-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\u{e0100}-\\u{e01ef}";
// accents, and the points of Hebrew and Arabic
const POINTS =
  "\\u0300-\\u036f\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc" +
  "\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed\\u08d3-\\u08ff";
// the signs of scripts that are written without spaces
const SIGN =
  "[\\u0e01-\\u0e4e\\u0e81-\\u0ece\\u1000-\\u103f\\u1050-\\u108f\\u1780-\\u17d3\\u1100-\\u11ff\\u3005-\\u3007\\u3031-\\u3035\\u3041-\\u3096" +
  "\\u3099\\u309a\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u3131-\\u318e\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua960-\\ua97c" +
  "\\uac00-\\ud7a3\\ud7b0-\\ud7fb\\uf900-\\ufaff\\uff66-\\uff9f\\uffa1-\\uffdc\\u{1b000}-\\u{1b16f}\\u{20000}-\\u{323af}]";
const LETTER = `(?:(?!${SIGN})[\\p{L}\\p{Nl}\\p{No}](?:(?!${SIGN})\\p{M})*)`;
const pattern = (text) => new RegExp(text, "gu");
const token = pattern(`${SIGN}+|\\p{Nd}+(?:[.,٫٬]\\p{Nd}+)*|${LETTER}+(?:(?:['’ʼ׳״]|"(?=[א-ת]))${LETTER}+)*`);
const unseen = pattern(`[${UNSEEN}]`);
const points = pattern(`[${POINTS}${UNSEEN}]`);
const sign = pattern(`^${SIGN}`);
const DIGITS = "٠۰०০੦૦୦௦౦೦൦๐໐༠၀០";
const OTHERS = "أا إا آا ٱا ىي یي ئي ؤو ةه کك ςσ ßss æae œoe øo łl đd ıi ٫. ٬,";
const letters = new Map(OTHERS.split(" ").map(([from, ...to]) => [from, to.join("")]));
for (const zero of DIGITS) {
  for (let n = 0; n < 10; n++) letters.set(String.fromCodePoint(zero.codePointAt() + n), `${n}`);
}

const isSign = (term) => term.search(sign) === 0;

// The terms that a record must have to be found, each once, in the order of the query.
export function queryTerms(text) {
  const found = new Set();
  for (const [run] of text.replace(unseen, "").matchAll(token)) {
    const signs = [...run.normalize("NFKC")];
    const terms = isSign(run)
      ? signs.slice(0, signs.length - 1 || 1).map((one, n) => one + (signs[n + 1] ?? ""))
      : termsOfWord([...run].slice(0, 40).join(""));
    for (const term of terms) found.add(term);
  }
  return [...found];
}

// Whether a term is also the beginning of words: the last one may be half typed, and three letters say enough.
export function isPrefix(term, isLast) {
  return isSign(term) || [...term].length > (isLast ? 1 : 2);
}

// The number of the file that holds a term.
export function bucket(term, buckets) {
  const start = [...term].slice(0, isSign(term) ? 1 : 2).join("");
  let value = 0;
  for (let n = 0; n < 2 * start.length; n++) {
    value = (Math.imul(value, 31) + ((start.charCodeAt(n / 2) >> (8 * (n % 2))) & 255)) >>> 0;
  }
  return value % buckets;
}

function termsOfWord(word) {
  let folded = word.toLowerCase().normalize("NFKD").replace(points, "").normalize("NFC");
  folded = [...folded]
    .map((one) => letters.get(one) ?? one)
    .join("")
    .replaceAll(" ", "");
  if (/^\p{Nd}/u.test(folded)) {
    return [/^[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}$/.test(folded) ? folded.replaceAll(",", "") : folded];
  }
  const parts = folded.split(/['’ʼ׳״"]/);
  if (parts.length > 1 && parts.at(-1) === "s") parts.pop();
  const drawn = parts.length > 1 && /^[\0-\x7f]{0,2}$/.test(parts[0]) ? [parts.shift()] : [];
  return [...drawn, stem(parts.join(""))].filter(Boolean);
}

function stem(word) {
  if (/^[\0-\x7f]*$/.test(word)) return singular(word);
  if (!/^[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]+$/.test(word)) return word;
  return word
    .replace(/^و(?=.{5})/, "")
    .replace(/^([وبكف]?ال|لل)(?=..)/, "")
    .replace(/(..)(هاي|ها|ان|ات|ون|ين|يه|ه|ي)$/, "$1");
}

function singular(word) {
  if (word.length < 4) return word;
  if (word.endsWith("ies")) return word.replace(/ies$/, "y");
  if (/(s|x|z|sh|ch)es$/.test(word)) return word.slice(0, -2);
  return /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}
