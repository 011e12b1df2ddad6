/**
 * What may be measured: sets of up to three attributes, and how much each tells of the pairs that matter. A function of the shape alone.
 *
 * @see synth.md §2.4; McKenna, Mullins, Sheldon, Miklau 2022 (AIM), §4
 */
import { cellsOf } from '#synth/fit/cell-maps.ts';
import { mostCells, mostCountedCells, mostForTriples } from './settings.ts';

/** A set of attributes, in ascending order. */
export interface Candidate {
  readonly attributes: readonly number[];
  readonly cells: number;
  /** Σ over the pairs that matter of how many attributes the set shares with them: a whole number. */
  readonly weight: number;
}

/** Bins of each attribute, and how many of the first are drawn elsewhere. */
export interface Given {
  readonly sizes: readonly number[];
  readonly given: number;
}

/** The pairs that a model is about. Two given attributes are no such pair: how they go together is known from the parent's rows. */
export function pairsThatMatter({ sizes, given }: Given): readonly (readonly [number, number])[] {
  return sizes.flatMap((_, second) =>
    second < given ? [] : Array.from({ length: second }, (_none, first): readonly [number, number] => [first, second]),
  );
}

/**
 * All sets of one to three attributes that may be measured, each within {@link mostCells} and all together within {@link mostCountedCells}, where
 * small sets come before large ones. Single given attributes and three given ones are not among them. Two are: a model that knows how a value
 * depends on each of two given attributes must know how these go together, or it counts twice what both say. {@link isUseful} tells when.
 */
export function candidatesOf(shape: Given): readonly Candidate[] {
  const attributes = shape.sizes.map((_, at) => at);
  const singles = attributes.filter((at) => at >= shape.given).map((at) => [at]);
  const pairs = attributes.flatMap((second) => attributes.slice(0, second).map((first) => [first, second]));
  const triples =
    attributes.length > mostForTriples
      ? []
      : pairs.flatMap((pair) => attributes.slice((pair[1] ?? 0) + 1).map((third) => [...pair, third]));
  const about = [...singles, ...pairs, ...triples.filter((set) => set.some((at) => at >= shape.given))];
  const weights = attributes.map((at) => (at < shape.given ? attributes.length - shape.given : attributes.length - 1));
  return withinMemory(
    about.map((set) => ({
      attributes: set,
      cells: cellsOf(set, shape.sizes),
      weight: set.reduce((sum, at) => sum + (weights[at] ?? 0), 0),
    })),
  );
}

/** Whether a set is worth measuring now: two given attributes are once some own attribute was measured with each of them. */
export function isUseful(
  { attributes }: Candidate,
  { given }: Given,
  measured: readonly (readonly number[])[],
): boolean {
  if (attributes.some((at) => at >= given)) return true;
  const [first, ...others] = attributes.map((at) => ownBeside(at, given, measured));
  return [...(first ?? [])].some((own) => others.every((set) => set.has(own)));
}

function ownBeside(attribute: number, given: number, measured: readonly (readonly number[])[]): ReadonlySet<number> {
  return new Set(measured.filter((set) => set.includes(attribute)).flatMap((set) => set.filter((at) => at >= given)));
}

function withinMemory(candidates: readonly Candidate[]): readonly Candidate[] {
  let room = mostCountedCells;
  const kept = candidates
    .filter(({ cells }) => cells <= mostCells)
    .toSorted((a, b) => a.attributes.length - b.attributes.length || a.cells - b.cells)
    .filter(({ cells }) => {
      const fits = cells <= room;
      if (fits) room -= cells;
      return fits;
    });
  return kept.toSorted(byPrefix);
}

/** Sets that differ in their last attribute only follow each other: they are counted together. */
function byPrefix({ attributes: a }: Candidate, { attributes: b }: Candidate): number {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((attribute, place) => attribute !== b[place]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
