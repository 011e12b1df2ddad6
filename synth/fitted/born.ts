/** Who was born when: what an identifier that tells the day of birth must know besides, so that no two people have the same. */
import { isBirth } from '../bundles/person.ts';
import { peopleBornIn } from '../identities/resident-id.ts';
import type { DecodedColumn } from './decoded.ts';

export interface Born {
  readonly columns: ReadonlyMap<string, DecodedColumn>;
  /** The number of each row's unit. */
  readonly unit: Uint32Array;
}

/**
 * Of each column of days of birth, the number of each row among those of the same day; rows of one unit have one where the unit determines the
 * day. Nothing for a column that leaves the day open, or has more people on one than identifiers can tell apart.
 */
export function bornRanks({ columns, unit }: Born): ReadonlyMap<string, Uint32Array> {
  const known = [...columns.values()].filter(({ column, numbers }) => isBirth(column) && !numbers.includes(-1));
  const ranks = known.map((of): [string, Uint32Array] => [of.column.name, ranksIn(of, unit)]);
  const most = peopleBornIn({ count: 1 });
  return new Map(ranks.filter(([, of]) => of.every((rank) => rank < most)));
}

function ranksIn({ column, numbers }: DecodedColumn, unit: Uint32Array): Uint32Array {
  const onDay = new Map<number, number>();
  const ofUnit = new Map<number, number>();
  const ranks = new Uint32Array(numbers.length);
  for (let row = 0; row < ranks.length; row++) {
    const whose = column.determinedByUnit === true ? (unit[row] ?? row) : row;
    const day = numbers[row] ?? 0;
    const rank = ofUnit.get(whose) ?? onDay.get(day) ?? 0;
    if (!ofUnit.has(whose)) onDay.set(day, rank + 1);
    ofUnit.set(whose, rank);
    ranks[row] = rank;
  }
  return ranks;
}
