/**
 * Singling out: a description that fits one drawn row alone is tried on real rows; it succeeds where it fits exactly one of them.
 *
 * @see Giomi et al. 2023 (Anonymeter), §4.1, multivariate predicates
 */
import { cellCount, isOrdered, type Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { columnAt, rowCount } from '../input.ts';
import { pick, type Stream } from '../random.ts';
import type { Attack } from '../schema.ts';
import { noneCell } from '../values.ts';
import { leastCompared, limits } from './limits.ts';
import { attackOf } from './risk.ts';
import type { Targets } from './targets.ts';

const mostConditions = 8;
const triesForEach = 5;

/** The cells of an attribute from `low` to `high`. */
interface Condition {
  readonly attribute: number;
  readonly low: number;
  readonly high: number;
}
type Predicate = readonly Condition[];

/** `undefined` where too few descriptions fit one drawn row alone. */
export function singlingOut(attributes: readonly Attribute[], targets: Targets, random: Stream): Attack | undefined {
  const predicates = uniquePredicates(attributes, targets.drawn, random);
  const attacks = predicates.length;
  if (attacks < leastCompared) return undefined;
  const guessed = predicates.map((like) => guess(attributes, targets.drawn, { like, random }));
  return attackOf({
    name: 'singling out',
    secret: null,
    attacks,
    members: successes(predicates, targets.members),
    strangers: successes(predicates, targets.strangers),
    guesses: successes(guessed, targets.members),
  });
}

function successes(tried: readonly Predicate[], columns: CodeColumns): number {
  return tried.filter((predicate) => countUpTo2(predicate, columns) === 1).length;
}

/** Descriptions of drawn rows, each lengthened by attributes in random order until it fits one row alone. */
function uniquePredicates(attributes: readonly Attribute[], drawn: CodeColumns, random: Stream): readonly Predicate[] {
  const middles = drawn.map((column) => column.toSorted()[column.length >> 1] ?? 0);
  const all = Uint32Array.from({ length: rowCount(drawn) }, (_, row) => row);
  const found = new Map<string, Predicate>();
  for (let tries = 0; tries < limits.predicates * triesForEach && found.size < limits.predicates; tries++) {
    const row = random.below(rowCount(drawn));
    const described = somePlaces(attributes.length, random).map((at) => {
      const cell = columnAt(drawn, at)[row] ?? 0;
      return condition(attributes, at, { cell, upward: cell > (middles[at] ?? 0) });
    });
    const predicate = untilUnique(described, drawn, all);
    if (predicate) found.set(JSON.stringify(predicate), predicate);
  }
  return [...found.values()];
}

function untilUnique(conditions: Predicate, drawn: CodeColumns, all: Uint32Array): Predicate | undefined {
  const rows = all.slice();
  let left = rows.length;
  for (const [at, condition] of conditions.entries()) {
    left = keepFitting(rows.subarray(0, left), columnAt(drawn, condition.attribute), condition);
    if (left === 1) return conditions.slice(0, at + 1);
  }
  return undefined;
}

/** Moves the rows that fit to the front, and returns how many they are. */
function keepFitting(rows: Uint32Array, column: Uint16Array, { low, high }: Condition): number {
  let kept = 0;
  for (const row of rows) {
    const cell = column[row] ?? 0;
    if (cell >= low && cell <= high) rows[kept++] = row;
  }
  return kept;
}

/** As many conditions as `like` has, but of values that no one row need have, in any direction. */
function guess(attributes: readonly Attribute[], drawn: CodeColumns, { like, random }: Guess): Predicate {
  return somePlaces(attributes.length, random)
    .slice(0, like.length)
    .map((at) => {
      const cell = columnAt(drawn, at)[random.below(rowCount(drawn))] ?? 0;
      return condition(attributes, at, { cell, upward: random.below(2) === 1 });
    });
}

interface Guess {
  readonly like: Predicate;
  readonly random: Stream;
}

/** Some attributes in random order. */
function somePlaces(n: number, random: Stream): readonly number[] {
  return Array.from(pick(n, mostConditions, random));
}

interface From {
  readonly cell: number;
  readonly upward: boolean;
}

/** The same code, or NULL; of an ordered attribute all values from there towards the nearer end. */
function condition(attributes: readonly Attribute[], attribute: number, { cell, upward }: From): Condition {
  const cells = attributes[attribute]?.cells;
  if (!cells || !isOrdered(cells) || cell === noneCell(cells)) return { attribute, low: cell, high: cell };
  const highest = cellCount(cells) - (cells.none ? 2 : 1);
  return upward ? { attribute, low: cell, high: highest } : { attribute, low: 0, high: cell };
}

/** How many rows the predicate fits, counted up to 2. */
function countUpTo2(predicate: Predicate, columns: CodeColumns): number {
  const rows = rowCount(columns);
  let count = 0;
  for (let row = 0; row < rows && count < 2; row++) if (fits(predicate, columns, row)) count++;
  return count;
}

function fits(predicate: Predicate, columns: CodeColumns, row: number): boolean {
  for (const { attribute, low, high } of predicate) {
    const cell = columns[attribute]?.[row] ?? 0;
    if (cell < low || cell > high) return false;
  }
  return true;
}
