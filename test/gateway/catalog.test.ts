/** Searching the catalog and following its changes over HTTP and on its page: what is not published is nowhere in them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { publishEntry } from '#gateway/city/publish.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { entryId } from '#policies/units.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { codesOf } from './refused.ts';

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

type Item = Readonly<Record<string, unknown>>;
const call = (person: string, path: string, body?: unknown) => city.as(person).call(path, body);
const readers = [people.public, people.vendor, people.agency, people.operator];

async function items(path: string, person: string = people.public.person): Promise<readonly Item[]> {
  return unwrap(await call(person, `/catalog/${path}`))['items'] as readonly Item[];
}

async function idsFound(query: string, person?: string): Promise<readonly unknown[]> {
  return (await items(`search?${query}`, person)).map(({ id }) => id);
}

/** The newest number there is. */
async function newest(): Promise<unknown> {
  return (await items('changes?limit=500')).at(-1)?.['seq'];
}

/** An entry of the tax office that the city has not. */
function made(name: string, word: string): CatalogEntry {
  const model = cityEntries.find(({ id }) => id === 'weather_station_hourly');
  if (!model) throw new Error('the city has this entry');
  const tables = model.tables.map((table) => ({ ...table, name }));
  return { ...model, id: entryId(name), title: { zh: word, en: `Entry ${name}` }, tables };
}

const owner = (entry: CatalogEntry) => ownerOf(entry.department).person;

test('AO-08-7 GD-18-1 SH-17-1 everybody finds the published entries by words and filters, each with what to choose by', async () => {
  expect(await idsFound('')).toEqual(cityEntries.map(({ id }) => id).toSorted());
  for (const { id, title, department, attribute, opening } of cityEntries) {
    for (const reader of readers)
      expect(await idsFound(`q=${encodeURIComponent(title.zh)}`, reader.person)).toContain(id);
    expect(await idsFound(`department=${department}&attribute=${attribute}`)).toContain(id);
    expect(await idsFound(`theme=${encodeURIComponent(opening?.theme ?? '')}`)).toContain(id);
  }
  const [weather] = await items('search?q=weather_station_hourly');
  expect(Object.keys(weather ?? {}).toSorted()).toEqual(
    ['attribute', 'department', 'id', 'summary', 'tables', 'theme', 'title', 'version'].toSorted(),
  );
  expect(await idsFound(`q=${encodeURIComponent('.*')}`)).toEqual([]);
});

test('AO-08-7 what is not understood is refused, and nobody searches the API without an account', async () => {
  for (const bad of [
    'search?attribute=secret',
    'search?words=a',
    'changes?after=x',
    'changes?limit=0',
    'changes?entry=',
  ])
    expect([bad, codesOf(await call(people.vendor.person, `/catalog/${bad}`))]).toEqual([bad, ['E_INPUT']]);
  for (const path of ['search', 'changes']) expect((await city.ask(`/api/v1/catalog/${path}`)).status).toBe(401);
});

test('AO-08-7 a draft is in no search, feed or page, for its own department neither; of a revision nothing before it is in force', async () => {
  const draft = made('unborn_entry', '尚未发布');
  const before = await newest();
  unwrap(await call(owner(draft), '/catalog/entries', { entry: draft }));
  const said = { evidence: '依据', riskAssessment: '低' };
  unwrap(await call(owner(draft), `/catalog/entries/${draft.id}/submit`, said));
  const published = cityEntries.find(({ id }) => id === 'ent_registration');
  if (!published) throw new Error('the city has this entry');
  const revision = { ...published, version: 2, title: { ...published.title, en: 'Revision to come' } };
  unwrap(await call(owner(published), `/catalog/entries/${published.id}/revise`, { entry: revision }));
  for (const person of [...readers.map((reader) => reader.person), owner(draft), owner(published)]) {
    for (const q of ['unborn', '尚未发布', 'Revision to come'])
      expect(await idsFound(`q=${encodeURIComponent(q)}`, person)).toEqual([]);
    expect(await items(`changes?after=${String(before)}`, person)).toEqual([]);
    expect(await items(`changes?entry=${draft.id}`, person)).toEqual([]);
  }
  const page = await (await city.ask('/catalog?q=unborn')).text();
  expect(page).toContain('Found 0 of');
  expect(page).not.toContain('尚未发布');
  expect(await (await city.ask('/catalog')).text()).not.toMatch(/unborn_entry|Revision to come/);
});

