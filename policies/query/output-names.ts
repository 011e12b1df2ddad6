/**
 * The names of a result's columns. They stand in receipts, in the record and in file heads, so they are names and nothing else:
 * letters of any script, digits and _, at most 63, each once.
 */
import type { ResolvedQuery } from './ir.ts';
import { stop } from './stop.ts';

export const outputName = /^[\p{L}_][\p{L}\p{N}_]{0,62}$/u;

/** Columns that the vendor left unnamed may share a default name; the later ones get a number. Stops with E_UNSUPPORTED. */
export function nameOutputs(columns: ResolvedQuery['columns']): ResolvedQuery['columns'] {
  const taken = new Set<string>();
  return columns.map(({ name, id }) => {
    if (!outputName.test(name)) {
      return stop(
        'E_UNSUPPORTED',
        `Cannot name a result column ${JSON.stringify(name.slice(0, 80))}: must be letters, digits and _, beginning with a letter`,
        undefined,
        'Give the column a name with AS.',
      );
    }
    let free = name;
    for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${name}_${count}`;
    taken.add(free.toLowerCase());
    return { name: free, id };
  });
}
