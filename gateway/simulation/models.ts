/** The fitted models that simulation data is drawn from now: those of the newest published fits. */
import type { DocOf } from '#policies/procedure/lives.ts';
import { modelPath, simulationFolder } from '#sandbox/door.ts';
import { loadAll } from '../load.ts';
import type { Office } from '../office.ts';

/** Newest first; of two that share an entry the newer one alone, for what the tables of one model know of each other belongs together. */
function publishedFits({ record }: Pick<Office, 'record'>): readonly DocOf<'fit'>[] {
  const published = loadAll(record.read, 'fit').filter(({ state }) => state === 'published');
  const newestFirst = published.toSorted((a, b) => publishedAt(b).localeCompare(publishedAt(a)));
  const covered = new Set<string>();
  return newestFirst.filter(({ order: { entries } }) => {
    if (entries.some((entry) => covered.has(entry))) return false;
    for (const entry of entries) covered.add(entry);
    return true;
  });
}

/** Where their files are, and which bytes they must be. */
export function publishedModels(office: Pick<Office, 'record' | 'domainRoot'>) {
  const folder = simulationFolder(office.domainRoot);
  return publishedFits(office).flatMap(({ result }) =>
    result ? [{ path: modelPath(folder, result.model), hash: result.model }] : [],
  );
}

function publishedAt({ acts }: DocOf<'fit'>): string {
  return acts.findLast(({ type }) => type === 'fit.published')?.at ?? '';
}
