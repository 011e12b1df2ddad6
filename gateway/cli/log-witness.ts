/** `sluice log witness init|cosign`: a witness with a key and a memory of its own, also where there is no network. */
import { existsSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { unwrap } from '#policies/refusal.ts';
import { parseAddCheckpoint } from '#policies/record/add-checkpoint.ts';
import { algorithms, parseKey, printKey, printSignature } from '#policies/record/note.ts';
import { openKey } from '../record/keys.ts';
import { openCosigner, type Cosigner } from '../record/witness.ts';
import type { Arguments } from './args.ts';
import type { CommonOptions } from './options.ts';
import { told, UsageError, type Answer } from './verb.ts';

/** Makes key and memory, and says by what name others know the witness. */
export function initWitness({ options: { key, state, name } }: Arguments): Promise<Answer> {
  if (key === undefined || state === undefined || name === undefined)
    throw new UsageError('Cannot make a witness: must be given --key, --state and --name');
  if (existsSync(key) || existsSync(state)) throw new Error('Cannot make a witness: key and state must be new files');
  const signer = openKey(key, name, algorithms.cosignature);
  writeFileSync(state, '', { mode: 0o600, flush: true });
  writeFileSync(`${key}.name`, name, { mode: 0o600 });
  const printed = printKey(signer.key);
  return Promise.resolve(told({ name, key: printed }, printed));
}

/**
 * The witness that `init` made.
 *
 * @throws Error where one of its files is not there: a witness that lost its memory must not sign
 */
export async function openInitialised({ key, state, 'log-vkey': vkeys = [] }: CommonOptions): Promise<Cosigner> {
  if (key === undefined || state === undefined || vkeys.length === 0)
    throw new UsageError('Cannot open the witness: must be given --key, --state and --log-vkey');
  for (const file of [key, state])
    if (!existsSync(file))
      throw new Error(`Cannot open the witness: ${file} must be there; sluice log witness init makes it`);
  const signer = openKey(key, await readFile(`${key}.name`, 'utf8'), algorithms.cosignature);
  const logs = vkeys.map((vkey) => unwrap(parseKey(vkey)));
  return openCosigner({ file: state, signer, logs, clock: Date.now });
}

/** Standard input to standard output: the body of a request, the body of an answer. Exit code 1 where it does not cosign. */
export async function cosignRequest({ options }: Arguments): Promise<number> {
  const witness = await openInitialised(options);
  const request = parseAddCheckpoint(await text(process.stdin));
  const answer = request.ok ? witness.add(request.value) : { status: 400, why: request.refusals[0].detail };
  if (answer.status === 200 && 'signature' in answer) {
    process.stdout.write(printSignature(answer.signature));
    return 0;
  }
  console.error(`${answer.status} Cannot cosign: ${'why' in answer ? answer.why : ''}`);
  return 1;
}
