/** Time of a piece of work: on the clock, and of this process's processors. Medians and minima over repetitions, never one number. */

/** Milliseconds. */
export interface Sample {
  readonly wall: number;
  readonly cpu: number;
}

export interface Timing {
  readonly samples: readonly Sample[];
}

/** Runs `work` once. `cpu` is of all threads of this process, so nothing else may run in it meanwhile. */
export async function timeOf(work: () => Promise<unknown>): Promise<Sample> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1000 };
}

/** Several repetitions, after one that does not count. */
export async function repeat(times: number, work: () => Promise<unknown>): Promise<Timing> {
  await work();
  const samples: Sample[] = [];
  for (let i = 0; i < times; i += 1) samples.push(await timeOf(work));
  return { samples };
}

export type Clock = keyof Sample;

export function median({ samples }: Timing, clock: Clock): number {
  return quantile(samples, clock, 0.5);
}

export function least({ samples }: Timing, clock: Clock): number {
  return Math.min(...samples.map((sample) => sample[clock]));
}

/** Half of the repetitions lie within this share of the median: the distance of the quartiles over the median. */
export function spread({ samples }: Timing, clock: Clock): number {
  const middle = quantile(samples, clock, 0.5);
  return middle === 0 ? 0 : (quantile(samples, clock, 0.75) - quantile(samples, clock, 0.25)) / middle;
}

function quantile(samples: readonly Sample[], clock: Clock, q: number): number {
  const sorted = samples.map((sample) => sample[clock]).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}
