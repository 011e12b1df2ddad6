/** Simulation data of a vendor's own, through the real door: whose it is, what is refused, what comes of a query, what a failure leaves. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import type { Json } from '#gateway/client.ts';
import { failInterruptedSets } from '#gateway/simulation/sets.ts';
import { mostSets, mostWaiting } from '#gateway/simulation/set-form.ts';
import { unwrap } from '#policies/refusal.ts';
import { orgId, personId } from '#policies/units.ts';
import { simulationFolder, type Simulation } from '#sandbox/door.ts';
import { canaries } from '#synth/city/canaries.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { scenarios } from '#synth/city/scenarios.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { aPlan, toAgreement } from './plans.ts';

const stranger = {
  person: personId('new.vendor'),
  org: orgId('vendor.new'),
  role: 'vendor',
  title: { zh: '新', en: 'New' },
} as const;
const small = { entries: ['transit_trip'], scale: 0.002 };
let city: Installation;
let root: string;
beforeAll(async () => {
  city = await openInstallation(await copyOfCity(), [...cityPeople, stranger]);
  root = join(simulationFolder(city.office.domainRoot), 'sets');
  mkdirSync(root, { recursive: true });
  await toAgreement(city.as, aPlan());
}, 120_000);
afterAll(async () => city[Symbol.asyncDispose]());

interface Answer {
  readonly status: number;
  readonly body: Json & { readonly code?: string; readonly detail?: string };
}

async function ask(
  path: string,
  { person = people.vendor.person, body }: { person?: string; body?: unknown } = {},
): Promise<Answer> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await city.ask(`/api/v1/simulate${path}`, { person, ...init });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** The set when it is made, or when that failed. */
async function made(wish: object): Promise<Json> {
  const { status, body } = await ask('/sets', { body: wish });
  expect([status, body.detail]).toEqual([202, undefined]);
  return ended(String(body['id']));
}

async function ended(id: string): Promise<Json> {
  for (;;) {
    const { body } = await ask(`/sets/${id}`);
    if (body['state'] !== 'making') return body;
    await wait(50);
  }
}

async function packageOf(id: unknown): Promise<Readonly<Record<string, Uint8Array>>> {
  const response = await city.ask(`/api/v1/simulate/sets/${String(id)}/package`, { person: people.vendor.person });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
  return unzipSync(new Uint8Array(await response.arrayBuffer()));
}

async function simulated(sql: string, set: unknown): Promise<Simulation> {
  return unwrap(await city.as(people.vendor.person).call('/simulate/query', { sql, set })) as unknown as Simulation;
}

test("AO-03-2 AO-04-9: another organization's set is answered like none: shown, taken home, queried, previewed", async () => {
  const id = String((await made(small))['id']);
  const sql = 'SELECT line_code, count(DISTINCT card_token) AS n FROM transit_trip GROUP BY ALL';
  const asks = [
    (set: string) => ask(`/sets/${set}`, { person: people.rival.person }),
    (set: string) => ask(`/sets/${set}/package`, { person: people.rival.person }),
    (set: string) => ask('/query', { person: people.rival.person, body: { sql, set } }),
    (set: string) => ask(`/preview/transit_trip?set=${set}`, { person: people.rival.person }),
  ];
  for (const one of asks) {
    const [theirs, none] = [await one(id), await one('sim-none')];
    expect(theirs.status).toBe(404);
    expect(JSON.stringify(theirs).replaceAll(id, 'sim-none')).toBe(JSON.stringify(none));
  }
  expect((await ask('/sets', { person: people.rival.person })).body['items']).toEqual([]);
  expect((await ask('/query', { body: { sql, set: id } })).status).toBe(200);
  expect((await ask(`/preview/transit_trip?set=${id}&rows=3`)).body['rows']).toHaveLength(3);
});

