/** The slow obvious judge of the linear audit: Gaussian elimination over fractions of whole numbers of any size. */

interface Ratio {
  readonly top: bigint;
  readonly bottom: bigint;
}

const zero: Ratio = { top: 0n, bottom: 1n };

/** Whether `target` is a combination of `rows`, with any rational coefficients. */
export function isCombination(rows: readonly (readonly number[])[], target: readonly number[]): boolean {
  const basis: (readonly Ratio[])[] = [];
  for (const row of rows) {
    const rest = reduce(row.map(whole), basis);
    if (rest.some(({ top }) => top !== 0n)) basis.push(rest);
  }
  return reduce(target.map(whole), basis).every(({ top }) => top === 0n);
}

function reduce(row: readonly Ratio[], basis: readonly (readonly Ratio[])[]): readonly Ratio[] {
  return basis.reduce((rest, pivot) => {
    const at = pivot.findIndex(({ top }) => top !== 0n);
    const factor = divide(rest[at] ?? zero, pivot[at] ?? zero);
    return rest.map((value, column) => minus(value, times(factor, pivot[column] ?? zero)));
  }, row);
}

function whole(value: number): Ratio {
  return { top: BigInt(value), bottom: 1n };
}

function divide(a: Ratio, b: Ratio): Ratio {
  return lowest(a.top * b.bottom, a.bottom * b.top);
}

function times(a: Ratio, b: Ratio): Ratio {
  return lowest(a.top * b.top, a.bottom * b.bottom);
}

function minus(a: Ratio, b: Ratio): Ratio {
  return lowest(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
}

function lowest(top: bigint, bottom: bigint): Ratio {
  let [x, y] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  while (y !== 0n) [x, y] = [y, x % y];
  const sign = bottom < 0n ? -1n : 1n;
  return x === 0n ? zero : { top: (sign * top) / x, bottom: (sign * bottom) / x };
}
