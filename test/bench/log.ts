/** What the world sees of the log: proofs made and verified, cosignatures given in the process and over HTTP, tiles verified. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeys, verifyEd25519 } from '#gateway/record/keys.ts';
import { openCosigner } from '#gateway/record/witness.ts';
import { createWitnessApp } from '#gateway/record/witness-server.ts';
import { listen } from '#gateway/serve.ts';
import { printAddCheckpoint, type AddCheckpoint } from '#policies/record/add-checkpoint.ts';
import { openCheckpoint } from '#policies/record/checkpoint.ts';
import { printKey } from '#policies/record/note.ts';
import { consistencyProof, inclusionProof, isConsistent, isIncluded } from '#policies/record/proof.ts';
import { verifyTiledLog } from '#policies/record/tiled-log.ts';
import { leafHash } from '#policies/record/tree.ts';
import { unwrap } from '#policies/refusal.ts';
import { aTiledLog, cosignedAt, readerOf, requestAt, type TiledLog } from '../record/tiled.ts';
import { median, repeat } from './measure.ts';
import type { Benched } from './table.ts';

const size = 20_000;
/** Pieces of work in one repetition. */
const batch = 200;

export interface LogOptions {
  readonly times: number;
  readonly scratch: string;
}

export async function benchLog({ times, scratch }: LogOptions): Promise<Benched> {
  const log = aTiledLog(size);
  const rows: string[][] = [];
  const measure = async (name: string, work: () => Promise<unknown>, pieces = batch) => {
    const took = median(await repeat(times, work), 'wall');
    rows.push([name, Math.round((1000 * pieces) / took).toLocaleString('en')]);
  };
  for (const [name, each] of Object.entries(proofsOf(log))) {
    await measure(name, async () => {
      for (let i = 0; i < batch; i++) each(i);
    });
  }
  await measureWitness(log, join(scratch, 'witness'), measure);
  const { checkpoint, files } = log;
  const verify = async () => unwrap(await verifyTiledLog({ checkpoint, read: readerOf(files), depth: 'entries' }));
  await measure('entries of a tiled log verified', verify, size);
  const title = `The log to the outside, ${size.toLocaleString('en')} entries, by wall clock`;
  return { tables: [{ title, columns: ['what', 'per second'], rows }], faults: [] };
}

function proofsOf({ tree, leaves, checkpoint }: TiledLog): Readonly<Record<string, (i: number) => void>> {
  const { root } = checkpoint;
  const inclusion = (i: number) => inclusionProof({ index: indexOf(i), size }, tree.read);
  const consistency = (i: number) => consistencyProof({ first: indexOf(i) + 1, second: size }, tree.read);
  const included = Array.from({ length: batch }, (_, i) => {
    const index = indexOf(i);
    return { index, size, root, leaf: leafHash(leaves[index] ?? new Uint8Array()), proof: inclusion(i) };
  });
  const consistent = Array.from({ length: batch }, (_, i) => {
    const first = indexOf(i) + 1;
    return { first, second: size, firstRoot: tree.root(first), secondRoot: root, proof: consistency(i) };
  });
  return {
    'inclusion proofs made': (i) => void inclusion(i),
    'inclusion proofs verified': (i) => mustHold(isIncluded, included[i]),
    'consistency proofs made': (i) => void consistency(i),
    'consistency proofs verified': (i) => mustHold(isConsistent, consistent[i]),
  };
}

/** Spread over the whole log. */
function indexOf(i: number): number {
  return (i * 7919) % size;
}

function mustHold<Claim>(holds: (claim: Claim) => boolean, claim: Claim | undefined): void {
  if (claim === undefined || !holds(claim)) throw new Error('a proof does not hold');
}

type Measure = (name: string, work: () => Promise<unknown>) => Promise<void>;

async function measureWitness(log: TiledLog, dir: string, measure: Measure): Promise<void> {
  mkdirSync(dir);
  const { witness: signer } = makeKeys('witness.example');
  const open = (file: string) => openCosigner({ file, signer, logs: [log.log.key], clock: Date.now });
  // Each repetition needs a log that grew further.
  let grown = 1;
  const requests = () => Array.from({ length: batch }, () => requestAt(log, grown, ++grown));
  const prepared: AddCheckpoint[] = [];
  const next = () => prepared.shift() ?? (prepared.push(...requests()), prepared.shift());
  const onDisk = open(join(dir, 'state'));
  onDisk.add(requestAt(log, 0, 1));
  const ask = (request: AddCheckpoint | undefined) => {
    if (!request || onDisk.add(request).status !== 200) throw new Error('not cosigned');
  };
  await measure('cosignatures, each remembered on disk first', async () => {
    for (let i = 0; i < batch; i++) ask(next());
  });
  await using server = await listen(createWitnessApp(onDisk), { port: 0 });
  await measure('cosignatures over HTTP', async () => {
    for (let i = 0; i < batch; i++) {
      const body = printAddCheckpoint(next() ?? requestAt(log, 0));
      const answer = await fetch(`${server.url}/add-checkpoint`, { method: 'POST', body });
      if (answer.status !== 200) throw new Error(await answer.text());
      await answer.text();
    }
  });
  const note = cosignedAt(log, open(':memory:'));
  const keys = { logKey: printKey(log.log.key), witnessKeys: [printKey(signer.key)] };
  const trust = { origin: log.log.key.name, ...keys, quorum: 1 };
  await measure('cosigned checkpoints opened', async () => {
    for (let i = 0; i < batch; i++) unwrap(openCheckpoint(note, trust, verifyEd25519));
  });
}