test('an id that is a path, or part of one, is an id of nothing', async () => {
  const id = String((await made(small))['id']);
  mkdirSync(join(root, 'sim-'), { recursive: true });
  for (const path of [
    '..',
    '.',
    `${id}/../${id}`,
    `../sets/${id}`,
    '',
    'sim-',
    'SIM-A',
    `${id}%00`,
    '../../../trust.json',
    'x'.repeat(40),
  ]) {
    const encoded = encodeURIComponent(path).replaceAll('.', '%2E');
    const found = await city.ask(`/api/v1/simulate/sets/${encoded}`, { person: people.vendor.person });
    if (path !== '' && path !== '.' && path !== '..') expect([path, found.status]).toEqual([path, 404]);
    const asked = await ask(`/preview/transit_trip?set=${encodeURIComponent(path)}`);
    expect([path, asked.body.code]).toEqual([path, 'E_NOT_FOUND']);
    const queried = await ask('/query', { body: { sql: 'SELECT count(*) AS n FROM transit_trip', set: path } });
    expect([path, queried.body.code]).toEqual([path, 'E_NOT_FOUND']);
  }
});

test('only a registered vendor under an agreement makes sets; another desk may', async () => {
  for (const person of [stranger.person, people.rival.person]) {
    const refused = await ask('/sets', { person, body: small });
    expect([person, refused.status, refused.body.code]).toEqual([person, 403, 'E_NO_RIGHTS']);
  }
  const sql = 'SELECT line_code, count(DISTINCT card_token) AS n FROM transit_trip GROUP BY ALL';
  expect((await ask('/query', { person: stranger.person, body: { sql } })).body.code).toBe('E_NO_RIGHTS');
  expect((await ask('/query', { person: people.rival.person, body: { sql } })).body).toMatchObject({ preview: true });
  expect((await ask('/sets', { person: people.operator.person, body: small })).status).toBe(202);
});

const wishOf = (column: string, accept: object, table = 'medical_settlement') => ({
  favour: { wishes: [{ table, conditions: [{ column, accept }] }] },
});

test('what cannot be made is refused before anything is made, with its place', async () => {
  const before = (await ask('/sets')).body['items'];
  const medical = { entries: ['medical_settlement'], scale: 0.01 };
  const refused: readonly (readonly [object, number, string, string])[] = [
    [{ entries: ['nothing', 'transit_trip'] }, 404, 'E_NOT_FOUND', 'got nothing'],
    [{ entries: [] }, 400, 'E_INPUT', 'entries'],
    [{ scale: 100 }, 400, 'E_INPUT', 'at most 5000000 rows'],
    [{ scale: -1 }, 400, 'E_INPUT', 'scale'],
    [{ seed: 2 ** 32 }, 400, 'E_INPUT', 'seed'],
    [{ format: 'xlsx' }, 400, 'E_INPUT', 'format'],
    [{ dirty: { missing: 2 } }, 400, 'E_INPUT', 'dirty'],
    [{ more: true }, 400, 'E_INPUT', 'more'],
    [
      { ...medical, ...wishOf('sex', { kind: 'values', values: ['无'] }) },
      400,
      'E_INPUT',
      'wish 1, medical_settlement.sex',
    ],
    [{ ...medical, ...wishOf('nothing', { kind: 'present' }) }, 400, 'E_INPUT', 'must have the column; got nothing'],
    [{ ...medical, ...wishOf('settlement_id', { kind: 'present' }) }, 400, 'E_INPUT', 'its rule is X'],
    [{ ...medical, ...wishOf('line_code', { kind: 'present' }, 'transit_trip') }, 400, 'E_INPUT', 'must name a table'],
    [{ ...medical, query: { sql: 'SELECT count(*) AS n FROM nothing' } }, 422, 'E_UNKNOWN_TABLE', 'nothing'],
    [{ ...medical, query: { sql: 'SELECT sex FROM medical_settlement' } }, 422, 'E_NO_AGGREGATE', ''],
    [
      { ...medical, query: { sql: "SELECT count(DISTINCT card_token) AS n FROM transit_trip WHERE line_code = 'L1'" } },
      400,
      'E_INPUT',
      'entries must hold transit_trip',
    ],
  ];
  for (const [body, status, code, detail] of refused) {
    const answer = await ask('/sets', { body });
    expect([body, answer.status, answer.body.code]).toEqual([body, status, code]);
    expect(answer.body.detail).toContain(detail);
  }
  expect((await ask('/sets')).body['items']).toEqual(before);
});

