/** Any order of steps by several processes, with crashes between, against a model that is nothing but a list. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import type { Ledger } from '#sandbox/ledger/ledger.ts';
import { aLedger, aLedgerFile, codesOf, cost, named, plainEntries } from './builders.ts';

const scopes = ['space/person', 'agreement/a', 'recipient/acme@a'] as const;
type Scope = (typeof scopes)[number];

type Step =
  | {
      readonly kind: 'reserve';
      readonly run: string;
      readonly by: number;
      readonly of: readonly Scope[];
      readonly cap: number;
    }
  | { readonly kind: 'open' | 'commit' | 'void'; readonly run: string }
  | { readonly kind: 'cap'; readonly scope: Scope; readonly cap: number }
  | { readonly kind: 'recover' }
  | { readonly kind: 'reopen' };

const run = fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6');
const cap = fc.integer({ min: 0, max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('reserve' as const),
      run,
      by: fc.integer({ min: 1, max: 12 }),
      of: fc.uniqueArray(fc.constantFrom(...scopes), { minLength: 1 }),
      cap,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('open' as const, 'commit' as const, 'void' as const), run }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cap' as const), scope: fc.constantFrom(...scopes), cap }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'recover' }, { kind: 'reopen' }) },
);
/** Which of three handles on one file takes the step. */
const walk = fc.array(fc.tuple(fc.nat(2), step), { minLength: 5, maxLength: 35 });

const stateUnless = (fine: boolean): readonly string[] => (fine ? [] : ['E_STATE']);

/** What was accepted, in order. Every question is answered by going through all of it. */
class Model {
  readonly log: Step[] = [];

  stage(name: string): string {
    const steps = this.log.filter((one) => 'run' in one && one.run === name);
    return steps.at(-1)?.kind ?? 'none';
  }

  used(scope: Scope, stages: readonly string[]): number {
    return this.log
      .filter((one) => one.kind === 'reserve')
      .filter((one) => one.of.includes(scope) && stages.includes(this.stage(one.run)))
      .reduce((sum, one) => sum + one.by, 0);
  }

  cap(scope: Scope, asked?: number): number | undefined {
    const set = this.log.filter((one) => one.kind === 'cap').findLast((one) => one.scope === scope)?.cap;
    const last = this.log.filter((one) => one.kind === 'reserve').findLast((one) => one.of.includes(scope))?.cap;
    return set ?? asked ?? last;
  }

  refusals(one: Step): readonly string[] {
    switch (one.kind) {
      case 'reserve':
        if (this.stage(one.run) !== 'none') return ['E_STATE'];
        return one.of
          .filter((scope) => this.used(scope, ['reserve', 'open', 'commit']) + one.by > (this.cap(scope, one.cap) ?? 0))
          .map(() => 'E_BUDGET');
      case 'open':
      case 'void':
        return stateUnless(this.stage(one.run) === 'reserve');
      case 'commit':
        return stateUnless(this.stage(one.run) === 'open');
      case 'cap':
        return stateUnless(one.cap >= (this.cap(one.scope) ?? 0));
      case 'recover':
      case 'reopen':
        return [];
    }
  }

  take(one: Step): void {
    if (one.kind !== 'recover') return void this.log.push(one);
    const waiting = new Set(this.log.flatMap((known) => ('run' in known ? [known.run] : [])));
    for (const name of waiting) if (this.stage(name) === 'reserve') this.log.push({ kind: 'void', run: name });
  }
}

function take(ledger: Ledger, one: Exclude<Step, { kind: 'reopen' }>): Outcome<unknown> {
  switch (one.kind) {
    case 'reserve': {
      const asked = one.of.map((scope) => ({ scope, cap: cost(one.cap) }));
      return ledger.reserve({ run: one.run, canon: named(one.run), cost: cost(one.by), scopes: asked });
    }
    case 'open':
    case 'void':
      return ledger[one.kind](one.run);
    case 'commit':
      return ledger.commit(one.run, named(`result of ${one.run}`));
    case 'cap':
      return ledger.setCap(one.scope, cost(one.cap), 'an act');
    case 'recover':
      return ledger.recover();
  }
}

function requireAlike(ledger: Ledger, model: Model): void {
  const ours = unwrap(ledger.balances()).map(({ scope, ...sums }) => [
    scope,
    sums.cap.rho,
    sums.spent.rho,
    sums.reserved.rho,
  ]);
  const theirs = [...scopes]
    .sort()
    .filter((scope) => model.cap(scope) !== undefined)
    .map((scope) => [scope, model.cap(scope), model.used(scope, ['open', 'commit']), model.used(scope, ['reserve'])]);
  expect(ours.map((row) => row.map(String))).toEqual(theirs.map((row) => row.map(String)));
}

const met = new Map<string, number>();

test('invariant 7: no interleaving of processes and crashes exceeds a cap or gives back what was spent', () => {
  fc.assert(
    fc.property(walk, (steps) => {
      const path = aLedgerFile();
      const ledgers = [aLedger(path), aLedger(path), aLedger(path)];
      const model = new Model();
      for (const [who, one] of steps) {
        const ledger = ledgers[who] as Ledger;
        const expected = model.refusals(one);
        if (one.kind === 'reopen') {
          ledger[Symbol.dispose]();
          ledgers[who] = aLedger(path);
        } else expect(codesOf(take(ledger, one))).toEqual(expected);
        if (expected.length === 0) model.take(one);
        const name = `${one.kind} ${expected[0] ?? 'accepted'}`;
        met.set(name, (met.get(name) ?? 0) + 1);
        requireAlike(ledgers[(who + 1) % 3] as Ledger, model);
      }
      for (const ledger of ledgers) {
        unwrap(ledger.verify());
        ledger[Symbol.dispose]();
      }
      expect(plainEntries(path)).toHaveLength(model.log.filter(({ kind }) => kind !== 'reopen').length);
    }),
    { numRuns: 200 },
  );
  const all = ['reserve', 'open', 'commit', 'void', 'cap'].flatMap((kind) => [`${kind} accepted`, `${kind} E_STATE`]);
  expect([...met.keys()]).toEqual(expect.arrayContaining([...all, 'reserve E_BUDGET']));
});
