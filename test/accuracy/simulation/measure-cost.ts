/** Time and memory of a fit of Adult in a process of its own, as the bench has it. */
import { fitInProcess, openWideAdult, type FitCost } from '../../bench/simulation/run-fit.ts';
import { streams, type Say } from './compare.ts';
import { describeMachine } from './machine.ts';
import type { MeasuredFile } from './measured-file.ts';
import { spreadOf } from './spread.ts';

export async function measureCost(shared: string, dir: string, say: Say): Promise<MeasuredFile['cost']> {
  await using adult = await openWideAdult(shared, dir);
  const costs: FitCost[] = [];
  for (let time = 0; time < streams; time++) {
    const { cost } = await fitInProcess(adult);
    costs.push(cost);
    say(`fit and draw: ${(cost.wall / 1000).toFixed(1)} s, ${cost.megabytes.toFixed(0)} MB`);
  }
  const spread = (of: (cost: FitCost) => number) => spreadOf(costs.map(of));
  return {
    machine: describeMachine(),
    rows: costs[0]?.rows ?? 0,
    attributes: costs[0]?.attributes ?? 0,
    wall: spread(({ wall }) => wall / 1000),
    processor: spread(({ cpu }) => cpu / 1000),
    megabytes: spread(({ megabytes }) => megabytes),
  };
}
