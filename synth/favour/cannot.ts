/** Which wishes generation leaves as they are, in words for who wished. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { Favour } from '#policies/simulation/wishes.ts';
import { layoutsOf } from '../layout.ts';
import { readSchema } from '../schema.ts';
import { determinant } from './follow.ts';
import { planFavour } from './plan.ts';

/**
 * For wishes that `requireWishes` accepts: each condition that keys, units or dependencies leave no room for, as `table.column` and the
 * reason. What a fitted model decides is not known here.
 */
export function cannotFavour(entries: readonly CatalogEntry[], favour: Favour): readonly string[] {
  const schema = readSchema(entries);
  // What one column determines is wished of that one.
  const wishes = favour.wishes.flatMap((wish) => {
    const table = schema.get(wish.table);
    const conditions = wish.conditions.filter(({ column }) => !table || determinant(table, column) === undefined);
    return conditions.length > 0 ? [{ ...wish, conditions }] : [];
  });
  return planFavour({ schema, seed: 0, scale: 1, layoutOf: layoutsOf(schema, 1) }, { ...favour, wishes }).cannot;
}
