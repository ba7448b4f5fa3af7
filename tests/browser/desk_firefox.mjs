// Annotates in Firefox. Standard input is JSON: {executable, url, first, last, words}: a claim is made by a drag from the
// word `first` to `last` of a paragraph with `words`, one by the keys alone, and both are taken back. Standard output is
// JSON: what the page showed after each step, and the errors of its console.
import { text } from "node:stream/consumers";
import puppeteer from "puppeteer-core";

const { executable, url, words } = JSON.parse(await text(process.stdin));
const browser = await puppeteer.launch({ browser: "firefox", executablePath: executable, headless: true });
const errors = [];
const steps = [];
try {
  const page = await browser.newPage();
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(url, { waitUntil: "load" });
  await page.waitForSelector("pierce/.deskbar button");

  const marks = (number) =>
    page.waitForFunction(
      (n) =>
        new Set([...document.querySelectorAll("mark[data-annotation]")].map((one) => one.dataset.annotation)).size ===
        n,
      {},
      number,
    );
  const shown = async (number) => {
    await marks(number);
    steps.push(await page.$$eval("mark[data-annotation]", (all) => all.map((one) => one.textContent)));
  };
  const alt1 = async () => {
    await page.keyboard.down("Alt");
    await page.keyboard.press("1");
    await page.keyboard.up("Alt");
  };
  const save = async () => {
    await page.waitForSelector("pierce/form.form");
    await alt1();
    await page.waitForSelector("pierce/.chosen");
    await page.keyboard.down("Control");
    await page.keyboard.press("Enter");
    await page.keyboard.up("Control");
  };

  const box = await page.evaluate((found) => {
    const walker = document.createTreeWalker(document.querySelector("[data-article-text]"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(found);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + found.length);
      walker.currentNode.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { left, right, middle: (top + bottom) / 2 };
    }
    return undefined;
  }, words);
  await page.mouse.move(box.left + 1, box.middle);
  await page.mouse.down();
  await page.mouse.move(box.right - 1, box.middle, { steps: 6 });
  await page.mouse.up();
  const isShown = () =>
    [...document.querySelectorAll(".counterpoint-desk")].some(
      (one) => one.shadowRoot.querySelector(".toolbar")?.hidden === false,
    );
  await page.waitForFunction(isShown, { timeout: 9000 });
  await page.keyboard.press("c");
  await save();
  await shown(1);

  await page.keyboard.press("v");
  await page.keyboard.press(".");
  await page.keyboard.press("c");
  await save();
  await shown(2);

  await page.keyboard.press("u");
  await shown(1);
  await page.keyboard.press("u");
  await shown(0);
  process.stdout.write(JSON.stringify({ errors, steps }));
} catch (error) {
  process.stderr.write(`${error.stack}\n${JSON.stringify({ errors, steps })}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
