/** What the analysis of a program tells everybody: which code, in which mode, and when it answers. */
import { z } from 'zod';
import { contentHash } from '../record/content-hash.ts';
import type { Script } from './script.ts';

export const programDescription = z.strictObject({
  mode: z.enum(['tables', 'map', 'blocks', 'rows']),
  /** SHA-256 of the canonical JSON of the bundle's text, hexadecimal. */
  bundle: z.string(),
  /** Numbers that it hands out; of a table, at most. */
  numbers: z.number().int(),
  /** When a real run answers, whatever happens. */
  tick: z.strictObject({ name: z.enum(['short', 'medium', 'long']), seconds: z.number() }),
});

/** @see programDescription */
export type ProgramDescription = z.output<typeof programDescription>;

export function describeProgram(script: Script, tick: ProgramDescription['tick']): ProgramDescription {
  return { mode: script.mode, bundle: contentHash(script.bundle), numbers: numbersOf(script), tick };
}

function numbersOf(script: Script): number {
  if (script.mode !== 'tables') return script.results.reduce((sum, { length }) => sum + length, 0);
  return script.table.columns.filter(({ kind }) => kind === 'number').length * script.table.maxRows;
}
