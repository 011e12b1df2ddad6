/** Interfaces over HTTP, attacks first: what a key must not open, and what stops an answer at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#gateway/app.ts';
import { idOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { unzipFiles } from '#gateway/record/unzip.ts';
import { loadDoc } from '#gateway/load.ts';
import { openOffice } from '#gateway/open-office.ts';
import { recordCalls } from '#gateway/products/record-calls.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Instant } from '#policies/units.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { codesOf } from '../gateway/refused.ts';
import { anInterface, aRelease, draftOf, recipients, type Made } from './an-interface.ts';

let city: Installation;
let made: Made;
let key: { readonly id: string; readonly key: string };
beforeAll(async () => {
  city = await openCity();
  made = await anInterface(city);
  key = await issue();
}, 120_000);
afterAll(async () => city[Symbol.asyncDispose]());

const vendor = () => city.as(people.vendor.person);
const desk = () => city.as(people.operator.person);
const reason = '复核';

const soon = (): Instant => daysAfter(city.office.clock(), 30);

async function issue(change: object = {}, product = made.product): Promise<typeof key> {
  const body = { recipient: recipients[0], callsPerDay: 500, until: soon(), ...change };
  return unwrap(await vendor().call(`/export/products/${product}/keys`, body)) as typeof key;
}

const answersOf = (product: string) => `/api/v1/export/products/${product}/answers`;

interface Asking {
  readonly bearer?: string;
  readonly product?: string;
  readonly query?: string;
  readonly accept?: string;
  readonly at?: Instant | undefined;
  readonly body?: unknown;
}

function ask({ bearer = key.key, product = made.product, query = 'band=1-9', at, ...said }: Asking = {}) {
  const { accept = '*/*', body } = said;
  const app = at === undefined ? city.app : createApp({ ...city.office, clock: () => at }, city.accounts);
  const headers = {
    authorization: `Bearer ${bearer}`,
    accept,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
  return app.request(`${answersOf(product)}${query === '' ? '' : `?${query}`}`, init);
}

async function codeOf(response: Response | Promise<Response>): Promise<readonly [number, string]> {
  const got = await response;
  if (got.ok) return [got.status, ''];
  return [got.status, ((await got.json()) as { code: string }).code];
}

async function textOf(response: Response | Promise<Response>): Promise<string> {
  return (await response).text();
}

/** All that a caller without a good key learns. */
async function told(asking: Asking) {
  const got = await ask(asking);
  return [got.status, got.headers.get('www-authenticate'), await got.text()];
}

test('AO-22-2 a call answers with the very bytes that were released, and says where to verify them', async () => {
  const got = await ask();
  expect(got.status).toBe(200);
  const bytes = new Uint8Array(await got.arrayBuffer());
  const id = made.exports['1-9'] ?? '';
  const bundle = unwrap(await desk().bytes(`/export/exports/${id}/bundle`));
  const file = unwrap(unzipFiles(bundle)).get(`data-${made.runs['1-9']}.json`);
  expect(Buffer.from(bytes).equals(Buffer.from(file ?? []))).toBe(true);
  const doc = loadDoc(city.office.record.read, 'export', id);
  expect(got.headers.get('sluice-export')).toBe(id);
  expect(got.headers.get('sluice-certificate')).toBe(`sha256:${doc?.certificate}`);
  const entry = city.office.record.read.entry(Number(got.headers.get('sluice-log-entry')));
  expect(entry).toMatchObject({ type: 'export.released', id });
  const [status] = /\/api[^>]+/.exec(got.headers.get('link') ?? '') ?? [];
  expect((await city.ask(status ?? '')).status).toBe(200);
  const known = city.app.request(`${answersOf(made.product)}?band=1-9`, {
    headers: { authorization: `Bearer ${key.key}`, 'if-none-match': got.headers.get('etag') ?? '' },
  });
  expect((await known).status).toBe(304);
});

test('each combination has its own answer, in every form, and typed parameters give the same', async () => {
  const [one, other] = [await textOf(ask()), await textOf(ask({ query: 'band=10-49' }))];
  expect(one).not.toBe(other);
  expect(await textOf(ask({ query: '', body: { parameters: { band: '10-49' } } }))).toBe(other);
  const csv = await ask({ accept: 'text/csv' });
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(await csv.text()).toContain('district_code,firms');
  const parquet = new Uint8Array(await (await ask({ accept: 'application/vnd.apache.parquet' })).arrayBuffer());
  expect(new TextDecoder().decode(parquet.slice(0, 4))).toBe('PAR1');
  expect((await ask({ accept: 'application/vnd.apache.arrow.stream' })).status).toBe(200);
  expect(await codeOf(ask({ accept: 'image/png' }))).toEqual([406, 'E_ACCEPT']);
});

