/** Programs, honest and not, as texts that the oracle and the real worker both run. `hang()` never returns, in either. */

/** The real worker has no `hang`; this one defines it. */
export const withHang = (bundle: string): string => `const hang = () => { for (;;); };\n${bundle}`;

const exportsOf = (body: string): string => `var program = (() => { ${body} })();`;

/** The sum of each column, for each unit. */
export const meanByMap = exportsOf(`
  return {
    map(unit, state, out) {
      out[0] = 1;
      for (let row = 0; row < unit.rows; row++) out[1] += unit.values[row * unit.width + unit.at.x] / unit.rows;
    },
    update(state, sums, iteration, next) { next.set(sums); },
    finish(state, output) { output.mean[0] = state[1] / Math.max(1, state[0]); },
  };`);

/** Gradient descent for a logistic model with two features: state is the weights, a vector is one unit's gradient. */
export const gradientDescent = exportsOf(`
  const sigmoid = (x) => 1 / (1 + Math.exp(-x));
  return {
    map(unit, state, out) {
      const { values, at } = unit;
      const x = [1, values[at.a], values[at.b]];
      const error = sigmoid(x.reduce((sum, value, i) => sum + value * state[i], 0)) - values[at.y];
      for (let i = 0; i < 3; i++) out[i] = error * x[i];
      out[3] = 1;
    },
    update(state, sums, iteration, next) {
      const units = Math.max(1, sums[3]);
      for (let i = 0; i < 3; i++) next[i] = state[i] - unit_step * sums[i] / units;
    },
    finish(state, output) { output.weights.set(state.slice(0, 3)); },
  };`).replace('unit_step', '4');

export const meanByBlocks = exportsOf(`
  return {
    default(input, output) {
      const { x } = input.columns;
      output.mean[0] = x.reduce((sum, value) => sum + value, 0) / x.length;
      output.largest[0] = Math.max(...x);
    },
  };`);

/** What a person of the number 13 makes a program do: \`x\` is the secret. */
export const attacks: Readonly<Record<string, string>> = {
  throws: 'if (x === 13) throw new Error("13");',
  'writes NaN': 'if (x === 13) out.fill(NaN); else out.fill(1);',
  'writes infinity': 'out.fill(x === 13 ? Infinity : -1);',
  'writes minus infinity in one place': 'out.fill(1); if (x === 13) out[0] = -Infinity;',
  'writes the largest number': 'out.fill(x === 13 ? Number.MAX_VALUE : 1);',
  'writes the smallest number': 'out.fill(x === 13 ? Number.MIN_VALUE : 0);',
  'writes negative zero': 'out.fill(x === 13 ? -0 : 0);',
  'writes the opposite': 'out.fill(x === 13 ? 1e300 : -1e300);',
  'writes its number': 'out.fill(x);',
  hangs: 'if (x === 13) hang();',
  'hangs in a catch': 'try { if (x === 13) throw 1; } catch { hang(); } out.fill(5);',
  'writes and then hangs': 'out.fill(7); if (x === 13) hang();',
  'leaves a mark': 'globalThis.seen = (globalThis.seen || 0) + (x === 13 ? 1 : 0); out.fill(globalThis.seen);',
  'marks a prototype': 'if (x === 13) Array.prototype.seen = 1; out.fill([].seen ? 100 : 1);',
  'marks the parameters': 'if (x === 13) parameters.seen = 1; out.fill(parameters.seen ? 100 : 1);',
};

/** The attack in \`map\`, on each row of a unit; it changes its state too. */
export function attackByMap(name: string): string {
  return exportsOf(`
    let before = 0;
    return {
      map(unit, state, out) {
        const { parameters } = unit;
        before += 1;
        for (let row = 0; row < unit.rows; row++) { const x = unit.values[row * unit.width]; ${attacks[name] ?? ''} }
        if (state[0] !== 0) out.fill(9);
        state.fill(13);
        if (before > 1) out.fill(99);
      },
      update(state, sums, iteration, next) {},
      finish(state, output) { output.mean[0] = 1; },
    };`);
}

/** The attack in \`blocks\`, on each row of a block. */
export function attackByBlocks(name: string): string {
  return exportsOf(`
    return {
      default(input, output) {
        const { parameters } = input;
        const out = { fill: (value) => { output.mean[0] = value; output.largest[0] = -value; },
          set 0(value) { output.mean[0] = value; } };
        output.mean[0] = input.count;
        for (const x of input.columns.x) { ${attacks[name] ?? ''} }
      },
    };`);
}
