/** What a run pays for a process of its own: starting one in each tier, and a whole job in one that waited. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openGuest } from '#sandbox/program/open-guest.ts';
import type { SegmentedRows } from '#sandbox/program/guest.ts';
import { bestConfinement } from '#sandbox/program/tiers/examine.ts';
import { selfTest } from '#sandbox/program/tiers/self-test.ts';
import { least, median, timeOf, type Sample } from '../measure.ts';
import { milliseconds, type Benched, type Table } from '../table.ts';
import { aProgram, openSource, type Bench } from './place.ts';

const tiers = ['T0', 'T1', 'T2'] as const;
const mostMillis = 5;
/** They are short, and the machine's other work disturbs them most. */
const oftener = 3;
const tiny = `var program = (() => {
  function main(input, output) { output.count[0] = input.count; }
  return { default: main };
})();`;
const rows: SegmentedRows = { columns: [new Float64Array(10)], offsets: Uint32Array.of(0, 10) };
const layout = [{ name: 'count', length: 1 }];

export async function benchStart(bench: Bench): Promise<Benched> {
  const job = await timeJobs(bench);
  return { tables: [await timeStarts(bench), job.table], faults: job.faults };
}

async function timeStarts(bench: Bench): Promise<Table> {
  const plain = await samplesOf(bench.times, plainNode);
  const lines = [['plain Node, until its first byte', ...spans(plain), '', '', '']];
  for (const tier of tiers) {
    await using cold = await openSource(bench, tier, 0);
    await using warm = await openSource(bench, tier, 1);
    const needs = { jit: false, memoryMb: 64 };
    const starts = await samplesOf(bench.times, async () => (await cold.take(needs)).kill());
    const takes = await samplesOf(bench.times, async () => (await warm.take(needs)).kill(), warm.rest);
    const confinement = await bestConfinement({ folder: bench.scratch, log: bench.log }, tier);
    const test = await timeOf(() => selfTest(confinement, { folder: bench.scratch, log: bench.log }));
    lines.push([`a worker in ${tier}`, ...spans(starts), ...spans(takes), milliseconds(test.wall)]);
  }
  const columns = ['what', 'cold, least', 'cold, median', 'warm, least', 'warm, median', 'self-test of the tier, once'];
  return { title: 'Starting a worker, --jitless, milliseconds', columns, rows: lines };
}

async function plainNode(): Promise<void> {
  const text = "require('node:fs').writeSync(1, 'S'); setInterval(() => 0, 1e6)";
  const child = spawn(process.execPath, ['--no-node-snapshot', '--jitless', '-e', text], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
}

async function timeJobs(bench: Bench): Promise<{ readonly table: Table; readonly faults: readonly string[] }> {
  const here = await samplesOf(bench.times, async () => callHere());
  const lines = [['called in this process', ...spans(here), '']];
  const faults: string[] = [];
  for (const jit of [false, true]) {
    for (const tier of tiers) {
      await using source = await openSource(bench, tier);
      const program = aProgram({ bundle: tiny, mode: 'rows', columns: [{ name: 'x' }], jit });
      const job = async (): Promise<void> => {
        using guest = await openGuest(program, source);
        const [numbers] = await guest.evaluate(rows, [{ kind: 'all' }], layout);
        if (numbers?.[0] !== 10) throw new Error('ten rows expected');
      };
      await job();
      const samples = await samplesOf(oftener * bench.times, job, source.rest);
      const more = least({ samples }, 'wall') - least({ samples: here }, 'wall');
      lines.push([`a job in ${tier}, ${jit ? 'compiled' : '--jitless'}`, ...spans(samples), milliseconds(more)]);
      if (more > mostMillis) faults.push(`a warm job in ${tier}: ${milliseconds(more)} ms more`);
    }
  }
  const columns = ['what', 'least', 'median', 'more than here, by least'];
  return {
    table: { title: 'A tiny job in a worker that waited: take, call, result, milliseconds', columns, rows: lines },
    faults,
  };
}

function callHere(): void {
  // oxlint-disable-next-line typescript/no-implied-eval
  const program = Function(`"use strict";${tiny}\n;return program;`)() as {
    default(input: unknown, output: Record<string, Float64Array>): void;
  };
  program.default({ count: 10 }, { count: new Float64Array(1) });
}

async function samplesOf(
  times: number,
  work: () => Promise<unknown>,
  before: () => Promise<void> = async () => {},
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (let round = 0; round <= times; round++) {
    await before();
    const sample = await timeOf(work);
    if (round > 0) samples.push(sample);
  }
  return samples;
}

function spans(samples: readonly Sample[]): readonly string[] {
  return [milliseconds(least({ samples }, 'wall')), milliseconds(median({ samples }, 'wall'))];
}
