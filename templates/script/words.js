/* Words: what of a text can be found. The program has the same rules (generator/search/words.py), and one table holds
   both to them (tests/cases/search-words.tsv). */
let token, sign, points, unseen, arabic, endings, letters;

// Learns what the index has of the rules.
export function learn([patterns, others]) {
  [token, sign, points, unseen, arabic, ...endings] = patterns.map((one) => new RegExp(one, "gu"));
  letters = new Map(others.split(" ").map(([from, ...to]) => [from, to.join("")]));
}

const isSign = (term) => !term.search(sign);

// The terms that a record must have to be found, each once, in the order of the query.
export function queryTerms(text) {
  const terms = [...text.replace(unseen, "").matchAll(token)].flatMap(([run]) => {
    if (!isSign(run)) return termsOfWord([...run].slice(0, 40).join(""));
    const signs = [...run.normalize("NFKC")];
    return signs.slice(0, signs.length - 1 || 1).map((one, n) => one + (signs[n + 1] ?? ""));
  });
  return [...new Set(terms)];
}

// Whether a term is also the beginning of words: the last one may be half typed, and three letters say enough.
export const isPrefix = (term, isLast) => isSign(term) || [...term].length > (isLast ? 1 : 2);

// The number of the file that holds a term.
export function bucket(term, buckets) {
  const start = [...term].slice(0, isSign(term) ? 1 : 2).join("");
  return start.split("").reduce((value, unit) => value * 31 + unit.charCodeAt(), 0) % buckets;
}

function termsOfWord(word) {
  const plain = word.toLowerCase().normalize("NFKD").replace(points, "").normalize("NFC");
  const folded = Array.from(plain, (one) => letters.get(one) ?? one)
    .join("")
    .replaceAll(" ", "");
  if (/^\p{Nd}/u.test(folded)) {
    return [/^[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}$/.test(folded) ? folded.replaceAll(",", "") : folded];
  }
  const parts = folded.replace(/['’ʼ׳״"]s$/, "").split(/['’ʼ׳״"]/);
  const drawn = parts[1] && /^\w{1,2}$/.test(parts[0]) ? parts.shift() : "";
  return [drawn, stem(parts.join(""))].filter(Boolean);
}

function stem(word) {
  if (/^\w{4,}$/.test(word)) {
    return word.replace(/ies$|(?<=[sxz]|[sc]h)es$|(?<=[^su])s$/, (end) => (end === "ies" ? "y" : ""));
  }
  return word.match(arabic) ? endings.reduce((rest, one) => rest.replace(one, ""), word) : word;
}
