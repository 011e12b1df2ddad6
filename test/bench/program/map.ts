/** Mode `map`: a million units in a real worker, against the same harness in plain Node. */
import { openGuest } from '#sandbox/program/open-guest.ts';
import type { PackedRows } from '#sandbox/program/guest.ts';
import { least, median } from '../measure.ts';
import { percent, rate, type Benched } from '../table.ts';
import { keepNumbers, startPeer } from './peer.ts';
import { aProgram, openSource, timeWith, type Bench, type BothSample } from './place.ts';
import { columnsNamed, evenly, madeUp, mapper } from './programs.ts';
import type { PeerAnswer } from './asks.ts';

const [width, length, clip] = [9, 8, 1];
const tiers = ['T0', 'T2'] as const;
/** Of the peer, by processor time. */
const leastShare = 0.85;

export async function benchMap(bench: Bench): Promise<Benched> {
  const units = Math.round(bench.millions * 1e6);
  const values = madeUp(units * width, (at) => at % width === 8);
  const rows: PackedRows = { width, values, offsets: evenly(units, units) };
  const path = keepNumbers(bench.scratch, 'map', values);
  const lines: string[][] = [];
  const faults: string[] = [];
  for (const jit of [false, true]) {
    const { peer, guests } = await takeTurns(bench, { jit, rows, path });
    const flags = jit ? 'compiled' : '--jitless';
    const alone = Math.min(...peer.map(({ mapping }) => mapping));
    const sums = least({ samples: peer }, 'cpu') - alone;
    lines.push([`plain Node, ${flags}`, ...speeds(units, { samples: peer }), '', '', '', (sums / 1000).toFixed(2), '']);
    for (const { tier, samples, first } of guests) {
      const shares = (['cpu', 'wall'] as const).map(
        (clock) => least({ samples: peer }, clock) / least({ samples }, clock),
      );
      const own = least({ samples: samples.map((one) => ({ ...one, cpu: one.cpu - one.worker })) }, 'cpu');
      const seconds = [own / 1000, first / 1000].map((value) => value.toFixed(2));
      const inWorker = alone / Math.min(...samples.map(({ worker }) => worker));
      const compared = [...shares, inWorker].map(percent);
      lines.push([`${tier}, ${flags}`, ...speeds(units, { samples }), ...compared, ...seconds]);
      if (!jit && (shares[0] ?? 0) < leastShare) faults.push(`map in ${tier}: ${percent(shares[0] ?? 0)} of the peer`);
    }
  }
  const columns = [
    'what',
    'units per processor second',
    'units/s, best',
    'units/s, median',
    'of the peer, by processor',
    'by the clock',
    'the worker alone, of the mapping alone',
    'clip and sums, processor s',
    'first pass s',
  ];
  const title = `Mode map: ${units.toLocaleString('en-US')} units of ${width} numbers, vectors of ${length}`;
  return { tables: [{ title, columns, rows: lines }], faults };
}

function speeds(units: number, timing: { readonly samples: readonly { wall: number; cpu: number }[] }): string[] {
  return [least(timing, 'cpu'), least(timing, 'wall'), median(timing, 'wall')].map((millis) =>
    rate(units / (millis / 1000)),
  );
}

interface Turn {
  readonly jit: boolean;
  readonly rows: PackedRows;
  readonly path: string;
}

/** Later passes of one run each; the first, with a worker to start and rows to send, apart. */
async function takeTurns(bench: Bench, { jit, rows, path }: Turn) {
  using peer = startPeer(bench.peer, jit);
  const columns = columnsNamed(width);
  const state = Float64Array.from({ length }, (_, at) => at / 10);
  const ask = { kind: 'map', bundle: mapper, path, columns, length, clip } as const;
  const pass = { state, length, clip, skip: new Set<number>(), mostKilled: 10 };
  await using stack = new AsyncDisposableStack();
  const guests = [];
  for (const tier of tiers) {
    const source = stack.use(await openSource(bench, tier));
    const guest = stack.use(await openGuest(aProgram({ bundle: mapper, mode: 'map', columns, jit }), source));
    const start = performance.now();
    await guest.mapUnits(rows, pass);
    const samples: BothSample[] = [];
    guests.push({ tier, guest, source, samples, first: performance.now() - start });
  }
  const peers: PeerAnswer[] = [];
  for (let round = 0; round <= bench.times; round++) {
    const answer = await peer.ask({ ...ask, state: [...state] });
    if (round > 0) peers.push(answer);
    for (const { guest, source, samples } of guests) {
      let sums = '';
      const pid = source.last()?.pid ?? 0;
      const sample = await timeWith(pid, async () => (sums = (await guest.mapUnits(rows, pass)).sums.join()));
      if (sums !== answer.check) throw new Error('Cannot compare: the sums differ');
      if (round > 0) samples.push(sample);
    }
  }
  return { peer: peers, guests };
}
