/** `sluice export get`: the bundle of an export, verified as anybody verifies it before it is called downloaded. */
import { rename, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printVerdict } from '../record/verdict.ts';
import { verifyBundle } from '../record/verify.ts';
import type { Arguments } from './args.ts';
import { reach } from './reach.ts';
import { told, type Answer } from './verb.ts';

/** What does not verify is not kept. */
export async function getExport(args: Arguments): Promise<Answer> {
  const { out, policy } = args.options;
  const id = args.words[0] ?? '';
  const file = out ?? resolve(`${id.replaceAll(/[^\w.-]/g, '_')}.zip`);
  await using reached = await reach(args);
  const bundle = await reached.client.bytes(`/export/exports/${encodeURIComponent(id)}/bundle`);
  if (!bundle.ok) return bundle;
  const pinned = policy === undefined ? {} : { policy: await readFile(policy, 'utf8') };
  await writeFile(`${file}.part`, bundle.value);
  const verified = verifyBundle(bundle.value, pinned);
  if (!verified.ok) {
    await rm(`${file}.part`);
    return verified;
  }
  await rename(`${file}.part`, file);
  const { keys, fingerprints, statement } = verified.value;
  return told(
    { file, bytes: bundle.value.length, keys, fingerprints, statement },
    `${file}: ${bundle.value.length} bytes\n${printVerdict(verified.value)}`,
  );
}
