/* The list of claims: menus that combine, and an address that keeps what is picked.
   The data are scripts of their own, one a year, which add to `claimsOfTheArchive`; they are loaded when the menus are
   opened. */
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
    const known = {};
    claims = claimsOfTheArchive.flatMap((year) => read(year, known, say));
    for (const menu of menus) {
      const choices = [...known[menu.name].values()].filter(({ count }) => count);
      // verdicts are in the order of the vocabulary, and years in that of their scripts, the latest first
      if (!/^verdict|^year/.test(menu.name)) choices.sort((a, b) => a.label.localeCompare(b.label));
      menu.append(...choices.map(({ value, label, count }) => new Option(`${label} (${count})`, value)));
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
  const load = () => {
    const scripts = say.src.split(" ").map((src) => make("script", { src, async: false }));
    scripts.at(-1).onload = fill;
    document.head.append(...scripts);
  };
  sieve.addEventListener("toggle", load, { once: true });
  sieve.addEventListener("change", sift);
  sieve.addEventListener("reset", () => setTimeout(sift)); // the menus are reset behind this event
  sieve.open = location.hash.includes("=");
}

// The claims of a year, with their choices and article in place of numbers. The choices join those `known` by menu and
// value, with the sum of their counts; the page has the labels of some. A claim with several values under a code has
// the values themselves, and one without a value -1.
function read({ menus, articles, claims }, known, say) {
  const choices = menus.map(([name, menu]) => {
    const met = (known[name] ||= new Map());
    const joined = menu.map(([value, label, sign, count]) => {
      const choice = met.get(value) || { value, label: label || say[value], sign, count: 0 };
      choice.count += count;
      met.set(value, choice);
      return choice;
    });
    return [name, joined];
  });
  return claims.map(([picks, article, ...shown]) => ({
    picks: Object.fromEntries(choices.map(([name, menu], n) => [name, menu[picks[n]] ?? { value: picks[n] }])),
    article: articles[article],
    shown,
  }));
}

// As the template makes the rows of a list. Names are isolated, since they may run in another direction than the line.
function row({ picks, article, shown: [href, words, lang, dir, quoted, mode, via, withdrawn] }, say) {
  const [place, publisher, date] = article;
  const { value, label, sign } = picks.verdict;
  const className = !quoted ? "paraphrase" : /[“"«„]/.test(words) ? "record nested" : "record";
  const said = make(quoted ? "q" : "span", { className, lang, dir, textContent: words });
  const rating = make("span", { className: sign ? `verdict v-${value}` : "unrated" });
  if (sign) rating.append(make("b", { ariaHidden: "true" }, sign), " ");
  rating.append(make("span", { className: "word" }, label));
  let voice = say[mode].replace("{name}", `\u2068${picks.speaker.label}\u2069`);
  for (const name of via) voice = say.via.replace("{name}", name).replace("{voice}", voice);
  const where = (publisher && publisher + say.comma) + date;
  const id = href.replace(/.*\/|\.html$/g, "");
  return make(
    "li",
    { className: withdrawn ? "row withdrawn" : "row" },
    paragraph("row-said", rating, " ", make("a", { href }, said)),
    paragraph(
      "meta",
      span(voice),
      " ",
      span(make("a", { href: `${place}#${id}` }, where)),
      " ",
      span(picks.answers.label),
    ),
  );
}

const span = (inside) => make("span", {}, inside);
const paragraph = (className, ...inside) => make("p", { className }, ...inside);
