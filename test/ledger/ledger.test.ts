/** The budget: never exceeded, never given back, and the same words whatever the data is. */
import { readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import type { NanoRho } from '#policies/units.ts';
import {
  aLedger,
  aLedgerFile,
  aReservation,
  balanceOf,
  codesOf,
  cost,
  named,
  plainEntries,
  plainSums,
  space,
} from './builders.ts';

test('reserve reaches a cap exactly and refuses the billionth above it', () => {
  using ledger = aLedger();
  unwrap(ledger.reserve(aReservation('a', { cost: cost(99) })));
  expect(codesOf(ledger.reserve(aReservation('b', { cost: cost(2) })))).toEqual(['E_BUDGET']);
  unwrap(ledger.reserve(aReservation('c', { cost: cost(1) })));
  expect(codesOf(ledger.reserve(aReservation('d', { cost: cost(1) })))).toEqual(['E_BUDGET']);
  expect(balanceOf(ledger)).toEqual({ cap: 100n, spent: 0n, reserved: 100n });
});

test('reserve holds δ against its cap as it holds ρ', () => {
  using ledger = aLedger();
  const scopes = [{ scope: space, cap: cost(100, 5) }];
  unwrap(ledger.reserve(aReservation('a', { cost: cost(1, 5), scopes })));
  expect(codesOf(ledger.reserve(aReservation('b', { cost: cost(0, 1), scopes })))).toEqual(['E_BUDGET']);
  unwrap(ledger.reserve(aReservation('c', { cost: cost(1), scopes })));
});

test('reserve adds numbers that no double holds', () => {
  using ledger = aLedger();
  const big = 2n ** 80n;
  const scopes = [{ scope: space, cap: cost(2n * big + 1n) }];
  unwrap(ledger.reserve(aReservation('a', { cost: cost(big), scopes })));
  unwrap(ledger.reserve(aReservation('b', { cost: cost(big + 1n), scopes })));
  expect(codesOf(ledger.reserve(aReservation('c', { cost: cost(1), scopes })))).toEqual(['E_BUDGET']);
  expect(balanceOf(ledger)?.reserved).toBe(2n * big + 1n);
});

test('reserve takes from every scope or from none, and names each that has too little', () => {
  using ledger = aLedger();
  const scopes = ['space/enterprise', 'agreement/agr-1', 'recipient/acme@agr-1', `program/${named('text')}`].map(
    (scope, index) => ({ scope, cap: cost(index % 2 === 0 ? 1_500_000_000 : 400_000_000, 7) }),
  );
  const refused = ledger.reserve(aReservation('a', { cost: cost(500_000_000, 2), scopes }));
  expect(refused).toEqual({
    ok: false,
    refusals: ['agreement/agr-1', `program/${named('text')}`].map((scope) => ({
      code: 'E_BUDGET',
      detail: `Cannot reserve for a: ${scope} must have ρ 0.5, δ 0.000000000000000002 left; spent or reserved are ρ 0, δ 0 of ρ 0.4, δ 0.000000000000000007`,
    })),
  });
  expect(unwrap(ledger.balances())).toEqual([]);
});

test('one run reserves once, also after it was voided', () => {
  using ledger = aLedger();
  unwrap(ledger.reserve(aReservation('a')));
  expect(codesOf(ledger.reserve(aReservation('a')))).toEqual(['E_STATE']);
  unwrap(ledger.void('a'));
  expect(codesOf(ledger.reserve(aReservation('a')))).toEqual(['E_STATE']);
  expect(balanceOf(ledger)).toEqual({ cap: 100n, spent: 0n, reserved: 0n });
});

test('nothing is given back after open: not by void, not by recover', () => {
  using ledger = aLedger();
  unwrap(ledger.reserve(aReservation('a')));
  unwrap(ledger.open('a'));
  expect(codesOf(ledger.void('a'))).toEqual(['E_STATE']);
  expect(codesOf(ledger.open('a'))).toEqual(['E_STATE']);
  expect(unwrap(ledger.recover())).toEqual([]);
  expect(balanceOf(ledger)).toEqual({ cap: 100n, spent: 10n, reserved: 0n });
});

test.each(['open', 'void'] as const)('%s refuses a run that did not reserve, and one that was voided', (step) => {
  using ledger = aLedger();
  expect(codesOf(ledger[step]('a'))).toEqual(['E_STATE']);
  unwrap(ledger.reserve(aReservation('a')));
  unwrap(ledger.void('a'));
  expect(codesOf(ledger[step]('a'))).toEqual(['E_STATE']);
});

test('commit refuses what was not opened, and a second result', () => {
  using ledger = aLedger();
  unwrap(ledger.reserve(aReservation('a')));
  expect(codesOf(ledger.commit('a', named('one')))).toEqual(['E_STATE']);
  unwrap(ledger.open('a'));
  unwrap(ledger.commit('a', named('one')));
  expect(codesOf(ledger.commit('a', named('two')))).toEqual(['E_STATE']);
  expect(unwrap(ledger.committed(named('a')))).toEqual([named('one')]);
});

test('recover voids what was reserved and never opened, and keeps the rest', () => {
  const path = aLedgerFile();
  {
    using ledger = aLedger(path);
    for (const run of ['done', 'opened', 'waiting', 'voided']) unwrap(ledger.reserve(aReservation(run)));
    for (const run of ['done', 'opened']) unwrap(ledger.open(run));
    unwrap(ledger.commit('done', named('result')));
    unwrap(ledger.void('voided'));
  }
  using ledger = aLedger(path);
  expect(balanceOf(ledger)).toEqual({ cap: 100n, spent: 20n, reserved: 10n });
  expect(unwrap(ledger.recover())).toEqual(['waiting']);
  expect(unwrap(ledger.recover())).toEqual([]);
  expect(balanceOf(ledger)).toEqual({ cap: 100n, spent: 20n, reserved: 0n });
  expect(codesOf(ledger.open('waiting'))).toEqual(['E_STATE']);
});

test('setCap raises, never lowers, and from then on no request names its own cap', () => {
  using ledger = aLedger();
  unwrap(ledger.reserve(aReservation('a', { cost: cost(100) })));
  expect(codesOf(ledger.setCap(space, cost(99), 'act-1'))).toEqual(['E_STATE']);
  unwrap(ledger.setCap(space, cost(150, 3), 'act-2'));
  expect(codesOf(ledger.setCap(space, cost(200, 2), 'act-3'))).toEqual(['E_STATE']);
  const generous = [{ scope: space, cap: cost(1_000_000) }];
  expect(codesOf(ledger.reserve(aReservation('b', { cost: cost(51), scopes: generous })))).toEqual(['E_BUDGET']);
  unwrap(ledger.reserve(aReservation('c', { cost: cost(50), scopes: generous })));
  expect(balanceOf(ledger)).toEqual({ cap: 150n, spent: 0n, reserved: 150n });
});

test('a default cap that was lowered binds the next request, and takes nothing back', () => {
  using ledger = aLedger();
  unwrap(ledger.reserve(aReservation('a', { cost: cost(60) })));
  const scopes = [{ scope: space, cap: cost(50) }];
  expect(codesOf(ledger.reserve(aReservation('b', { cost: cost(1), scopes })))).toEqual(['E_BUDGET']);
  unwrap(ledger.open('a'));
  expect(balanceOf(ledger)).toEqual({ cap: 100n, spent: 60n, reserved: 0n });
});

test.each([
  ['a cost of nothing', { cost: cost(0) }],
  ['a negative cost', { cost: { ...cost(0), rho: -1n as NanoRho } }],
  ['no scope', { scopes: [] }],
  ['a scope twice', { scopes: [space, space].map((scope) => ({ scope, cap: cost(100) })) }],
  ['a scope that is no name', { scopes: [{ scope: '../x', cap: cost(100) }] }],
  ['a run that is no name', { run: '../a' }],
])('%s is a bug of the caller and writes nothing', (_, overrides) => {
  using ledger = aLedger();
  expect(() => ledger.reserve(aReservation('a', overrides))).toThrow();
  expect(unwrap(ledger.balances())).toEqual([]);
  unwrap(ledger.reserve(aReservation('a')));
});

test('query-and-privacy §2.11: refusal and balance are the same whatever came out of the runs before', () => {
  const told = ['one', 'another', undefined].map((result) => {
    using ledger = aLedger();
    unwrap(ledger.reserve(aReservation('a', { cost: cost(95) })));
    unwrap(ledger.open('a'));
    if (result !== undefined) unwrap(ledger.commit('a', named(result)));
    return { refused: ledger.reserve(aReservation('b')), balances: ledger.balances() };
  });
  expect(told[0]?.refused.ok).toBe(false);
  expect(told[1]).toEqual(told[0]);
  expect(told[2]).toEqual(told[0]);
});

test('balances are the fold of the entries, sorted, by prefix', () => {
  const path = aLedgerFile();
  using ledger = aLedger(path);
  const scopes = [space, 'agreement/b', 'agreement/a'].map((scope) => ({ scope, cap: cost(100) }));
  for (const run of ['a', 'b', 'c']) unwrap(ledger.reserve(aReservation(run, { scopes })));
  unwrap(ledger.open('b'));
  unwrap(ledger.void('c'));
  expect(unwrap(ledger.balances('agreement/')).map(({ scope }) => scope)).toEqual(['agreement/a', 'agreement/b']);
  for (const { scope, spent, reserved } of unwrap(ledger.balances())) {
    expect({ spent: spent.rho, reserved: reserved.rho }).toEqual(plainSums(plainEntries(path), scope));
  }
});

test('two processes see each other: an old balance decides nothing', () => {
  const path = aLedgerFile();
  using one = aLedger(path);
  using two = aLedger(path);
  unwrap(one.reserve(aReservation('a', { cost: cost(60) })));
  expect(codesOf(two.reserve(aReservation('b', { cost: cost(60) })))).toEqual(['E_BUDGET']);
  unwrap(two.open('a'));
  expect(codesOf(one.void('a'))).toEqual(['E_STATE']);
  unwrap(two.commit('a', named('result')));
  expect(unwrap(one.committed(named('a')))).toEqual([named('result')]);
});

test('the file is ours alone, stands for itself, and only grows', () => {
  const path = aLedgerFile();
  using ledger = aLedger(path);
  unwrap(ledger.reserve(aReservation('a')));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(path))).toEqual(['ledger.db']);
  using db = new DatabaseSync(path);
  db.exec('PRAGMA recursive_triggers = ON');
  for (const sql of ["UPDATE entry SET json = ''", 'DELETE FROM entry', "REPLACE INTO entry VALUES (1, '', '')"]) {
    expect(() => db.exec(sql)).toThrow('the ledger only grows');
  }
});
