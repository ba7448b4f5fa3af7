/* The list of claims: menus that combine, and an address that keeps what is picked.
   The data are a script of their own, which sets `claimsOfTheArchive`; it is loaded when the menus are opened. */
import { all, byId, make } from "./dom.js";

const MOST_ROWS = 200;
const sieve = byId("sieve_");
if (sieve) start(sieve.dataset);

function start(say) {
  const menus = all("select", sieve);
  const whole = all(".rows, .pager", sieve.parentElement);
  const found = whole[0].cloneNode();
  let claims;

  function fill() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    const read = readData(claimsOfTheArchive, say);
    claims = read.claims;
    for (const menu of menus) {
      for (const { value, label, count } of read.menus[menu.name]) {
        menu.append(new Option(`${label} (${count})`, value));
      }
      menu.value = wanted.get(menu.name) || "";
    }
    whole[0].after(found);
    sift();
  }

  function sift() {
    const picked = menus.filter((menu) => menu.value);
    const rows = claims.filter(({ picks }) =>
      picked.every((menu) => [picks[menu.name].value].flat().includes(menu.value)),
    );
    history.replaceState(null, "", `#${new URLSearchParams(picked.map((menu) => [menu.name, menu.value]))}`);
    sieve.querySelector("output").value = say.found.replace("{number}", rows.length);
    found.replaceChildren(...rows.slice(0, MOST_ROWS).map((claim) => row(claim, say)));
    found.hidden = !picked.length;
    for (const one of whole) one.hidden = picked.length;
  }

  sieve.hidden = false;
  const load = () => document.head.append(make("script", { src: say.src, onload: fill }));
  sieve.addEventListener("toggle", load, { once: true });
  sieve.addEventListener("change", sift);
  sieve.addEventListener("reset", () => setTimeout(sift)); // the menus are reset behind this event
  sieve.open = location.hash.includes("=");
}

// The tables with names for their columns, choices and articles in place of their numbers. The page has the labels of
// some choices. A claim with several values under a code has the values themselves, and one without a value -1.
function readData({ columns, ...tables }, say) {
  const named = (kind) => (values) => Object.fromEntries(columns[kind].map((name, n) => [name, values[n]]));
  const articles = tables.articles.map(named("articles"));
  const menus = {};
  for (const [name, choices] of tables.menus) {
    menus[name] = choices.map(named("choices"));
    for (const choice of menus[name]) choice.label ||= say[choice.value];
  }
  const claims = tables.claims.map(named("claims"));
  for (const claim of claims) {
    claim.article = articles[claim.article];
    claim.picks = Object.fromEntries(
      tables.menus.map(([name], n) => [name, menus[name][claim.picks[n]] ?? { value: claim.picks[n] }]),
    );
  }
  return { menus, claims };
}

// As the template makes the rows of a list.
function row({ picks, href, words, language, direction, quoted, mode, via, article, withdrawn }, say) {
  const { value, label, sign } = picks.verdict;
  const className = !quoted ? "paraphrase" : /[“"«„]/.test(words) ? "record nested" : "record";
  const said = make(quoted ? "q" : "span", { className, lang: language, dir: direction, textContent: words });
  const rating = make("span", { className: sign ? `verdict v-${value}` : "unrated" });
  if (sign) rating.append(make("b", { ariaHidden: "true" }, sign), " ");
  rating.append(make("span", { className: "word" }, label));
  let voice = say[mode].replace("{name}", alone(picks.speaker.label));
  for (const name of via) voice = say.via.replace("{name}", alone(name)).replace("{voice}", voice);
  const where = (article.publisher && alone(article.publisher) + say.comma) + article.date.replaceAll(" ", "\xa0");
  const id = href.replace(/.*\/|\.html$/g, "");
  return make(
    "li",
    { className: withdrawn ? "row withdrawn" : "row" },
    paragraph("row-said", rating, " ", make("a", { href }, said)),
    paragraph(
      "meta",
      span(voice),
      " ",
      span(make("a", { href: `${article.href}#${id}` }, where)),
      " ",
      span(picks.answers.label),
    ),
  );
}

function span(inside) {
  return make("span", {}, inside);
}

function paragraph(className, ...inside) {
  return make("p", { className }, ...inside);
}

// A name that may run in another direction than the line it is in.
function alone(name) {
  return `\u2068${name}\u2069`;
}
