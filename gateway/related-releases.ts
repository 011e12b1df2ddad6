/**
 * Which earlier releases a run stands beside, from their texts alone: the same tables, keys and conditions. Whether two releases together say
 * too much is for the history guard, which knows the units; this is the map on which a reviewer reads what it found.
 *
 * @see disclosure.md §2.8 (G0), §6 (3)
 */
import { hasLeft } from '#policies/procedure/export-table.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import type { Explanation } from '#sandbox/door.ts';
import { loadAll, loadDoc } from './load.ts';
import type { Office } from './office.ts';
import { contentAt, questionOf } from './program-text.ts';

/** How the cells of an earlier release lie to those of this one. */
export type Relation = 'same_text' | 'same_keys' | 'coarser' | 'finer' | 'crossing' | 'unknown';

export interface RelatedRelease {
  readonly export: string;
  readonly run: string;
  readonly vendor: string;
  readonly at: string;
  readonly relation: Relation;
  readonly tables: readonly string[];
  /** Base columns by which both form their cells, and by which one of them only. */
  readonly keys: {
    readonly both: readonly string[];
    readonly here: readonly string[];
    readonly there: readonly string[];
  };
  /** Base columns that filter the rows of one of them only: there the difference of two cells is a set of units. */
  readonly filters: { readonly here: readonly string[]; readonly there: readonly string[] };
  /** Kinds of units that both protect. */
  readonly units: readonly string[];
}

/** More than a reviewer reads; each is analysed anew. */
const mostReleases = 30;

/** The newest first. */
export async function relatedReleases(office: Office, run: string): Promise<readonly RelatedRelease[]> {
  const { read } = office.record;
  const mine = loadDoc(read, 'run', run);
  const here = mine && (await explanationOf(office, mine));
  if (!mine || !here) return [];
  const released = loadAll(read, 'export')
    .filter(hasLeft)
    .flatMap((doc) => doc.product.runs.flatMap((id) => pairOf(doc, loadDoc(read, 'run', id))))
    .filter(({ other }) => other.id !== run && sharesTable(mine, other))
    .toReversed()
    .slice(0, mostReleases);
  return Promise.all(released.map(async ({ doc, other }) => describe(office, { doc, other, mine, here })));
}

interface Pair {
  readonly doc: DocOf<'export'>;
  readonly other: DocOf<'run'>;
}

function pairOf(doc: DocOf<'export'>, other: DocOf<'run'> | undefined): readonly Pair[] {
  return other ? [{ doc, other }] : [];
}

function sharesTable(one: DocOf<'run'>, other: DocOf<'run'>): boolean {
  return tablesOf(one).some((table) => tablesOf(other).includes(table));
}

function tablesOf({ uses }: DocOf<'run'>): readonly string[] {
  return uses.map(({ entry, table }) => `${entry}.${table}`);
}

async function describe(
  office: Office,
  { doc, other, mine, here }: Pair & { readonly mine: DocOf<'run'>; readonly here: Explanation },
): Promise<RelatedRelease> {
  const there = await explanationOf(office, other);
  const [hereKeys, thereKeys] = [keysOf(here), there ? keysOf(there) : []];
  const keys = splitOf(hereKeys, thereKeys);
  const filters = splitOf(here.lineage.filters, there?.lineage.filters ?? []);
  return {
    export: doc.id,
    run: other.id,
    vendor: doc.vendor,
    at: doc.acts.find(({ type }) => type === 'export.released')?.at ?? '',
    relation: other.hash === mine.hash ? 'same_text' : there ? relationOf(keys) : 'unknown',
    tables: tablesOf(mine).filter((table) => tablesOf(other).includes(table)),
    keys,
    filters: { here: filters.here, there: filters.there },
    units: here.units.filter((unit) => there?.units.includes(unit)),
  };
}

function relationOf({ here, there }: RelatedRelease['keys']): Relation {
  if (here.length === 0 && there.length === 0) return 'same_keys';
  if (here.length === 0) return 'finer';
  return there.length === 0 ? 'coarser' : 'crossing';
}

/** The base columns behind the keys of a result. */
function keysOf({ columns, lineage }: Explanation): readonly string[] {
  const keys = columns.filter(({ role }) => role === 'key').map(({ name }) => name);
  const found = lineage.columns.filter(({ column }) => keys.includes(column));
  return [...new Set(found.flatMap(({ values, conditions }) => [...values, ...conditions]))].sort();
}

function splitOf(here: readonly string[], there: readonly string[]): RelatedRelease['keys'] {
  return {
    both: here.filter((one) => there.includes(one)),
    here: here.filter((one) => !there.includes(one)),
    there: there.filter((one) => !here.includes(one)),
  };
}

async function explanationOf(
  { domain, record }: Office,
  { program, hash, parameters }: DocOf<'run'>,
): Promise<Explanation | undefined> {
  const content = contentAt(record.read, program, hash);
  const explained = content && (await domain.explain(questionOf(content, parameters)));
  return explained?.ok ? explained.value : undefined;
}
