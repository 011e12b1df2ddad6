/** `sluice log verify`: the whole log from its files, offline or over HTTP; with `--state`, also against what was seen last time. */
import { readFile } from 'node:fs/promises';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { openCheckpoint, type OpenedCheckpoint } from '#policies/record/checkpoint.ts';
import { parsePolicy, type Policy } from '#policies/record/policy.ts';
import { tilesOf } from '#policies/record/tiles.ts';
import { verifyTiledLog } from '#policies/record/tiled-log.ts';
import { verifyEd25519 } from '../record/keys.ts';
import { openPublishedLog, type PublishedLog } from '../record/published-log.ts';
import { openState } from '../record/witness-state.ts';
import type { Arguments } from './args.ts';
import type { CommonOptions } from './options.ts';
import { told, type Answer } from './verb.ts';

interface Report {
  readonly checkpoint: OpenedCheckpoint;
  readonly tiles: number;
  /** 0 where they could not be read. */
  readonly entries: number;
  /** Size of the log when this client last looked. */
  readonly since: number | undefined;
  readonly policy: 'pinned' | 'self-asserted';
}

export async function verifyLog({ words: [where = ''], options }: Arguments): Promise<Answer> {
  const verified = await verify(openPublishedLog(where, process.env['SLUICE_TOKEN']), options);
  return verified.ok ? told({ verified: true, ...shown(verified.value) }, print(verified.value)) : verified;
}

async function verify(log: PublishedLog, options: CommonOptions): Promise<Outcome<Report>> {
  const policy = await readPolicy(log, options);
  if (!policy.ok) return policy;
  const checkpoint = openCheckpoint((await log.text('checkpoint')) ?? '', policy.value, verifyEd25519);
  if (!checkpoint.ok) return checkpoint;
  const state = options.state === undefined ? undefined : openState(options.state);
  const seen = state?.read().get(checkpoint.value.origin);
  const hasEntries = await offersEntries(log, checkpoint.value.size);
  const depth = hasEntries ? 'entries' : 'hashes';
  const verified = await verifyTiledLog({ checkpoint: checkpoint.value, read: log.tile, depth, seen });
  if (!verified.ok) return verified;
  state?.change((_, write) => write(checkpoint.value));
  const { tiles, entries } = verified.value;
  const pinned = options.policy === undefined ? 'self-asserted' : 'pinned';
  return accept({ checkpoint: checkpoint.value, tiles, entries, since: seen?.size, policy: pinned });
}

async function readPolicy(log: PublishedLog, { policy }: CommonOptions): Promise<Outcome<Policy>> {
  const text = policy === undefined ? await log.text('policy.txt') : await readFile(policy, 'utf8');
  return text === undefined
    ? refuse('E_VERIFY', 'Cannot trust the log: must have a policy; give one by --policy')
    : parsePolicy(text);
}

/** An address gives them to supervising bodies only, and a folder may be without. */
async function offersEntries(log: PublishedLog, size: number): Promise<boolean> {
  const [first] = tilesOf(size);
  return first !== undefined && (await log.tile(first)) !== undefined;
}

function shown({ checkpoint, ...report }: Report) {
  const cosigners = checkpoint.cosigners.map(({ name }) => name);
  return { ...report, origin: checkpoint.origin, size: checkpoint.size, cosigners };
}

function print({ checkpoint, tiles, entries, since, policy }: Report): string {
  const { origin, size, cosigners } = checkpoint;
  return [
    `核验通过 Verified: ${origin}, ${size} entries, ${tiles} tiles of hashes`,
    `见证 Witnesses: ${cosigners.map(({ name }) => name).join(', ') || 'none'}`,
    entries > 0 || size === 0
      ? `条目 Entries: all ${entries} read`
      : '条目 Entries: not read; a supervising body reads them with SLUICE_TOKEN, under /api/v1/log',
    since === undefined
      ? ''
      : `自上次 Since last time: the log added ${size - since} entries to the ${since} seen then`,
    policy === 'pinned'
      ? '密钥与您提供的策略一致。 The keys are those of the policy that you gave.'
      : '警告：密钥由日志自称。 WARNING: the keys are asserted by the log itself; give the policy of the data agency by --policy.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
