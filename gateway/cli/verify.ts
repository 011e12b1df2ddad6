/** `sluice verify`: offline, no server, nothing but the file; with `--log` also what a log knows of it since. */
import { readFile } from 'node:fs/promises';
import type { ExportStatus } from '#policies/record/export-status.ts';
import type { Verified } from '#policies/record/verify-bundle.ts';
import { askLog } from '../record/ask-log.ts';
import { printStatus, printVerdict } from '../record/verdict.ts';
import { verifyBundle } from '../record/verify.ts';
import type { Arguments } from './args.ts';
import type { CommonOptions } from './options.ts';
import type { Answer } from './verb.ts';

/** No for a bundle that verifies and, where a log was asked, no longer stands. */
export async function verify({ words: [file = ''], options }: Arguments): Promise<Answer> {
  const policy = options.policy === undefined ? {} : { policy: await readFile(options.policy, 'utf8') };
  const verified = verifyBundle(await readFile(file), policy);
  if (!verified.ok) return verified;
  const status = options.log === undefined ? undefined : await statusOf(verified.value, options.log, options);
  if (status && !status.ok) return status;
  return {
    ok: true,
    value: { ...shown(verified.value), ...(status && shownStatus(status.value)) },
    text: [printVerdict(verified.value), ...(status ? [printStatus(status.value)] : [])].join('\n'),
    isNo: status !== undefined && status.value.standing !== 'stands',
  };
}

function statusOf({ entry, checkpoint, trust }: Verified, place: string, { token }: CommonOptions) {
  return askLog({ place, token }, { release: entry, seen: checkpoint, trust });
}

function shown({ statement, checkpoint, keys, fingerprints }: Verified) {
  const { origin, size } = checkpoint;
  return { verified: true, keys, fingerprints, checkpoint: { origin, size }, statement };
}

function shownStatus({ standing, since, checkpoint: { size }, proof }: ExportStatus) {
  return { status: { standing, since: since.seq, at: since.at, size, proof } };
}
