/** A consent is used for its matter, by its vendor, on its columns, so often, so long, and not once more. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { remainingOf } from '#policies/procedure/cases/consent.ts';
import { columnsNeedingConsent, isDesensitised } from '#policies/procedure/consent-guards.ts';
import { lives, type CommandOf } from '#policies/procedure/lives.ts';
import { entryId, instant, orgId, sha256 } from '#policies/units.ts';
import { aScript } from '../../fixtures/script.ts';
import { aContent, theClauses } from '../commands.ts';
import { doAll, tryAll } from '../consequences.ts';
import { codesOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';

const { ana, olga, sue, sam, gus, mole, system } = people;
const june = { from: instant('2026-03-01T00:00:00.000Z'), to: instant('2026-06-01T00:00:00.000Z') };
const [scope] = theClauses().dataScope;
if (!scope) throw new Error('the clauses have a scope');

type Give = CommandOf<'consent'> & { readonly type: 'give' };
function aConsent(change: Partial<Give> = {}): Give {
  const about = { subject: sha256('ab'.repeat(32)), vendor: orgId('fintech'), scenario: 's1_credit' };
  return { type: 'give', ...about, columns: [scope].flatMap((use) => use ?? []), accesses: 2, term: june, ...change };
}

function give(world: World, id: string, change: Partial<Give> = {}): void {
  world.do('consent', id, sue, aConsent(change));
  world.do('consent', id, olga, { type: 'activate', evidence: 'identity verified' });
}

/** An approved program that sees all rows, over a column that needs consent; runs enough. */
function aRawWorld(mark = 'paid_cny'): World {
  const world = worldAt('program_approved');
  world.change('program', 'prog1', (doc) => ({ ...doc, content: { ...doc.content, script: aScript() } }));
  world.change('agreement', 'agr1', (doc) => ({ ...doc, grants: doc.grants.map((grant) => ({ ...grant, runs: 99 })) }));
  world.change('catalogEntry', 'social_insurance', (doc) => {
    const tables = doc.entry.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => (column.name === mark ? { ...column, consent: true as const } : column)),
    }));
    return { ...doc, entry: { ...doc.entry, tables } };
  });
  return world;
}

function ask(world: World, id: string, consents?: readonly string[]) {
  const { hash } = world.must('program', 'prog1');
  const order = { program: 'prog1', hash, scenario: 's1_credit', parameters: [{ name: 'year', value: 2024 }] };
  const command = { type: 'request', ...order, ...(consents && { consents }) } as const;
  return tryAll(world, { life: 'run', id, actor: ana, command });
}

const move = (world: World, id: string, type: 'precheck' | 'queue' | 'start') =>
  tryAll(world, { life: 'run', id, actor: system, command: { type } });

describe('AO-21-3 AO-28-6 SH-07-2 columns that need consent are seen with it, or desensitised, or not at all', () => {
  test('without consent the run is refused, and says which columns', () => {
    expect(codesOf(ask(aRawWorld(), 'run1'))).toEqual(['E_CONSENT']);
  });

  test('with consent it is accepted, and the order says to whose rows it must keep', () => {
    const world = aRawWorld();
    give(world, 'c1');
    for (const outcome of [ask(world, 'run1', ['c1']), move(world, 'run1', 'precheck'), move(world, 'run1', 'queue')])
      expect(codesOf(outcome)).toEqual(['accepted']);
    expect(world.must('run', 'run1').subjects).toEqual([sha256('ab'.repeat(32))]);
  });

  test('the same columns in a table need none, and burn none', () => {
    const world = aRawWorld();
    world.change('program', 'prog1', (doc) => doc);
    give(world, 'c1');
    expect(codesOf(ask(world, 'run1'))).toEqual(['accepted']);
    expect(codesOf(ask(world, 'run2', ['c1']))).toEqual(['E_CONSENT']);
  });

  test('an entry closed for privacy needs it for every column; closed for another ground, or conditional, for marked ones', () => {
    const [doc] = aRawWorld().all('catalogEntry');
    if (!doc) throw new Error('there is an entry');
    const needing = (change: Partial<typeof doc.entry>) =>
      columnsNeedingConsent(theClauses().dataScope, [{ ...doc, entry: { ...doc.entry, ...change } }]).flatMap(
        ({ columns }) => columns,
      );
    expect(needing({ attribute: 'closed', secrets: ['personal_info'] })).toEqual(['uscc', 'district', 'paid_cny']);
    expect(needing({ attribute: 'closed', secrets: ['trade_secret'] })).toEqual(['uscc', 'district', 'paid_cny']);
    expect(needing({ attribute: 'closed', secrets: ['work_secret'] })).toEqual(['paid_cny']);
    expect(needing({ secrets: ['personal_info'] })).toEqual(['paid_cny']);
  });

  test('isDesensitised: tables and noise are, code over all rows and exact training are not', () => {
    const train = { kind: 'x' } as never;
    expect(isDesensitised(aContent())).toBe(true);
    expect(isDesensitised(aContent({ lane: 'private' }))).toBe(true);
    expect(isDesensitised(aContent({ lane: 'private', train }))).toBe(true);
    expect(isDesensitised(aContent({ train }))).toBe(false);
    expect(isDesensitised(aContent({ script: aScript() }))).toBe(false);
  });
});

