// node check.mjs ADDRESS: walks the public site from its front page and holds
// what it finds against validators that others wrote. One line for each fault.
import { HtmlValidate } from 'html-validate';
import jsonld from 'jsonld';
import ts from 'typescript';
import { Cite } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-csl';
import { parseAtomFeed } from 'feedsmith';
import { validateXML } from 'xmllint-wasm';
import { readFileSync, writeFileSync } from 'node:fs';

const base = process.argv[2];
const faults = [];
const fault = (path, text) => faults.push(`${path}: ${text}`);
const get = async path => {
  const r = await fetch(base + path, { redirect: 'follow' });
  return { status: r.status, type: r.headers.get('content-type') || '', text: await r.text(), path };
};

// Every public page that links lead to, a few of each kind.
const kind = path => path.replace(/\?.*/, '?').replace(/\/[0-9a-z]{7}(?=\/|$)/, '/ID').replace(/^(\/claims\/ID\/)(?!history|revisions|card).*/, '$1SLUG')
  .replace(/^\/(speakers|topics|outlets)\/.+/, '/$1/NAME').replace(/revisions\/\d+/, 'revisions/N');
const most = 12, kinds = new Map(), pages = [], todo = ['/', '/report', '/claims?q=zygomorphic+quetzal', '/nowhere', '/claims?sort=odd'], seen = new Set(todo);
while (todo.length) {
  const page = await get(todo.shift());
  if (!page.type.startsWith('text/html')) continue;
  pages.push(page);
  if (page.status >= 500) fault(page.path, 'status ' + page.status);
  for (const [, href] of page.text.matchAll(/href="(\/[^"#]*)/g)) {
    const path = href.replaceAll('&amp;', '&');
    if (seen.has(path) || /^\/(desk|admin|login|static)/.test(path)) continue;
    seen.add(path);
    const n = kinds.get(kind(path)) || 0;
    if (n < most) { kinds.set(kind(path), n + 1); todo.push(path); }
  }
}

// HTML.
const rules = new HtmlValidate({ extends: ['html-validate:recommended'], rules: {
  'no-trailing-whitespace': 'off', 'doctype-style': 'off', // the generator writes lower case, and space where words need it
  'long-title': 'off', // a title names the verdict and the statement
  'aria-label-misuse': ['error', { allowAnyNamable: true }], // lists may have names
  'no-redundant-role': 'off', // table roles: stacked tables lose theirs in some browsers
} });
for (const p of pages) {
  const report = await rules.validateString(p.text, p.path);
  for (const m of report.results.flatMap(r => r.messages)) fault(p.path, `${m.ruleId} at ${m.line}:${m.column}: ${m.message}`);
}

// JSON-LD: read by a processor, and held against the types of schema.org.
const typed = ["import type { ClaimReview, DataFeed, WithContext } from 'schema-dts';"];
const vocabulary = async url => {
  if (!/^https?:\/\/schema\.org\/?$/.test(url)) throw new Error('an unknown context: ' + url);
  return { documentUrl: url, document: { '@context': { '@vocab': 'https://schema.org/', id: '@id', type: '@type' } } };
};
const data = async (path, text, type) => {
  const doc = JSON.parse(text);
  const graph = await jsonld.expand(doc, { documentLoader: vocabulary });
  if (graph.length !== 1 || graph[0]['@type'][0] !== 'https://schema.org/' + type) fault(path, 'is not one ' + type);
  if (/[:\[,]\s*(""|null|\[\])/.test(text)) fault(path, 'an empty value stands in the JSON-LD');
  typed.push(`export const x${typed.length}: WithContext<${type}> = ${JSON.stringify(doc)}; // ${path}`);
  return doc;
};
let reviews = 0;
for (const p of pages) {
  for (const [, text] of p.text.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
    const doc = await data(p.path, text, 'ClaimReview');
    reviews++;
    const there = await fetch(doc.url, { redirect: 'manual' });
    if (there.status !== 200) fault(p.path, `its url ${doc.url} answers ${there.status}`);
  }
}
if (reviews < 3) fault('/', `only ${reviews} ClaimReviews were found`);
const feed = await data('/claimreview.json', (await get('/claimreview.json')).text, 'DataFeed');
for (const e of feed.dataFeedElement) if (!e.dateModified && !e.dateDeleted) fault('/claimreview.json', 'an entry without dateModified or dateDeleted');
writeFileSync('typed.ts', typed.join('\n'));
const program = ts.createProgram(['typed.ts'], { noEmit: true, strict: true, skipLibCheck: true, types: [], moduleResolution: ts.ModuleResolutionKind.Node10, target: ts.ScriptTarget.ES2022 });
for (const d of ts.getPreEmitDiagnostics(program)) {
  const at = d.file && d.start !== undefined ? typed[d.file.getLineAndCharacterOfPosition(d.start).line].split(' // ').pop() : '';
  fault(at, 'schema.org: ' + ts.flattenDiagnosticMessageText(d.messageText, ' ').slice(0, 400));
}

// Feeds.
const feeds = new Set(['/feed.atom', '/corrections.atom', '/feed.atom?q=fares']);
for (const p of pages) for (const [, href] of p.text.matchAll(/type="application\/atom\+xml"[^>]*href="([^"]+)"/g)) feeds.add(href.replaceAll('&amp;', '&'));
for (const path of feeds) {
  const f = await get(path);
  try {
    const atom = parseAtomFeed(f.text);
    for (const x of [atom, ...(atom.entries || [])]) if (!x.id || !x.title || !(Date.parse(x.updated) >= 0)) fault(path, 'an id, a title or a date is missing: ' + JSON.stringify(x).slice(0, 200));
    if (new Set((atom.entries || []).map(e => e.id)).size !== (atom.entries || []).length) fault(path, 'two entries have one id');
    if (!atom.links?.some(l => l.rel === 'self')) fault(path, 'no link to itself');
  } catch (e) { fault(path, e.message); }
}

// Site map.
const map = await get('/sitemap.xml');
const checked = await validateXML({ xml: [{ fileName: 'sitemap.xml', contents: map.text }], schema: [readFileSync('node_modules/sitemap/schema/sitemap.xsd', 'utf8')] });
for (const e of checked.errors) fault('/sitemap.xml', e.message);
const listed = [...map.text.matchAll(/<loc>(.*?)<\/loc>/g)].map(m => m[1]);
for (const url of listed) {
  const r = await fetch(url, { redirect: 'manual', method: 'HEAD' });
  if (r.status !== 200) fault('/sitemap.xml', `${url} answers ${r.status}`);
}

// Citations.
let cited = 0;
for (const path of [...seen].filter(p => /cite\.(bib|json)$/.test(p)).slice(0, 40)) {
  try {
    const c = new Cite((await get(path)).text).data[0];
    if (!c.title || !c.URL?.startsWith(base) || !c.author?.length || c.issued?.['date-parts']?.[0].length !== 3) fault(path, 'a reference manager misses something: ' + JSON.stringify(c));
    cited++;
  } catch (e) { fault(path, e.message); }
}
if (!cited) fault('/', 'no citation was found');

for (const f of faults) console.log(f);
console.log(`${pages.length} pages of ${kinds.size} kinds, ${reviews} reviews, ${feeds.size} feeds, ${listed.length} addresses in the site map, ${cited} citations, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
