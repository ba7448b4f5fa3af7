import MarkdownIt from "markdown-it";

const markdown = new MarkdownIt();
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const day = (date) => (date instanceof Date ? date.toISOString().slice(0, 10) : date);
const mark = (claim, i) => `<mark id="${claim.id}" class="${claim.verdict}">${escaped(claim.quote)}<a href="#note_${claim.id}">${i + 1}</a></mark>`;

const newestFirst = (api) => api.getFilteredByTag("article").sort((a, b) => b.date - a.date || (a.url < b.url ? -1 : 1));

/** The items by key, as a list that is sorted by it. */
function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return [...groups].map(([key, items]) => ({ key, items })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

const claims = (api) => newestFirst(api).flatMap((page) => (page.data.annotations || []).map((claim) => ({ claim, page })));

export default function (config) {
  config.setLibrary("md", markdown);
  config.addFilter("day", day);
  config.addFilter("markdown", (text) => markdown.render(text));
  config.addFilter("marked", (html, claims) =>
    (claims || []).reduce((text, claim, i) => text.replace(escaped(claim.quote), () => mark(claim, i)), html),
  );
  config.addCollection("latest", newestFirst);
  config.addCollection("bySection", (api) => grouped(newestFirst(api), (page) => page.data.section));
  config.addCollection("byMonth", (api) => grouped(newestFirst(api), (page) => day(page.date).slice(0, 7)));
  config.addCollection("byYear", (api) => grouped(newestFirst(api), (page) => day(page.date).slice(0, 4)));
  config.addCollection("bySpeaker", (api) => grouped(claims(api), ({ claim }) => claim.speaker));
  config.addCollection("byVerdict", (api) => grouped(claims(api), ({ claim }) => claim.verdict));
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk", dir: { input: ".", output: "public" } };
}
