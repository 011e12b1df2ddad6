/** Columns of the query → points, one after another in one array: point i has its numbers from i · width. Incomplete rows are left out. */
import type { Input } from 'sluice';
import type { Feature } from './features.ts';

export function pointsOf(input: Input, features: readonly Feature[]): Float64Array {
  const columns = features.map(({ name }) => input.columns[name]);
  const points = new Float64Array(input.count * features.length);
  let end = 0;
  for (let row = 0; row < input.count; row++) {
    let isComplete = true;
    for (let at = 0; at < features.length; at++) {
      const value = scaled(features[at], columns[at][row]);
      points[end + at] = value;
      if (Number.isNaN(value)) isComplete = false;
    }
    if (isComplete) end += features.length;
  }
  return points.subarray(0, end);
}

function scaled({ lo, hi, mean, scale }: Feature, value: number): number {
  return (Math.min(Math.max(value, lo), hi) - mean) / scale;
}