test('few sets of an organization are in the making at once, and the oldest goes when another comes', async () => {
  const begun = await Promise.all(Array.from({ length: mostWaiting + 2 }, () => ask('/sets', { body: small })));
  const refused = begun.filter(({ status }) => status !== 202);
  expect(refused.map(({ body }) => body.code)).toEqual(['E_STATE', 'E_STATE']);
  for (const { status, body } of begun) if (status === 202) await ended(String(body['id']));
  const ids: string[] = [];
  for (let at = 0; at < mostSets; at++) ids.push(String((await made(small))['id']));
  const items = (await ask('/sets')).body['items'] as readonly Json[];
  expect(items.map(({ id }) => id)).toEqual(ids.toReversed());
  const theirs = await ask('/sets', { person: people.operator.person });
  expect(theirs.body['items']).toHaveLength(1);
}, 120_000);

test('a set that is not ready is neither queried nor taken home', async () => {
  const { body } = await ask('/sets', { body: small });
  const id = String(body['id']);
  const asks = [
    ask(`/sets/${id}/package`),
    ask('/query', { body: { sql: 'SELECT count(DISTINCT card_token) AS n FROM transit_trip', set: id } }),
    ask(`/preview/transit_trip?set=${id}`),
  ];
  expect((await Promise.all(asks)).map((answer) => answer.body.code)).toEqual(['E_STATE', 'E_STATE', 'E_STATE']);
  await ended(id);
});

test('after a restart a set that was being made has failed, and nothing of it is left; what is no set is gone', async () => {
  const { id } = await made(small);
  const folder = join(root, String(id));
  const set = JSON.parse(readFileSync(join(folder, 'set.json'), 'utf8')) as object;
  writeFileSync(join(folder, 'set.json'), JSON.stringify({ ...set, state: 'making' }));
  mkdirSync(join(folder, '.package-x'));
  for (const [name, text] of [
    ['sim-broken', '{"id":'],
    ['sim-older', '{"id":"sim-older","version":0}'],
  ] as const) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'set.json'), text);
  }
  mkdirSync(join(root, 'sim-empty'));
  expect((await ask('/sets')).status).toBe(200);
  failInterruptedSets(city.office);
  expect((await ask(`/sets/${String(id)}`)).body).toMatchObject({ state: 'failed' });
  expect(readdirSync(folder)).toEqual(['set.json']);
  expect(readdirSync(root).filter((name) => ['sim-broken', 'sim-older', 'sim-empty', 'sim-'].includes(name))).toEqual(
    [],
  );
});

test('a query over a table that the set does not have is refused, and the office goes on', async () => {
  const { id } = await made(small);
  const sql = 'SELECT district_code, count(DISTINCT uscc) AS n FROM ent_registration GROUP BY ALL';
  const answer = await ask('/query', { body: { sql, set: id } });
  expect([answer.status, answer.body.code]).toEqual([422, 'E_UNKNOWN_TABLE']);
  expect(answer.body.detail).toContain('ent_registration');
});

test('AO-21-1 a set made for a query answers it: all scenarios of the city, and a filter that nothing passes by chance', async () => {
  const rare = `SELECT count(*) AS n FROM medical_settlement WHERE visit_type = '住院' AND dx_code = 'C34.9'
    AND settled_on = DATE '2025-02-28'`;
  for (const sql of [...Object.values(scenarios).map((scenario) => scenario.sql), rare]) {
    const entries = cityEntries
      .filter(({ tables }) => tables.some(({ name }) => sql.includes(name)))
      .map(({ id }) => id);
    // Ten firms of one district and industry: fewer rows have them by no luck.
    const scale = sql.includes('power_usage_daily') ? 0.5 : 0.05;
    const set = await made({ entries, scale, seed: 11, query: { sql } });
    expect([sql, set['state']]).toEqual([sql, 'ready']);
    const { table } = await simulated(sql, set['id']);
    expect([sql, table.rows.length > 0]).toEqual([sql, true]);
    if (sql === rare) expect(Number(table.rows[0]?.[0])).toBeGreaterThan(20);
  }
}, 300_000);

