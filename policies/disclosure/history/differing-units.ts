/** Which units tell two cells apart: only to see that two levels of the guard have found the same. The answer stays in the domain. */
import { reach, type KnownTable, type Membership } from './membership.ts';
import type { NumberedPair, TablePair } from './pairs.ts';

/** One list for the units, one for the rows, one for each matched statistic. */
export function differingUnits({ a, b, within = false }: TablePair, pair: NumberedPair): readonly string[] {
  const mine = entriesOf(a, pair.a);
  const other = entriesOf(b, pair.b);
  const all = [...new Set([...mine.keys(), ...other.keys()])].sort((x, y) => x - y);
  const where = (differs: (unit: number) => boolean): string => all.filter(differs).join();
  return [
    where((unit) => mine.has(unit) !== other.has(unit)),
    ...(within ? [] : [where((unit) => rowsOf(a.members, mine.get(unit)) !== rowsOf(b.members, other.get(unit)))]),
    ...pair.matches.map(([i, j]) =>
      where((unit) => valueOf(a.members, i, mine.get(unit)) !== valueOf(b.members, j, other.get(unit))),
    ),
  ];
}

function valueOf({ contributions }: Membership, vector: number, entry: number | undefined): number {
  return entry === undefined ? 0 : (contributions[vector]?.[entry] ?? 0);
}

function rowsOf({ rows }: Membership, entry: number | undefined): number {
  return entry === undefined ? 0 : (rows[entry] ?? 0);
}

/** Unit → its entry in one cell. */
function entriesOf({ members }: KnownTable, cell: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const units = reach(members);
  for (let unit = 0; unit < units; unit += 1) {
    const to = members.start ? (members.start[unit + 1] ?? 0) : unit + 1;
    for (let entry = members.start ? (members.start[unit] ?? 0) : unit; entry < to; entry += 1)
      if (members.cell[entry] === cell) found.set(unit, entry);
  }
  return found;
}