test('DC-01 a wrong key, one of another product, a revoked and an expired one are answered alike, as a product that there is not', async () => {
  const flipped = `${key.key.slice(0, -1)}${key.key.endsWith('A') ? 'B' : 'A'}`;
  const second = idOf(await vendor().call('/export/products', draftOf(made)));
  const foreign = await issue({}, second);
  const revoked = await issue();
  unwrap(await vendor().call(`/export/api-keys/${revoked.id}/revoke`, { reason }));
  const nothing = await told({ bearer: `slk_none_${'A'.repeat(43)}`, product: 'prd-none' });
  expect(nothing[0]).toBe(401);
  for (const bearer of [flipped, foreign.key, revoked.key, `${key.key}x`, 'slk_', key.key.replace('slk_', 'slk_x')])
    expect(await told({ bearer })).toEqual(nothing);
  expect(await told({ product: 'prd-none' })).toEqual(nothing);
  expect(await told({ product: second })).toEqual(nothing);
  expect(await told({ at: soon() })).toEqual(nothing);
  const description = `/api/v1/export/products/${second}/openapi.json`;
  const headers = { authorization: `Bearer ${key.key}` };
  expect((await city.app.request(description, { headers })).status).toBe(401);
});

test('DC-01 a key is no person: it reaches nothing but its product, and an account token calls nothing as a key', async () => {
  const headers = { authorization: `Bearer ${key.key}` };
  for (const path of [
    '/me',
    '/catalog/entries',
    `/export/products/${made.product}`,
    `/export/products/${made.product}/calls`,
    '/export/api-keys',
  ])
    expect((await city.app.request(`/api/v1${path}`, { headers })).status).toBe(401);
  const revoke = city.app.request(`/api/v1/export/api-keys/${key.id}/revoke`, {
    headers,
    method: 'POST',
    body: '{"reason":"x"}',
  });
  expect((await revoke).status).toBe(401);
  expect((await city.app.request(answersOf(made.product))).status).toBe(401);
  expect(await codeOf(city.ask(`${answersOf(made.product)}?band=1-9`, { person: people.operator.person }))).toEqual([
    403,
    'E_ROLE',
  ]);
});

test('DC-03 a parameter outside its domain, one too many, one twice or none: refused, and counted', async () => {
  for (const query of [
    "band=' OR TRUE --",
    'band=',
    'band=1-9&band=1-9',
    'band=1-9&band=10-49',
    'band=1-9&town=x',
    'other=1-9',
    '',
  ])
    expect([query, ...(await codeOf(ask({ query })))]).toEqual([query, 400, 'E_INPUT']);
  for (const body of [{ parameters: { band: 9 } }, { parameters: {} }, { parameters: { band: '1-9' }, more: 1 }, []])
    expect(await codeOf(ask({ query: '', body }))).toEqual([400, 'E_INPUT']);
});

test('AO-22-2 a combination that nothing was released for has no answer, and a call releases nothing', async () => {
  const before = city.office.record.read.size();
  expect(await codeOf(ask({ query: 'band=50-99' }))).toEqual([404, 'E_NO_ANSWER']);
  await ask();
  expect(city.office.record.read.size()).toBe(before);
});

test('AO-04-9 another vendor issues no key, sees none and revokes none; it does not learn that there is the product', async () => {
  const rival = city.as(people.rival.person);
  const body = { recipient: recipients[0], callsPerDay: 5, until: soon() };
  const path = `/export/products/${made.product}`;
  expect(codesOf(await rival.call(`${path}/keys`, body))).toEqual(['E_NOT_FOUND']);
  expect(codesOf(await rival.call(`${path}/calls`))).toEqual(['E_NOT_FOUND']);
  expect(codesOf(await rival.call(`${path}/openapi.json`))).toEqual(['E_NOT_FOUND']);
  expect(codesOf(await rival.call(`${path}/answers?band=1-9`))).toEqual(['E_NOT_FOUND']);
  expect(codesOf(await rival.call(`/export/api-keys/${key.id}`))).toEqual(['E_NOT_FOUND']);
  expect(codesOf(await rival.call(`/export/api-keys/${key.id}/revoke`, { reason }))).toEqual(['E_NOT_FOUND']);
  expect(unwrap(await rival.call('/export/api-keys'))).toMatchObject({ items: [] });
  expect(codesOf(await desk().call(`${path}/keys`, body))).toEqual(['E_ROLE']);
});

test('the secret is told once: neither the record nor a document has it, nor its hash a reader', async () => {
  const told = unwrap(await vendor().call(`/export/api-keys/${key.id}`));
  expect(told).toMatchObject({ state: 'valid', recipient: recipients[0] });
  expect(told).not.toHaveProperty('hash');
  const secret = key.key.split('_')[2] ?? '';
  const events = city.office.record.read.bySubject(`apiKey/${key.id}`);
  expect(JSON.stringify(events)).not.toContain(secret);
});

