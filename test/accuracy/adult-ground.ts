/** Adult as the domain has it; where the published file is absent, rows that are made from the catalog alone. */
import { openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unwrap } from '#policies/refusal.ts';
import { instant } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { currentSnapshot } from '#sandbox/data/snapshot.ts';
import { ensurePrivate } from '#sandbox/private/simulated.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { Parser } from '#sandbox/supervisor/parser.ts';
import { generateSimulation } from '#synth/generate.ts';
import { adultEntry, adultFiles, adultOptions } from '../fixtures/adult.ts';
import { sharedData } from '../fixtures/shared-data.ts';
import type { Ground } from './lane.ts';

export interface AdultGround extends Ground, AsyncDisposable {
  /** The rows as they were handed in, or made. */
  readonly plain: string;
  readonly isReal: boolean;
}

/** In a new folder below `dir`, which is gone when this is disposed of. */
export async function openAdult(dir: string): Promise<AdultGround> {
  const folder = await mkdtemp(join(dir, 'adult-'));
  const shared = sharedData();
  const { plain, file } = shared === undefined ? await simulated(folder) : await ingested(folder, shared);
  const parser = new Parser(openSync(join(folder, 'log'), 'a'), limits);
  return {
    entries: [adultEntry],
    files: { [adultEntry.id]: file },
    parser,
    plain,
    isReal: shared !== undefined,
    [Symbol.asyncDispose]: async () => {
      parser[Symbol.dispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Files {
  readonly plain: string;
  /** The private form. */
  readonly file: string;
}

async function ingested(root: string, shared: string): Promise<Files> {
  const files = adultFiles(shared);
  const now = instant('2026-03-02T01:30:00.000Z');
  unwrap(await ingestEntry({ entry: adultEntry, files, options: adultOptions, root, now }));
  const snapshot = unwrap(await currentSnapshot(root, adultEntry.id));
  return { plain: snapshot.data, file: snapshot.private ?? snapshot.data };
}

async function simulated(folder: string): Promise<Files> {
  await generateSimulation([adultEntry], { dir: folder, seed: 7, scale: 1 });
  const file = unwrap(await ensurePrivate({ entry: adultEntry, folder }));
  return { plain: join(folder, `${adultEntry.id}.duckdb`), file };
}
