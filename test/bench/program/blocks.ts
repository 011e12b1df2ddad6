/** Mode `blocks`: a thousand blocks, each in an isolate of its own, against plain calls of the same program on the same blocks. */
import { openGuest } from '#sandbox/program/open-guest.ts';
import type { Guest, Part, SegmentedRows } from '#sandbox/program/guest.ts';
import { least, median } from '../measure.ts';
import type { Benched } from '../table.ts';
import type { PeerAnswer } from './asks.ts';
import { keepNumbers, startPeer } from './peer.ts';
import { aProgram, openSource, timeWith, type Bench, type BothSample } from './place.ts';
import { columnsNamed, evenly, madeUp, means } from './programs.ts';

const [blocks, width] = [1_000, 8];
const layout = [{ name: 'means', length: width }];
const tiers = ['T0', 'T2'] as const;
/** On the clock. */
const mostSeconds = 2;

export async function benchBlocks(bench: Bench): Promise<Benched> {
  const count = Math.round(bench.millions * 1e6);
  const numbers = madeUp(count * width, () => false);
  const path = keepNumbers(bench.scratch, 'blocks', numbers);
  const columns = Array.from({ length: width }, (_, at) => numbers.subarray(at * count, (at + 1) * count));
  const rows: SegmentedRows = { columns, offsets: evenly(count, blocks) };
  const lines: string[][] = [];
  const faults: string[] = [];
  for (const jit of [false, true]) {
    const { peers, guests } = await takeTurns(bench, { jit, rows, path });
    const flags = jit ? 'compiled' : '--jitless';
    lines.push([`plain Node, ${flags}`, ...seconds(peers), '', '']);
    for (const { tier, samples } of guests) {
      const each = (least({ samples }, 'cpu') - least({ samples: peers }, 'cpu')) / blocks;
      const ratio = least({ samples }, 'cpu') / least({ samples: peers }, 'cpu');
      lines.push([`${tier}, ${flags}`, ...seconds(samples), ratio.toFixed(1), each.toFixed(2)]);
      const best = least({ samples }, 'wall') / 1000;
      if (!jit && best > mostSeconds) faults.push(`blocks in ${tier}: ${best.toFixed(2)} s`);
    }
  }
  const title = `Mode blocks: ${blocks.toLocaleString('en-US')} blocks of ${count.toLocaleString('en-US')} rows of ${width}, the mean of each column`;
  const titles = [
    'what',
    'least s',
    'median s',
    'least processor s',
    'processor, of the peer',
    'ms more for each block',
  ];
  return { tables: [{ title, columns: titles, rows: lines }], faults };
}

function seconds(samples: readonly { wall: number; cpu: number }[]): string[] {
  const timing = { samples };
  return [least(timing, 'wall'), median(timing, 'wall'), least(timing, 'cpu')].map((one) => (one / 1000).toFixed(2));
}

interface Turn {
  readonly jit: boolean;
  readonly rows: SegmentedRows;
  readonly path: string;
}

/** The rows are in the worker already, as they are in the peer. */
async function takeTurns(bench: Bench, { jit, rows, path }: Turn) {
  using peer = startPeer(bench.peer, jit);
  const columns = columnsNamed(width);
  const parts = Array.from({ length: blocks }, (_, segment) => ({ kind: 'only', segment }) as const);
  const ask = { kind: 'calls', bundle: means, path, columns, layout, offsets: [...rows.offsets], parts } as const;
  await using stack = new AsyncDisposableStack();
  const guests = [];
  for (const tier of tiers) {
    const source = stack.use(await openSource(bench, tier));
    const guest = stack.use(await openGuest(aProgram({ bundle: means, mode: 'blocks', columns, jit }), source));
    const samples: BothSample[] = [];
    await guest.evaluate(rows, parts.slice(0, 1), layout);
    guests.push({ tier, guest, source, samples });
  }
  const peers: PeerAnswer[] = [];
  for (let round = 0; round <= bench.times; round++) {
    const answer = await peer.ask(ask);
    if (round > 0) peers.push(answer);
    for (const { guest, source, samples } of guests) {
      let sum = 0;
      const pid = source.last()?.pid ?? 0;
      const sample = await timeWith(pid, async () => (sum = await sumOf(guest, rows, parts)));
      if (String(sum) !== answer.check) throw new Error('Cannot compare: the numbers differ');
      if (round > 0) samples.push(sample);
    }
  }
  return { peers, guests };
}

async function sumOf(guest: Guest, rows: SegmentedRows, parts: readonly Part[]): Promise<number> {
  const made = await guest.evaluate(rows, parts, layout);
  return made.reduce((total, numbers) => total + (numbers?.reduce((sum, one) => sum + one, 0) ?? NaN), 0);
}
