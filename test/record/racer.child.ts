/**
 * A gateway as it is seen by its record: commits many at once until it is killed or has done its number, says each that was
 * acknowledged, takes jobs between. `racer.child.ts <dir> <store as JSON> <name> <how many, or nothing>`
 */
import { writeSync } from 'node:fs';
import type { Store } from '#gateway/record/driver.ts';
import { unwrap } from '#policies/refusal.ts';
import { addDecision, by, openCounters } from './counters.ts';

const [dir = '', store = '', name = '', many = 'Infinity'] = process.argv.slice(2);
await using writer = await openCounters(dir, JSON.parse(store) as Store);
const say = (line: string) => writeSync(1, `${line}\n`);
const atOnce = 8;

let next = 0;
async function commitOn(): Promise<void> {
  while (next < Number(many)) {
    const id = `${name}-${next++}`;
    const { entries } = unwrap(await writer.commit(addDecision, { id, by: next }, by));
    say(`written ${entries[0]?.seq} ${id}`);
  }
}

async function workOn(): Promise<void> {
  const claim = { kind: 'errand', holder: name, due: 1, leaseMs: 60_000 };
  for (;;) {
    const lease = await writer.jobs.claim({ ...claim, now: Date.now() });
    if (!lease) return;
    say(`claimed ${lease.id} ${lease.fence}`);
    if (await writer.jobs.complete(lease, Date.now())) say(`done ${lease.id}`);
  }
}

await Promise.all([...Array.from({ length: atOnce }, commitOn), workOn()]);
say('end');
