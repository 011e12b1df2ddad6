/** Bounds of sums over a region of numbers, by HiGHS itself: nothing here is shared with the code that is attacked. */
import loadHighs, { type Highs } from 'highs';

/** Σ of the variables at these places lies between the bounds. */
export interface Sum {
  readonly places: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** The package's types take its ES module for CommonJS. */
const load = loadHighs as unknown as () => Promise<Highs>;
const highs = load();

/** @returns for each of `wanted`, between what the sum of its variables lies. In `sums` a place written as −1 − place is subtracted. */
export async function boundsOf(
  variables: readonly Bounds[],
  sums: readonly Sum[],
  wanted: readonly (readonly number[])[],
): Promise<readonly Bounds[]> {
  if (wanted.length === 0) return [];
  const solver = await highs;
  const { constants } = solver;
  const model = solver.createModel();
  try {
    model.options.set({ output_flag: false, primal_feasibility_tolerance: 1e-9 });
    const starts = [0];
    for (const { places } of sums) starts.push((starts.at(-1) ?? 0) + places.length);
    const places = sums.flatMap((sum) => sum.places);
    model.passModel({
      numCols: variables.length,
      numRows: sums.length,
      colCost: variables.map(() => 0),
      colLower: variables.map(({ lower }) => lower),
      colUpper: variables.map(({ upper }) => upper),
      rowLower: sums.map(({ lower }) => lower),
      rowUpper: sums.map(({ upper }) => upper),
      matrix: {
        format: 'csr',
        numRows: sums.length,
        numCols: variables.length,
        starts,
        indices: places.map((place) => (place < 0 ? -1 - place : place)),
        values: places.map((place) => (place < 0 ? -1 : 1)),
      },
    });
    const { minimize, maximize } = constants.objectiveSense;
    const extreme = (set: readonly number[], sense: typeof minimize): number => {
      model.changeObjectiveSense(sense);
      for (const place of set) model.changeColCost(place, 1);
      model.run();
      // Read before the next change, which forgets it.
      const [status, value] = [model.getModelStatus(), model.getObjectiveValue()];
      for (const place of set) model.changeColCost(place, 0);
      const { optimal, unbounded, unboundedOrInfeasible } = constants.modelStatus;
      if (status === optimal) return value;
      if (status === unbounded || status === unboundedOrInfeasible) return sense === minimize ? -Infinity : Infinity;
      throw new Error(`The attacker's program ended with status ${status}`);
    };
    return wanted.map((set) => ({ lower: extreme(set, minimize), upper: extreme(set, maximize) }));
  } finally {
    model.dispose();
  }
}
