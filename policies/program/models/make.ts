/**
 * Released numbers → the card of the declared model. The numbers are what may leave already; nothing here protects anybody, it only puts each
 * in its place, or says that the program did not keep its word.
 *
 * @see docs/decisions/037-models-of-programs.md
 */
import { cardDigits, round } from '../../disclosure/model/card.ts';
import type { ModelDeclaration } from '../model.ts';
import { programCardSchema, type PrivateProgramNote, type ProgramModelCard } from './card.ts';
import { columnsOf, lengthOf, stumpLength } from './layout.ts';
import { scorecardOf } from './points.ts';

/** The numbers of the model after the rule of their lane; null where the stability rule left no digit. */
export type ReleasedNumbers = readonly (number | null)[];

/** What is told of how the numbers became such that they may leave. */
export type ReleaseNote =
  | {
      readonly lane: 'exact';
      /** As the program gave them over all rows: looked at for what is missing, and for what must not be rounded. */
      readonly given: ArrayLike<number>;
      /** How many rows it read. */
      readonly rows: number;
    }
  | { readonly lane: 'private'; readonly privacy: PrivateProgramNote };

/**
 * @param numbers of the result that the declaration names, and no others
 * @returns the card; undefined where the contract was not kept: too few numbers, one that is missing, a stump that splits no column, or
 * no stump at all. A number
 * without a digit counts as 0, except the place of a column, which must come through unchanged.
 */
export function modelOf(
  model: ModelDeclaration,
  numbers: ReleasedNumbers,
  note: ReleaseNote,
): ProgramModelCard | undefined {
  const length = lengthOf(model);
  const given = note.lane === 'exact' ? Array.from(note.given) : numbers;
  const isWhole = [numbers, given].every((list) => list.length === length) && given.every((one) => isThere(one));
  if (!isWhole || numbers.some((one) => one !== null && !isThere(one))) return undefined;
  const read = { numbers, note, given };
  const body = bodyOf(model, read);
  if (!body) return undefined;
  const tail =
    note.lane === 'exact'
      ? { lane: note.lane, aboutRows: round(note.rows, 2) }
      : { lane: note.lane, privacy: note.privacy };
  // Parsed, so that the fields stand in one order, and a card of another form cannot be made.
  return programCardSchema.parse({ ...body, maker: 'program', ...tail });
}

function isThere(value: number | null): boolean {
  return value !== null && Number.isFinite(value);
}

interface Read {
  readonly numbers: ReleasedNumbers;
  readonly given: ReleasedNumbers;
  readonly note: ReleaseNote;
}

function bodyOf(model: ModelDeclaration, read: Read): object | undefined {
  switch (model.family) {
    case 'linear':
      return { kind: model.family, target: model.target, ...regressionOf(model, read) };
    case 'logistic': {
      const regression = regressionOf(model, read);
      const points = model.points && scorecardOf(regression, model.points);
      return { kind: model.family, target: model.target, ...regression, ...(points && { points }) };
    }
    case 'kmeans':
      return { kind: model.family, features: model.features, centres: centresOf(model, read) };
    case 'boosted_stumps': {
      const stumps = stumpsOf(model, read);
      const { target, features, rate } = model;
      const base = valueAt(read, 0);
      return stumps && { kind: model.family, target, features, base, ...digitsOf('baseDigits', read, 0), rate, stumps };
    }
  }
}

function regressionOf({ features }: Extract<ModelDeclaration, { family: 'linear' | 'logistic' }>, read: Read) {
  const coefficients = columnsOf(features).map(({ field, value }, at) => ({
    feature: field.name,
    ...(value !== undefined && { value }),
    coefficient: valueAt(read, 1 + at),
    ...digitsOf('digits', read, 1 + at),
  }));
  return { features, intercept: valueAt(read, 0), ...digitsOf('interceptDigits', read, 0), coefficients };
}

function centresOf({ clusters, features }: Extract<ModelDeclaration, { family: 'kmeans' }>, read: Read) {
  return Array.from({ length: clusters }, (_, cluster) => {
    const places = features.map((_field, at) => cluster * features.length + at);
    return {
      at: places.map((place) => valueAt(read, place)),
      ...(read.note.lane === 'exact' && { digits: places.map((place) => digitsAt(read, place)) }),
    };
  });
}

function stumpsOf(
  { features, stumps }: Extract<ModelDeclaration, { family: 'boosted_stumps' }>,
  read: Read,
): readonly object[] | undefined {
  const columns = columnsOf(features);
  const all = Array.from({ length: stumps }, (_, stump) => {
    const start = 1 + stumpLength * stump;
    // A place that lost a digit is the place of another column.
    const place = read.numbers[start] ?? 0;
    const column = place === read.given[start] ? columns[place] : undefined;
    if (!column) return undefined;
    const [threshold = 0, left, right] = [1, 2, 3].map((at) => valueAt(read, start + at));
    if (column.value !== undefined && (threshold < 0 || threshold >= 1)) return undefined;
    const digits = [1, 2, 3].map((at) => digitsAt(read, start + at));
    return {
      feature: column.field.name,
      ...(column.value !== undefined && { value: column.value }),
      threshold,
      left,
      right,
      ...(read.note.lane === 'exact' && { digits }),
    };
  });
  if (all.includes(undefined)) return undefined;
  const left = all.flatMap((stump) => (stump && (stump.left !== 0 || stump.right !== 0) ? [stump] : []));
  return left.length === 0 ? undefined : left;
}

/** An exact number is cut to the digits that a card may have; the noise of a private one is what protects it. */
function valueAt({ numbers, note }: Read, at: number): number {
  const value = numbers[at] ?? 0;
  return note.lane === 'exact' ? round(value, cardDigits) : value + 0;
}

function digitsAt(read: Read, at: number): number {
  return digitsWritten(valueAt(read, at));
}

function digitsOf(name: string, read: Read, at: number): object {
  return read.note.lane === 'exact' ? { [name]: digitsAt(read, at) } : {};
}

/**
 * Significant digits that a number is written with: 2 for 0.35 and for 3500, 0 for 0. They follow from the number alone, and never from the grid that
 * it was rounded to: a program could choose that grid by one row, and say something by zeros that nobody sees.
 */
export function digitsWritten(value: number): number {
  const [digits = ''] = Math.abs(value).toExponential().split('e');
  return value === 0 ? 0 : digits.replace('.', '').length;
}
