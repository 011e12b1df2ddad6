/**
 * What a checker's tool of the ACRO family shows of an output: a line, counts by the names of its own checks, and the places of hidden cells.
 *
 * @see ACRO 0.4 `acro/table.py: get_summary`
 */
import type { CheckName } from '../register.ts';
import type { DecidedCell, Decision } from './form.ts';

/** A file of the result, and which places of its table are hidden. */
export interface DecidedFile {
  readonly name: string;
  readonly sha256: Decision['files'][number]['sha256'];
}

/** ACRO's own names; other checks keep ours. */
const acroNames: Readonly<Partial<Record<CheckName, string>>> = {
  freq: 'threshold',
  p_percent: 'p-ratio',
  dominance: 'nk-rule',
  all_equal: 'all-values-are-same',
  negative: 'negative',
};

/** How often each check spoke, under the name that an ACRO viewer knows. */
export function countRules(cells: readonly DecidedCell[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const rule of cells.flatMap(({ rules }) => rules)) {
    const name = nameOf(rule);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** @param hidden in the shape of the released rows */
export function acroFile(
  { name, sha256 }: DecidedFile,
  cells: readonly DecidedCell[],
  hidden: readonly (readonly boolean[])[],
): Decision['files'][number] {
  const places = hidden.flatMap((row, at) =>
    row.flatMap((isHidden, column) => (isHidden ? [[at, column] as const] : [])),
  );
  return {
    name,
    sha256,
    sdc: { summary: { suppressed: places.length > 0, ...countRules(cells) }, cells: { suppressed: places } },
  };
}

/** As ACRO writes it: the status, then what spoke. */
export function acroSummary(status: Decision['status'], cells: readonly DecidedCell[]): string {
  const found = Object.entries(countRules(cells)).map(([name, count]) => `${name}: ${count} cells`);
  return [status, ...found].join('; ');
}

function nameOf(rule: string): string {
  return Object.entries(acroNames).find(([own]) => own === rule)?.[1] ?? rule;
}
