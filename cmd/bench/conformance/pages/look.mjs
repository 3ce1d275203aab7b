// node look.mjs ADDRESS PASSWORD EDITOR ADMIN [FOLDER]: opens the demonstration
// in a browser, a page of each kind, as a reader, an editor and an admin sees
// it. One line for each fault; pictures of every page in FOLDER.
import { chromium } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';

const [base, password, editor, admin, folder] = process.argv.slice(2);
const faults = [];
const most = 60 << 10; // bytes of a public page over the wire, with all that it loads
const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const narrow = ['target-size', 'scrollable-region-focusable', 'heading-order', 'page-has-heading-one', 'region', 'aria-hidden-focus', 'color-contrast', 'label', 'link-name', 'button-name'];

const kind = path => path.replace(/\?.*/, '?').replace(/\/(claims|articles|users|feeds|imports?|desk\/speakers)\/[0-9a-z]{7}(?=\/|$)/g, '/$1/ID').replace(/^(\/claims\/ID\/)(?!history|revisions).*/, '$1SLUG')
  .replace(/^\/(speakers|topics|outlets)\/.+/, '/$1/NAME').replace(/(revisions|versions|scales?)\/\d+/, '$1/N');

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });

// walk opens what links lead to from some paths, one page of a kind.
async function walk(who, email, start, inside) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  let path = '', loaded = 0;
  const fault = text => faults.push(`${who} ${path}: ${text}`);
  page.on('console', m => ['error', 'warning'].includes(m.type()) && !/status of 4(00|04|10)/.test(m.text()) && fault('console: ' + m.text()));
  page.on('pageerror', e => fault('script: ' + e));
  page.on('dialog', d => { fault('a dialog: ' + d.message()); d.dismiss(); });
  page.on('request', r => r.url().startsWith(base) || /^(data|blob):/.test(r.url()) || fault('asks another host: ' + r.url()));
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  wire.on('Network.loadingFinished', e => { loaded += e.encodedDataLength; });
  if (email) {
    await page.goto(base + '/login');
    await page.fill('[name=email]', email);
    await page.fill('[name=password]', password);
    await Promise.all([page.waitForURL(u => u.pathname !== '/login'), page.click('main button')]);
  }
  const seen = new Set(start.map(kind)), todo = [...start];
  let opened = 0;
  while (todo.length) {
    path = todo.shift();
    loaded = 0;
    const answer = await page.goto(base + path, { waitUntil: 'load' }).catch(e => ({ failed: e }));
    if (answer.failed) { if (!/Download is starting|ERR_ABORTED/.test(answer.failed.message)) fault(answer.failed.message); continue; }
    if (!/text\/html/.test(answer.headers()['content-type'] || '')) continue;
    if (answer.status() >= 500) fault('status ' + answer.status());
    opened++;
    if (!email && loaded > most) fault(`weighs ${loaded} bytes`);
    for (const href of await page.$$eval('a[href]', list => list.map(a => a.getAttribute('href')))) {
      if (!href.startsWith('/') || href.startsWith('//') || !inside.test(href) || /^\/(static|login)|\.(csv|jsonl|json|atom|zip|bib|png|xml)\b/.test(href)) continue;
      const next = href.replace(/#.*/, '');
      if (!seen.has(kind(next))) { seen.add(kind(next)); todo.push(next); }
    }
    const left = await page.evaluate(() => document.body.innerText.match(/@[a-z]+\.[A-Z]\w*\(|\bundefined\b|%![a-z(]|<nil>/)?.[0]);
    if (left) fault('a piece of the program stands on it: ' + left);
    await look(page, who, path, fault);
  }
  await context.close();
  return opened;
}

// look sees a page in every form.
async function look(page, who, path, fault) {
  const name = (who + path).replace(/[^a-z0-9]+/gi, '_').slice(0, 90);
  for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [320, 'dark'], [320, 'light'], [360, 'light']]) {
    await page.setViewportSize({ width, height: width < 500 ? 740 : 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate(() => window.scrollTo(0, 0));
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wider > 0) fault(`scrolls sideways by ${wider} at ${width} px`);
    if (width !== 360) {
      const axe = new AxeBuilder({ page });
      // What a narrow or a dark page can have wrong that the other has not.
      const found = await (scheme === 'dark' ? axe.withRules(['color-contrast', 'link-in-text-block']) : width < 500 ? axe.withRules(narrow) : axe.withTags(everything)).analyze();
      for (const v of found.violations) fault(`${v.id} at ${width} px, ${scheme}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`);
    }
    if (folder) await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await tab(page, fault);
}

// tab goes through a page by keyboard: forward through the text, seen, and out.
async function tab(page, fault) {
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); window.lastFocus = null; });
  for (let i = 0; i < 25; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement, last = window.lastFocus;
      if (!e || e === document.body) return { end: true };
      window.lastFocus = e;
      const s = getComputedStyle(e), box = e.getBoundingClientRect();
      return {
        back: !!last && !!(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING),
        stuck: last === e,
        seen: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none') && box.width > 0 && box.height > 0,
        html: e.outerHTML.slice(0, 120),
      };
    });
    if (at.end) return;
    if (at.stuck) return; // a list of choices, or the end of the page
    if (at.back) { if (i < 3) fault('the focus goes back to ' + at.html); return; }
    if (!at.seen) fault('the focus is not seen on ' + at.html);
  }
}