test('what of a query is not understood, and what cannot be favoured, is told with the set', async () => {
  const sql = `SELECT line_code, count(DISTINCT card_token) AS n FROM transit_trip
    WHERE length(board_stop) + length(alight_stop) > 3 GROUP BY ALL`;
  const told = unwrap(await city.as(people.vendor.person).call('/simulate/explain', { sql }));
  const { body } = await ask('/sets', { body: { ...small, query: { sql } } });
  expect(body['notUnderstood']).toEqual(told['notUnderstood']);
  expect(body['notUnderstood']).not.toEqual([]);
  const set = await ended(String(body['id']));
  expect(set).toMatchObject({ state: 'ready', notUnderstood: told['notUnderstood'] });
  expect(set['manifest']).not.toHaveProperty('favour');
});

test('a spoilt set says how much of it is wrong, and seeds give other rows', async () => {
  const wish = { ...small, format: 'csv', dirty: { missing: 0.2, duplicated: 0.1 } };
  const [set, again, other] = [await made(wish), await made(wish), await made({ ...wish, seed: 8 })];
  const { dirt } = set['manifest'] as { dirt: readonly { kind: string; rows: number }[] };
  expect(dirt.some(({ kind, rows }) => kind === 'duplicated' && rows > 0)).toBe(true);
  const name = 'SIM_transit_trip.csv';
  const [first, second, third] = await Promise.all([set, again, other].map(({ id }) => packageOf(id)));
  expect(first?.[name]).toEqual(second?.[name]);
  expect(first?.[name]).not.toEqual(third?.[name]);
});

test('AO-07-3: no package holds a canary', async () => {
  const { id } = await made({ scale: 0.02, format: 'csv', dirty: 'declared' });
  const files = await packageOf(id);
  expect(Object.keys(files).length).toBeGreaterThan(10);
  for (const [name, bytes] of Object.entries(files)) {
    const text = Buffer.from(bytes).toString('utf8');
    expect([name, canaries.filter((value) => text.includes(value))]).toEqual([name, []]);
  }
}, 60_000);

test('GD-18-1 SH-17-1 a preview with another seed is other rows of the same table, the same for equal seeds, and leaves nothing', async () => {
  const path = '/preview/medical_settlement?rows=50';
  const before = readdirSync(root);
  const [one, again, other] = [await ask(`${path}&seed=1`), await ask(`${path}&seed=1`), await ask(`${path}&seed=2`)];
  expect(one.body['rows']).toHaveLength(50);
  expect(again.body).toEqual(one.body);
  expect(other.body['rows']).not.toEqual(one.body['rows']);
  expect(one.body['columns']).toEqual((await ask(path)).body['columns']);
  expect(one.body['columns']).not.toContain('settlement_id');
  expect(readdirSync(root)).toEqual(before);
  for (const [query, person, code] of [
    ['seed=-1', people.vendor.person, 'E_INPUT'],
    ['seed=1&set=sim-none', people.vendor.person, 'E_INPUT'],
    ['seed=1e9999', people.vendor.person, 'E_INPUT'],
    ['seed=1', stranger.person, 'E_NO_RIGHTS'],
  ] as const)
    expect([query, (await ask(`${path}&${query}`, { person })).body.code]).toEqual([query, code]);
  expect((await ask('/preview/nothing?seed=1')).body.code).toBe('E_UNKNOWN_TABLE');
  expect((await ask('/preview/medical_settlement?seed=3', { person: people.rival.person })).status).toBe(200);
}, 60_000);
