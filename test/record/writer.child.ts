/** A process that commits until it is killed, and says each number that was acknowledged. @see kill.test.ts */
import { writeSync } from 'node:fs';
import { unwrap } from '#policies/refusal.ts';
import { aBench, add, aRecord } from './ledger.ts';

const record = aRecord(aBench(process.argv[2]));
for (;;) {
  const { size } = unwrap(add(record, `c${record.read.size() % 5}`, 1));
  if (size % 3 === 0) unwrap(record.permit(size - 1));
  writeSync(1, `${size}\n`);
}
