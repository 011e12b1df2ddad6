/** Ledgers for tests: a file of its own each, reservations with sane defaults, and the file read without our code. */
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inject } from 'vitest';
import { mkdirSync } from 'node:fs';
import type { Cost } from '#policies/privacy/cost.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { attoDelta, nanoRho, sha256, type Sha256 } from '#policies/units.ts';
import { openLedger, type Ledger, type Reservation } from '#sandbox/ledger/ledger.ts';

export function aFolder(): string {
  const folder = join(inject('workspace'), randomUUID());
  mkdirSync(folder);
  return folder;
}

export function aLedgerFile(): string {
  return join(aFolder(), 'ledger.db');
}

export function aLedger(path = aLedgerFile()): Ledger {
  return unwrap(openLedger(path));
}

export function cost(rho: number | bigint, delta: number | bigint = 0n): Cost {
  return { rho: nanoRho(BigInt(rho)), delta: attoDelta(BigInt(delta)) };
}

export function named(text: string): Sha256 {
  return sha256(createHash('sha256').update(text).digest('hex'));
}

export const space = 'space/enterprise';

export function aReservation(run: string, overrides: Partial<Reservation> = {}): Reservation {
  return { run, canon: named(run), cost: cost(10), scopes: [{ scope: space, cap: cost(100) }], ...overrides };
}

export function codesOf(outcome: Outcome<unknown>): readonly string[] {
  return outcome.ok ? [] : outcome.refusals.map(({ code }) => code);
}

/** The sums of a scope, short enough for a comparison. */
export function balanceOf(ledger: Ledger, scope = space) {
  const found = unwrap(ledger.balances(scope)).find((balance) => balance.scope === scope);
  return found && { cap: found.cap.rho, spent: found.spent.rho, reserved: found.reserved.rho };
}

export interface PlainEntry {
  readonly seq: number;
  readonly hash: string;
  readonly posting: Readonly<Record<string, unknown>>;
}

/** Entries as SQLite and node:crypto have them; throws where the chain does not hold. */
export function plainEntries(path: string): readonly PlainEntry[] {
  using db = new DatabaseSync(path, { readOnly: true });
  let prev = '0'.repeat(64);
  return db
    .prepare('SELECT seq, hash, json FROM entry ORDER BY seq')
    .all()
    .map((row, index) => {
      const json = String(row['json']);
      const hash = createHash('sha256').update(json).digest('hex');
      const read = JSON.parse(json) as { seq: number; prev: string; posting: Record<string, unknown> };
      if (row['hash'] !== hash || read.prev !== prev || read.seq !== row['seq'] || read.seq !== index + 1) {
        throw new Error(`entry ${index + 1} does not follow`);
      }
      prev = hash;
      return { seq: read.seq, hash, posting: read.posting };
    });
}

/** What a scope has spent and holds reserved, added up from the entries by another way than ours. */
export function plainSums(entries: readonly PlainEntry[], scope = space): { spent: bigint; reserved: bigint } {
  const runs = (kind: string) =>
    new Set(entries.filter(({ posting }) => posting['kind'] === kind).map(({ posting }) => posting['run']));
  const [opened, voided] = [runs('open'), runs('void')];
  const costs = entries
    .map(({ posting }) => posting as { kind: string; run: string; cost: { rho: string }; scopes: { scope: string }[] })
    .filter((posting) => posting.kind === 'reserve' && posting.scopes.some((one) => one.scope === scope));
  const sum = (of: typeof costs) => of.reduce((total, posting) => total + BigInt(posting.cost.rho), 0n);
  return {
    spent: sum(costs.filter(({ run }) => opened.has(run))),
    reserved: sum(costs.filter(({ run }) => !opened.has(run) && !voided.has(run))),
  };
}
