/** Requests of people who mean no good: each is refused by name, none is an error of ours, and none is written. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { listen } from '#gateway/serve.ts';
import { lifeOf, openings, stageCommands, stages } from '#gateway/stages/collections.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { bodiesOf, type Bodies } from './bodies.ts';
import { aPlan, toRun, type Ran } from './plans.ts';

let city: Installation;
let ran: Ran;
let bodies: Bodies;
beforeAll(async () => {
  city = await openCity();
  ran = await toRun(city.as, aPlan());
  bodies = bodiesOf(city, { ...ran, export: '' });
});
afterAll(async () => city[Symbol.asyncDispose]());

const everybody = [people.vendor, people.operator, people.agency].map(({ person }) => person);

interface Hostile {
  readonly method?: string;
  readonly body?: string;
  readonly person?: string;
}

/** @returns status and code; a problem in every case */
async function refusalOf(path: string, { method = 'POST', body, person = people.vendor.person }: Hostile) {
  const response = await city.ask(path, { person, method, ...(body !== undefined && { body }) });
  const text = await response.text();
  const code = text.startsWith('{') ? String((JSON.parse(text) as { code?: unknown }).code) : text;
  return { status: response.status, code, type: response.headers.get('content-type') };
}

const deep = '['.repeat(200_000);
const bodiesOfNoForm: readonly string[] = [
  '{',
  'null',
  '1',
  '"text"',
  '[]',
  '[{}]',
  'true',
  '\u0000',
  'NaN',
  '{"a":1,}',
  deep,
  `{"a":${deep}`,
  '{"__proto__":{"role":"operator"}}',
  '{"constructor":1}',
  '{"toString":1}',
  '{"type":"approve"}',
  '{"hasOwnProperty":1}',
  '{"reason":1}',
  '{"reason":{}}',
  '{"reason":["x"]}',
  '{"reason":""}',
  '{"reason":"\\ud800"}',
  '{"reason":null}',
];

const ids: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '..',
  '.',
  '%2e%2e',
  '..%2f..%2fetc%2fpasswd',
];

test('E_INPUT: a body of another form is refused at every command of every stage', async () => {
  const before = city.office.record.read.size();
  for (const stage of stages) {
    for (const [collection, commands] of Object.entries(stageCommands[stage])) {
      for (const command of commands) {
        const first = openings(lifeOf(collection)).includes(command);
        const path = `/api/v1/${stage}/${collection}${first ? '' : `/none/${command}`}`;
        for (const body of bodiesOfNoForm) {
          const { status, code, type } = await refusalOf(path, { body });
          // What a body says of its own type or prototype is not looked at; there is no such thing as `none` then.
          const expected = /__proto__|"type"/.test(body) && status === 404 ? 'E_NOT_FOUND' : 'E_INPUT';
          expect([path, body.slice(0, 40), code]).toEqual([path, body.slice(0, 40), expected]);
          expect(type).toBe('application/problem+json');
        }
      }
    }
  }
  expect(city.office.record.read.size()).toBe(before);
});

test('E_INPUT: a body of another form is refused by the questions of simulate and by a look', async () => {
  for (const path of ['/simulate/explain', '/simulate/query', `/check/runs/${ran.run}/reveal`]) {
    for (const body of bodiesOfNoForm) {
      const { status, code } = await refusalOf(`/api/v1${path}`, { body, person: people.operator.person });
      expect([path, body.slice(0, 40), status, code]).toEqual([path, body.slice(0, 40), 400, 'E_INPUT']);
    }
  }
});

test('no id, command or path is more than a name: 4xx for every one of them', async () => {
  const before = city.office.record.read.size();
  const places = stages.flatMap((stage) =>
    Object.keys(stageCommands[stage]).flatMap((collection) => [
      `/api/v1/${stage}/${collection}/`,
      `/api/v1/${stage}/${collection}/x/`,
    ]),
  );
  const more = [
    '/api/v1/simulate/preview/',
    '/api/v1/audit/trace/',
    '/api/v1/audit/entries/',
    '/api/v1/',
    '/catalog/',
    '/problems/',
    '/',
  ];
  for (const place of [...places, ...more]) {
    for (const id of ids) {
      for (const method of ['GET', 'POST']) {
        const { status } = await refusalOf(`${place}${id}`, { method, person: people.agency.person });
        if (status < 400 && isPage(new URL(`${place}${id}`, 'http://x').pathname)) continue;
        expect([method, place, id.slice(0, 40), status >= 400 && status < 500]).toEqual([
          method,
          place,
          id.slice(0, 40),
          true,
        ]);
      }
    }
  }
  expect(city.office.record.read.size()).toBe(before);
});

