// Google's JavaScript client against a desk: node client.mjs ADDRESS. Only
// rootUrl is set; everything else is as its authors made it.
import assert from 'node:assert/strict';
import { factchecktools } from '@googleapis/factchecktools';

const base = process.argv[2];
const { claims } = factchecktools({ version: 'v1alpha1', rootUrl: base + '/', auth: 'a key that nobody looks at' });
const site = { reviewPublisherSiteFilter: '127.0.0.1' };

const all = async (query) => {
  const found = [];
  let pages = 0, pageToken;
  do {
    const { data } = await claims.search({ ...query, pageToken });
    found.push(...(data.claims ?? []));
    pageToken = data.nextPageToken;
    pages++;
  } while (pageToken);
  return { found, pages };
};

const one = (await claims.search({ query: 'rail fares fallen by a fifth' })).data.claims[0];
assert.match(one.text, /fallen by a fifth/);
assert.ok(one.claimant && one.claimDate && one.claimReview.length === 1);
assert.ok(one.claimReview[0].url.startsWith(base + '/claims/') && one.claimReview[0].textualRating && one.claimReview[0].publisher.name);

const whole = await all({ ...site, pageSize: 100 });
const parts = await all({ ...site, pageSize: 2 });
assert.equal(whole.pages, 1);
assert.equal(parts.pages, Math.ceil(whole.found.length / 2));
assert.deepEqual(parts.found, whole.found);
assert.ok(whole.found.length > 5);
assert.deepEqual((await claims.search({ ...site, offset: 3, pageSize: 1 })).data.claims, [whole.found[3]]);

assert.deepEqual((await claims.search({ query: 'zygomorphic quetzal' })).data, {});
assert.deepEqual((await claims.search({ query: 'fares', fields: 'claims/text', pageSize: 1 })).data.claims.map(Object.keys), [['text']]);

for (const wrong of [{}, { query: 'fares', pageToken: 'AAAA' }, { query: 'fares', offset: -1 }, { query: 'fares', languageCode: 'not a language' }]) {
  await assert.rejects(claims.search(wrong), (e) => Number(e.code ?? e.status) === 400 && e.response.data.error.status === 'INVALID_ARGUMENT' && e.message !== '');
}
console.log(`${whole.found.length} checks, ${parts.pages} pages`);
