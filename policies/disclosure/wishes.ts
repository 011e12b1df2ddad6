/** What a vendor asks for about single cells, in terms of the plan: which cells to show if it can be, which to give up first. */
import { keyColumns } from '../query/key-columns.ts';
import type { ExactPlan } from '../query/plan.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Scalar } from './cell.ts';
import type { CellWish, ReleaseSettings } from './release-settings.ts';
import type { Wish } from './table-problem.ts';

/** @returns the wishes, in order; refuses E_INPUT for a name that is not an output column with a key */
export function wishesOf(
  plan: ExactPlan,
  settings: Pick<ReleaseSettings, 'publish' | 'hide'>,
): Outcome<readonly Wish[]> {
  const places = keyColumns(plan);
  const byName = new Map(plan.post.columns.map(({ name, id }) => [name, places.get(id)]));
  const named = [...settings.publish, ...settings.hide].flatMap((wish) => Object.keys(wish));
  const strange = named.find((name) => byName.get(name) === undefined);
  if (strange !== undefined) {
    const keys = [...byName].flatMap(([name, place]) => (place === undefined ? [] : [name])).join(', ');
    return refuse(
      'E_INPUT',
      `Cannot name cells by ${strange}: must be a key column of the result (${keys || 'it has none'})`,
    );
  }
  const read = (want: Wish['want'], list: readonly CellWish[]): readonly Wish[] =>
    list.map((wish) => ({ want, keys: keysOf(wish, byName) }));
  return accept([...read('publish', settings.publish), ...read('hide', settings.hide)]);
}

function keysOf(wish: CellWish, places: ReadonlyMap<string, number | undefined>): ReadonlyMap<number, Scalar> {
  return new Map(
    Object.entries(wish).flatMap(([name, value]): readonly (readonly [number, Scalar])[] => {
      const place = places.get(name);
      return place === undefined ? [] : [[place, value]];
    }),
  );
}