/** With the change, and without any term. */
function parses(change: object): readonly boolean[] {
  const { term, ...rest } = aConsent();
  return [{ ...rest, term, ...change }, rest].map((body) => lives.consent.command.safeParse(body).success);
}

describe('GD-24-1 a consent serves nothing that it does not name', () => {
  test.each([
    ['another vendor', { vendor: orgId('rival_inc') }],
    ['another matter', { scenario: 's2_energy' }],
    ['other columns', { columns: [{ ...scope, columns: ['uscc'] }] }],
    ['another table', { columns: [{ ...scope, entry: entryId('tax_credit') }] }],
    ['a term to come', { term: { from: instant('2026-05-01T00:00:00.000Z'), to: june.to } }],
  ])('%s', (_, change) => {
    const world = aRawWorld();
    give(world, 'c1', change);
    expect(codesOf(ask(world, 'run1', ['c1']))).toEqual(['E_CONSENT']);
  });

  test('one of several that is not in force refuses the run; the same twice too', () => {
    const world = aRawWorld();
    give(world, 'c1');
    world.do('consent', 'c2', sam, aConsent());
    for (const consents of [['c1', 'c2'], ['c1', 'c1'], ['c1', 'nowhere'], []])
      expect(codesOf(ask(world, 'run1', consents))).toEqual(['E_CONSENT']);
  });

  test('a foreign consent is refused in the words of a missing one', () => {
    const world = aRawWorld();
    give(world, 'c1', { vendor: orgId('rival_inc') });
    const words = JSON.stringify(ask(world, 'run1', ['c1'])).replaceAll('c1', 'c9');
    expect(words).toEqual(JSON.stringify(ask(world, 'run1', ['c9'])));
  });

  test('a raw id is no subject, and there is no consent without count and term', () => {
    expect(parses({})).toEqual([true, false]);
    expect(parses({ subject: '440106199001011234' })[0]).toBe(false);
    expect(parses({ accesses: 0 })[0]).toBe(false);
    expect(parses({ accesses: undefined })[0]).toBe(false);
  });
});

