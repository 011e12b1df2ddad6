/** The middle of what is there; NaN where nothing is. */
export function middleOf(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const half = known.length >> 1;
  return known.length % 2 === 1 ? known[half] : (known[half - 1] + known[half]) / 2;
}
