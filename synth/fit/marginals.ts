/**
 * Marginals of attributes that no clique holds together: the joint probability is the product of the cliques over that of the separators, so
 * a clique hands on what lies beyond it as probabilities given the separator, and everything else is summed out where it stands.
 *
 * @see synth.md §2.5; Koller & Friedman, Probabilistic Graphical Models, §10.3.3 (out-of-clique inference)
 */
import { holds, multiply, project } from './cell-maps.ts';
import type { JunctionTree } from './tree.ts';
import type { Factor, Shape } from './types.ts';

/** A calibrated tree. */
export interface Calibrated {
  readonly shape: Shape;
  readonly tree: JunctionTree;
  readonly tables: readonly Float64Array[];
}

type Attributes = readonly number[];

/** What finds marginals in one calibrated tree: it keeps what cliques handed on. */
export function openMarginals(calibrated: Calibrated): (attributes: Attributes) => Float64Array {
  const walk: Walk = { ...calibrated, edges: edgesOf(calibrated.tree), kept: new Map(), keptCells: 0 };
  const { sizes } = calibrated.shape;
  return (attributes) => {
    const clique = smallestWith(walk, attributes);
    if (clique !== undefined) return project(tableOf(walk, clique), attributes, sizes).values;
    const parts = Map.groupBy(attributes, (attribute) => partOf(walk.tree, attribute)).values();
    const joint = [...parts]
      .map((part) => inPart(walk, part))
      .reduce((a, b) => multiply({ a, b }, [...a.attributes, ...b.attributes], sizes));
    return project(joint, attributes, sizes).values;
  };
}

interface Walk extends Calibrated {
  /** Of each clique, its neighbours. */
  readonly edges: readonly (readonly Edge[])[];
  readonly kept: Map<string, Factor>;
  keptCells: number;
}

interface Edge {
  readonly to: number;
  readonly separator: Attributes;
  /** Attributes of the cliques on that side. */
  readonly beyond: ReadonlySet<number>;
}

/** Where more cells than this are kept, all are forgotten. */
const mostKept = 2 ** 21;

function edgesOf({ cliques }: JunctionTree): Edge[][] {
  const below = cliques.map(({ attributes }) => new Set(attributes));
  cliques.forEach(({ parent }, at) => below[at]?.forEach((attribute) => below[parent]?.add(attribute)));
  const edges: Edge[][] = cliques.map(() => []);
  cliques.forEach(({ parent, separator }, to) =>
    edges[parent]?.push({ to, separator, beyond: below[to] ?? new Set() }),
  );
  for (const [at, { parent, separator }] of [...cliques.entries()].toReversed()) {
    if (parent === -1) continue;
    const others = (edges[parent] ?? []).filter(({ to }) => to !== at).flatMap(({ beyond }) => [...beyond]);
    edges[at]?.push({ to: parent, separator, beyond: new Set([...(cliques[parent]?.attributes ?? []), ...others]) });
  }
  return edges;
}

function smallestWith({ tree, tables }: Calibrated, attributes: Attributes): number | undefined {
  const cells = (at: number): number => tables[at]?.length ?? 0;
  return tree.cliques
    .map((_, at) => at)
    .filter((at) => holds(tree.cliques[at]?.attributes ?? [], attributes))
    .reduce<number | undefined>((best, at) => (best === undefined || cells(at) < cells(best) ? at : best), undefined);
}

function tableOf({ tree, tables }: Calibrated, at: number): Factor {
  return { attributes: tree.cliques[at]?.attributes ?? [], values: tables[at] ?? new Float64Array() };
}

/** The root of the part that an attribute is in. */
function partOf({ home, cliques }: JunctionTree, attribute: number): number {
  let at = home[attribute] ?? 0;
  for (let up = cliques[at]?.parent ?? -1; up !== -1; up = cliques[at]?.parent ?? -1) at = up;
  return at;
}

/** The joint probabilities of attributes that are in one part of the tree, in any order. */
function inPart(walk: Walk, attributes: Attributes): Factor {
  const start = walk.tree.home[attributes.at(-1) ?? 0] ?? 0;
  const at = nearest(walk, start, attributes);
  return gather(walk, { at, keep: [], targets: attributes });
}

/** From a clique towards the targets that it lacks, as long as the next one has all that it has of them. */
function nearest(walk: Walk, at: number, targets: Attributes): number {
  const has = (clique: number): number[] =>
    targets.filter((target) => walk.tree.cliques[clique]?.attributes.includes(target));
  const own = has(at);
  const missing = targets.filter((target) => !own.includes(target));
  if (missing.length === 0) return at;
  const next = walk.edges[at]?.find(({ beyond }) => missing.every((target) => beyond.has(target)));
  return next === undefined || has(next.to).length < own.length || !holds(has(next.to), own)
    ? at
    : nearest(walk, next.to, targets);
}

interface Gathering {
  readonly at: number;
  readonly from?: number;
  /** Attributes to keep for the one who asks: those of the separator. */
  readonly keep: Attributes;
  readonly targets: Attributes;
}

/** Joint probabilities of the kept attributes and the targets, seen from a clique and what is beyond it. */
function gather(walk: Walk, { at, from, keep, targets }: Gathering): Factor {
  const own = tableOf(walk, at);
  const rest = targets.filter((target) => !own.attributes.includes(target));
  const edges = (walk.edges[at] ?? [])
    .filter(({ to }) => to !== from)
    .map((edge) => ({ ...edge, targets: rest.filter((target) => edge.beyond.has(target)) }))
    .filter((edge) => edge.targets.length > 0);
  const wanted = new Set([...keep, ...targets]);
  const needed = (later: number): Set<number> =>
    new Set([...wanted, ...edges.slice(later).flatMap(({ separator }) => separator)]);
  const base = project(
    own,
    [...needed(0)].filter((attribute) => own.attributes.includes(attribute)),
    walk.shape.sizes,
  );
  return edges.reduce((a, edge, i) => {
    const b = conditional(walk, edge, { at: edge.to, from: at, keep: edge.separator, targets: edge.targets });
    const to = [...new Set([...a.attributes, ...b.attributes])].filter((attribute) => needed(i + 1).has(attribute));
    return multiply({ a, b }, to, walk.shape.sizes);
  }, base);
}

/** Probabilities of targets beyond an edge, given its separator. */
function conditional(walk: Walk, { separator }: Edge, gathering: Gathering): Factor {
  const key = `${gathering.from}>${gathering.at}:${gathering.targets.join()}`;
  const known = walk.kept.get(key);
  if (known !== undefined) return known;
  const { sizes } = walk.shape;
  const joint = gather(walk, gathering);
  const given = project(joint, separator, sizes);
  const inverse = { attributes: separator, values: given.values.map((value) => (value > 0 ? 1 / value : 0)) };
  const made = multiply({ a: joint, b: inverse }, joint.attributes, sizes);
  remember(walk, key, made);
  return made;
}

function remember(walk: Walk, key: string, factor: Factor): void {
  if (walk.keptCells + factor.values.length > mostKept) {
    walk.kept.clear();
    walk.keptCells = 0;
  }
  walk.kept.set(key, factor);
  walk.keptCells += factor.values.length;
}
