/** A domain of one's own over the rows of a kit: the same parser, planner, engine and rules as everywhere, and no real row to ask for. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDomain, openDomain, simulationFolder, type Domain } from '#sandbox/door.ts';
import { fill } from './fill.ts';
import { catalogFile, dataFolder, domainFolder, kitSet } from './names.ts';
import type { ReadKit } from './read-kit.ts';

/** Nobody signs here, so that nothing runs that takes a permit. */
const trust = { origin: 'sluice.local/kit', logKey: '', witnessKeys: [], quorum: 1 };
const stamp = 'made-of';

/** Made at first use, and again where the kit has changed. */
export async function openKitDomain(kit: ReadKit): Promise<Domain> {
  const root = join(kit.folder, domainFolder);
  const made = join(root, stamp);
  if (!existsSync(made) || readFileSync(made, 'utf8') !== kit.hash) await makeDomain(kit, root);
  return openDomain(root);
}

/** Beside the old one, which goes when all of the new is there: two who begin at once both get a whole one. */
async function makeDomain({ folder, catalog, pulled, hash }: ReadKit, root: string): Promise<void> {
  const fresh = `${root}-${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  try {
    createDomain(fresh, trust);
    const simulation = simulationFolder(fresh);
    const set = join(simulation, 'sets', kitSet);
    mkdirSync(set, { recursive: true, mode: 0o700 });
    await fill({ entries: pulled, from: join(folder, dataFolder), into: set });
    // Texts are judged by the whole catalog, and asked of the rows that there are.
    writeFileSync(join(simulation, catalogFile), JSON.stringify(catalog));
    writeFileSync(join(set, catalogFile), JSON.stringify(pulled));
    writeFileSync(join(fresh, stamp), hash);
    rmSync(root, { recursive: true, force: true });
    renameSync(fresh, root);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
