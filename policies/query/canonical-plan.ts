/**
 * The same computation as the same text: positions left out, columns numbered in order of appearance, tables by name. Two queries with
 * equal canonical texts have equal answers over equal snapshots.
 *
 * @see query-and-privacy.md §3.9
 */

const idLists: ReadonlySet<string> = new Set(['keep', 'from', 'tiebreak']);

/** @param plan relations and expressions of `ir.ts`, in any plain structure; bigints are written as text */
export function canonicalText(plan: unknown): string {
  const numbers = new Map<number, number>();
  const numberOf = (id: number): number => {
    const known = numbers.get(id) ?? numbers.size;
    numbers.set(id, known);
    return known;
  };
  const plain = (value: unknown, key: string): unknown => {
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'number') return key === 'id' || idLists.has(key) ? numberOf(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => plain(item, key));
    if (value instanceof Map) return undefined;
    const named = 'kind' in value && value.kind === 'scan' ? namesOnly(value) : value;
    const entries = Object.entries(named).filter(([name]) => name !== 'at');
    return Object.fromEntries(entries.map(([name, part]) => [name, plain(part, name)]));
  };
  return JSON.stringify(plain(plan, ''));
}

/** A scan without what the catalog says about its columns: the version of the entry stands for that. */
function namesOnly(scan: object): object {
  const { entry, table, columns } = scan as {
    entry: { id: string; version: number };
    table: { name: string };
    columns: readonly { id: number; column: { name: string } }[];
  };
  return {
    kind: 'scan',
    entry: `${entry.id}@${entry.version}`,
    table: table.name,
    columns: columns.map(({ id, column }) => ({ id, name: column.name })),
  };
}
