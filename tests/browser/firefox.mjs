// Measures pages in Firefox. Standard input is JSON: {executable, source, anchors, pages: [{url, windows, states}]}:
// `source` is that of measuring.js, a window a width and a height, and `anchors` says that the pages are of use only where
// the browser has them. Standard output is JSON: whether it has, and for each page a list of its figures.
import { text } from 'node:stream/consumers';
import puppeteer from 'puppeteer-core';

const { executable, source, anchors, pages } = JSON.parse(await text(process.stdin));
const browser = await puppeteer.launch({ browser: 'firefox', executablePath: executable, headless: true });
const measured = [];
try {
  const page = await browser.newPage();
  const figures = new Function('state', `return (${source}).figures(state)`);
  const has = await page.evaluate(() => CSS.supports('anchor-name: --a'));
  for (const { url, windows, states } of has || !anchors ? pages : []) {
    const found = [];
    await page.goto(url, { waitUntil: 'load' });
    for (const [width, height] of windows) {
      await page.setViewport({ width, height });
      for (const state of states) found.push(await page.evaluate(figures, state));
    }
    measured.push(found);
  }
  process.stdout.write(JSON.stringify({ anchors: has, measured }));
} finally {
  await browser.close();
}