describe('GD-24-1 only its subject gives and takes back', () => {
  test('another subject neither sees nor revokes it; a vendor’s operator does not activate it', () => {
    const world = aRawWorld();
    world.do('consent', 'c1', sue, aConsent());
    expect(codesOf(world.try('consent', 'c1', sam, { type: 'revoke', reason: 'x' }))).toEqual(['E_NOT_FOUND']);
    expect(codesOf(world.try('consent', 'c1', gus, { type: 'activate', evidence: 'x' }))).toEqual(['E_ROLE']);
    expect(codesOf(world.try('consent', 'c2', ana, aConsent()))).toEqual(['E_ROLE']);
    const registered = { ...world.must('registration', 'reg1'), id: 'fintech' };
    world.change('registration', 'reg1', () => registered);
    expect(codesOf(world.try('consent', 'c1', mole, { type: 'activate', evidence: 'x' }))).toEqual(['E_SEPARATION']);
  });

  test.each(['requested', 'prechecked', 'queued', 'running'] as const)('revocation kills a run that is %s', (state) => {
    const world = aRawWorld();
    give(world, 'c1');
    ask(world, 'run1', ['c1']);
    for (const type of ['precheck', 'queue', 'start'] as const)
      if (world.must('run', 'run1').state !== state) move(world, 'run1', type);
    expect(world.must('run', 'run1').state).toBe(state);
    doAll(world, { life: 'consent', id: 'c1', actor: sue, command: { type: 'revoke', reason: 'no more' } });
    expect(world.must('run', 'run1').state).toBe('killed');
    expect(codesOf(ask(world, 'run2', ['c1']))).toEqual(['E_CONSENT']);
  });

  test('a run that was asked for in term does not start after it', () => {
    const world = aRawWorld();
    give(world, 'c1');
    ask(world, 'run1', ['c1']);
    world.now = june.to;
    expect(codesOf(move(world, 'run1', 'precheck'))).toEqual(['E_CONSENT']);
  });
});

const operation = fc.record({
  run: fc.integer({ min: 1, max: 4 }),
  kind: fc.constantFrom(
    'ask1',
    'ask2',
    'both',
    'both',
    'next',
    'next',
    'next',
    'next',
    'next',
    'fail',
    'revoke',
    'late',
  ),
});

test('GD-24-1 over any interleaving remaining is given less uses, never below 0, and every start is one use of each', () => {
  let exhausted = 0;
  fc.assert(
    fc.property(fc.array(operation, { minLength: 20, maxLength: 60 }), fc.nat(3), (operations, few) => {
      const world = aRawWorld();
      give(world, 'c1', { accesses: few + 1 });
      give(world, 'c2', { accesses: 2 });
      for (const { run, kind } of operations) {
        const id = `run${run}`;
        if (kind === 'ask1') ask(world, id, ['c1']);
        else if (kind === 'ask2') ask(world, id, ['c2']);
        else if (kind === 'both') ask(world, id, ['c1', 'c2']);
        else if (kind === 'revoke' && run === 1 && operations.length % 2 === 0)
          tryAll(world, { life: 'consent', id: 'c1', actor: sue, command: { type: 'revoke', reason: 'x' } });
        else if (kind === 'late' && run === 1 && operations.length % 3 === 0) world.now = june.to;
        else if (kind === 'fail' && run < 3)
          tryAll(world, { life: 'run', id, actor: system, command: { type: 'fail', code: 'E_EXEC' } });
        else if (kind === 'next') for (const type of ['start', 'queue', 'precheck'] as const) move(world, id, type);
        for (const consent of world.all('consent')) requireCounted(world, consent.id);
      }
      if (world.must('consent', 'c2').state === 'exhausted') exhausted++;
    }),
    { numRuns: 150 },
  );
  expect(exhausted).toBeGreaterThan(3);
});

/** Said again from the runs alone. */
function requireCounted(world: World, id: string): void {
  const consent = world.must('consent', id);
  const started = world
    .all('run')
    .filter((run) => run.consents?.includes(id) && run.acts.some(({ type }) => type === 'run.started'));
  expect(remainingOf(consent)).toBe(consent.accesses - started.length);
  expect(remainingOf(consent)).toBeGreaterThanOrEqual(0);
  expect(consent.state === 'exhausted').toBe(remainingOf(consent) === 0);
  for (const { type, at } of consent.acts)
    if (type === 'consent.used' || type === 'consent.exhausted') expect(at < june.to).toBe(true);
}

test('GD-24-1 a consent that nobody used up expires by itself, once its term is over', () => {
  const { consent } = lives;
  const world = aRawWorld();
  give(world, 'c1');
  expect(consent.due?.(world.must('consent', 'c1'), instant('2026-05-31T23:59:59.999Z'))).toBeUndefined();
  expect(consent.due?.(world.must('consent', 'c1'), june.to)).toEqual({ type: 'expire' });
  expect(codesOf(world.try('consent', 'c1', system, { type: 'expire' }))).toEqual(['E_STATE']);
  world.now = june.to;
  expect(world.do('consent', 'c1', system, { type: 'expire' }).state).toBe('expired');
});
