/** Which shared libraries a program needs, as the system's own loader finds them. */
import { execFileSync } from 'node:child_process';
import { requireProgram } from './system-programs.ts';

const known = new Map<string, readonly string[]>();

/** @param files programs and libraries of ours: the loader is asked, and may run them @returns absolute paths, the loader itself among them */
export function librariesOf(files: readonly string[]): readonly string[] {
  const key = files.join('\n');
  const before = known.get(key);
  if (before) return before;
  const output = execFileSync(requireProgram('ldd'), [...files], {
    env: {},
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const found = parseLdd(output);
  known.set(key, found);
  return found;
}

/** Lines are `name => /path (0x…)`, or for the loader `/path (0x…)`. */
export function parseLdd(output: string): readonly string[] {
  const paths = [...output.matchAll(/^\s+(?:\S+ => )?(\/\S+) \(0x[0-9a-f]+\)$/gm)].flatMap(([, path]) => path ?? []);
  return [...new Set(paths)].sort();
}