test('AO-20-4 AO-27-7 a key is for a recipient of the licence, no freer than the interface, and ends with the agreement', async () => {
  const path = `/export/products/${made.product}/keys`;
  const asked = { recipient: recipients[0], callsPerDay: 5, until: soon() };
  for (const [change, code] of [
    [{ recipient: '某经纪' }, 'E_SCOPE'],
    [{ callsPerDay: 1001 }, 'E_INPUT'],
    [{ until: daysAfter(city.office.clock(), 500) }, 'E_INPUT'],
    [{ until: daysAfter(city.office.clock(), -1) }, 'E_INPUT'],
  ] as const)
    expect(codesOf(await vendor().call(path, { ...asked, ...change }))).toEqual([code]);
});

test('AO-23-1 only an interface of an approved program and its own releases is registered', async () => {
  const good = draftOf(made);
  const api = good['api'] as object;
  for (const [change, code] of [
    [{ api: { ...api, hash: 'ab'.repeat(32) } }, 'E_NOT_APPROVED'],
    [{ api: { ...api, program: 'prg-none' } }, 'E_NOT_APPROVED'],
    [{ form: 'data_metric' }, 'E_SCOPE'],
    [{ licence: { purpose: '营销', recipients: made.plan.recipients } }, 'E_SCOPE'],
  ] as const) {
    const id = idOf(await vendor().call('/export/products', { ...good, ...change }));
    expect(codesOf(await desk().call(`/export/products/${id}/register`, { number: '1' }))).toContain(code);
  }
});

test('over the limit a key waits until midnight in Asia/Shanghai; refused calls count, another key does not', async () => {
  const small = await issue({ callsPerDay: 2 });
  const at = '2027-01-05T10:00:00.000Z' as Instant;
  const long = await issue({ callsPerDay: 2, until: daysAfter(at, 2) });
  const first = await ask({ bearer: long.key, at });
  expect(first.headers.get('ratelimit')).toBe('"calls";r=1;t=21600');
  expect(await codeOf(ask({ bearer: long.key, at, query: 'band=x' }))).toEqual([400, 'E_INPUT']);
  const over = await ask({ bearer: long.key, at });
  expect(await codeOf(over.clone())).toEqual([429, 'E_RATE']);
  expect(over.headers.get('retry-after')).toBe('21600');
  expect((await ask({ bearer: small.key })).status).toBe(200);
  expect((await ask({ bearer: long.key, at: '2027-01-05T15:59:59.000Z' as Instant })).status).toBe(429);
  expect((await ask({ bearer: long.key, at: '2027-01-05T16:00:00.000Z' as Instant })).status).toBe(200);
});

test('SH-18-2 calls are counted by day: to the vendor by key, to who watches in sum; the days that are over stand in the record once', async () => {
  const counted = await issue({ recipient: recipients[1] });
  const at = city.office.clock();
  for (const query of ['band=1-9', 'band=1-9', 'band=10-49', 'band=x']) await ask({ bearer: counted.key, query, at });
  const path = `/export/products/${made.product}/calls`;
  const mine = unwrap(await vendor().call(path))['items'] as readonly Record<string, unknown>[];
  expect(mine.find((line) => line['key'] === counted.id)).toMatchObject({
    recipient: recipients[1],
    answered: 3,
    refused: { E_INPUT: 1 },
  });
  const total = unwrap(await city.as(people.regulator.person).call(path))['items'] as readonly object[];
  expect(total.every((line) => !('key' in line) && !('recipient' in line))).toBe(true);
  const later = { ...city.office, clock: () => daysAfter(at, 2) };
  await recordCalls(later);
  const size = city.office.record.read.size();
  await recordCalls(later);
  expect(city.office.record.read.size()).toBe(size);
  expect(unwrap(await vendor().call(path))['items']).toEqual(mine);
  const traced = unwrap(
    await city.as(people.regulator.person).call(`/audit/graph?start=export/${made.exports['1-9']}&direction=forth`),
  );
  const nodes = traced['nodes'] as readonly { kind: string; id: string; state?: string }[];
  const ledger = unwrap(await city.as(people.regulator.person).call('/audit/ledger'))['items'] as readonly {
    id: string;
    calls: number;
  }[];
  expect(ledger.find(({ id }) => id === made.exports['10-49'])?.calls).toBeGreaterThan(0);
  expect(nodes.find(({ kind, id }) => kind === 'calls' && id.startsWith(counted.id))).toMatchObject({ state: '2' });
});

