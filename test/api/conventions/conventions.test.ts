/** The conventions over a whole installation: pages, tags, keys, streams, forms, and what is said of a request that is none. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tableFromIPC } from 'apache-arrow';
import { checklist, walk, type Walked } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { createApp } from '#gateway/app.ts';
import type { Caller, Identity } from '#gateway/accounts.ts';
import { mostStreams } from '#gateway/api/conventions/events.ts';
import type { Json } from '#gateway/client.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../../fixtures/installation.ts';
import { aPlan, orderOf, toExport, type Submitted } from '../../gateway/plans.ts';

const plan = aPlan();
const sql = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL ORDER BY 1';
const second = aPlan({ sql: sql.replace('district_code', 'industry_code') });
let city: Installation;
let walked: Walked;
let waiting: Submitted;
beforeAll(async () => {
  city = await openCity();
  walked = await walk(city.as, plan);
  waiting = await toExport(city.as, second);
}, 240_000);
afterAll(async () => city[Symbol.asyncDispose]());

const vendor: string = people.vendor.person;

function ask(path: string, headers: Record<string, string> = {}, person: string = vendor): Promise<Response> {
  return city.ask(`/api/v1${path}`, { person, headers });
}

function send(path: string, body: unknown, { headers = {}, person = vendor }: Sending = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers };
  return city.ask(`/api/v1${path}`, { person, method: 'POST', headers: all, body: JSON.stringify(body) });
}

interface Sending {
  readonly headers?: Record<string, string>;
  readonly person?: string;
}

const countRuns = () => city.office.record.read.list('run').length;
const jsonOf = async (answer: Response) => (await answer.json()) as Json;

test('lists: pages one after the other are the whole, each thing once, by cursor and by link', async () => {
  const whole = (await jsonOf(await ask('/catalog/entries')))['items'] as readonly Json[];
  const ids: unknown[] = [];
  for (let path: string | undefined = '/api/v1/catalog/entries?limit=4'; path;) {
    const answer = await city.ask(path, { person: vendor });
    const page = await jsonOf(answer);
    ids.push(...(page['items'] as readonly Json[]).map(({ id }) => id));
    path = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    expect(path === undefined).toBe(page['next'] === undefined);
  }
  expect(ids).toEqual(whole.map(({ id }) => id));
  expect(unwrap(await city.as(vendor).all('/catalog/search?q=&limit=3'.replace('&limit=3', '')))).toHaveLength(
    ids.length,
  );
});

test('lists: a page is of what the caller sees, by its length and by its next', async () => {
  const theirs = await jsonOf(await ask('/check/exports?limit=1', {}, people.rival.person));
  expect(theirs).toEqual({ items: [] });
  const mine = await jsonOf(await ask('/check/exports?limit=1'));
  expect(mine['items']).toHaveLength(1);
  const next = encodeURIComponent(String(mine['next']));
  expect(await jsonOf(await ask(`/check/exports?after=${next}`, {}, people.rival.person))).toEqual({ items: [] });
});

test('lists: cursors and limits that are none are refused', async () => {
  for (const query of ['after=x', 'after=e30', 'limit=0', 'limit=501', 'limit=x', `after=${'a'.repeat(1001)}`]) {
    const answer = await ask(`/check/exports?${query}`);
    expect([query, answer.status, (await jsonOf(answer))['code']]).toEqual([query, 400, 'E_INPUT']);
  }
});

async function countIn(state: string, person: string): Promise<number> {
  const { items } = await jsonOf(await ask(`/check/exports?state=${state}`, {}, person));
  return (items as readonly Json[]).length;
}

test('lists: the state that is asked for is the one that is shown; AO-22-1 a first vote shows in no list, no tag and no stream', async () => {
  const path = `/check/exports/${waiting.export}`;
  // Reviewers may know that somebody has voted.
  const readers: readonly string[] = [vendor];
  const look = async () =>
    Promise.all(
      readers.flatMap((person) => [
        ask(path, {}, person).then(({ headers }) => headers.get('etag')),
        ask('/check/exports?state=operator_review', {}, person).then(jsonOf),
      ]),
    );
  const before = await look();
  const desk = city.as(people.operator.person);
  const { findings } = unwrap(await desk.call(path)) as { findings: { run: string; code: string }[] };
  const acknowledged = findings.map(({ run, code }) => ({ run, code }));
  const vote = { decision: 'reject', checklist, comment: '不同意', acknowledged, toVendor: '请调整' };
  unwrap(await desk.call(`${path}/vote`, vote));
  expect(await look()).toEqual(before);
  const pass = { decision: 'pass', checklist, comment: '同意', acknowledged };
  expect(unwrap(await city.as(people.second.person).call(`${path}/vote`, pass))['state']).toBe('conflicted');
  expect(await countIn('conflicted', vendor)).toBe(0);
  expect(await countIn('operator_review', vendor)).toBe(1);
  expect(await countIn('conflicted', people.second.person)).toBe(1);
});

test('etag: who has it gets nothing again, and who has another gets all; RFC 9110 §13.1.2', async () => {
  const path = `/propose/agreements/${walked.agreement}`;
  const first = await ask(path);
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[\w-]{22}\.[\w-]{22}"$/);
  for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    const answer = await ask(path, { 'if-none-match': known });
    expect([known, answer.status, await answer.text()]).toEqual([known, 304, '']);
  }
  expect((await ask(path, { 'if-none-match': '"x"' })).status).toBe(200);
  expect((await ask(path, { 'if-none-match': etag }, people.rival.person)).status).toBe(404);
});

test('if-match: of two who saw the same, one moves it and the other is told; judged with the decision', async () => {
  const content = { agreement: waiting.agreement, ...programOf() };
  const begun = await send('/propose/programs', content);
  expect(begun.status).toBe(201);
  const id = String((await jsonOf(begun))['id']);
  expect(begun.headers.get('location')).toBe(`/api/v1/propose/programs/${id}`);
  const etag = begun.headers.get('etag') ?? '';
  const edit = (title: string, match: string) =>
    send(
      `/propose/programs/${id}/edit`,
      { content: { ...programOf().content, title } },
      { headers: { 'if-match': match } },
    );
  const answers = await Promise.all(['一', '二', '三'].map((title) => edit(title, etag)));
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 412, 412]);
  const lost = answers.find(({ status }) => status === 412);
  expect(lost && (await jsonOf(lost))['code']).toBe('E_CONFLICT');
  const won = answers.find(({ status }) => status === 200);
  expect((await edit('四', won?.headers.get('etag') ?? '')).status).toBe(200);
  for (const match of [`W/${etag}`, '"x"', 'nonsense']) expect((await edit('五', match)).status).toBe(412);
  expect((await edit('六', '*')).status).toBe(200);
});

test('AO-04-9 if-match says nothing of what is not the caller’s', async () => {
  const etag = (await ask(`/propose/agreements/${walked.agreement}`)).headers.get('etag') ?? '';
  for (const match of [etag, '"x"', '*']) {
    const [theirs, none] = await Promise.all(
      [walked.agreement, 'agr-0'].map(async (id) => {
        const sending = { person: people.rival.person, headers: { 'if-match': match } };
        const answer = await send(`/propose/agreements/${id}/sign_vendor`, { hash: '0'.repeat(64) }, sending);
        return [answer.status, (await answer.text()).replaceAll(id, 'ID')];
      }),
    );
    expect(theirs).toEqual(none);
  }
});

function programOf() {
  return {
    content: {
      title: '题',
      queries: [{ name: 'result', sql }],
      parameters: [],
      outputs: [{ name: 'result', kind: 'table' }],
    },
  };
}

test('idempotency-key: a run that is asked for again is the same run, however many ask', async () => {
  const headers = { 'idempotency-key': 'b1f0c2de-5a5b-4f0e-9c1e-000000000001' };
  const order = orderOf(second, waiting);
  const before = countRuns();
  const answers = await Promise.all(Array.from({ length: 5 }, () => send('/run/runs', order, { headers })));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(0);
  expect(statuses.filter((status) => status !== 202 && status !== 409)).toEqual([]);
  const again = await send('/run/runs', order, { headers });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const { id } = await jsonOf(again);
  expect(again.headers.get('location')).toBe(`/api/v1/run/runs/${String(id)}`);
  expect(again.headers.get('link')).toBe(`</api/v1/run/runs/${String(id)}/events>; rel="monitor"`);
  expect(countRuns()).toBe(before + 1);
  const other = await send('/run/runs', { ...order, scenario: 'scn.other' }, { headers });
  expect([other.status, (await jsonOf(other))['code']]).toEqual([422, 'E_IDEMPOTENCY']);
});

interface Told {
  readonly id: string;
  readonly state: string;
  readonly at: string;
}

/** Everything until the stream ends. */
async function follow(path: string, headers: Record<string, string> = {}): Promise<readonly Told[]> {
  const answer = await ask(path, headers);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  return [...(await answer.text()).matchAll(/event: state\ndata: (.+)\nid: (\d+)\n/g)].map(
    ([, data = '', id = '']) => ({
      id,
      ...(JSON.parse(data) as Omit<Told, 'id'>),
    }),
  );
}

