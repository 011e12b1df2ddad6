/** `sluice log export`: the log as a folder of files that any web server can serve, and anybody verify. Run again, it adds what is new. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { accept, type Outcome } from '#policies/refusal.ts';
import { parseCheckpoint } from '#policies/record/checkpoint.ts';
import { fromUtf8 } from '#policies/record/hash.ts';
import { parseNote } from '#policies/record/note.ts';
import { printTilePath, tilesOf, tileWidth } from '#policies/record/tiles.ts';
import type { Client } from '../client.ts';
import { reach } from './reach.ts';
import type { Arguments } from './args.ts';
import { told, type Answer } from './verb.ts';

export async function exportLog(args: Arguments): Promise<Answer> {
  const [folder = ''] = args.words;
  await using reached = await reach(args);
  const written = await writeLog(reached.client, folder);
  if (!written.ok) return written;
  const { size, files } = written.value;
  return told(written.value, `${size} entries; ${files} files written`);
}

/** The checkpoint is asked first and written last: what it needs is there by then. */
async function writeLog(client: Client, folder: string): Promise<Outcome<{ size: number; files: number }>> {
  const checkpoint = await client.bytes('/log/checkpoint');
  if (!checkpoint.ok) return checkpoint;
  const note = parseNote(fromUtf8(checkpoint.value) ?? '');
  const parsed = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!parsed.ok) return parsed;
  const tiles = tilesOf(parsed.value.size);
  const missing = tiles.filter((tile) => tile.width < tileWidth || !existsSync(join(folder, printTilePath(tile))));
  for (const path of [...missing.map(printTilePath), 'policy.txt']) {
    const bytes = await client.bytes(`/log/${path}`);
    if (!bytes.ok) return bytes;
    await write(join(folder, path), bytes.value);
  }
  await write(join(folder, 'checkpoint'), checkpoint.value);
  return accept({ size: parsed.value.size, files: missing.length + 2 });
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}
