/** The domain against a gateway that lies: what does not stand in the log, exactly so, is not done. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileExport, programOf, runProgram, type JourneyPlan } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { makeKeys } from '#gateway/record/keys.ts';
import { openRecord } from '#gateway/record/store.ts';
import { openWitness } from '#gateway/record/witness.ts';
import { defaultOrigin } from '#gateway/open-office.ts';
import { systemActor } from '#gateway/office.ts';
import type { Permit } from '#policies/record/permit.ts';
import { accept, unwrap } from '#policies/refusal.ts';
import { file } from '#sandbox/release/files.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { givePermit } from '../record/ledger.ts';
import { forge, permitOf } from './permits.ts';
import { aPlan, toExport, toRun, type Submitted } from './plans.ts';
import { codesOf, detailsOf } from './refused.ts';

const plan = aPlan();
let city: Installation;
let done: Submitted;
let other: Submitted;
beforeAll(async () => {
  city = await openCity();
  done = await toExport(city.as, plan);
  other = await toExport(city.as, aPlan({ sql: plan.sql }));
});
afterAll(async () => city[Symbol.asyncDispose]());

function content(change: Partial<JourneyPlan> = {}) {
  return programOf({ ...plan, ...change }, done.agreement).content;
}

function ordered(): Promise<Permit> {
  return permitOf(city.office, 'run.ordered', `run/${done.run}`);
}

async function run(permit: unknown, of = done.run, program: unknown = content()) {
  return codesOf(await city.office.domain.run({ permit: permit as Permit, run: of, content: program }));
}

test('DC-03: the domain carries an order out once, so that nothing runs beside what the record holds', async () => {
  const third = aPlan({ sql: plan.sql });
  const again = await toRun(city.as, third);
  const own = programOf(third, again.agreement).content;
  const order = await permitOf(city.office, 'run.ordered', `run/${again.run}`);
  expect(await run(order, again.run, own)).toEqual(['E_STATE']);
  unwrap(await city.office.domain.purge({ run: again.run }));
  expect(await run(order, again.run, own)).toEqual(['E_STATE']);
});

test('DC-03: the domain refuses a text that differs from the order by one byte', async () => {
  for (const sql of [`${plan.sql} `, plan.sql.replace('1', '2'), plan.sql.replace('SELECT', 'select')]) {
    expect(await run(await ordered(), done.run, content({ sql }))).toEqual(['E_PERMIT']);
  }
  expect(await run(await ordered(), done.run, { ...content(), title: '另一个' })).toEqual(['E_PERMIT']);
  expect(await run(await ordered(), done.run, null)).toEqual(['E_PERMIT']);
});

test('DC-03: the domain refuses the order of another run, and an event that is no order', async () => {
  expect(await run(await ordered(), other.run)).toEqual(['E_PERMIT']);
  expect(await run(await permitOf(city.office, 'run.ordered', `run/${other.run}`))).toEqual(['E_PERMIT']);
  for (const type of ['run.requested', 'run.prechecked', 'run.started', 'run.finished']) {
    expect(await run(await permitOf(city.office, type, `run/${done.run}`))).toEqual(['E_PERMIT']);
  }
});

test('AO-12-1 DC-03: the domain refuses a forged leaf, payload, salt, place, proof or checkpoint', async () => {
  const permit = await ordered();
  const payload = permit.payload as Record<string, unknown>;
  const lines = permit.checkpoint.trimEnd().split('\n');
  const forgeries: Record<string, unknown> = {
    leaf: { ...permit, leaf: permit.leaf.replace(done.run, 'run-forged') },
    payload: { ...permit, payload: { ...payload, hash: '0'.repeat(64) } },
    salt: { ...permit, salt: '0'.repeat(64) },
    index: { ...permit, index: permit.index + 1 },
    size: { ...permit, size: permit.size + 1 },
    'no proof': { ...permit, proof: [] },
    'another proof': { ...permit, proof: permit.proof.toReversed() },
    'no cosignature': { ...permit, checkpoint: `${lines.slice(0, -1).join('\n')}\n` },
    'another root': { ...permit, checkpoint: permit.checkpoint.replace(/\n(.)/, (_, c) => `\n${c === '1' ? 2 : 1}`) },
    empty: {},
    'no object': 'permit',
  };
  for (const [what, forged] of Object.entries(forgeries)) {
    expect([what, (await run(forged))[0]]).toEqual([what, what === 'no object' ? 'E_INPUT' : 'E_PERMIT']);
  }
});

test('DC-03: the domain refuses an order that stands in a log of other keys', async () => {
  const keys = makeKeys(defaultOrigin);
  const witness = openWitness({ file: ':memory:', signer: keys.witness, log: keys.log.key, clock: Date.now });
  const store = { kind: 'sqlite', file: ':memory:' } as const;
  using record = unwrap(openRecord({ store, log: keys.log, versions: {}, fold: () => [] }));
  const order = { life: 'run', id: done.run, type: 'run.ordered', data: (await ordered()).payload };
  const by = { actor: systemActor, now: city.office.clock() };
  unwrap(record.commit(by, () => accept({ events: [order], docs: [] })));
  expect(await run(givePermit(record, 0, witness))).toEqual(['E_PERMIT']);
});

test('DC-10: the domain names no hash of a result that is not filed, for a small one can be guessed from it', async () => {
  const sql = 'SELECT count(DISTINCT uscc) AS firms FROM ent_registration';
  const small = await toExport(city.as, aPlan({ sql }));
  const { domain } = city.office;
  const subject = `export/${small.export}`;
  const submitted = await permitOf(city.office, 'export.submitted', subject);
  const filing = { life: 'export', id: small.export, type: 'export.filed', data: submitted.payload };
  const ask = async (filed: unknown, first: unknown = submitted, of = small.run) => {
    const sealed = await domain.seal({ run: of, submitted: first as Permit, filed: filed as Permit });
    return sealed.ok ? sealed.value.files.map(({ sha256 }) => guess(sha256)) : codesOf(sealed);
  };
  expect(await ask(undefined, undefined)).toEqual(['E_INPUT']);
  expect(await ask(submitted)).toEqual(['E_PERMIT']);
  for (const actor of [systemActor, people.operator, people.vendor]) {
    expect(await ask(await forge(city.office, filing, actor))).toEqual(['E_NOT_FILED']);
  }
  const filed = await forge(city.office, filing, people.agency);
  expect(await ask(filed, await permitOf(city.office, 'export.submitted', `export/${done.export}`))).toEqual([
    'E_PERMIT',
  ]);
  expect(await ask(filed, submitted, done.run)).toEqual(['E_PERMIT']);
  const { results } = submitted.payload as { results: { run: string; resultHash: string }[] };
  const changed = { results: results.map(({ run }) => ({ run, resultHash: '0'.repeat(64) })) };
  const another = await forge(city.office, { ...filing, type: 'export.submitted', data: changed }, people.vendor);
  expect(await ask(filed, another)).toEqual(['E_PERMIT']);
  for (const data of [{}, { results: [] }, changed]) {
    expect(await ask(await forge(city.office, { ...filing, data }, people.agency))).toEqual(['E_PERMIT']);
  }
  // Who files it means to tell it.
  expect(await ask(filed)).toContainEqual(expect.any(Number));
});

/** The count whose table has this hash: what a gateway that was taken over would do with one. */
function guess(sha256: string): number | undefined {
  return Array.from({ length: 1000 }, (_, count) => count).find(
    (count) => file('guessed.csv', `firms\n${count}\n`).sha256 === sha256,
  );
}

