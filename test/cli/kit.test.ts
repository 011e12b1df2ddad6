/** A kit judges as its server does, to the byte; and it is what was pulled, or it is not used. */
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { findKit } from '#gateway/kit/find-kit.ts';
import { kitApp } from '#gateway/kit/kit-app.ts';
import { openKitDomain } from '#gateway/kit/kit-domain.ts';
import { pullKit } from '#gateway/kit/pull.ts';
import { readKit } from '#gateway/kit/read-kit.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Domain, Simulation } from '#sandbox/door.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { newFolder } from '../fixtures/made-once.ts';
import { askedTexts, judgedTexts, persons, type Question } from './corpus.ts';

let city: Installation;
let domain: Domain;
let app: Hono;
let folder: string;
let set: string;
const { person } = people.operator;

beforeAll(async () => {
  city = await openCity();
  folder = join(newFolder(), 'kit');
  unwrap(await pull());
  const kit = readKit(folder);
  domain = await openKitDomain(kit);
  app = kitApp({ domain, catalog: kit.catalog });
  const sets = unwrap(await city.as(person).call('/simulate/sets'))['items'] as readonly { readonly id: string }[];
  set = sets[0]?.id ?? '';
});

afterAll(async () => {
  await domain?.[Symbol.asyncDispose]();
  await city?.[Symbol.asyncDispose]();
});

function pull(change: Partial<Parameters<typeof pullKit>[0]> = {}) {
  return pullKit({
    client: city.as(person),
    entries: cityEntries.map(({ id }) => id),
    wish: { level: 'fitted', seed: 7, scale: 0.05 },
    folder,
    from: 'the city',
    tell: () => {},
    ...change,
  });
}

function posted(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

const serverSays = async (path: string, body: object) => {
  const answer = await city.ask(`/api/v1/simulate/${path}`, { person, ...posted(body) });
  return `${answer.status} ${await answer.text()}`;
};

const kitSays = async (path: string, body: object) => {
  const answer = await app.request(`/api/v1/simulate/${path}`, posted(body));
  return `${answer.status} ${await answer.text()}`;
};

test('console.md kit: of at least 40 texts, verdict, code and place are those of the server, byte for byte', async () => {
  const texts = await judgedTexts();
  const said = new Map<string, number>();
  for (const text of texts) {
    const answer = await kitSays('explain', text);
    expect([text.sql, answer]).toEqual([text.sql, await serverSays('explain', text)]);
    said.set(answer.slice(0, 3), (said.get(answer.slice(0, 3)) ?? 0) + 1);
  }
  expect(texts.length).toBeGreaterThanOrEqual(40);
  // A corpus that is only refused, or only accepted, would compare little.
  expect(said.get('200')).toBeGreaterThanOrEqual(20);
  expect(texts.length - (said.get('200') ?? 0)).toBeGreaterThanOrEqual(20);
});

/** Times and memory are those of the machine. */
function untimed(answer: string): string {
  return answer.replace(/"(?:median|most|peakHeapBytes)":[\d.e+-]+/g, '');
}

test('console.md kit: answers and forecasts on simulation data are those of the server, byte for byte', async () => {
  for (const text of await askedTexts()) {
    const answer = await kitSays('query', text);
    expect([text.sql, untimed(answer)]).toEqual([text.sql, untimed(await serverSays('query', { ...text, set }))]);
  }
});

test('in the private lane all but the noise is that of the server', async () => {
  const text: Question = { sql: persons, lane: 'private', privacy: { epsilon: 1 } };
  const [one, other] = [await kitSays('query', text), await serverSays('query', { ...text, set })].map(
    (answer) => JSON.parse(answer.slice(4)) as Simulation,
  );
  expect(one?.explanation).toEqual(other?.explanation);
  expect(one?.table).toEqual(other?.table);
  expect(one?.forecast.columns).toEqual(other?.forecast.columns);
  expect(one?.forecast.rows.map(([group]) => group)).toEqual(other?.forecast.rows.map(([group]) => group));
});

test('a kit is found in its folder, beside a project, and from below', () => {
  expect(findKit(folder)).toBe(folder);
  expect(findKit(join(folder, '..'))).toBe(folder);
  expect(findKit(join(folder, 'data'))).toBe(folder);
  expect(findKit('/')).toBeUndefined();
});

test('what is not in the catalog, or asked by who may not, is not pulled, and nothing is written', async () => {
  const other = join(newFolder(), 'kit');
  expect(await pull({ entries: ['nothing'], folder: other })).toMatchObject({ refusals: [{ code: 'E_NOT_FOUND' }] });
  const asVendor = { client: city.as(people.vendor.person), folder: other };
  expect(await pull(asVendor)).toMatchObject({
    refusals: [{ code: 'E_NO_RIGHTS', remedy: expect.stringContaining('--level schema') as string }],
  });
  expect(await pull({ folder: join(import.meta.dirname, '..') })).toMatchObject({ refusals: [{ code: 'E_INPUT' }] });
  expect(existsSync(other)).toBe(false);
});

/** As a vendor without an agreement. */
async function pullSchema(at: string) {
  const wish = { level: 'schema', seed: 3, scale: 0.02 } as const;
  const client = city.as(people.vendor.person);
  return unwrap(await pull({ client, entries: ['ent_registration'], wish, folder: at }));
}

test('before an agreement rows are made here, from the catalog alone, and equal seeds give equal files', async () => {
  const [a, b] = [join(newFolder(), 'a'), join(newFolder(), 'b')];
  const [one, other] = [await pullSchema(a), await pullSchema(b)];
  expect(one.files).toEqual(other.files);
  expect(one.rules.server).toBe(one.rules.local);
  expect(readKit(a).pulled.map(({ id }) => id)).toEqual(['ent_registration']);
  expect(readKit(a).catalog).toHaveLength(cityEntries.length);
  const { notice } = JSON.parse(readFileSync(join(a, 'kit.json'), 'utf8')) as { readonly notice: string };
  expect(notice).toContain('仿真数据');
  appendFileSync(join(a, 'catalog.json'), ' ');
  expect(() => readKit(a)).toThrow('catalog.json must be as it was pulled');
  rmSync(join(b, 'data', 'SIM_ent_registration.parquet'));
  expect(() => readKit(b)).toThrow('must have data/SIM_ent_registration.parquet');
});