test('the description of an interface: parameters with their values, columns, what is answered, how exact', async () => {
  const headers = { authorization: `Bearer ${key.key}` };
  const got = await city.app.request(`/api/v1/export/products/${made.product}/openapi.json`, { headers });
  const described = (await got.json()) as Record<string, never>;
  expect(described).toMatchObject({
    openapi: '3.1.1',
    paths: {
      [answersOf(made.product)]: {
        get: {
          parameters: [{ name: 'band', required: true, schema: { enum: ['1-9', '10-49', '50-99'] }, example: '1-9' }],
          responses: { '200': {}, '401': {}, '404': {}, '423': {}, '429': {} },
        },
      },
    },
    'x-answered': [
      { parameters: { band: '1-9' }, export: made.exports['1-9'], state: 'released' },
      { parameters: { band: '10-49' }, state: 'released' },
    ],
    'x-disclosure': [{ mode: 'exact' }, { mode: 'exact' }],
  });
  expect(JSON.stringify(described)).toContain('"x-role":"statistic"');
  expect(
    await (
      await city.ask(`/api/v1/export/products/${made.product}/openapi.json`, { person: people.vendor.person })
    ).json(),
  ).toEqual(described);
});

test('its vendor tries it with an account: that is a download, and stands in the record as one', async () => {
  const size = city.office.record.read.size();
  const got = await city.ask(`${answersOf(made.product)}?band=1-9`, { person: people.vendor.person });
  expect(await got.text()).toBe(await textOf(ask()));
  expect(city.office.record.read.entry(size)?.type).toBe('table.given');
});

test('SH-27-2 AO-20-6 a suspension stops answers at once, and its end brings them back', async () => {
  unwrap(await desk().call(`/review/agreements/${made.agreement}/suspend`, { reason }));
  expect(await codeOf(ask())).toEqual([403, 'E_NO_RIGHTS']);
  unwrap(await desk().call(`/review/agreements/${made.agreement}/reinstate`, { reason }));
  expect((await ask()).status).toBe(200);
});

test('DC-19 an emergency stop answers nobody, until two have lifted it', async () => {
  const [regulator, agency] = [city.as(people.regulator.person), city.as(people.agency.person)];
  const id = idOf(await regulator.call('/audit/emergency-stops', { reason }));
  expect(await codeOf(ask())).toEqual([423, 'E_STOPPED']);
  unwrap(await regulator.call(`/audit/emergency-stops/${id}/propose_lift`, { reason }));
  unwrap(await agency.call(`/audit/emergency-stops/${id}/confirm_lift`, { reason }));
  expect((await ask()).status).toBe(200);
});

test('AO-20-5 after the end of the agreement nothing answers, though its keeper of time has not looked yet', async () => {
  const { to } = loadDoc(city.office.record.read, 'agreement', made.agreement)?.clauses.term ?? {};
  const forever = await issue({ until: to });
  expect((await ask({ bearer: forever.key, at: daysAfter(to ?? soon(), -1) })).status).toBe(200);
  expect((await ask({ bearer: forever.key, at: to })).status).toBe(401);
});

test('001-27 what is recalled is not answered, not even by what it took the place of; other combinations are', async () => {
  const { id } = await aRelease(city, made, '1-9');
  expect((await ask()).headers.get('sluice-export')).toBe(id);
  unwrap(await desk().call(`/export/exports/${id}/recall`, { reason }));
  expect(await codeOf(ask())).toEqual([404, 'E_NO_ANSWER']);
  expect((await ask({ query: 'band=10-49' })).status).toBe(200);
});

test('the meter outlives the process, and an ended agreement takes product and keys with it', async () => {
  const small = await issue({ callsPerDay: 2, recipient: recipients[1] });
  const asked = { bearer: small.key, query: 'band=10-49' };
  expect((await ask(asked)).status).toBe(200);
  await city.office[Symbol.asyncDispose]();
  const office = await openOffice({ dir: city.dir, lookEvery: 24 * 3_600_000 });
  city = {
    ...city,
    office,
    app: createApp(office, city.accounts),
    [Symbol.asyncDispose]: () => office[Symbol.asyncDispose](),
  };
  expect((await ask(asked)).status).toBe(200);
  expect((await ask(asked)).status).toBe(429);
  const end = { person: people.operator.person, method: 'POST', headers: { 'content-type': 'application/json' } };
  const body = JSON.stringify({ case: 'breach', reason });
  const path = `/api/v1/review/agreements/${made.agreement}/terminate`;
  const token = city.accounts.byPerson(people.operator.person)?.token ?? '';
  const ended = await city.app.request(path, {
    ...end,
    body,
    headers: { ...end.headers, authorization: `Bearer ${token}` },
  });
  expect(ended.status).toBe(200);
  expect(loadDoc(office.record.read, 'product', made.product)?.state).toBe('withdrawn');
  expect(loadDoc(office.record.read, 'apiKey', key.id)?.state).toBe('revoked');
  expect((await ask({ query: 'band=10-49' })).status).toBe(401);
});