test('AO-08-7 SH-23-1 a subscriber is told of publication, dispute, withdrawal and retirement of his entry, and finds it no longer', async () => {
  const entry = made('short_lived', '短期');
  const after = await newest();
  unwrap(await publishEntry(city.as, entry, owner(entry)));
  expect(await idsFound('q=short_lived')).toEqual(['short_lived']);
  const objection = { entry: entry.id, ground: 'error_omission', statement: '有误之处' };
  const id = idOf(await call(people.citizen.person, '/catalog/objections', objection));
  unwrap(await call(people.operator.person, `/review/objections/${id}/mark`, { note: '已标注' }));
  expect(await items('search?q=short_lived')).toMatchObject([{ id: 'short_lived', disputed: true }]);
  unwrap(await call(owner(entry), `/catalog/entries/${entry.id}/withdraw`, { reason: '内部原因' }));
  expect(await idsFound('q=short_lived')).toEqual([]);
  unwrap(await call(owner(entry), `/catalog/entries/${entry.id}/retire`, { reason: '内部原因' }));
  const told = await items(`changes?after=${String(after)}&entry=nothing,short_lived`);
  expect(told.map(({ event, version }) => `${String(event)} ${String(version)}`)).toEqual([
    'published 1',
    'disputed 1',
    'withdrawn 1',
    'retired 1',
  ]);
  for (const item of told) expect(Object.keys(item)).toEqual(['seq', 'at', 'entry', 'event', 'version']);
  expect(JSON.stringify(told)).not.toMatch(/内部原因|有误之处/);
  for (const { seq, event } of told) {
    const { type } = city.office.record.read.entry(Number(seq)) ?? {};
    expect(type).toBe(event === 'disputed' ? 'objection.marked' : `catalogEntry.${String(event)}`);
  }
  const page = await (await city.ask('/catalog')).text();
  expect(page).toMatch(/>\s*retired\s*</);
  expect(page).not.toContain('href="/catalog/short_lived"');
});

test('AO-08-7 pages of the feed join without gap or double, whatever their length', async () => {
  const whole = await items('changes?limit=500');
  expect(whole.length).toBeGreaterThan(cityEntries.length);
  expect(whole.map(({ seq }) => Number(seq))).toEqual(whole.map(({ seq }) => Number(seq)).toSorted((a, b) => a - b));
  for (const limit of [1, 3, 7]) {
    const pages: Item[] = [];
    for (let after = -1; ;) {
      const page = unwrap(await call(people.vendor.person, `/catalog/changes?after=${after}&limit=${limit}`));
      const got = page['items'] as readonly Item[];
      if (got.length === 0) {
        expect(page['after']).toBe(after);
        break;
      }
      pages.push(...got);
      after = Number(page['after']);
    }
    expect(pages).toEqual(whole);
  }
});

test('AO-08-7 the page has a form that works without scripts; what was searched for is text on it', async () => {
  const odd = '"><script>alert(1)</script>';
  const response = await city.ask(`/catalog?q=${encodeURIComponent(odd)}`);
  expect(response.headers.get('content-security-policy')).toContain("form-action 'self'");
  const page = await response.text();
  expect(page).toMatch(/<form [^>]*method="get"[^>]* action="\/catalog"/);
  expect(page).not.toContain('<script');
  expect(page).toContain('&lt;script&gt;');
  const found = await (await city.ask('/catalog?q=WEATHER')).text();
  expect(found).toContain('href="/catalog/weather_station_hourly"');
  expect(found).not.toContain('href="/catalog/ent_registration"');
});