test('events: the states of a run as they change, to the end; a stream that broke goes on where it was', async () => {
  const begun = await send('/run/runs', orderOf(second, waiting));
  const { id } = await jsonOf(begun);
  const path = `/run/runs/${String(id)}/events`;
  const told = await follow(path);
  expect(told.map(({ state }) => state)).toEqual(['requested', 'prechecked', 'queued', 'running', 'quarantined']);
  const { acts } = unwrap(await city.as(vendor).call(`/run/runs/${String(id)}`)) as { acts: { at: string }[] };
  expect(told.map(({ at }) => at)).toEqual(acts.map(({ at }) => at));
  expect(Object.keys(told[0] ?? {}).sort()).toEqual(['at', 'id', 'state']);
  expect(await follow(path, { 'last-event-id': told[2]?.id ?? '' })).toEqual(told.slice(3));
  expect((await ask(path, {}, people.rival.person)).status).toBe(404);
  expect((await ask('/run/runs/run-0/events')).status).toBe(404);
  const exported = await follow(`/export/exports/${walked.export}/events`);
  expect(exported.at(-1)?.state).toBe('released');
  expect(exported.map(({ state }) => state)).not.toContain('conflicted');
});

test('events: so many streams and no more; they end with the account, and their places are free again', async () => {
  const { person, ...rest } = people.second;
  const caller: Caller = { person, ...rest, via: 'token' };
  let inForce = true;
  const identity: Identity = { identify: () => Promise.resolve(inForce ? caller : undefined) };
  const app = createApp(city.office, identity);
  // Nothing more happens to it by itself.
  const path = `/api/v1/export/exports/${waiting.export}/events`;
  const streams = await Promise.all(Array.from({ length: mostStreams }, async () => app.request(path)));
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  const one = await app.request(path);
  expect([one.status, (await jsonOf(one))['code']]).toEqual([429, 'E_CONNECTIONS']);
  inForce = false;
  const readAll = Promise.all(streams.map((stream) => stream.text()));
  // Any event of anybody lets every stream look again.
  unwrap(await city.as(people.regulator.person).call('/audit/subjects', { space: 'x', id: 'y', reason: '核查' }));
  for (const text of await readAll) expect(text).toContain('"state":"conflicted"');
  inForce = true;
  const after = await app.request(path);
  expect(after.status).toBe(200);
  await after.body?.cancel();
});

