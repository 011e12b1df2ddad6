/**
 * `npm run bench`: what the rules cost. Chooses what is measured and prints it; fails when something costs more than it may.
 *
 *   private         the private lane; without it, the exact lane
 *   suppress        secondary suppression alone
 *   model           exact models alone
 *   margins         tables with margins through the exact lane
 *   record          the store of the record: commands a second, opening, proofs
 *   history         the history guard over a million units
 *   log             proofs, cosignatures and tiles of the log
 *   transfer        rows of a program, from the engine into the supervisor
 *   program         programs in their workers; followed by names, only those of map, blocks, into, start, memory, regression
 *   simulation      simulation data
 *   load            the gateway under two hundred vendors
 *   --scales 1,10   exact: volumes of the city, as multiples of the demonstration
 *   --rows 10       private: millions of rows of the table of rides
 *   --tpch 1        private: scale of TPC-H
 *   --millions 1    program, simulation: millions of units or rows
 *   --times 9       repetitions
 *   --minutes 5     load: how long the vendors stay
 *   --keep DIR      use the data in DIR, or make it there and leave it
 *   --write         put the tables into docs/benchmarks.md; only all of a subject
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeTables } from './document.ts';
import { benchExact } from './exact.ts';
import { benchHistory } from './history.ts';
import { benchLoad } from './load/bench.ts';
import { benchLog } from './log.ts';
import { describeMachine } from './machine.ts';
import { benchMargins } from './margins.ts';
import { benchModel } from './model.ts';
import { benchPrivate } from './private/bench.ts';
import { benchSuppress } from './suppress.ts';
import { benchSimulation } from './simulation/bench.ts';
import { benchStore } from './record-store.ts';
import { benchPrograms } from './program/bench.ts';
import { benchProgramTransfer } from './program-transfer.ts';
import { printTable, type Benched } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scales: { type: 'string', default: '1,10' },
    rows: { type: 'string', default: '10' },
    tpch: { type: 'string', default: '1' },
    millions: { type: 'string', default: '1' },
    times: { type: 'string', default: '9' },
    minutes: { type: 'string', default: '5' },
    keep: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const [subject = 'exact', ...only] = positionals;
const times = Number(values.times);
const scratch = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
try {
  const { tables, faults } = await bench(values.keep ?? scratch);
  const text = [describeMachine(), ...tables.map(printTable)].join('\n\n');
  console.log(text);
  const document = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
  const command = `npm run bench -- ${subject === 'exact' ? '' : `${subject} `}--write`;
  if (values.write && only.length === 0) await writeTables(document, command, text);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

function bench(data: string): Promise<Benched> {
  if (subject === 'suppress') return benchSuppress(times);
  if (subject === 'model') return benchModel(times);
  if (subject === 'margins') return benchMargins({ times, scratch });
  if (subject === 'load') return benchLoad({ scratch, minutes: Number(values.minutes) });
  if (subject === 'log') return benchLog({ times, scratch });
  if (subject === 'record') return benchStore({ times, scratch });
  if (subject === 'history') return benchHistory(scratch);
  if (subject === 'transfer') return benchProgramTransfer(times, scratch);
  if (subject === 'program') return benchPrograms({ times, scratch, millions: Number(values.millions), only });
  if (subject === 'simulation') return benchSimulation({ times, scratch, millions: Number(values.millions) });
  return subject === 'private'
    ? benchPrivate({ millions: Number(values.rows), tpch: Number(values.tpch), times, scratch, data })
    : benchExact({ scales: values.scales.split(',').map(Number), times, scratch, cities: data });
}
