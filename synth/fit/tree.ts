/**
 * Junction trees. Attributes are eliminated one by one, the cheapest first; what an attribute is joined with when its turn comes is its
 * elimination clique. The cliques that no other holds are the nodes of the tree.
 *
 * A clique's parent is that of the next attribute eliminated in it. This is a spanning tree of largest separators, since every tree with
 * the running intersection property is one.
 *
 * @see synth.md §2.5; Koller & Friedman, Probabilistic Graphical Models, §10.4 (theorem 10.2); Jensen & Jensen, UAI 1994, §2
 */
import { cellsOf } from './cell-maps.ts';
import type { Shape } from './types.ts';

export interface TreeClique {
  /** Ascending. */
  readonly attributes: readonly number[];
  /** −1 for the root of a part. */
  readonly parent: number;
  /** What it has in common with its parent, ascending. */
  readonly separator: readonly number[];
}

export interface JunctionTree {
  /** The attributes in the order of their elimination, the given ones last. */
  readonly order: readonly number[];
  /** Of each attribute, the later ones that it depends on, ascending. */
  readonly parents: readonly (readonly number[])[];
  /** Of each attribute, a clique that holds it and its parents. */
  readonly home: readonly number[];
  /** Children before their parents. */
  readonly cliques: readonly TreeClique[];
}

type Sets = readonly (readonly number[])[];

/** The tree in which each of `cliques`, and the attributes of each zero, are together in a clique. */
export function growTree(shape: Shape, cliques: Sets): JunctionTree {
  const { order, parents } = eliminate(shape, cliques);
  const when = new Map(order.map((attribute, turn) => [attribute, turn]));
  const turnOf = (attribute: number): number => when.get(attribute) ?? 0;
  const next = parents.map((those) => those.toSorted((a, b) => turnOf(a) - turnOf(b))[0]);
  const first = firstOfClique({ order, parents }, next);
  const last = new Map(order.map((attribute) => [first[attribute] ?? attribute, attribute]));
  const names = [...last.keys()].toSorted((a, b) => turnOf(last.get(a) ?? a) - turnOf(last.get(b) ?? b));
  const home = first.map((name) => names.indexOf(name));
  return {
    order,
    parents,
    home,
    cliques: names.map((name) => {
      const top = last.get(name) ?? name;
      const above = next[top];
      return {
        attributes: [name, ...(parents[name] ?? [])].toSorted((a, b) => a - b),
        parent: above === undefined ? -1 : (home[above] ?? -1),
        separator: parents[top] ?? [],
      };
    }),
  };
}

/** How many cells the tree's cliques have together. */
export function treeCells(shape: Shape, cliques: Sets): number {
  const { order, parents } = eliminate(shape, cliques);
  const when = new Int32Array(order.length);
  order.forEach((attribute, turn) => (when[attribute] = turn));
  const later = (a: number, b: number): number => ((when[b] ?? 0) < (when[a] ?? 0) ? b : a);
  const next = parents.map((those) => (those.length === 0 ? undefined : those.reduce(later)));
  return firstOfClique({ order, parents }, next).reduce((cells, first, attribute) => {
    return first === attribute ? cells + cellsOf([attribute, ...(parents[attribute] ?? [])], shape.sizes) : cells;
  }, 0);
}

interface Elimination {
  readonly order: readonly number[];
  readonly parents: Sets;
}

/**
 * Of each attribute, the one whose elimination clique is the largest that holds its own: it is held in another exactly where it is all
 * that an earlier attribute left behind.
 */
function firstOfClique({ order, parents }: Elimination, next: readonly (number | undefined)[]): number[] {
  const first = parents.map((_, attribute) => attribute);
  for (const attribute of order) {
    const above = next[attribute];
    if (above === undefined || parents[above]?.length !== (parents[attribute]?.length ?? 0) - 1) continue;
    first[above] = first[attribute] ?? attribute;
  }
  return first;
}

function eliminate(shape: Shape, cliques: Sets): Elimination {
  const { sizes, given } = shape;
  const graph = graphOf(sizes.length, [...cliques, ...shape.zeros.map(({ attributes }) => attributes)]);
  const costs = Float64Array.from(sizes, (_, attribute) => cellsOf([attribute, ...graph.around(attribute)], sizes));
  const parents: number[][] = sizes.map(() => []);
  const order = sizes.map(() => {
    const attribute = cheapest(costs, given);
    const around = graph.around(attribute);
    graph.remove(attribute, around);
    costs[attribute] = Number.NaN;
    for (const other of around) costs[other] = cellsOf([other, ...graph.around(other)], sizes);
    parents[attribute] = around;
    return attribute;
  });
  return { order, parents };
}

/** The attribute of least cost that is still there; a given one only where no other is left. */
function cheapest(costs: Float64Array, given: number): number {
  const among = (from: number, to: number): number => {
    let best = -1;
    for (let at = from; at < to; at++) {
      const cost = costs[at] ?? Number.NaN;
      if (!Number.isNaN(cost) && (best === -1 || cost < (costs[best] ?? 0))) best = at;
    }
    return best;
  };
  const own = among(given, costs.length);
  return own === -1 ? among(0, given) : own;
}

interface Graph {
  /** Neighbours, ascending. */
  around(attribute: number): number[];
  /** Takes the attribute out and joins its neighbours with each other. */
  remove(attribute: number, around: readonly number[]): void;
}

function graphOf(nodes: number, cliques: Sets): Graph {
  const joined = new Uint8Array(nodes * nodes);
  const join = (those: readonly number[]): void => {
    for (const a of those) for (const b of those) if (a !== b) joined[a * nodes + b] = 1;
  };
  for (const clique of cliques) join(clique);
  return {
    around(attribute) {
      const found: number[] = [];
      for (let at = 0; at < nodes; at++) if (joined[attribute * nodes + at] === 1) found.push(at);
      return found;
    },
    remove(attribute, around) {
      join(around);
      for (const other of around) joined[other * nodes + attribute] = 0;
    },
  };
}
