/** Racing children and what they said. @see racer.child.ts */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Place } from './engines.ts';

export interface Racer {
  readonly child: ChildProcess;
  /** Lines that it finished. */
  lines(): readonly string[];
  /** Its first word: then it is under way. */
  readonly first: Promise<unknown>;
  readonly ended: Promise<unknown>;
}

export interface Race {
  /** How many commits; until it is killed where it is not said. */
  readonly many?: number;
  /** Its server will fall, and it will say so. */
  readonly quiet?: boolean;
}

export function race({ dir, store }: Place, name: string, { many, quiet = false }: Race = {}): Racer {
  const file = join(import.meta.dirname, 'racer.child.ts');
  const given = [file, dir, JSON.stringify(store), name, ...(many === undefined ? [] : [String(many)])];
  const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    child,
    lines: () =>
      output
        .slice(0, output.lastIndexOf('\n') + 1)
        .split('\n')
        .slice(0, -1),
    first: Promise.race([once(child.stdout, 'data'), once(child, 'close')]),
    ended: once(child, 'close'),
  };
}

/** Number and id of every commit that it was told of. */
export function writtenBy(racer: Racer): readonly (readonly [number, string])[] {
  return racer.lines().flatMap((line) => {
    const [word, seq, id] = line.split(' ');
    return word === 'written' && id !== undefined ? [[Number(seq), id] as const] : [];
  });
}
