/** Level 1: rows from a model that is there, as bins, as fine cells, and as files. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { restoreModel } from '#synth/fit/keep.ts';
import { drawRows } from '#synth/fit/sample.ts';
import { generateFitted } from '#synth/fitted/generate-fitted.ts';
import { drawCellRows } from '#synth/fitted/rows.ts';
import { median, repeat, type Timing } from '../measure.ts';
import { rate, type Benched } from '../table.ts';
import type { SimulationBench } from './options.ts';
import type { FitInProcess } from './run-fit.ts';
import { wideAdult } from './wide-adult.ts';

/** Rows per second of a million rows of 15 attributes. */
const leastPerSecond = 1_000_000;
const seed = 7;

export async function benchSample({ model }: FitInProcess, options: SimulationBench): Promise<Benched> {
  const { times, millions, scratch } = options;
  const [planned, fitted] = [model.plan.tables[0]?.model, model.tables[0]];
  if (!planned || !fitted) throw new Error('Cannot draw: the model must have a table');
  const rows = Math.round(millions * 1e6);
  const scale = rows / fitted.units;
  const restored = restoreModel(planned, fitted);
  const most = { perParent: 1, rows };
  const ways: readonly (readonly [string, Timing])[] = [
    ['bins', await repeat(times, async () => drawRows(restored, rows, seed))],
    [
      'fine cells',
      await repeat(times, async () => drawCellRows(planned, fitted, { seed, scale, parent: undefined, most })),
    ],
    [
      'a DuckDB file, columns outside the model made up',
      await repeat(times, () => generateFitted([wideAdult], [model], { dir: scratch, seed, scale })),
    ],
  ];
  await rm(join(scratch, `${wideAdult.id}.duckdb`), { force: true });
  const perSecond = (timing: Timing, clock: 'wall' | 'cpu'): number => (1000 * rows) / median(timing, clock);
  const title = `Level 1: rows drawn from that model, ${rows.toLocaleString('en-US')} of ${planned.attributes.length} attributes`;
  const columns = ['into', 'rows/s', 'rows per processor second'];
  const lines = ways.map(([name, timing]) => [name, rate(perSecond(timing, 'wall')), rate(perSecond(timing, 'cpu'))]);
  const slow = ways.filter(([name, timing]) => name === 'bins' && perSecond(timing, 'wall') < leastPerSecond);
  const faults = slow.map(
    ([name]) => `Drawing ${name}: must be at least ${rate(leastPerSecond)} rows/s on two idle cores`,
  );
  return { tables: [{ title, columns, rows: lines }], faults };
}
