/** A process that commits until it is killed, and says each number that was acknowledged. @see kill.test.ts */
import { writeSync } from 'node:fs';
import { unwrap } from '#policies/refusal.ts';
import { aBench, add, aRecord, givePermit } from './ledger.ts';

const bench = aBench(process.argv[2]);
const record = aRecord(bench);
for (;;) {
  const { size } = unwrap(add(record, `c${record.read.size() % 5}`, 1));
  if (size % 3 === 0) givePermit(record, size - 1, bench.witness);
  writeSync(1, `${size}\n`);
}
