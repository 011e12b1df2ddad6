/** Two statements or more in one engine, taking turns: what they cost on warm files. */
import { LockedEngine, type Attachment } from '#sandbox/query/engine.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { timeOf, type Sample, type Timing } from '../measure.ts';

export interface Turns {
  readonly attach: readonly Attachment[];
  readonly temp: string;
  readonly threads: number;
  readonly times: number;
}

export type Side = (engine: LockedEngine) => Promise<unknown>;

/** @returns a timing for each side, in their order; the first round does not count */
export async function takeTurns(sides: readonly Side[], { attach, temp, threads, times }: Turns): Promise<Timing[]> {
  using engine = await LockedEngine.open({ memoryLimitMb: limits.queryEngineMb, threads, temp }, attach);
  const samples = sides.map((): Sample[] => []);
  for (let round = 0; round <= times; round += 1) {
    for (const [at, side] of sides.entries()) {
      const sample = await timeOf(() => side(engine));
      if (round > 0) samples[at]?.push(sample);
    }
  }
  return samples.map((all) => ({ samples: all }));
}
