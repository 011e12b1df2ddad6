/** TPC-H as the domain has it: generated, ingested and published in private form, once per folder. */
import { existsSync, openSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { instant } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { currentSnapshot } from '#sandbox/data/snapshot.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { Parser } from '#sandbox/supervisor/parser.ts';
import type { Ground } from '../accuracy/lane.ts';
import { tpchEntries } from './catalog.ts';
import { exportTpch, tpchFile } from './generate.ts';

export interface TpchGround extends Ground, Disposable {
  /** The tables as they were made. */
  readonly plain: string;
}

/** Below `dir`. Safe where several processes ask at once. */
export async function openTpch(
  dir: string,
  scale: number,
  entries: readonly CatalogEntry[] = tpchEntries(scale),
): Promise<TpchGround> {
  const plain = await tpchFile(dir, scale);
  const root = await ingested({ dir, scale, plain }, entries);
  const files: Record<string, string> = {};
  for (const { id } of entries) {
    const snapshot = unwrap(await currentSnapshot(root, id));
    files[id] = snapshot.private ?? snapshot.data;
  }
  const parser = new Parser(openSync(join(dir, 'tpch.log'), 'a'), limits);
  return { entries, files, parser, plain, [Symbol.dispose]: () => parser[Symbol.dispose]() };
}

interface Place {
  readonly dir: string;
  readonly scale: number;
  readonly plain: string;
}

async function ingested({ dir, scale, plain }: Place, entries: readonly CatalogEntry[]): Promise<string> {
  const root = join(dir, `tpch-${scale}.snapshots`);
  if (existsSync(root)) return root;
  const draft = `${root}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  const written = await exportTpch(plain, draft);
  for (const entry of entries) {
    const files = Object.fromEntries(entry.tables.map(({ name }) => [name, written[name] ?? '']));
    unwrap(await ingestEntry({ entry, files, root: draft, now: instant('2026-03-02T01:30:00.000Z') }));
  }
  // Who comes second has the same.
  await rename(draft, root).catch(() => undefined);
  return root;
}
