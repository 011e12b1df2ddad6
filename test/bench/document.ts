/** Puts the tables into `docs/benchmarks.md`. What people wrote around the markers stays. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

const end = '<!-- end -->';

/** @param command the one that the marker names */
export async function writeTables(file: string, command: string, tables: string): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const begin = `<!-- begin: ${command} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < from) throw new Error(`Cannot write the tables: ${file} must have both markers`);
  const written = `${text.slice(0, from + begin.length)}\n\n${tables}\n\n${text.slice(to)}`;
  writeFileSync(file, await format(written, { ...(await resolveConfig(file)), filepath: file }));
}