test('AO-12-1 AO-22-2: the domain releases nothing before the record holds submission, accepted filing and release', async () => {
  const { domain } = city.office;
  const subject = `export/${done.export}`;
  const submitted = await permitOf(city.office, 'export.submitted', subject);
  const ask = async (filed: Permit, released: Permit, first = submitted) =>
    codesOf(await domain.release({ run: done.run, submitted: first, filed, released }));
  expect(await ask(submitted, submitted)).toEqual(['E_PERMIT']);

  const filing = { life: 'export', id: done.export, type: 'export.filed', data: submitted.payload };
  const filed = await forge(city.office, filing, people.agency);
  const { files } = unwrap(await domain.seal({ run: done.run, submitted, filed }));
  const release = { life: 'export', id: done.export, type: 'export.released', data: { files } };
  const released = await forge(city.office, release, systemActor);
  expect(await ask(submitted, released)).toEqual(['E_PERMIT']);

  for (const actor of [systemActor, people.operator, people.vendor]) {
    expect(await ask(await forge(city.office, filing, actor), released)).toEqual(['E_NOT_FILED']);
  }
  await fileExport(city.as, { id: other.export, run: other.run });
  const otherFiled = await permitOf(city.office, 'export.filed', `export/${other.export}`);
  expect(await ask(otherFiled, released)).toEqual(['E_PERMIT']);
  const otherFiles = { ...release, data: { files: files.map((file) => ({ ...file, sha256: '0'.repeat(64) })) } };
  expect(await ask(filed, await forge(city.office, otherFiles, systemActor))).toEqual(['E_PERMIT']);
  expect(await ask(filed, released, await permitOf(city.office, 'export.submitted', `export/${other.export}`))).toEqual(
    ['E_PERMIT'],
  );
  expect(await ask(filed, released)).toEqual([]);
});