test('DC-11 tables: a simulated query in four forms, by Accept; the forecast too; another form is refused', async () => {
  const told = (await jsonOf(await send('/simulate/query', { sql }))) as unknown as {
    table: { rows: [string, string | number][] };
    forecast: { rows: [string, string | number | null][]; hidden: boolean[][] };
  };
  const form = 'application/vnd.apache.arrow.stream';
  const answer = await send('/simulate/query', { sql }, { headers: { accept: form } });
  expect(answer.headers.get('content-type')).toBe(form);
  expect(answer.headers.get('content-disposition')).toContain('SIM_result.arrows');
  const arrow = tableFromIPC(new Uint8Array(await answer.arrayBuffer()));
  expect(arrow.numRows).toBe(told.table.rows.length);
  expect([...(arrow.getChild('firms') ?? [])].map(String)).toEqual(told.table.rows.map(([, firms]) => String(firms)));
  expect(arrow.schema.metadata.get('sluice.notice')).toContain('Simulation data');
  const forecast = await send('/simulate/query?table=forecast', { sql }, { headers: { accept: 'text/csv' } });
  expect(forecast.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const marks = (await forecast.text()).split('\r\n').filter((line) => line.endsWith(',c')).length;
  expect(marks).toBe(told.forecast.hidden.filter((row) => row.includes(true)).length);
  const parquet = await ask('/simulate/preview/ent_registration', { accept: 'application/vnd.apache.parquet' });
  expect(
    Buffer.from(await parquet.arrayBuffer())
      .subarray(0, 4)
      .toString(),
  ).toBe('PAR1');
  const none = await send('/simulate/query', { sql }, { headers: { accept: 'image/png' } });
  expect([none.status, (await jsonOf(none))['code']]).toEqual([406, 'E_ACCEPT']);
});

test('DC-11 GD-18-6 SH-18-2 tables of a released export: each download stands in the record, and the trace forth ends at it', async () => {
  const path = `/export/exports/${walked.export}/tables`;
  const { items } = unwrap(await city.as(vendor).call(path)) as { items: { name: string }[] };
  const [{ name } = { name: '' }] = items;
  const { read } = city.office.record;
  const given = () => read.bySubject(`export/${walked.export}`).filter(({ type }) => type === 'table.given');
  expect(given()).toEqual([]);
  const form = 'application/vnd.apache.arrow.stream';
  const answer = await ask(`${path}/${name}`, { accept: form });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(given()).toMatchObject([{ entry: { actor: vendor }, data: { table: name, form: 'arrows', sha256 } }]);
  const download = tableFromIPC(bytes).schema.metadata.get('sluice.download') ?? '';
  const graph = (start: string, direction: string) =>
    city.as(people.regulator.person).call(`/audit/graph?start=${encodeURIComponent(start)}&direction=${direction}`);
  const forth = unwrap(await graph(`run/${walked.run}`, 'forth')) as { nodes: { name: string; org?: string }[] };
  expect(forth.nodes).toContainEqual(expect.objectContaining({ name: `download/${download}`, org: people.vendor.org }));
  expect(forth.nodes.filter(({ name: node }) => node.startsWith('download/'))).toHaveLength(2);
  const back = unwrap(await graph(`download/${download}`, 'back')) as { nodes: { name: string }[] };
  expect(back.nodes.map(({ name: node }) => node)).toEqual(
    expect.arrayContaining([`export/${walked.export}`, `run/${walked.run}`]),
  );
  // Whoever finds a file asks for its digest.
  const found = await ask(`/audit/trace/${encodeURIComponent(`file/${sha256}`)}`, {}, people.regulator.person);
  expect(found.status).toBe(200);
  expect((await ask(`${path}/${name}`, {}, people.rival.person)).status).toBe(404);
  expect((await ask(path, {}, people.district.person)).status).toBe(403);
  for (const other of ['none', 'README', 'data-', '..%2Fdata'])
    expect((await ask(`${path}/${other}`)).status).toBe(404);
  expect(given()).toHaveLength(1);
});

interface Sent extends Omit<RequestInit, 'headers'> {
  readonly headers?: Record<string, string>;
}

test('what is no request is told so: 404, 405, 406, 413 and 415 are problems with a remedy', async () => {
  const token = city.accounts.byPerson(vendor)?.token ?? '';
  const headers = { authorization: `Bearer ${token}` };
  const asked = (path: string, { headers: more, ...init }: Sent) =>
    city.app.request(`/api/v1${path}`, { ...init, headers: { ...headers, ...more } });
  const cases: readonly (readonly [Promise<Response> | Response, number, string])[] = [
    [asked('/none', {}), 404, 'E_NOT_FOUND'],
    [asked('/run/runs', { method: 'DELETE' }), 405, 'E_METHOD'],
    [asked('/simulate/query', {}), 405, 'E_METHOD'],
    [asked('/run/runs', { method: 'POST', headers: { 'content-type': 'text/xml' }, body: '<a/>' }), 415, 'E_MEDIA'],
    [
      asked('/run/runs', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'a=1',
      }),
      415,
      'E_MEDIA',
    ],
    [asked('/run/runs', { method: 'POST', body: 'x'.repeat(2 ** 21 + 1) }), 413, 'E_TEXT_SIZE'],
  ];
  for (const [answer, status, code] of cases) {
    const told = await answer;
    expect(told.headers.get('content-type')).toBe('application/problem+json');
    const problem = await jsonOf(told);
    expect([told.status, problem['code'], problem['type']]).toEqual([status, code, `/problems/${code}`]);
    expect(String(problem['remedy'])).not.toBe('');
  }
  const wrong = await asked('/run/runs', { method: 'PUT', body: '{}' });
  expect(wrong.headers.get('allow')).toBe('GET, HEAD, POST');
});

test('nothing went wrong behind these answers', () => {
  expect(city.errors).toEqual([]);
});
