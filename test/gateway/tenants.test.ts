/** Two vendors side by side: what is the other's does not exist, in the same words. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileExport, release } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import { lifeOf, stageCommands, stages, type Collection } from '#gateway/stages/collections.ts';
import { lives } from '#policies/procedure/lives.ts';
import type { Move } from '#policies/procedure/life.ts';
import { unwrap } from '#policies/refusal.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { bodiesOf, bodyOf, type Bodies } from './bodies.ts';
import { aPlan, orderOf, toExport, toProgram, type Approved, type Submitted } from './plans.ts';

const plan = aPlan();
const theirPlan = aPlan({ vendor: people.rival.person });
const owned = ['registrations', 'applications', 'agreements', 'programs', 'runs', 'exports'] as const;
const missing = 'missing-1';
let city: Installation;
let made: Submitted;
let own: Approved;
let bodies: Bodies;
let ids: Readonly<Record<(typeof owned)[number], string>>;
beforeAll(async () => {
  city = await openCity();
  made = await toExport(city.as, plan);
  await fileExport(city.as, { id: made.export, run: made.run });
  await release(city.as, plan, made.export);
  own = await toProgram(city.as, theirPlan);
  bodies = bodiesOf(city, made);
  ids = {
    registrations: people.vendor.org,
    applications:
      city.office.record.read.list('application').find(({ json }) => isOf(json, people.vendor.org))?.id ?? '',
    agreements: made.agreement,
    programs: made.program.id,
    runs: made.run,
    exports: made.export,
  };
});
afterAll(async () => city[Symbol.asyncDispose]());

function isOf(json: unknown, vendor: string): boolean {
  return (json as { vendor?: unknown }).vendor === vendor;
}

interface Asked {
  readonly person?: string;
  readonly body?: unknown;
}

/** Status and text of the answer, with `id` written as a missing one. */
async function answer(path: string, id: string, { person = people.rival.person, body }: Asked = {}) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await city.ask(`/api/v1${path}`, { person, ...init });
  return { status: response.status, text: (await response.text()).replaceAll(id, missing) };
}

/** Asked about the other's thing and about none, the answers are equal, and no. */
async function requireSameAsMissing(id: string, ask: (id: string) => ReturnType<typeof answer>): Promise<void> {
  const [theirs, none] = [await ask(id), await ask(missing)];
  expect(none.status).toBeGreaterThanOrEqual(400);
  expect(theirs).toEqual(none);
}

test('AO-03-2 AO-04-9: a vendor sees nothing of another vendor, alone or in a list', async () => {
  for (const stage of stages) {
    for (const collection of owned.filter((name) => Object.hasOwn(stageCommands[stage], name))) {
      const id = ids[collection];
      const items = unwrap(await city.as(people.rival.person).call(`/${stage}/${collection}`))['items'] as unknown[];
      expect(items.filter((item) => isOf(item, people.vendor.org))).toEqual([]);
      const mine = unwrap(await city.as(people.vendor.person).call(`/${stage}/${collection}`))['items'] as unknown[];
      expect(mine.length).toBeGreaterThan(0);
      await requireSameAsMissing(id, (at) => answer(`/${stage}/${collection}/${at}`, at));
    }
  }
  await requireSameAsMissing(made.export, (at) => answer(`/export/exports/${at}/bundle`, at));
});

test('AO-04-9: a vendor moves nothing of another vendor', async () => {
  const before = city.office.record.read.size();
  let tried = 0;
  for (const stage of stages) {
    for (const collection of owned) {
      const moves: Readonly<Record<string, Move<string>>> = lives[lifeOf(collection)].moves;
      const commands: readonly string[] = commandsOf(stage, collection);
      for (const command of commands.filter((name) => moves[name]?.by.includes('vendor') && !isFirst(name))) {
        const body = bodyOf(bodies, lifeOf(collection), command);
        await requireSameAsMissing(ids[collection], (at) =>
          answer(`/${stage}/${collection}/${at}/${command}`, at, { body }),
        );
        tried++;
      }
    }
  }
  await requireSameAsMissing(made.program.id, (at) => answer(`/propose/programs/${at}/test`, at, { body: {} }));
  expect(tried).toBeGreaterThan(8);
  expect(city.office.record.read.size()).toBe(before);
});

test('AO-04-9: a vendor uses neither agreement, program nor result of another vendor', async () => {
  const content = {
    title: '题',
    queries: [{ name: 'q', sql: plan.sql }],
    parameters: [],
    outputs: [{ name: 'q', kind: 'table' }],
  };
  await requireSameAsMissing(made.agreement, (agreement) =>
    answer('/propose/programs', agreement, { body: { agreement, content } }),
  );
  await requireSameAsMissing(made.program.id, (id) =>
    answer('/run/runs', id, { body: orderOf(plan, { program: { id, hash: made.program.hash } }) }),
  );
  await requireSameAsMissing(made.run, (run) =>
    answer('/check/exports', run, { body: { agreement: own.agreement, product: product(run) } }),
  );
});

function product(run: string) {
  return {
    title: '题',
    form: 'data_metric',
    scenario: theirPlan.scenario.id,
    purpose: '用',
    recipients: ['某'],
    sourceStatement: '来源',
    runs: [run],
  };
}

test('GD-9: a department moves no entry of another department, and a vendor sees no draft of any', async () => {
  const tax = ownerOf('dept.tax').person;
  for (const [command, body] of [
    ['edit', bodyOf(bodies, 'catalogEntry', 'edit')],
    ['withdraw', { reason: '撤' }],
  ] as const) {
    await requireSameAsMissing('ent_registration', (at) =>
      answer(`/catalog/entries/${at}/${command}`, at, { person: tax, body }),
    );
  }
  const power = ownerOf('dept.power');
  const entry = { ...entryOf('power_usage_daily'), id: 'power_draft' };
  const draft = { ...entry, tables: entry.tables.map((table) => ({ ...table, name: 'power_draft' })) };
  unwrap(await city.as(power.person).call('/catalog/entries', { entry: draft }));
  for (const person of [people.vendor.person, tax]) {
    await requireSameAsMissing('power_draft', (at) => answer(`/catalog/entries/${at}`, at, { person }));
    const items = unwrap(await city.as(person).call('/catalog/entries'))['items'] as readonly { readonly id: string }[];
    expect(items.map(({ id }) => id)).not.toContain('power_draft');
  }
  expect(unwrap(await city.as(people.authority.person).call('/catalog/entries/power_draft'))).toMatchObject({
    state: 'draft',
  });
});

function entryOf(id: string) {
  const entry = cityEntries.find((one) => one.id === id);
  if (!entry) throw new Error(`no entry ${id}`);
  return entry;
}

function commandsOf(stage: (typeof stages)[number], collection: Collection): readonly string[] {
  const commands: { readonly [Name in Collection]?: readonly string[] } = stageCommands[stage];
  return commands[collection] ?? [];
}

const isFirst = (command: string): boolean => command === 'draft' || command === 'request';
