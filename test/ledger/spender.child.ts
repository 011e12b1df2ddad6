/**
 * A process that reserves, opens and commits until it is done or killed, and says each step that was acknowledged.
 * @see kill.test.ts
 */
import { writeSync } from 'node:fs';
import { attoDelta, nanoRho, sha256 } from '#policies/units.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import type { Head } from '#sandbox/ledger/chain.ts';
import { openLedger } from '#sandbox/ledger/ledger.ts';

const [path = '', who = '', cap = '0'] = process.argv.slice(2);
const scopes = ['space/person', `agreement/a${Number(who) % 3}`].map((scope) => ({
  scope,
  cap: { rho: nanoRho(BigInt(cap)), delta: attoDelta(0n) },
}));
const canon = sha256('c'.repeat(64));

function say(kind: string, run: string, outcome: Outcome<Head>): boolean {
  const what = outcome.ok ? `${outcome.value.seq} ${outcome.value.hash}` : outcome.refusals[0].code;
  writeSync(1, `${kind} ${run} ${what}\n`);
  return outcome.ok;
}

using ledger = unwrap(openLedger(path));
writeSync(1, 'ready\n');
for (let n = 0; n < 8; n += 1) {
  const run = `p${who}-${n}`;
  const cost = { rho: nanoRho(BigInt(1 + (n % 4))), delta: attoDelta(0n) };
  if (!say('reserve', run, ledger.reserve({ run, canon, cost, scopes }))) continue;
  if (n % 5 === 4) {
    say('void', run, ledger.void(run));
    continue;
  }
  if (say('open', run, ledger.open(run))) say('commit', run, ledger.commit(run, canon));
}
