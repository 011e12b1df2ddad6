/** Asks for a commit, closes without waiting for it, and has nothing else to do. `ends.child.ts <dir>` */
import { writeSync } from 'node:fs';
import { unwrap } from '#policies/refusal.ts';
import { addTo, openCounters } from './counters.ts';

const writer = await openCounters(process.argv[2] ?? '');
const written = addTo(writer, { id: 'a', by: 1 }).then((told) => {
  unwrap(told);
  writeSync(1, 'written\n');
});
await writer[Symbol.asyncDispose]();
await written;
writeSync(1, 'closed\n');
