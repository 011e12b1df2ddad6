/**
 * Charts of answers that nobody keeps: an image has an address of its own, so what it is drawn from waits here for a while, for whom it was
 * made alone. In memory and bounded: the oldest goes first.
 */
import { randomBytes } from 'node:crypto';
import type { ChartOption, ChartSize } from './svg.ts';

export interface Chart {
  readonly option: ChartOption;
  readonly size: ChartSize;
  /** What it shows, for who does not see it. */
  readonly alt: string;
}

interface Kept {
  readonly owner: string;
  readonly chart: Chart;
  readonly until: number;
}

export interface ChartStore {
  /** @returns the id under which `owner` finds it again */
  keep(owner: string, chart: Chart): string;
  /** Undefined for whom it was not made for, and after its time. */
  find(owner: string, id: string): Chart | undefined;
}

const usual = { most: 500, millis: 15 * 60_000, now: () => Date.now() };

/** @param options how many, for how long, and the clock */
export function openChartStore(options: Partial<typeof usual> = {}): ChartStore {
  const { most, millis, now } = { ...usual, ...options };
  const kept = new Map<string, Kept>();
  return {
    keep: (owner, chart) => {
      for (const [id, { until }] of kept) if (until <= now() || kept.size >= most) kept.delete(id);
      const id = randomBytes(12).toString('base64url');
      kept.set(id, { owner, chart, until: now() + millis });
      return id;
    },
    find: (owner, id) => {
      const found = kept.get(id);
      return found?.owner === owner && found.until > now() ? found.chart : undefined;
    },
  };
}
