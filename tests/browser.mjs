// Looks at drawn reports in a browser: `node browser.mjs FOLDER`, with the reports and the packages in the folder.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const folder = path.resolve(process.argv[2]);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

const address = (name) => pathToFileURL(path.join(folder, name)).href;
const systems = (lab) => JSON.parse(fs.readFileSync(path.join(folder, `${lab}.json`), "utf8")).labs[0].systems;

// What is no letter of its own is written out.
const isPlain = (name) => !/[\p{Cc}\p{Cf}\u2028\u2029\ufffe\uffff]/u.test(name) || /\u200d/.test(name);

/** Opens a page, and fails if it asks for anything, says anything, or opens a window. */
const open = async (name, options) => {
  const context = await browser.newContext({ offline: true, bypassCSP: false, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("request", (request) => {
    if (request.url() !== address(name) && !request.url().startsWith("data:")) wrong.push(`asks for ${request.url()}`);
  });
  page.on("console", (message) => wrong.push(`says ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`fails: ${error}`));
  page.on("dialog", (dialog) => (wrong.push(`opens ${dialog.message()}`), dialog.dismiss()));
  await page.goto(address(name));
  return { page, close: async () => (assert.deepEqual(wrong, [], name), await context.close()) };
};

const inChecks = async (lab, colorScheme) => {
  const { page, close } = await open(`${lab}.html`, { colorScheme, viewport: { width: 1440, height: 900 } });
  await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const told = violations.map((it) => `${it.id}: ${it.nodes.slice(0, 3).map((node) => node.html)}`);
  assert.deepEqual(told, [], `${lab}, ${colorScheme}`);
  await close();
};

const fits = async (lab) => {
  for (const width of [320, 360, 600, 768, 900, 1024, 1280, 1440, 1920]) {
    const { page, close } = await open(`${lab}.html`, { viewport: { width, height: 800 } });
    await page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));
    const over = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return [];
      const wide = [...document.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > room + 1);
      return wide.slice(0, 5).map((it) => `${it.localName}.${it.className} ${it.textContent.slice(0, 40)}`);
    });
    assert.deepEqual(over, [], `${lab} at ${width}`);
    await close();
  }
};

const isWholeWithoutScripts = async (lab) => {
  const { page, close } = await open(`${lab}.html`, { javaScriptEnabled: false });
  for (const [part, rows] of [
    ["#map", ".map li[id]"],
    ["#readiness", "tbody tr"],
    ["#recovery", ".steps > li > ul > li, .row li"],
    ["#inventory", "tbody tr"],
  ]) {
    assert.equal(await page.locator(`${part} ${rows}`).count(), systems(lab).length, `${lab}: ${part}`);
  }
  assert.equal(await page.locator(".tools:visible").count(), 0);
  for (const system of systems(lab).slice(0, 60)) {
    const box = page.locator(`[id="w-${system.anchor}"]`);
    assert.ok(await box.isVisible(), system.name);
    const shown = await box.locator("b").first().textContent();
    const name = [...(system.name || "(unnamed)")];
    const wanted = name.length > 80 ? `${name.slice(0, 80).join("")}…` : name.join("");
    if (isPlain(system.name)) assert.equal(shown, wanted);
  }
  await close();
};

const isSearched = async (lab) => {
  const { page, close } = await open(`${lab}.html`, { viewport: { width: 1200, height: 900 } });
  const visible = () => page.locator(".map li[id]:visible").count();
  const all = systems(lab).length;
  await page.keyboard.press("/");
  await page.keyboard.type("traefik");
  await page.waitForFunction(() => /^1 of/.test(document.querySelector("output").textContent));
  // The box itself, and those it stands in.
  assert.equal(await visible(), 3);
  await page.keyboard.press("Escape");
  assert.equal(await visible(), all);
  await page.getByLabel("only what was found").check();
  await page.waitForFunction(() => / of /.test(document.querySelector("output").textContent));
  assert.ok((await visible()) < all);
  await page.getByLabel("only what was found").uncheck();
  const heads = page.locator("#t-inventory thead th");
  await heads.first().getByRole("button").click();
  assert.equal(await heads.first().getAttribute("aria-sort"), "ascending");
  const names = await page.locator("#t-inventory tbody th").allTextContents();
  assert.deepEqual(names, [...names].sort(new Intl.Collator("en", { numeric: true }).compare));
  await page.locator(".map a.badge").first().click();
  assert.ok(await page.locator(":target").isVisible());
  await close();
};

const isPrinted = async (lab) => {
  const { page, close } = await open(`${lab}.html`, { javaScriptEnabled: false });
  const file = await page.pdf({ tagged: true, outline: true, format: "A4", printBackground: true });
  assert.ok(file.length > 10_000 && file.includes("/MarkInfo"), `${lab}: a tagged file`);
  await page.emulateMedia({ media: "print" });
  const folded = await page.evaluate(() => [...document.querySelectorAll("table")].filter((it) => it.offsetHeight === 0).length);
  assert.equal(folded, 0, `${lab}: nothing is folded on paper`);
  await close();
};

const isDrawn = async (lab, colorScheme) => {
  // As a picture in a page, and by itself, where one can measure.
  fs.writeFileSync(path.join(folder, "picture.html"), `<!doctype html><title>x</title><img alt="" src="${lab}.svg">`);
  const context = await browser.newContext({ colorScheme });
  const page = await context.newPage();
  await page.goto(address("picture.html"));
  assert.ok((await page.evaluate(() => document.querySelector("img").naturalWidth)) > 0, `${lab}: a picture`);
  const { page: alone, close } = await open(`${lab}.svg`, { colorScheme });
  const found = await alone.evaluate(() => {
    const wrong = [];
    const edges = (it) => it.getBBox();
    for (const group of document.querySelectorAll("g[id^=w-]")) {
      const box = edges(group.querySelector(":scope > rect"));
      const texts = [...group.querySelectorAll("text")];
      for (const text of texts) {
        const it = edges(text);
        if (it.x < box.x || it.x + it.width > box.x + box.width || it.y + it.height > box.y + box.height) {
          wrong.push(`${text.textContent} is outside`);
        }
      }
      for (const [at, one] of texts.entries()) {
        for (const other of texts.slice(at + 1)) {
          const [a, b] = [edges(one), edges(other)];
          const across = a.x < b.x + b.width && b.x < a.x + a.width;
          if (across && a.y + a.height * 0.85 > b.y && b.y + b.height * 0.85 > a.y) wrong.push(`${one.textContent} / ${other.textContent}`);
        }
      }
    }
    const paper = getComputedStyle(document.querySelector(".paper")).fill;
    return { wrong, paper, boxes: document.querySelectorAll("g[id^=w-]").length };
  });
  assert.deepEqual(found.wrong, [], `${lab}.svg`);
  assert.equal(found.boxes, systems(lab).length);
  assert.equal(found.paper === "rgb(19, 20, 23)", colorScheme === "dark");
  await close();
  await context.close();
};

for (const lab of ["homelab", "hostile", "medium"]) {
  for (const scheme of ["light", "dark"]) {
    await inChecks(lab, scheme);
    await isDrawn(lab, scheme);
  }
  await fits(lab);
  await isWholeWithoutScripts(lab);
  await isPrinted(lab);
  console.log(`${lab}: ${systems(lab).length} systems, as it should be`);
}
await isSearched("homelab");

const before = Date.now();
const { page, close } = await open("large.html");
assert.equal(await page.locator(".map li[id]").count(), systems("large").length);
const seconds = (Date.now() - before) / 1000;
assert.ok(seconds < 20, `the large lab takes ${seconds} s`);
await close();
console.log(`large: ${systems("large").length} systems in ${seconds} s`);
await browser.close();
