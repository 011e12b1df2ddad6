/**
 * The command line as a function, for tests: the sluice that made this project, or the one on the path; SLUICE names another.
 *
 * sluice('sim', 'query', 'queries/a.sql') → { code, ok, value } or { code, ok, refusals }
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const maker = new URL('./.sluice/tool.json', import.meta.url);
const [program, ...before] = process.env.SLUICE
  ? process.env.SLUICE.split(' ')
  : existsSync(maker)
    ? JSON.parse(readFileSync(maker, 'utf8'))
    : ['sluice'];

export function sluice(...args) {
  const ended = spawnSync(program, [...before, ...args, '--json'], {
    cwd: new URL('.', import.meta.url),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (ended.error) throw ended.error;
  if (!ended.stdout.startsWith('{')) throw new Error(ended.stderr || `sluice ended with ${ended.status}`);
  return { code: ended.status, ...JSON.parse(ended.stdout) };
}

/** The rows of a table, each as an object; a value that would be hidden is undefined. */
export function rowsOf({ columns, rows, hidden }) {
  return rows.map((row, at) =>
    Object.fromEntries(columns.map(({ name }, column) => [name, hidden[at][column] ? undefined : row[column]])),
  );
}
