/* The search page: what is asked is in its address, and what is found in a list below the form. */
import { all, byId, make } from "./dom.js";
import { load } from "./index.js";
import { bucket, isPrefix, learn, queryTerms } from "./words.js";

const ROWS = 10;
const form = byId("search_");
const say = form.dataset;
const menus = all("select", form);
const [status, results, more, older] = "status_ results_ more_ older_".split(" ").map(byId);
let index;
let asking = 0; // counts what is asked: an answer to an earlier question comes too late
let failed;

const shown = (n) => n.toLocaleString(document.documentElement.lang);

// What a file of a segment holds; without it, nothing.
const part = ([id, , , digest], name) =>
  load(`${id}/${name}`, `?${digest}`).catch(() => {
    failed = say.failed;
    return ["", ""];
  });

// ── what is asked ──

const choice = (menu, { value } = menu) => `${menu.name}=${value}`;
const picked = () => menus.filter(({ value }) => value);

function ask() {
  const fields = [form.q, ...menus].filter(({ value }) => value.trim());
  const asked = new URLSearchParams(fields.map(({ name, value }) => [name, value]));
  history.pushState(null, "", fields.length ? `?${asked}` : location.pathname);
  search();
  return false; // the form is not sent
}

function read() {
  const asked = new URLSearchParams(location.search);
  for (const field of [form.q, ...menus]) {
    field.value = asked.get(field.name) ?? "";
    if (field.selectedIndex < 0) field.value = "";
  }
  byId("narrow_").open ||= picked().length;
  search();
}

// ── what is found ──

// Searches the newest segments: of more than twenty ten at a time.
async function search(reach = index.segments.length > 20 ? 10 : 20) {
  const mine = ++asking;
  const terms = queryTerms(form.q.value);
  const wanted = picked();
  const isAsked = terms.length || wanted.length;
  const within = index.segments.filter(([id]) => id === "all" || id.startsWith(form.year.value));
  const segments = isAsked ? within.slice(0, reach) : [];
  failed = "";
  const files = await Promise.all(segments.map((one, place) => having(one, place, terms)));
  const found = files.flatMap((one) => [...one.values()]);
  const choose = () =>
    Promise.all(
      segments.map(async (one, place) => {
        each(await part(one, "f"), Boolean, (n, _, chosen) => files[place].get(n)?.choices.push(chosen));
      }),
    );
  if (wanted.length) await choose();
  if (mine !== asking) return;

  // all words, or else as many as one record has
  const most = found.reduce((high, { scores }) => Math.max(high, scores.flat().length), 0);
  const best = found.filter(({ scores }) => scores.flat().length === most);
  const rare = terms.map((_, n) =>
    Math.log(1 + index.records / (1 + found.filter(({ scores }) => n in scores).length)),
  );
  for (const hit of best) hit.score = hit.scores.reduce((sum, score, n) => sum + score * rare[n], 0);
  best.sort((a, b) => b.score - a.score || a.place - b.place || a.n - b.n);
  const fits = ({ choices }, but) => wanted.every((one) => one === but || choices.includes(choice(one)));
  const hits = best.filter(fits);

  const show = async (from) => {
    more.onclick = null; // until these have come
    for (const { place, n } of hits.slice(from, from + ROWS)) {
      const [records] = await part(segments[place], `d${Math.floor(n / index.chunk)}`);
      if (mine !== asking) return;
      if (records) results.append(row(records[n % index.chunk]));
    }
    more.hidden = from + ROWS >= hits.length;
    more.onclick = async () => {
      const { length } = results.children;
      await show(from + ROWS);
      results.children[length]?.querySelector("a").focus();
    };
    const told = [
      hits.length ? say.found.replace("{number}", shown(hits.length)) : isAsked && say.nothing,
      hits.length && most < terms.length && say.some,
      !older.hidden && say.since.replace("{year}", segments.at(-1)[0].slice(0, 4)),
      failed,
    ];
    status.textContent = told.filter(Boolean).join(" ");
  };
  results.replaceChildren();
  older.hidden = !isAsked || within.length <= reach;
  older.onclick = () => search(reach + 10);
  await show(0);

  if (!wanted.length) await choose();
  if (mine !== asking) return;
  for (const menu of menus) {
    const counts = new Map();
    for (const { choices } of best.filter((hit) => fits(hit, menu))) {
      for (const one of choices) counts.set(one, -~counts.get(one));
    }
    for (const option of [...menu.options].slice(1)) {
      const n = (isAsked ? counts.get(choice(menu, option)) : option.whole) ?? 0;
      // a year of which nothing was found may not have been searched
      const hasNone = !n && (menu !== form.year || segments.length === index.segments.length);
      const count = n || hasNone ? ` (${shown(n)})` : "";
      option.label = `\u2068${option.text}\u2069${count}`;
      option.disabled = hasNone && !option.selected;
    }
  }
}

// Goes through the lists of a file whose term counts, as `factor` says.
function each([terms, ofTerms], factor, add) {
  const places = ofTerms.split("\n");
  for (const [at, term] of terms.split("\n").entries()) {
    const counts = factor(term);
    let step = -4;
    for (const next of counts ? places[at].split(" ") : []) {
      step = (step & ~3) + parseInt(next, 36);
      add(step >> 2, counts * (1 + (step & 3)), term);
    }
  }
}

// The records of a segment that have terms, with the score of each by its place in the query.
async function having(segment, place, terms) {
  const records = new Map();
  const get = (n) => records.get(n) ?? records.set(n, { place, n, scores: [], choices: [] }).get(n);
  if (!terms.length) for (let n = 0; n < segment[1]; n++) get(n);
  const files = await Promise.all(terms.map((term) => part(segment, `w${bucket(term, segment[2])}`)));
  for (const [at, term] of terms.entries()) {
    const begins = isPrefix(term, at === terms.length - 1);
    const factor = (one) => (one === term ? 1 : begins && one.startsWith(term) && 0.4);
    each(files[at], factor, (n, score) => {
      const { scores } = get(n);
      scores[at] = Math.max(scores[at] ?? 0, score);
    });
  }
  return records;
}

// ── what is shown ──

function row([href, words, kind, byline, date, verdict, excerpt, lang, look, state]) {
  const item = byId(`row_${verdict}`).content.firstElementChild.cloneNode(true);
  const [link, ...texts] = all("a, bdi, .summary", item);
  const said = make(look.startsWith("record") ? "q" : "span", { className: look, lang, dir: "auto" }, words);
  link.href = href;
  link.append(said);
  item.className += ` ${state}`;
  [say[kind], date, say[state] ?? "", byline, excerpt].forEach((text, n) => texts[n].append(text));
  return item;
}

// Menus have the values that the site knows; the index has those of the archive, and how many records have each.
function fill(menu) {
  const [, choices = []] = index.facets.find(([name]) => name === menu.name) ?? [];
  for (const [value, text, whole] of choices) {
    const option = [...menu.options].find((one) => one.value === value) ?? new Option(text, value);
    option.whole = whole;
    menu.append(option);
  }
  menu.parentElement.hidden = !choices.length;
}

function start([known]) {
  index = known;
  learn(index.words);
  menus.forEach(fill);
  form.onsubmit = ask;
  form.onchange = ({ target }) => target === form.q || ask();
  self.onpopstate = read;
  read();
}

form.hidden = false;
load("index").then(start, () => {
  status.textContent = say.failed;
});
