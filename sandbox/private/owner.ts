/**
 * Tells the owner of the data what the private lane leaves out of it. Runs as a process of its own on the owner's terminal: the numbers
 * are of real rows, so they pass neither the gateway nor a pipe to it.
 *
 * Arguments: the root of the domain, the id of the entry.
 */
import { accept, type Outcome } from '#policies/refusal.ts';
import { entryId } from '#policies/units.ts';
import { currentSnapshot } from '../data/snapshot.ts';
import { foldersOf } from '../supervisor/config.ts';
import { readPrivateManifest, type PrivateContent } from './manifest.ts';

async function linesOf(root: string, entry: string): Promise<Outcome<readonly string[]>> {
  const snapshot = await currentSnapshot(foldersOf(root).snapshots, entryId(entry));
  if (!snapshot.ok) return snapshot;
  if (snapshot.value.private === undefined) return accept([]);
  const manifest = await readPrivateManifest(snapshot.value.private);
  return manifest.ok ? accept(manifest.value.tables.map(lineOf)) : manifest;
}

function lineOf({ name, rows, units, withoutUnit, overCap }: PrivateContent): string {
  return `  ${name}: the private lane reads ${rows} rows of ${units} units; left out: ${withoutUnit} without a unit, ${overCap} beyond the cap per unit`;
}

const [root = '', entry = ''] = process.argv.slice(2);
const lines = await linesOf(root, entry);
if (lines.ok) for (const line of lines.value) console.log(line);
else {
  for (const { code, detail } of lines.refusals) console.error(`${code}: ${detail}`);
  process.exitCode = 1;
}
