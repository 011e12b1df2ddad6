/**
 * Every operation by everybody who is not named in it, and every thing of somebody by somebody else in the same role. Generated from the
 * description: an operation is covered by being described, and one that says nobody is refused to everybody.
 *
 * @see AO-04-8, AO-04-9; console.md, accounts
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#gateway/accounts.ts';
import { collections } from '#gateway/stages/collections.ts';
import { loadDoc } from '#gateway/load.ts';
import { lives, type DocOf, type LifeName } from '#policies/procedure/lives.ts';
import type { Owner } from '#policies/procedure/roles.ts';
import { readDescription, type Described } from './described.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let operations: readonly Described[];
beforeAll(async () => {
  world = await openWorld();
  ({ operations } = await readDescription(world.city));
}, 600_000);
afterAll(async () => world.city[Symbol.asyncDispose]());

const collectionOf = ({ id }: Described): string => id.split('.')[1] ?? '';

/** The address, with `id` in the place of the thing; other places as in their examples. */
function addressOf({ template, places, query }: Described, id: string): string {
  const path = places.reduce(
    (left, { name, example = 'x' }) => left.replace(`{${name}}`, name === 'id' ? id : example),
    template,
  );
  const asked = query.flatMap(({ name, example }): readonly [string, string][] =>
    example === undefined ? [] : [[name, example]],
  );
  return asked.length === 0 ? path : `${path}?${new URLSearchParams(asked).toString()}`;
}

async function ask(of: Described, id: string, who: Person | undefined): Promise<Response> {
  const body = world.bodies.get(of.id) ?? of.body;
  return world.city.ask(addressOf(of, id), {
    method: of.method,
    ...(who && { person: who.person }),
    ...(of.method === 'POST' && { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } }),
  });
}

const idFor = (of: Described): string => world.ids[collectionOf(of)] ?? 'x-1';

test('every operation is refused to everybody whom it does not name, and nothing is written', async () => {
  const before = world.city.office.record.read.size();
  const wrong: unknown[] = [];
  let tried = 0;
  for (const of of operations) {
    if (of.who === 'anybody') continue;
    for (const [role, person] of world.first) {
      if (of.who.includes(role)) continue;
      const { status } = await ask(of, idFor(of), person);
      if (status !== 403 && status !== 404) wrong.push([of.id, role, status]);
      tried++;
    }
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(3_000);
  expect(world.city.office.record.read.size()).toBe(before);
  expect(world.city.errors).toEqual([]);
}, 600_000);

test('without an account nothing answers but what is for anybody', async () => {
  const before = world.city.office.record.read.size();
  for (const of of operations) {
    const { status } = await ask(of, idFor(of), undefined);
    expect([of.id, status === 401]).toEqual([of.id, of.who !== 'anybody']);
  }
  expect(world.city.office.record.read.size()).toBe(before);
});

/** Whose it is; undefined for what is no thing of a life. */
function ownerOf(of: Described): Owner | undefined {
  const collection = collectionOf(of);
  if (collection === 'sets') return { role: 'vendor', org: world.first.get('vendor')?.org as Owner['org'] };
  const life = collections[collection];
  const doc = life && loadDoc(world.city.office.record.read, life, idFor(of));
  return doc && ownerIn(life, doc);
}

/** The table knows the types of each life; here they are only names. */
function ownerIn(life: LifeName, doc: DocOf<LifeName>): Owner {
  return (lives[life] as unknown as { ownerOf(doc: DocOf<LifeName>): Owner }).ownerOf(doc);
}

interface Foreign {
  readonly of: Described;
  readonly id: string;
  readonly owner: Owner & { readonly role: Exclude<Owner['role'], 'city'> };
  readonly other: Person;
}

/** Every operation on one thing that its owner's role may ask, with somebody of another organization in that role. */
function foreignQuestions(): readonly Foreign[] {
  return operations.flatMap((of) => {
    const owner = ownerOf(of);
    const { who } = of;
    if (!owner || owner.role === 'city' || who === 'anybody' || !of.template.includes('{id}')) return [];
    const { role, org } = owner;
    const other = world.second.get(role);
    if (!other || other.org === org || !who.includes(role) || isOpen(of, role)) return [];
    return [{ of, id: idFor(of), owner: { role, org }, other }];
  });
}

/** Some lives say that all of a role read them. */
function isOpen(of: Described, role: string): boolean {
  const life = collections[collectionOf(of)];
  const table: object = life ? lives[life] : {};
  return of.method === 'GET' && 'readers' in table && (table.readers as readonly string[]).includes(role);
}

const missing = 'x-missing-1';

/** As it would read for the other id. */
async function told(of: Described, id: string, who: Person) {
  const response = await ask(of, id, who);
  const headers = ['content-type', 'etag', 'location', 'link', 'cache-control', 'allow'].map((name) =>
    response.headers.get(name),
  );
  return { status: response.status, headers, text: (await response.text()).replaceAll(id, missing) };
}

test('AO-04-9: what is another organization’s is answered as what does not exist, in the same bytes', async () => {
  const before = world.city.office.record.read.size();
  const questions = foreignQuestions();
  const wrong: unknown[] = [];
  for (const { of, id, other } of questions) {
    const [theirs, none] = [await told(of, id, other), await told(of, missing, other)];
    if (theirs.status !== 404 || JSON.stringify(theirs) !== JSON.stringify(none))
      wrong.push([of.id, other.role, theirs, none]);
  }
  expect(wrong).toEqual([]);
  expect(questions.filter(({ other }) => other.role === 'vendor').length).toBeGreaterThan(40);
  expect(new Set(questions.map(({ other }) => other.role)).size).toBeGreaterThan(3);
  expect(world.city.office.record.read.size()).toBe(before);
}, 600_000);

/** Of one person, whom his own organization does not read either. */
const personal: readonly string[] = ['accounts', 'tokens'];

test('AO-04-9: the owner is answered where another is not: the questions are real ones', async () => {
  const reads = foreignQuestions().filter(({ of }) => of.id.endsWith('.read') && !personal.includes(collectionOf(of)));
  for (const { of, id, owner } of reads) {
    const person = world.city.accounts.all.find(({ role, org }) => role === owner.role && org === owner.org);
    expect([of.id, (await ask(of, id, person)).status]).toEqual([of.id, 200]);
  }
  expect(reads.length).toBeGreaterThan(10);
});

test('AO-03-2: no list of another organization has a thing of this one', async () => {
  for (const of of operations.filter(({ id }) => /\.list(_all)?$/.test(id))) {
    const owner = ownerOf(of);
    if (!owner || owner.role === 'city' || isOpen(of, owner.role)) continue;
    const other = world.second.get(owner.role);
    if (!other || other.org === owner.org) continue;
    const text = await (await ask(of, '', other)).text();
    expect([of.id, text.includes(`"id":"${idFor(of)}"`)]).toEqual([of.id, false]);
  }
});
