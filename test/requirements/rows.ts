/** The 336 requirements that the five regulation texts and the product card come to, one per row. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Priority = 'core-card' | 'core-platform' | 'peripheral' | 'not-software';

export interface Requirement {
  readonly id: string;
  /** File of the regulation, `003`, or `card`. */
  readonly seed: string;
  readonly article: string;
  readonly statement: string;
  readonly priority: Priority;
}

/** In the order of the file. @throws Error for a row that has not seven cells */
export function requirements(): readonly Requirement[] {
  const text = readFileSync(join(import.meta.dirname, 'requirements.csv'), 'utf8');
  return text.trim().split(/\r?\n/).slice(1).map(requirementOf);
}

function requirementOf(line: string): Requirement {
  const [id, seed, article, , statement, , priority, ...more] = cellsOf(line);
  if (!id || !seed || !article || !statement || !priority || more.length > 0) throw new Error(`Cannot read ${line}`);
  return { id, seed, article, statement, priority: priority as Priority };
}

function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
    .slice(0, 7);
}
