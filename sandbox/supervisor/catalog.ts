/** What the domain has: its newest snapshots, and the catalog that they and the simulation data were made by. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { currentSnapshot, listSnapshots, type Snapshot } from '../data/snapshot.ts';
import type { DomainDescription } from '../operations.ts';
import type { Folders } from './config.ts';
import { readSimulation } from './simulation.ts';
import { versions } from './versions.ts';

export async function describe(folders: Folders): Promise<Outcome<DomainDescription>> {
  const snapshots = await newestSnapshots(folders);
  return accept({
    versions,
    snapshots: snapshots.map(({ entryId, snapshotId, manifest }) => ({
      entry: entryId,
      snapshot: snapshotId,
      entryHash: manifest.entryHash,
      contentHash: manifest.contentHash,
    })),
  });
}

async function newestSnapshots(folders: Folders): Promise<readonly Snapshot[]> {
  const ids = new Set((await listSnapshots(folders.snapshots)).map((ref) => ref.entryId));
  const found = await Promise.all([...ids].map((id) => currentSnapshot(folders.snapshots, id)));
  return found.flatMap((snapshot) => (snapshot.ok ? [snapshot.value] : []));
}

/** The catalog as the domain knows it: the entry that each snapshot was published with, else that of its simulation. */
export async function catalogOf(folders: Folders): Promise<readonly CatalogEntry[]> {
  const simulated = await readSimulation(folders.simulation);
  if (folders.simulationOnly) return simulated;
  const published = (await newestSnapshots(folders)).map((snapshot) => snapshot.manifest.entry);
  return [...new Map([...simulated, ...published].map((entry) => [entry.id, entry])).values()];
}
