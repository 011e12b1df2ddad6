/**
 * What inference aims at: one histogram for each set of attributes that was measured, repeated measurements folded by inverse variance.
 *
 * @see synth.md §2.5
 */
import { cellsOf } from './cell-maps.ts';
import type { Measurement, Shape } from './types.ts';

export interface Target {
  readonly attributes: readonly number[];
  readonly values: Float64Array;
  /** Inverse variance of each value, in units of the largest of all. */
  readonly precision: Float64Array;
}

export function foldMeasurements(shape: Shape, measurements: readonly Measurement[]): Target[] {
  for (const measurement of measurements) requireFit(shape, measurement);
  const groups = Map.groupBy(measurements, ({ attributes }) => attributes.join());
  const folded = [...groups.values()].map(fold);
  const top = folded.flatMap(({ precision }) => [...precision]).reduce((a, b) => Math.max(a, b), 0);
  return folded.map((target) => ({ ...target, precision: target.precision.map((value) => value / top) }));
}

function fold(same: readonly Measurement[]): Target {
  const attributes = same[0]?.attributes ?? [];
  const cells = same[0]?.values.length ?? 0;
  const precision = new Float64Array(cells);
  const values = new Float64Array(cells);
  for (const measurement of same) {
    for (let i = 0; i < cells; i++) {
      const more = (measurement.weights?.[i] ?? 1) / measurement.variance;
      precision[i] = (precision[i] ?? 0) + more;
      values[i] = (values[i] ?? 0) + more * (measurement.values[i] ?? 0);
    }
  }
  return { attributes, precision, values: values.map((sum, i) => sum / (precision[i] ?? 1)) };
}

function requireFit({ sizes }: Shape, { attributes, values, variance, weights }: Measurement): void {
  const ascending = attributes.every((attribute, at) => attribute > (attributes[at - 1] ?? -1));
  const cells = cellsOf(attributes, sizes);
  if (ascending && values.length === cells && (weights?.length ?? cells) === cells && variance > 0) return;
  throw new Error(
    `Cannot infer: a measurement must have ascending attributes, ${cells} values and a variance above 0; got ${attributes.join()}, ${values.length} values, ${variance}`,
  );
}
