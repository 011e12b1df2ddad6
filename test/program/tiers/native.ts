/**
 * Native code in place of the worker: what a program could do that has broken out of its isolate and of Node. Perl, because every Debian has
 * it, it makes any system call, and it needs no file but itself.
 */
import { once } from 'node:events';
import { mkdtempSync, realpathSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { launch, type Started } from '#sandbox/program/launch.ts';
import { plain } from '#sandbox/program/tiers/plain.ts';
import { bwrap } from '#sandbox/program/tiers/bwrap.ts';
import { unshare } from '#sandbox/program/tiers/unshare.ts';
import type { Confinement } from '#sandbox/program/tiers/confinement.ts';
import { keepWorker } from '#sandbox/program/worker-command.ts';
import { findProgram } from '#sandbox/program/tiers/system-programs.ts';

export const confinements: Readonly<Record<'T0' | 'T1' | 'T2', Confinement>> = { T0: plain, T1: unshare, T2: bwrap };

export type TriedTier = keyof typeof confinements;

/** Tiers that can be tried here. In CI all must be: a missing program there is a failure, not a reason to skip. */
export const tiersHere: readonly TriedTier[] = (['T0', 'T1', 'T2'] as const).filter((tier) => {
  const missing = confinements[tier].programs.filter((program) => findProgram(program) === undefined);
  if (missing.length === 0 || process.env['CI'] !== undefined) return true;
  console.warn(`${tier} is not tested: ${missing.join(', ')} not found`);
  return false;
});

/** `call` makes a system call and gives the error's number, 0 for none; `tell` writes a line. */
const prelude = `
open(our $pipe, '+<&=', 3);
sub call { my ($n, @a) = @_; push @a, 0 while @a < 6; syscall($n + 0, map { $_ + 0 } @a) == -1 ? $! + 0 : 0 }
sub tell_ { syswrite $pipe, "@_\\n" }
syswrite $pipe, 'S';
sysread $pipe, my $go, 1;
`;

/** Part of the command line of every Perl that was started here. */
export const perlFolder = mkdtempSync(join(tmpdir(), 'sluice-native-'));

/** Perl that has said it is ready and waited for one byte before it runs `text`. */
export async function startPerl(tier: TriedTier, text: string): Promise<Started> {
  const file = realpathSync(findProgram('perl') ?? '/usr/bin/perl');
  const script = keepWorker(perlFolder, prelude + text);
  const worker = await launch(confinements[tier], { file, args: [script], reads: [script] }, 2);
  worker.stream.write('g');
  return worker;
}

/** The first line that it writes, or undefined when it was killed before. */
export async function firstLine({ stream }: Started): Promise<string | undefined> {
  const lines = createInterface({ input: stream });
  // A pipe that is torn down with its worker closes without an end, and the lines do not.
  const closed = new Promise<[]>((resolve) => stream.once('close', () => resolve([])));
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close'), closed])) as [string?];
  lines.close();
  return line;
}

const names = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));

/** Names of errors by number; `done` for none. */
export function errorNames(line = ''): readonly string[] {
  return line.split(' ').map((number) => names.get(Number(number)) ?? (number === '0' ? 'done' : number));
}
