/** `sluice verify`: offline, no server, nothing but the file; with `--log` also what a log knows of it since. */
import { readFile } from 'node:fs/promises';
import type { Outcome } from '#policies/refusal.ts';
import type { ExportStatus } from '#policies/record/export-status.ts';
import type { Verified } from '#policies/record/verify-bundle.ts';
import { askLog } from '../record/ask-log.ts';
import { printStatus, printVerdict } from '../record/verdict.ts';
import { verifyBundle } from '../record/verify.ts';
import type { Arguments, CommonOptions } from './args.ts';

/** @returns 0 for a bundle that verifies and, where a log was asked, still stands by it */
export async function verify({ words: [file], options }: Arguments): Promise<number> {
  if (file === undefined) {
    console.error('Cannot verify: must be given a bundle, e.g. sluice verify exp-1.zip');
    return 2;
  }
  const policy = options.policy === undefined ? {} : { policy: await readFile(options.policy, 'utf8') };
  const verified = verifyBundle(await readFile(file), policy);
  if (!verified.ok) return refused(verified, options);
  const status = options.log === undefined ? undefined : await statusOf(verified.value, options.log, options);
  if (status && !status.ok) return refused(status, options);
  if (options.json) console.log(JSON.stringify({ ...shown(verified.value), ...(status && shownStatus(status.value)) }));
  else {
    console.log(printVerdict(verified.value));
    if (status) console.log(printStatus(status.value));
  }
  return status && status.value.standing !== 'stands' ? 1 : 0;
}

function statusOf({ entry, checkpoint, trust }: Verified, place: string, { token }: CommonOptions) {
  return askLog({ place, token }, { release: entry, seen: checkpoint, trust });
}

function refused({ refusals }: Extract<Outcome<never>, { ok: false }>, { json }: CommonOptions): number {
  const told = refusals.map(({ code, detail }) => ({ code, detail }));
  for (const { code, detail } of told) console.error(`${code}: ${detail}`);
  if (json) console.log(JSON.stringify({ verified: false, refusals: told }));
  return 1;
}

function shown({ statement, checkpoint, keys, fingerprints }: Verified) {
  const { origin, size } = checkpoint;
  return { verified: true, keys, fingerprints, checkpoint: { origin, size }, statement };
}

function shownStatus({ standing, since, checkpoint: { size }, proof }: ExportStatus) {
  return { status: { standing, since: since.seq, at: since.at, size, proof } };
}
