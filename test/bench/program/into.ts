/**
 * A million rows of eight doubles, from the engine into an isolate: query worker, supervisor, program worker, until the program has looked at
 * every page. Processes wait ready, as they do in a run.
 */
import { maxProgramNumbers } from '#policies/program/volume.ts';
import { accept, unwrap } from '#policies/refusal.ts';
import { evaluateParts } from '#sandbox/program/guest-calls.ts';
import { openGathering } from '#sandbox/program/guest-report.ts';
import { openWorkers } from '#sandbox/program/guest-workers.ts';
import type { SegmentedRows } from '#sandbox/program/guest.ts';
import { receiveNumbers, type ReceivedNumbers } from '#sandbox/query/bulk-read.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { inQueryWorker, type Database } from '#sandbox/supervisor/worker.ts';
import { least, median, timeOf, type Sample } from '../measure.ts';
import { makeDatabase, plainSql, streamHere, wideNames } from '../program-transfer.ts';
import { milliseconds, type Benched } from '../table.ts';
import { aProgram, openSource, processorOf, type Bench, type Watched } from './place.ts';
import { touch } from './programs.ts';

const mostMillis = 350;
const tiers = ['T0', 'T2'] as const;
const width = wideNames.length;
const legs = ['read', 'send', 'call', 'whole'] as const;
type Legs = Record<(typeof legs)[number], Sample>;

export async function benchInto(bench: Bench): Promise<Benched> {
  const databases = await makeDatabase(bench.scratch);
  const here = await streamHere(databases, bench.times);
  const lines = [['plain stream in one process', '', '', '', ...spans(here.samples), '', '']];
  const faults: string[] = [];
  for (const tier of tiers) {
    await using source = await openSource(bench, tier);
    const all: Legs[] = [];
    for (let round = 0; round <= bench.times; round++) {
      const found = await timeLegs(bench, databases, source);
      if (round > 0) all.push(found);
    }
    const each = legs.slice(0, 3).map((leg) => milliseconds(least({ samples: all.map((one) => one[leg]) }, 'wall')));
    const whole = { samples: all.map((one) => one.whole) };
    const ratios = (['wall', 'cpu'] as const).map((clock) => (least(whole, clock) / least(here, clock)).toFixed(1));
    lines.push([`into an isolate, ${tier}, --jitless`, ...each, ...spans(whole.samples), ...ratios]);
    if (least(whole, 'wall') > mostMillis) faults.push(`into ${tier}: ${milliseconds(least(whole, 'wall'))} ms`);
  }
  const title = `From DuckDB into the isolate: 1,000,000 rows of ${width} doubles, milliseconds`;
  const columns = [
    'what',
    'to the supervisor, least',
    'to a warm worker, least',
    'into the isolate and looked at, least',
    'whole, least',
    'whole, median',
    'processor ms, all three, least',
    'of the plain stream, by the clock',
    'by processor',
  ];
  return { tables: [{ title, columns, rows: lines }], faults };
}

function spans(samples: readonly Sample[]): readonly string[] {
  const timing = { samples };
  return [least(timing, 'wall'), median(timing, 'wall'), least(timing, 'cpu')].map(milliseconds);
}

/** Of this process and the query worker. */
function processorUntilNow(query: number): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + processorOf(query);
}

async function timeLegs({ log, scratch }: Bench, databases: readonly Database[], source: Watched): Promise<Legs> {
  const layout = { kind: 'segments', count: 1 } as const;
  const ask = { sql: plainSql, width, layout, lone: false, most: maxProgramNumbers };
  const program = aProgram({ bundle: touch, mode: 'rows', columns: wideNames.map((name) => ({ name })), jit: false });
  const gathering = openGathering(false);
  const found: { legs?: Legs } = {};
  const done = await inQueryWorker(databases, { limits, log, temp: scratch }, async (query) => {
    const { bulk } = query.child;
    if (!bulk) throw new Error('a second pipe expected');
    unwrap(await query.ask.run({ setup: [], queries: ['SELECT count(a) FROM wide.main.wide'] }));
    await source.rest();
    const before = processorUntilNow(query.child.pid);
    using workers = openWorkers({ program, processes: source, gathering });
    let numbers: ReceivedNumbers | undefined;
    const read = await timeOf(async () => {
      [numbers] = await Promise.all([receiveNumbers(bulk, ask), query.ask.read(ask)]);
    });
    if (!numbers) throw new Error('rows expected');
    const rows: SegmentedRows = { columns: numbers.arrays, offsets: numbers.offsets };
    const send = await timeOf(() => workers.session(rows));
    const call = await timeOf(async () => {
      const [sum] = await evaluateParts({ program, workers, gathering })(
        rows,
        [{ kind: 'all' }],
        [{ name: 'sum', length: 1 }],
      );
      if (!Number.isFinite(sum?.[0])) throw new Error('a number expected');
    });
    const cpu = processorUntilNow(query.child.pid) - before + source.used();
    const whole = { wall: read.wall + send.wall + call.wall, cpu };
    found.legs = { read, send, call, whole };
    return accept(undefined);
  });
  unwrap(done);
  if (!found.legs) throw new Error('legs expected');
  return found.legs;
}
