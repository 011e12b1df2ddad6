/** Numbers that are far apart in kind, made comparable. */

/** (value − mean) / standard deviation over the values that are there; NaN where a value is not, 0 where all are alike. */
export function standardised(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = meanOf(known);
  const deviation = Math.sqrt(meanOf(known.map((value) => (value - mean) ** 2)));
  return values.map((value) => (deviation > 0 ? (value - mean) / deviation : value - mean));
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
