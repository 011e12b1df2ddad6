/** Resident memory of one worker: when it is ready, after a tiny job, after a job with rows. */
import { readFileSync } from 'node:fs';
import { openGuest } from '#sandbox/program/open-guest.ts';
import type { SegmentedRows } from '#sandbox/program/guest.ts';
import type { Benched } from '../table.ts';
import { keepNumbers, startPeer } from './peer.ts';
import { aProgram, openSource, type Bench } from './place.ts';
import { columnsNamed, evenly, madeUp, means } from './programs.ts';

const tiers = ['T0', 'T1', 'T2'] as const;
const [few, many, width] = [10, 100_000, 8];
const layout = [{ name: 'means', length: width }];

export async function benchMemory(bench: Bench): Promise<Benched> {
  const numbers = madeUp(many * width, () => false);
  const fewNumbers = numbers.slice(0, few * width);
  const path = keepNumbers(bench.scratch, 'many', numbers);
  const fewPath = keepNumbers(bench.scratch, 'few', fewNumbers);
  const part = { kind: 'calls', parts: [{ kind: 'all', segment: 0 }] } as const;
  const columns = columnsNamed(width);
  const lines: string[][] = [];
  for (const jit of [false, true]) {
    const flags = jit ? 'compiled' : '--jitless';
    using peer = startPeer(bench.peer, jit);
    await peer.ask({ ...part, bundle: means, path: fewPath, columns, layout, offsets: [0, few] });
    const idle = memoryOf(peer.pid);
    await peer.ask({ ...part, bundle: means, path, columns, layout, offsets: [0, many] });
    lines.push([`plain Node, ${flags}`, '', '', mebibytes(idle.resident), ...after(peer.pid)]);
    for (const tier of tiers) {
      await using source = await openSource(bench, tier);
      using guest = await openGuest(aProgram({ bundle: means, mode: 'rows', columns, jit }), source);
      const waiting = await source.take({ jit, memoryMb: 64 });
      const ready = memoryOf(waiting.pid);
      await guest.evaluate(rowsOf(fewNumbers), [{ kind: 'all' }], layout);
      const small = memoryOf(source.last()?.pid ?? 0);
      // These rows do not fit where so few were expected, so this is another worker.
      await guest.evaluate(rowsOf(numbers), [{ kind: 'all' }], layout);
      const shown = [ready.resident, ready.own, small.resident].map(mebibytes);
      lines.push([`${tier}, ${flags}`, ...shown, ...after(source.last()?.pid ?? 0)]);
    }
  }
  const titles = ['MiB', 'ready', 'not shared with others', 'after a tiny job', 'after rows', 'at most'];
  const title = `Resident memory of a worker; rows are ${(many * width * 8) / 1e6} MB`;
  return { tables: [{ title, columns: titles, rows: lines }], faults: [] };
}

function rowsOf(numbers: Float64Array): SegmentedRows {
  const count = numbers.length / width;
  const columns = Array.from({ length: width }, (_, at) => numbers.subarray(at * count, (at + 1) * count));
  return { columns, offsets: evenly(count, 1) };
}

function after(pid: number): readonly string[] {
  const { resident, most } = memoryOf(pid);
  return [mebibytes(resident), mebibytes(most)];
}

function mebibytes(kibibytes: number): string {
  return (kibibytes / 1024).toFixed(0);
}

/** In KiB. `own`: neither files nor shared memory. @see proc_pid_status(5) */
function memoryOf(pid: number): { readonly resident: number; readonly own: number; readonly most: number } {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
  return { resident: field('VmRSS'), own: field('RssAnon'), most: field('VmHWM') };
}
