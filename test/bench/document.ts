/** Puts the tables into `docs/benchmarks.md`. What people wrote around the markers stays. */
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

const begin = '<!-- begin: npm run bench -- --write -->';
const end = '<!-- end -->';

export async function writeTables(file: string, tables: string): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`Cannot write the tables: ${file} must have both markers`);
  const written = `${text.slice(0, from + begin.length)}\n\n${tables}\n\n${text.slice(to)}`;
  writeFileSync(file, await format(written, { ...(await resolveConfig(file)), filepath: file }));
}
