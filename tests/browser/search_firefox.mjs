// Searches in Firefox. Standard input is JSON: {executable, url, disk, find, queries, typed, words: [script, texts]}. `url`
// is a search page over http and `disk` the same from disk; `find` is a function of a query, as its source; `typed` is
// asked by keys alone; `script` makes a function of texts, `terms`. Standard output is JSON: {found, onDisk, typed, back,
// terms, errors}.
import { text } from "node:stream/consumers";
import puppeteer from "puppeteer-core";

const { executable, url, disk, find, queries, typed, words } = JSON.parse(await text(process.stdin));
const browser = await puppeteer.launch({ browser: "firefox", executablePath: executable, headless: true });
const told = { found: [], onDisk: [], errors: [] };
try {
  let page;
  const open = async (address) => {
    page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && told.errors.push(message.text()));
    page.on("pageerror", (error) => told.errors.push(String(error)));
    await page.goto(address, { waitUntil: "load" });
    await page.waitForSelector("select[name=year] option:nth-child(2)");
  };
  const all = async (asked) => {
    const found = [];
    for (const query of asked) found.push(await page.evaluate(`(${find})(${JSON.stringify(query)})`));
    return found;
  };
  const results = (number) =>
    page.waitForFunction((n) => document.querySelectorAll("#results_ > li").length === n, {}, number);

  await open(url);
  told.found = await all(queries);

  await open(url);
  await page.focus("#query_");
  await page.keyboard.type(typed.query);
  await page.keyboard.press("Enter");
  await results(typed.results);
  const { href } = await page.evaluate(() => ({ href: location.href }));
  // past the button, the heading of the menus (folded) and whatever else there is to the first result
  for (let n = 0; n < 9; n++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches("#results_ a"))) break;
  }
  const [link] = await Promise.all([
    page.evaluate(() => document.activeElement.getAttribute("href")),
    page.waitForNavigation(),
    page.keyboard.press("Enter"),
  ]);
  told.typed = { href, link, led: page.url() };
  await page.evaluate(() => setTimeout(() => history.back())); // goBack waits for what a page kept in memory never says
  await results(typed.results);
  told.back = await page.evaluate(() => document.querySelector("#query_").value);

  await open(disk);
  told.onDisk = await all(queries.slice(0, 5));

  page = await browser.newPage();
  told.terms = await page.evaluate(`${words[0]}; terms(${JSON.stringify(words[1])})`);
  process.stdout.write(JSON.stringify(told));
} catch (error) {
  process.stderr.write(`${error.stack}\n${JSON.stringify(told)}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
