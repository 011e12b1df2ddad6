/** Plain logistic regression by Newton's method, and what a ranking is worth; shares nothing with the trainer. */
export interface Example {
  /** Without the constant. */
  readonly x: readonly number[];
  readonly y: 0 | 1;
}

/** Intercept first. Iterates until the step vanishes. */
export function newtonLogistic(examples: readonly Example[]): readonly number[] {
  const width = (examples[0]?.x.length ?? 0) + 1;
  let w = Array.from({ length: width }, () => 0);
  for (let round = 0; round < 50; round++) {
    const g = Array.from({ length: width }, () => 0);
    const h = g.map(() => Array.from({ length: width }, () => 0));
    for (const { x, y } of examples) {
      const z = [1, ...x];
      const p = 1 / (1 + Math.exp(-z.reduce((sum, value, i) => sum + value * (w[i] ?? 0), 0)));
      for (const [i, zi] of z.entries()) {
        g[i] = (g[i] ?? 0) + (p - y) * zi;
        for (const [j, zj] of z.entries()) (h[i] ?? [])[j] = (h[i]?.[j] ?? 0) + p * (1 - p) * zi * zj;
      }
    }
    const step = gauss(h, g);
    w = w.map((value, i) => value - (step[i] ?? 0));
    if (Math.max(...step.map(Math.abs)) < 1e-10) return w;
  }
  throw new Error('did not converge');
}

/** Gaussian elimination with pivots. */
export function gauss(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const a = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let p = 0; p < a.length; p++) {
    const best = a
      .slice(p)
      .reduce((top, row, k) => (Math.abs(row[p] ?? 0) > Math.abs(a[top]?.[p] ?? 0) ? p + k : top), p);
    [a[p], a[best]] = [a[best] ?? [], a[p] ?? []];
    const pivot = a[p] ?? [];
    for (const [i, row] of a.entries()) {
      if (i === p) continue;
      const by = (row[p] ?? 0) / (pivot[p] ?? 1);
      for (let k = p; k < row.length; k++) row[k] = (row[k] ?? 0) - by * (pivot[k] ?? 0);
    }
  }
  return a.map((row, i) => (row.at(-1) ?? 0) / (row[i] ?? 1));
}

/** The chance that a random 1 is ranked above a random 0; ties count half. */
export function auc(scored: readonly { readonly score: number; readonly y: 0 | 1 }[]): number {
  const sorted = scored.toSorted((a, b) => a.score - b.score);
  let ranks = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end++;
    for (let i = start; i < end; i++) if (sorted[i]?.y === 1) ranks += (start + end + 1) / 2;
    start = end;
  }
  const ones = sorted.filter(({ y }) => y === 1).length;
  return (ranks - (ones * (ones + 1)) / 2) / (ones * (sorted.length - ones));
}
