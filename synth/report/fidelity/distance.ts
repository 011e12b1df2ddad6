/** How far two histograms are apart: 0 where they are alike, 1 where they have nothing in common. */

/** ½ Σ |p − q|. An empty histogram is as far as can be from any other. */
export function totalVariation(left: Float64Array, right: Float64Array): number {
  const [n, m] = [sum(left), sum(right)];
  if (n === 0 || m === 0) return n === m ? 0 : 1;
  let total = 0;
  for (let at = 0; at < left.length; at++) total += Math.abs((left[at] ?? 0) / n - (right[at] ?? 0) / m);
  return Math.min(1, total / 2);
}

/** sup |F − G| over the first `size` cells, in their order. */
export function kolmogorovSmirnov(left: Float64Array, right: Float64Array, size = left.length): number {
  const [n, m] = [sum(left.subarray(0, size)), sum(right.subarray(0, size))];
  if (n === 0 || m === 0) return n === m ? 0 : 1;
  let [below, belowRight, most] = [0, 0, 0];
  for (let at = 0; at < size; at++) {
    below += (left[at] ?? 0) / n;
    belowRight += (right[at] ?? 0) / m;
    most = Math.max(most, Math.abs(below - belowRight));
  }
  return Math.min(1, most);
}

/** The joint histogram of two columns of bins, the second fastest. */
export function jointHistogram(first: Uint16Array, second: Uint16Array, size: readonly [number, number]): Float64Array {
  const counts = new Float64Array(size[0] * size[1]);
  for (let row = 0; row < first.length; row++) {
    const at = (first[row] ?? 0) * size[1] + (second[row] ?? 0);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

export function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
}
