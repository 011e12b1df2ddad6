/** `sluice verify`: offline, no server, nothing but the file. */
import { readFile } from 'node:fs/promises';
import { printVerdict } from '../record/verdict.ts';
import { verifyBundle } from '../record/verify.ts';
import type { Arguments } from './args.ts';

export async function verify({ words: [file], options }: Arguments): Promise<number> {
  if (file === undefined) {
    console.error('Cannot verify: must be given a bundle, e.g. sluice verify exp-1.zip');
    return 2;
  }
  const policy = options.policy === undefined ? {} : { policy: await readFile(options.policy, 'utf8') };
  const verified = verifyBundle(await readFile(file), policy);
  if (!verified.ok) {
    const refusals = verified.refusals.map(({ code, detail }) => ({ code, detail }));
    for (const { code, detail } of refusals) console.error(`${code}: ${detail}`);
    if (options.json) console.log(JSON.stringify({ verified: false, refusals }));
    return 1;
  }
  const { statement, checkpoint, keys, fingerprints } = verified.value;
  const shown = {
    verified: true,
    keys,
    fingerprints,
    checkpoint: { origin: checkpoint.origin, size: checkpoint.size },
    statement,
  };
  console.log(options.json ? JSON.stringify(shown) : printVerdict(verified.value));
  return 0;
}
