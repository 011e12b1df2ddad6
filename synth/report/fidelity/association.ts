/** How strongly two columns are related in some rows. */
import { sum } from './distance.ts';

/** Pearson's r of two columns of cells with the given values; NULL (NaN) rows are left out. `undefined` where one does not vary. */
export function pearson(
  columns: readonly [Uint16Array, Uint16Array],
  values: readonly [Float64Array, Float64Array],
): number | undefined {
  let [n, meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < columns[0].length; row++) {
    const x = values[0][columns[0][row] ?? 0] ?? Number.NaN;
    const y = values[1][columns[1][row] ?? 0] ?? Number.NaN;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    // Welford: sums of squares of amounts lose their digits otherwise.
    n += 1;
    const [fromX, fromY] = [x - meanX, y - meanY];
    meanX += fromX / n;
    meanY += fromY / n;
    xx += fromX * (x - meanX);
    yy += fromY * (y - meanY);
    xy += fromX * (y - meanY);
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : undefined;
}

/** Cramér's V of a joint histogram. */
export function cramersV(joint: Float64Array, [height, width]: readonly [number, number]): number {
  const n = sum(joint);
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  joint.forEach((count, at) => {
    rows[Math.floor(at / width)] = (rows[Math.floor(at / width)] ?? 0) + count;
    columns[at % width] = (columns[at % width] ?? 0) + count;
  });
  let square = 0;
  joint.forEach((count, at) => {
    const expected = ((rows[Math.floor(at / width)] ?? 0) * (columns[at % width] ?? 0)) / n;
    if (expected > 0) square += (count - expected) ** 2 / expected;
  });
  const freedom = Math.min(filled(rows), filled(columns)) - 1;
  return freedom > 0 ? Math.sqrt(square / (n * freedom)) : 0;
}

function filled(margin: Float64Array): number {
  return margin.filter((count) => count > 0).length;
}
