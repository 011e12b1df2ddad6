/** Mode `rows`: a logistic regression on all rows and without each of twenty blocks, against one run in plain Node, twenty-one times. */
import { openGuest } from '#sandbox/program/open-guest.ts';
import type { Part, SegmentedRows } from '#sandbox/program/guest.ts';
import { least, median } from '../measure.ts';
import { percent, type Benched } from '../table.ts';
import type { PeerAnswer } from './asks.ts';
import { keepNumbers, startPeer } from './peer.ts';
import { aProgram, openSource, timeWith, type Bench, type BothSample } from './place.ts';
import { columnsNamed, evenly, madeUp, regression } from './programs.ts';

/** Ten features and the target. */
const [count, width, blocks] = [48_000, 11, 20];
/** Without a compiler one takes half a minute on a busy machine. */
const mostRounds = 2;
const layout = [{ name: 'beta', length: width }];
const tiers = ['T0', 'T2'] as const;

export async function benchRegression(bench: Bench): Promise<Benched> {
  const lines: string[][] = [];
  for (const jit of [false, true]) {
    const { peers, guests } = await takeTurns(bench, jit);
    const flags = jit ? 'compiled' : '--jitless';
    const runs = { samples: peers.map(({ wall, cpu }) => ({ wall: wall * (blocks + 1), cpu: cpu * (blocks + 1) })) };
    lines.push([`plain Node, ${flags}, one run × 21`, ...seconds(runs.samples), '']);
    for (const { tier, samples } of guests) {
      const share = least(runs, 'cpu') / least({ samples }, 'cpu');
      lines.push([`${tier}, ${flags}`, ...seconds(samples), percent(share)]);
    }
  }
  const title = `Mode rows: 21 logistic regressions over ${count.toLocaleString('en-US')} rows of 10, three steps each`;
  const columns = ['what', 'least s', 'median s', 'least processor s', 'of the peer, by processor'];
  return { tables: [{ title, columns, rows: lines }], faults: [] };
}

function seconds(samples: readonly { wall: number; cpu: number }[]): string[] {
  const timing = { samples };
  return [least(timing, 'wall'), median(timing, 'wall'), least(timing, 'cpu')].map((one) => (one / 1000).toFixed(2));
}

async function takeTurns(bench: Bench, jit: boolean) {
  const numbers = madeUp(count * width, (at) => at >= count * (width - 1));
  const columns = Array.from({ length: width }, (_, at) => numbers.subarray(at * count, (at + 1) * count));
  const rows: SegmentedRows = { columns, offsets: evenly(count, blocks) };
  const path = keepNumbers(bench.scratch, 'regression', numbers);
  const shared = { bundle: regression, columns: columnsNamed(width) };
  const all = { kind: 'all', segment: 0 } as const;
  const parts = [all, ...Array.from({ length: blocks }, (_, segment): Part => ({ kind: 'without', segment }))];
  using peer = startPeer(bench.peer, jit);
  await using stack = new AsyncDisposableStack();
  const guests = [];
  for (const tier of tiers) {
    const source = stack.use(await openSource(bench, tier));
    const guest = stack.use(await openGuest(aProgram({ ...shared, mode: 'rows', jit }), source));
    const samples: BothSample[] = [];
    // The worker has the rows, as the peer has.
    await guest.evaluate(rows, [{ kind: 'only', segment: 0 }], layout);
    guests.push({ tier, guest, source, samples });
  }
  const peers: PeerAnswer[] = [];
  const ask = { ...shared, kind: 'calls', path, layout, offsets: [...rows.offsets], parts: [all] } as const;
  // Every call is in a fresh isolate, so only the peer has to become warm.
  await peer.ask(ask);
  for (let round = 0; round < Math.min(bench.times, mostRounds); round++) {
    const answer = await peer.ask(ask);
    peers.push(answer);
    for (const { guest, source, samples } of guests) {
      let sum: number | undefined;
      const sample = await timeWith(source.last()?.pid ?? 0, async () => {
        const [first] = await guest.evaluate(rows, parts, layout);
        sum = first?.reduce((total, one) => total + one, 0);
      });
      if (String(sum) !== answer.check) throw new Error('Cannot compare: the coefficients differ');
      samples.push(sample);
    }
  }
  return { peers, guests };
}
