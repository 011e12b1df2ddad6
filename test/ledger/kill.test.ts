/** Many processes, one ledger, SIGKILL at any moment: what was acknowledged stands, and no cap is exceeded. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import type { Sha256 } from '#policies/units.ts';
import { openLedger } from '#sandbox/ledger/ledger.ts';
import { aLedgerFile, aReservation, balanceOf, codesOf, cost, plainEntries, plainSums } from './builders.ts';

const processes = 64;
const atOnce = 8;
/** So small that the processes fight for it, so large that most of them get something. */
const cap = 300n;
const person = 'space/person';

interface Acknowledged {
  readonly kind: string;
  readonly run: string;
  /** Number and hash of the entry, or the code of the refusal. */
  readonly seq: string;
  readonly hash?: Sha256 | undefined;
}

/** Runs one process, killed some time after it is ready; every third may end by itself. @returns what it said in full lines */
async function spend(path: string, who: number): Promise<readonly Acknowledged[]> {
  const module = join(import.meta.dirname, 'spender.child.ts');
  const child = spawn(process.execPath, [module, path, String(who), String(cap)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await Promise.race([once(child.stdout, 'data'), ended]);
  if (who % 3 !== 0) setTimeout(() => child.kill('SIGKILL'), Math.random() * 120);
  await ended;
  if (who % 3 === 0) expect(child.exitCode).toBe(0);
  const lines = said.split('\n').slice(0, -1);
  expect(lines[0]).toBe('ready');
  return lines.slice(1).map((line) => {
    const [kind = '', run = '', seq = '', hash] = line.split(' ');
    return { kind, run, seq, hash: hash as Sha256 | undefined };
  });
}

async function spendAll(path: string): Promise<readonly Acknowledged[]> {
  const waiting = Array.from({ length: processes }, (_, who) => who);
  const said: Acknowledged[] = [];
  const lane = async () => {
    for (let who = waiting.shift(); who !== undefined; who = waiting.shift()) said.push(...(await spend(path, who)));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return said;
}

test('invariant 7: 64 processes killed at any moment never overspend and lose nothing acknowledged', async () => {
  const path = aLedgerFile();
  const said = await spendAll(path);
  const done = said.filter(({ hash }) => hash !== undefined);
  const codes = new Set(said.filter(({ hash }) => hash === undefined).map(({ seq }) => seq));
  expect(codes).toEqual(new Set(['E_BUDGET']));

  const entries = plainEntries(path);
  const stand = new Set(
    entries.map(({ seq, hash, posting }) => `${String(posting['kind'])} ${String(posting['run'])} ${seq} ${hash}`),
  );
  expect(done.filter(({ kind, run, seq, hash }) => !stand.has(`${kind} ${run} ${seq} ${hash}`))).toEqual([]);
  // Each killed process had at most one step under way that nobody heard of.
  expect(entries.length - done.length).toBeLessThanOrEqual(processes);

  const last = done.reduce((a, b) => (Number(b.seq) > Number(a.seq) ? b : a));
  using ledger = unwrap(openLedger(path, { seq: Number(last.seq), hash: last.hash as Sha256 }));
  for (const { scope, ...ours } of unwrap(ledger.balances())) {
    const { spent, reserved } = plainSums(entries, scope);
    expect(spent + reserved).toBeLessThanOrEqual(cap);
    expect({ spent: ours.spent.rho, reserved: ours.reserved.rho }).toEqual({ spent, reserved });
  }
  const before = balanceOf(ledger, person);
  unwrap(ledger.recover());
  const { spent = 0n } = balanceOf(ledger, person) ?? {};
  expect(balanceOf(ledger, person)).toEqual({ cap, spent: before?.spent, reserved: 0n });

  const rest = { scopes: [{ scope: person, cap: cost(cap) }] };
  expect(codesOf(ledger.reserve(aReservation('over', { ...rest, cost: cost(cap - spent + 1n) })))).toEqual([
    'E_BUDGET',
  ]);
  if (cap > spent) unwrap(ledger.reserve(aReservation('rest', { ...rest, cost: cost(cap - spent) })));
  unwrap(ledger.verify());
}, 180_000);