/** `..` leads a client elsewhere before it asks: to a page or a list that it may have. */
function isPage(path: string): boolean {
  return !path.includes('%') && !path.includes('..') && path.split('/').length <= 5;
}

test('E_INPUT: numbers of the log that are none, or too many, are refused', async () => {
  const person = people.agency.person;
  for (const query of ['from=-1', 'from=x', 'from=1.5', 'to=1e400', 'from=NaN', `from=${'9'.repeat(400)}`, 'to=-5']) {
    expect(await refusalOf(`/api/v1/audit/entries?${query}`, { method: 'GET', person })).toMatchObject({
      code: 'E_INPUT',
    });
  }
  for (const query of [
    '',
    'first=1',
    'first=3&second=2',
    'first=1&second=99999999',
    'first=x&second=y',
    'first=1&second=9007199254740993',
  ]) {
    expect([query, (await refusalOf(`/api/v1/audit/consistency?${query}`, { method: 'GET', person })).code]).toEqual([
      query,
      'E_INPUT',
    ]);
  }
  for (const seq of ['-1', 'x', '1.5', '9007199254740993', '9999999']) {
    const { status } = await refusalOf(`/api/v1/audit/entries/${seq}/proof`, { method: 'GET', person });
    expect([seq, status === 400 || status === 404]).toEqual([seq, true]);
  }
  const whole = await city.ask('/api/v1/audit/consistency?first=0&second=1', { person });
  expect(whole.status).toBeLessThan(500);
});

test('a text that is not well-formed Unicode is refused wherever it would be written', async () => {
  const before = city.office.record.read.size();
  for (const body of bodies.core.map((one) => JSON.stringify(one))) {
    const broken = body.replaceAll(/"([^"]*[\u4e00-\u9fff][^"]*)"/g, '"\\ud800"');
    if (broken === body) continue;
    for (const stage of stages) {
      for (const [collection, commands] of Object.entries(stageCommands[stage])) {
        for (const command of commands) {
          const first = openings(lifeOf(collection)).includes(command);
          const path = `/api/v1/${stage}/${collection}${first ? '' : `/x/${command}`}`;
          for (const person of everybody) {
            const { status } = await refusalOf(path, { body: broken, person });
            expect([path, broken.slice(0, 80), status < 500]).toEqual([path, broken.slice(0, 80), true]);
          }
        }
      }
    }
  }
  expect(city.office.record.read.size()).toBe(before);
});

test('E_TEXT_SIZE: a body of more than two mebibytes is refused, with its length or without', async () => {
  const body = JSON.stringify({ sql: 'x'.repeat(2 * 1024 * 1024) });
  expect(await refusalOf('/api/v1/simulate/explain', { body })).toMatchObject({ status: 413, code: 'E_TEXT_SIZE' });
  await using server = await listen(city.app, { port: 0 });
  const token = city.accounts.byPerson(people.vendor.person)?.token ?? '';
  const headers = { authorization: `Bearer ${token}` };
  const streamed = new Blob([body]).stream();
  const response = await fetch(`${server.url}/api/v1/simulate/explain`, {
    method: 'POST',
    headers,
    body: streamed,
    duplex: 'half',
  });
  expect([response.status, ((await response.json()) as { code: unknown }).code]).toEqual([413, 'E_TEXT_SIZE']);
  const long = await refusalOf('/api/v1/simulate/explain', {
    body: JSON.stringify({ sql: `SELECT ${'1,'.repeat(40_000)}1` }),
  });
  expect([413, 422, 400]).toContain(long.status);
});

test('nothing went wrong behind these answers', () => {
  expect(city.errors).toEqual([]);
});
