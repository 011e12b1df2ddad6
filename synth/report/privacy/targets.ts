/** Who is attacked: members (train rows) and as many strangers (holdout rows), and what an attacker has: drawn rows. */
import { rowCount, takeRows, type TableCells } from '../input.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { pick, pickOfUnits, streamOf } from '../random.ts';
import { leastCompared, limits } from './limits.ts';

export interface Targets {
  readonly members: CodeColumns;
  /** As many as members, in random order like them: so any attack must succeed as often on both, unless rows were remembered. */
  readonly strangers: CodeColumns;
  readonly drawn: CodeColumns;
}

/** `undefined` where too few rows were held out. */
export function targetsOf(of: TableCells, seed: number): Targets | undefined {
  const { table, train, holdout, drawn, units } = of;
  const some = (columns: CodeColumns, name: 'train' | 'holdout'): Uint32Array => {
    const random = streamOf(seed, `${table}/${name}`);
    return units ? pickOfUnits(units[name], limits.compared, random) : pick(rowCount(columns), limits.compared, random);
  };
  const [members, strangers] = [some(train, 'train'), some(holdout, 'holdout')];
  const each = Math.min(members.length, strangers.length);
  if (each < leastCompared || rowCount(drawn) < leastCompared) return undefined;
  const searched = pick(rowCount(drawn), limits.searched, streamOf(seed, `${table}/drawn`));
  return {
    members: takeRows(train, members.subarray(0, each)),
    strangers: takeRows(holdout, strangers.subarray(0, each)),
    drawn: takeRows(drawn, searched),
  };
}

/** The first rows, which are in random order. */
export function firstRows(columns: CodeColumns, limit: number): CodeColumns {
  return columns.map((column) => column.subarray(0, limit));
}
