/**
 * What a fitted model knows a table as: attributes with finitely many cells, numbered from 0. Cells are made from the catalog alone and
 * never from rows, so that no cell can tell what is in the data.
 *
 * @see synth.md §2.2
 */
import { z } from 'zod';

const code = z.union([z.string(), z.number(), z.boolean()]);

/**
 * The fine cells of an attribute. Where `none` is true, one more cell at the end stands for NULL.
 * `codes`: one cell for each value. `numbers`: cell i holds edges[i] ≤ x < edges[i + 1], the last cell its upper edge too; a value outside
 * belongs to the nearest cell. `days`: cell i holds the days from start[i] to before start[i + 1], `end` included in the last one.
 * `hours`: 24 cells, the hour of a moment. `count`: the whole numbers from 0 to `max`, more belong to `max`.
 */
export const cells = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('codes'), values: z.array(code).min(1).readonly(), none: z.boolean() }),
  z.strictObject({ kind: z.literal('numbers'), edges: z.array(z.number()).min(2).readonly(), none: z.boolean() }),
  z.strictObject({
    kind: z.literal('days'),
    start: z.array(z.string()).min(1).readonly(),
    end: z.string(),
    none: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('hours'), none: z.boolean() }),
  z.strictObject({ kind: z.literal('count'), max: z.int().min(1), none: z.literal(false) }),
]);
export type Cells = z.output<typeof cells>;

/** How many fine cells there are, the one of NULL included. */
export function cellCount(of: Cells): number {
  const more = of.none ? 1 : 0;
  switch (of.kind) {
    case 'codes':
      return of.values.length + more;
    case 'numbers':
      return of.edges.length - 1 + more;
    case 'days':
      return of.start.length + more;
    case 'hours':
      return 24 + more;
    case 'count':
      return of.max + 1;
  }
}

/** Whether neighbouring cells are alike, so that small ones may be merged with their neighbours. */
export function isOrdered(of: Cells): boolean {
  return of.kind !== 'codes';
}

/** Which rows of a child a summary is of, and which of their values. */
export const summary = z.strictObject({
  /** Name of the summary in its parent's model. */
  name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
  child: z.string(),
  column: z.string(),
  /** The lowest or highest value; of codes, the lowest in the order of the list. */
  pick: z.enum(['lowest', 'highest']),
  where: z.strictObject({ column: z.string(), value: z.union([z.string(), z.number()]) }).exactOptional(),
});
export type Summary = z.output<typeof summary>;

/**
 * Where the cells of an attribute come from: a column of the table (its `whole` value; of a moment that is two attributes its `day` or its
 * `hour`; `gapAfter` for what has passed since another column: whole days of a `whole` value, seconds of a `second`), an attribute of the parent's model, how many rows of a child there are, a value among the rows of a child.
 */
export const origin = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('own'),
    column: z.string(),
    part: z.enum(['whole', 'day', 'hour', 'second']),
    gapAfter: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('parent'), attribute: z.string() }),
  z.strictObject({ kind: z.literal('degree'), child: z.string() }),
  z.strictObject({ kind: z.literal('summary'), of: summary }),
]);
export type Origin = z.output<typeof origin>;

/** One attribute. Its name is unique in its table: `age`, `board_at@hour`, `alight_at@gap`, `account.district_id`, `#loan`, `owner_birth`. */
export const attribute = z.strictObject({ name: z.string(), origin, cells });
export type Attribute = z.output<typeof attribute>;

/**
 * The place of the attribute that has the values of a column themselves; −1 where none has. Of a moment none has: its day and hour are two, and
 * what has passed since a start is not the end.
 */
export function placeOfColumn(attributes: readonly Attribute[], column: string): number {
  return attributes.findIndex(
    ({ origin }) => origin.kind === 'own' && origin.column === column && origin.part === 'whole' && !origin.gapAfter,
  );
}