// speaks sees the public pages in another language, which has longer words or
// runs from right to left.
async function speaks(language, dir, paths) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(base + '/login');
  await page.fill('[name=email]', admin);
  await page.fill('[name=password]', password);
  await Promise.all([page.waitForURL(u => u.pathname !== '/login'), page.click('main button')]);
  await page.goto(base + '/admin/settings');
  await page.fill('[name=language]', language);
  await Promise.all([page.waitForURL(/saved=1/), page.click('main form button.go')]);
  for (const path of paths) {
    const fault = text => faults.push(`${language} ${path}: ${text}`);
    await page.goto(base + path);
    if (await page.evaluate(() => document.documentElement.dir) !== dir) fault('does not run ' + dir);
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wider > 0) fault(`scrolls sideways by ${wider} at ${width} px`);
      if (folder) await page.screenshot({ path: `${folder}/${(language + path).replace(/[^a-z0-9]+/gi, '_').slice(0, 90)}-${width}.png`, fullPage: true });
    }
    for (const v of (await new AxeBuilder({ page }).withRules(narrow).analyze()).violations) fault(`${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`);
  }
  await context.close();
}

// prints wants addresses after links, and nothing to press, on paper.
async function prints(path) {
  const page = await (await browser.newContext({ viewport: { width: 800, height: 1100 } })).newPage();
  await page.goto(base + path);
  await page.emulateMedia({ media: 'print' });
  const on = await page.evaluate(() => {
    const shown = e => e.getClientRects().length > 0;
    const link = [...document.querySelectorAll('main a[href^="http"]')].find(shown);
    return {
      pressed: [...document.querySelectorAll('nav a, button, form input:not([type=hidden])')].filter(shown).map(e => e.outerHTML.slice(0, 80)),
      address: link ? getComputedStyle(link, '::after').content : '',
      dark: getComputedStyle(document.body).backgroundColor,
    };
  });
  if (on.pressed.length) faults.push(`print ${path}: still there: ${on.pressed.slice(0, 3).join(' | ')}`);
  if (!/http/.test(on.address) && !/attr\(href\)/.test(on.address)) faults.push(`print ${path}: no address after a link: ${on.address}`);
  if (folder) await page.screenshot({ path: `${folder}/print.png`, fullPage: true });
  await page.context().close();
}

if (folder) mkdirSync(folder, { recursive: true });
const reader = await browser.newPage();
await reader.goto(base + '/claims');
const checks = await reader.$$eval('main a[href^="/claims/"]', list => list.map(a => a.getAttribute('href')));
const rtl = await reader.$$eval('main a[href^="/claims/"]', list => list.filter(a => /[\u0590-\u06ff]/.test(a.textContent)).map(a => a.getAttribute('href')));
await reader.close();
if (!rtl.length) faults.push('/claims: no statement from right to left');
const counts = await Promise.all([
  walk('reader', '', ['/', '/tour', ...rtl.slice(0, 1), '/claims?q=zygomorphic+quetzal', '/nowhere', '/claims?sort=odd'], /^\/(?!desk|admin)/),
  walk('editor', editor, ['/desk', '/desk/claims'], /^\/desk/).then(n => walk('admin', admin, ['/admin/users', '/admin/settings'], /^\/(admin|account)/).then(m => n + m)),
  prints(checks[0]),
]);
const open = ['/', checks[0], ...rtl.slice(0, 1), '/claims?q=rail', checks[0].replace(/\/[^/]+$/, '/history'), '/speakers', '/corrections', '/stats', '/data', '/about', '/methodology', '/transparency', '/report', '/nowhere'];
await speaks('ar-XB', 'rtl', open);
await speaks('de', 'ltr', open);
await browser.close();
for (const f of new Set(faults)) console.log(f);
console.log(`${counts[0]} pages of the public site and ${counts[1]} of the desk looked at, ${faults.length} faults`);
process.exit(faults.length || counts[0] < 20 || counts[1] < 25 ? 1 : 0);
