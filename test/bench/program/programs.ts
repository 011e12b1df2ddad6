/** The programs that are measured, as bundles, and the rows that they see. */

/** Gradient of a logistic loss: eight columns, the ninth is the target. */
export const mapper = `var program = (() => {
  function map(unit, state, out) {
    const values = unit.values;
    let score = 0;
    for (let i = 0; i < 8; i++) score += values[i] * state[i];
    const error = 1 / (1 + Math.exp(-score)) - values[8];
    for (let i = 0; i < 8; i++) out[i] = error * values[i];
  }
  return { map };
})();`;

/** The mean of every column. */
export const means = `var program = (() => {
  function main(input, output) {
    const names = Object.keys(input.columns);
    for (let at = 0; at < names.length; at++) {
      const column = input.columns[names[at]];
      let sum = 0;
      for (let i = 0; i < column.length; i++) sum += column[i];
      output.means[at] = sum / column.length;
    }
  }
  return { default: main };
})();`;

/** Looks at one number of each page of each column: after it, all rows have come. */
export const touch = `var program = (() => {
  function main(input, output) {
    let sum = 0;
    for (const column of Object.values(input.columns)) for (let i = 0; i < column.length; i += 512) sum += column[i];
    output.sum[0] = sum;
  }
  return { default: main };
})();`;

/** Three steps of Newton's method; the last column is the target, the first coefficient the constant. */
export const regression = `var program = (() => {
  function main(input, output) {
    const columns = Object.values(input.columns);
    const target = columns.pop();
    const width = columns.length + 1;
    const beta = new Float64Array(width);
    const row = new Float64Array(width);
    row[0] = 1;
    for (let step = 0; step < 3; step++) {
      const system = Array.from({ length: width }, () => new Float64Array(width + 1));
      for (let i = 0; i < input.count; i++) {
        let score = beta[0];
        for (let j = 1; j < width; j++) score += beta[j] * (row[j] = columns[j - 1][i]);
        const p = 1 / (1 + Math.exp(-score));
        const weight = p * (1 - p);
        const residual = target[i] - p;
        for (let j = 0; j < width; j++) {
          const line = system[j];
          const scaled = weight * row[j];
          for (let k = 0; k <= j; k++) line[k] += scaled * row[k];
          line[width] += residual * row[j];
        }
      }
      for (let j = 0; j < width; j++) for (let k = j + 1; k < width; k++) system[j][k] = system[k][j];
      solve(system, beta);
    }
    output.beta.set(beta);
  }
  function solve(system, beta) {
    const width = beta.length;
    for (let j = 0; j < width; j++)
      for (let i = 0; i < width; i++) {
        if (i === j) continue;
        const factor = system[i][j] / system[j][j];
        for (let k = j; k <= width; k++) system[i][k] -= factor * system[j][k];
      }
    for (let j = 0; j < width; j++) beta[j] += system[j][width] / system[j][j];
  }
  return { default: main };
})();`;

/** Numbers between −1 and 1, the same each time; those of the target are 0 or 1. */
export function madeUp(count: number, isTarget: (at: number) => boolean): Float64Array {
  let state = 1;
  return Float64Array.from({ length: count }, (_, at) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return isTarget(at) ? state >>> 31 : state / 2 ** 31 - 1;
  });
}

/** Offsets of `count` parts of equal size over `rows` rows. */
export function evenly(rows: number, count: number): Uint32Array {
  return Uint32Array.from({ length: count + 1 }, (_, at) => Math.floor((at * rows) / count));
}

export function columnsNamed(width: number): readonly { readonly name: string }[] {
  return Array.from({ length: width }, (_, at) => ({ name: `c${at}` }));
}