test('AO-22-2: what was returned does not leave by the filing of what was submitted in its place', async () => {
  const { domain } = city.office;
  const plan = aPlan();
  const first = await toExport(city.as, plan);
  const { id: second } = await runProgram(city.as, plan, first.program);
  const subject = `export/${first.export}`;
  const stale = await permitOf(city.office, 'export.submitted', subject);
  const vendor = city.as(people.vendor.person);
  const path = `/check/exports/${first.export}`;
  const { product } = unwrap(await vendor.call(path));
  unwrap(await city.as(people.operator.person).call(`${path}/return`, { reason: '请更换结果' }));
  unwrap(await vendor.call(`${path}/edit`, { product: { ...(product as object), runs: [second] } }));
  unwrap(await vendor.call(`${path}/submit`, {}));
  await fileExport(city.as, { id: first.export, run: String(second) });
  const filed = await permitOf(city.office, 'export.filed', subject);

  const returned = { run: first.run, submitted: stale, filed };
  expect(codesOf(await domain.seal(returned))).toEqual(['E_PERMIT']);
  const release = { life: 'export', id: first.export, type: 'export.released', data: { files: [] } };
  const released = await forge(city.office, release, systemActor);
  const bytes = await domain.release({ ...returned, released });
  expect([codesOf(bytes), detailsOf(bytes)]).toEqual([['E_PERMIT'], expect.stringContaining('that was filed')]);
  const submitted = await permitOf(city.office, 'export.submitted', subject);
  expect(codesOf(await domain.seal({ run: String(second), submitted, filed }))).toEqual([]);
});

test('DC-10: the domain reveals only by a request of the operator for this very run', async () => {
  const { domain } = city.office;
  const look = async (permit: Permit) => codesOf(await domain.reveal({ permit, run: other.run }));
  expect(await look(await permitOf(city.office, 'run.ordered', `run/${other.run}`))).toEqual(['E_PERMIT']);
  const event = { life: 'reveal', id: other.run, type: 'reveal.requested', data: {} };
  expect(await look(await forge(city.office, { ...event, id: done.run }, people.operator))).toEqual(['E_PERMIT']);
  expect(await look(await forge(city.office, event, people.vendor))).toEqual(['E_PERMIT']);
  expect(await look(await forge(city.office, event, people.operator))).toEqual([]);
});
