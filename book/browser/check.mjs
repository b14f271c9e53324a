// Opens every page of the built book in a real browser, with the network cut off:
// light, dark, and at the width of a phone; presses what can be pressed; looks at it
// without JavaScript; searches. Prints each problem with its page, ends with status 1
// if there is one.
//
// What people wrote is left in the file that $PROSE names, for a spelling check.
//
//   node check.mjs FOLDER [PAGE…]
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { chromium } from 'playwright-core';
import { answer, flaws, press, prose } from './page.mjs';
import { serve } from './serve.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };
const THEMES = ['rust', 'coal', 'ayu', 'navy', 'light'];
const MAX_PAGE = 400 * 1024;
// What mdBook itself draws around our pages, and what is wrong with it there.
const NOT_OURS = ['#mdbook-sidebar', '#mdbook-menu-bar', '.nav-chapters', '.nav-wrapper', '#mdbook-search-wrapper', '#mdbook-help-container', '#mdbook-sidebar-toggle-anchor', '.blockquote-tag'];

const [folder, ...wanted] = process.argv.slice(2);
const problems = [];
const texts = [];
const report = (page, mode, what) => {
  problems.push(what);
  console.log(`${page} (${mode}): ${what}`);
};

function pagesIn(root, at = root) {
  return readdirSync(at).flatMap((name) => {
    const path = join(at, name);
    if (statSync(path).isDirectory()) return pagesIn(root, path);
    return name.endsWith('.html') ? [relative(root, path)] : [];
  });
}

const pages = pagesIn(folder)
  .filter((page) => !/^(print|404|toc)\.html$/.test(page))
  .filter((page) => !wanted.length || wanted.some((part) => page.includes(part)))
  .filter((page, at) => !page.startsWith('code/') || at % 8 === 0);
// A listing is a file of code and nothing else: some of them, once, are enough.
const isListing = (page) => page.startsWith('code/');

const site = await serve(folder);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

async function open(mode, viewport, theme, options = {}) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options });
  await context.addInitScript((name) => { try { localStorage.setItem('mdbook-theme', name); } catch { /* no store */ } }, theme);
  const page = await context.newPage();
  const state = { name: '', bytes: 0 };
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url.startsWith(site.origin) || url.startsWith('data:')) return route.continue();
    report(state.name, mode, `asks for ${url}`);
    return route.abort();
  });
  page.on('pageerror', (error) => report(state.name, mode, `a script fails: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') report(state.name, mode, `the console says: ${message.text()}`);
  });
  page.on('response', async (response) => {
    if (response.status() >= 400) report(state.name, mode, `${response.url()} is not there`);
    if (/font|searchindex|\.woff/.test(response.url())) return;
    state.bytes += (await response.body().catch(() => '')).length;
  });
  const go = async (name) => {
    Object.assign(state, { name, bytes: 0 });
    await page.goto(`${site.origin}/${name}`, { waitUntil: 'load' });
  };
  return { page, state, go, close: () => context.close() };
}

async function axe(page, name, mode) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (not) => {
    const exclude = not.filter((selector) => document.querySelector(selector)).map((s) => [s]);
    const result = await axe.run({ exclude }, { resultTypes: ['violations'] });
    return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`).join(' | ')}`);
  }, NOT_OURS);
  violations.forEach((violation) => report(name, mode, `axe ${violation}`));
}

async function look(mode, viewport, themeOf) {
  for (const [at, name] of pages.entries()) {
    if (isListing(name) && mode !== 'light') continue;
    const view = await open(mode, viewport, themeOf(at));
    await view.go(name);
    for (const problem of await view.page.evaluate(flaws)) report(name, mode, problem);
    if (view.state.bytes > MAX_PAGE) report(name, mode, `weighs ${Math.ceil(view.state.bytes / 1024)} KiB`);
    if (!isListing(name)) {
      for (const ask of [press, answer]) {
        for (const problem of await view.page.evaluate(ask)) report(name, mode, problem);
      }
      for (const problem of await view.page.evaluate(flaws)) report(name, `${mode}, all open`, problem);
    }
    await axe(view.page, name, mode);
    if (mode === 'light') {
      if (!isListing(name)) texts.push(await view.page.evaluate(prose));
      const before = view.page.url();
      await view.page.keyboard.press('ArrowRight');
      await view.page.waitForTimeout(20);
      if (view.page.url() !== before) report(name, mode, 'a bare arrow key turns the page');
    }
    await view.close();
  }
}

async function withoutScripts() {
  const view = await open('no JavaScript', DESK, 'light', { javaScriptEnabled: false });
  for (const name of pages.filter((page) => !isListing(page))) {
    await view.go(name);
    const main = view.page.locator('main');
    if ((await main.innerText()).length < 200) report(name, 'no JavaScript', 'there is next to nothing to read');
    for (const choice of await view.page.locator('book-question').all()) {
      if ((await choice.innerText()).length < 40) report(name, 'no JavaScript', 'a question cannot be read');
    }
  }
  await view.close();
}

async function search() {
  const view = await open('search', DESK, 'light');
  await view.go('index.html');
  for (const name of pages.filter((page) => !isListing(page) && page !== 'index.html')) {
    const html = readFileSync(join(folder, name), 'utf8');
    const title = /<main>.*?<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1].replace(/<[^>]*>/g, '').replace(/&[^;]*;/g, ' ').trim();
    if (!title) { report(name, 'search', 'has no title'); continue; }
    await view.page.goto(`${site.origin}/index.html?search=${encodeURIComponent(title)}`);
    const hit = view.page.locator(`#mdbook-searchresults a[href*="${name}"]`).first();
    await hit.waitFor({ timeout: 10000 }).catch(() => report(name, 'search', `"${title}" does not find it`));
  }
  await view.close();
}

console.log(`${pages.length} pages, ${pages.filter(isListing).length} of them listings`);
await look('light', DESK, () => 'light');
await look('dark', DESK, () => 'navy');
await look('phone', PHONE, (at) => THEMES[at % THEMES.length]);
await withoutScripts();
if (!wanted.length) await search();
if (process.env.PROSE) writeFileSync(process.env.PROSE, texts.join('\n'));
await browser.close();
site.close();
console.log(problems.length ? `${problems.length} problems` : 'no problem');
process.exit(problems.length ? 1 : 0);
