/**
 * Thousands of hostile requests, made from the description: each is answered as it says, none is an error of ours, and none tells how we are
 * made. `SLUICE_FUZZ=55000` tries ten times as many, each time others.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canaries } from '#synth/city/canaries.ts';
import { readDescription, type Described, type Description } from './described.ts';
import { hostileRequest, type Hostile } from './hostile-requests.ts';
import { leakIn } from './leaks.ts';
import { openWorld, type World } from './world.ts';

const asked = process.env['SLUICE_FUZZ'];
const requests = Number(asked ?? 5_200);

let world: World;
let description: Description;
let tokens: readonly string[];
beforeAll(async () => {
  world = await openWorld();
  description = await readDescription(world.city);
  const { accounts } = world.city;
  tokens = [...world.first.values(), ...world.second.values()].map(
    ({ person }) => accounts.byPerson(person)?.token ?? '',
  );
}, 600_000);
afterAll(async () => world.city[Symbol.asyncDispose]());

interface Got {
  readonly status: number;
  readonly media: string;
  readonly text: string;
}

/** Undefined where no client could send it. */
async function send({ method, path, headers, body, who }: Hostile): Promise<Got | undefined> {
  const request = requestOf({ method, path, headers, body, who });
  if (!request) return undefined;
  const response = await world.city.app.request(request);
  const media = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  if (media !== 'text/event-stream') return { status: response.status, media, text: await response.text() };
  await response.body?.cancel();
  return { status: response.status, media, text: '' };
}

function requestOf({ method, path, headers: given, body, who }: Omit<Hostile, 'of'>): Request | undefined {
  try {
    const headers = new Headers({ 'content-type': 'application/json' });
    const token = tokens[who];
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const names = new Set(given.map(([name]) => name));
    for (const name of names) headers.delete(name);
    for (const [name, value] of given) headers.append(name, value);
    const isRead = method === 'GET' || method === 'HEAD';
    return new Request(`http://localhost${path}`, { method, headers, ...(!isRead && body !== undefined && { body }) });
  } catch {
    return undefined;
  }
}

/** Clients resolve `..` and cut at `#` before they ask: then it is another address. */
function isAt(path: string, { template }: Described): boolean {
  const [found, wanted] = [new URL(path, 'http://localhost').pathname.split('/'), template.split('/')];
  return (
    found.length === wanted.length &&
    wanted.every((part, at) => (part.startsWith('{') ? found[at] !== '' : part === found[at]))
  );
}

const problems = ['application/problem+json', 'text/html'];

/** Where there is no such operation, a refusal says so. */
function complaintElsewhere({ status, media, text }: Got): string | undefined {
  if (status >= 500) return `answers ${status}`;
  return status < 400 || text === '' || problems.includes(media) ? undefined : `answers ${status} as ${media}`;
}

function complaintOf(hostile: Hostile, got: Got): string | undefined {
  const { of, method, path, body = '' } = hostile;
  const isDescribed = method === of.method && isAt(path, of);
  const wrong = isDescribed ? description.complaintOf(of, got) : complaintElsewhere(got);
  const sent = decodeURIComponentSafe(path) + body;
  const canary = canaries.find((one) => got.text.includes(one) && !sent.includes(one));
  return wrong ?? leakIn(got.text, sent) ?? (canary === undefined ? undefined : 'tells of the real side');
}

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Half of the requests come from somebody who may ask: what only he reaches is looked at, too. */
function ableIn({ operations }: Description): ReadonlyMap<string, readonly number[]> {
  const roles = [...world.first.keys(), ...world.second.keys()];
  return new Map(
    operations.map(({ id, who }) => [
      id,
      roles.flatMap((role, at) => (who === 'anybody' || who.includes(role) ? [at] : [])),
    ]),
  );
}

test('the API answers hostile requests as it describes itself, and never fails', async () => {
  const ground = {
    operations: description.operations,
    ids: world.ids,
    bodies: world.bodies,
    people: tokens.length,
    able: ableIn(description),
  };
  const answered = new Map<number, number>();
  const complaints = new Map<string, unknown>();
  await fc.assert(
    fc.asyncProperty(hostileRequest(ground), async (hostile) => {
      const got = await send(hostile);
      if (!got) return;
      answered.set(got.status, (answered.get(got.status) ?? 0) + 1);
      const wrong = complaintOf(hostile, got);
      if (wrong !== undefined) {
        const { of, method, path, headers, body, who } = hostile;
        complaints.set(`${of.id}: ${wrong.slice(0, 300)}`, {
          method,
          path: path.slice(0, 200),
          headers,
          body: body?.slice(0, 300),
          who,
          got: got.text.slice(0, 400),
        });
      }
    }),
    { numRuns: requests, ...(asked === undefined && { seed: 53 }), endOnFailure: true },
  );
  expect([...complaints].slice(0, 20)).toEqual([]);
  expect(world.city.errors).toEqual([]);
  // Not everything falls at the first hurdle.
  const all = sum([...answered.values()]);
  const granted = sum([200, 201, 202].map((status) => answered.get(status) ?? 0));
  expect(all).toBeGreaterThan(requests * 0.9);
  expect(granted).toBeGreaterThan(all * 0.05);
  for (const status of [400, 401, 403, 404, 409, 413])
    expect([status, (answered.get(status) ?? 0) > 0]).toEqual([status, true]);
}, 3_600_000);

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
