/**
 * Wishes for simulation data: of a table, some rows whose columns lie where a query looks, so that a query has something to find.
 * A wish narrows what is drawn; it never widens what the catalog declares.
 *
 * @see synth.md §6 item 8
 */
import { z } from 'zod';

const value = z.union([z.string().max(200), z.number(), z.boolean()]);
const end = z.strictObject({ value, open: z.boolean().default(false) });

/** Which values a wish accepts. A range has at least one end; an end that is `open` is not accepted itself. */
export const accepted = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('values'), values: z.array(value).min(1).max(1_000).readonly() }),
  z
    .strictObject({ kind: z.literal('range'), lo: end.exactOptional(), hi: end.exactOptional() })
    .refine(({ lo, hi }) => lo !== undefined || hi !== undefined, 'must have an end'),
  z.strictObject({ kind: z.literal('prefix'), text: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal('present') }),
  z.strictObject({ kind: z.literal('null') }),
]);
export type Accepted = z.output<typeof accepted>;

/** All conditions of one wish hold in the same rows. `share`: of the rows of the table, as far as its keys allow. */
export const wish = z.strictObject({
  table: z.string(),
  share: z.number().gt(0).max(1).exactOptional(),
  conditions: z
    .array(z.strictObject({ column: z.string(), accept: accepted }))
    .min(1)
    .max(32)
    .readonly(),
});
export type Wish = z.output<typeof wish>;

/** What to favour: wishes, and the share of the rows of each table that those without a share have together. */
export const favour = z.strictObject({
  share: z.number().gt(0).max(1).default(0.3),
  wishes: z.array(wish).max(500).readonly(),
});
export type Favour = z.output<typeof favour>;

/** The conditions of one wish on one column. */
export function acceptsOf({ conditions }: Pick<Wish, 'conditions'>, column: string): readonly Accepted[] {
  return conditions.filter((condition) => condition.column === column).map((condition) => condition.accept);
}
