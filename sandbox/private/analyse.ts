/**
 * The private analysis of a resolved query: plan, then bind every statement over empty tables, so that nothing is left that could fail
 * for its form after the data is opened.
 */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { isPublicEntry } from '#policies/catalog/units.ts';
import { describePlan } from '#policies/privacy/describe.ts';
import { planPrivate } from '#policies/privacy/plan.ts';
import type { PrivatePlan } from '#policies/privacy/plan-types.ts';
import { printRelease } from '#policies/privacy/print-release.ts';
import { isReleased } from '#policies/privacy/released-tables.ts';
import { printPrivateSchema } from '#policies/privacy/schema-sql.ts';
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import { tickClass, type TickClass } from '#policies/privacy/tick.ts';
import { entriesIn, scansOf, tableNamesIn, type Rel, type ResolvedQuery } from '#policies/query/ir.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { rowCount, type RowCount } from '#policies/units.ts';
import type { Explanation } from '../operations.ts';
import type { Limits } from '../supervisor/config.ts';
import { lineageOf, usedNames } from '../supervisor/analyse.ts';
import type { Parser } from '../supervisor/parser.ts';
import { cellsTable, printEmptyCells, printPostOf } from './cells.ts';

export interface PrivateAnalysis {
  readonly plan: PrivatePlan;
  /** Engine types of the keys of each release. */
  readonly keyTypes: readonly (readonly string[])[];
  /** Read by releases, in their private form where they are protected. */
  readonly entries: readonly CatalogEntry[];
  /** Public ones that the post-processing reads. */
  readonly publicEntries: readonly CatalogEntry[];
  readonly tick: TickClass;
  readonly explanation: Explanation;
}

export async function analysePrivately(
  query: ResolvedQuery,
  settings: PrivacySettings,
  { parser, limits }: { readonly parser: Parser; readonly limits: Limits },
): Promise<Outcome<PrivateAnalysis>> {
  const planned = planPrivate(query, settings);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const tick = tickOf(plan);
  if (!tick.ok) return tick;
  const reads = { releases: tablesIn(plan.releases.map(({ input }) => input)), post: tablesIn([plan.post.rel]) };
  const entries = entriesIn(reads.releases);
  const publicEntries = entriesIn(reads.post);
  const bound = await bind(plan, { entries, publicEntries }, { parser, limits });
  if (!bound.ok) return bound;
  const { keyTypes, types } = bound.value;
  const ticks = { name: tick.value.name, seconds: limits.tick(tick.value) / 1000 };
  const explanation = explain(plan, { scans: [...reads.releases, ...reads.post], types, tick: ticks });
  return accept({ plan, keyTypes, entries, publicEntries, tick: tick.value, explanation });
}

/** Tables of the catalog: cells that were released before are none. */
function tablesIn(rels: readonly Rel[]): ReturnType<typeof scansOf> {
  return rels.flatMap(scansOf).filter(({ entry }) => !isReleased(entry));
}

interface Entries {
  readonly entries: readonly CatalogEntry[];
  readonly publicEntries: readonly CatalogEntry[];
}

async function bind(
  plan: PrivatePlan,
  { entries, publicEntries }: Entries,
  { parser, limits }: { readonly parser: Parser; readonly limits: Limits },
): Promise<Outcome<{ keyTypes: readonly (readonly string[])[]; types: readonly string[] }>> {
  const schema = entries.map(emptyEntry);
  const keyTypes: (readonly string[])[] = [];
  const setup: string[] = [];
  for (const [at, release] of plan.releases.entries()) {
    const queries = printRelease(release, { salt: '' }).map(({ sql }) => sql);
    const measured = await parser.bind({ schema, script: { setup: [...setup], queries } });
    if (!measured.ok) return measured;
    const types = (measured.value.tables[0]?.types ?? []).slice(0, release.keys.length);
    keyTypes.push(types);
    // A later release may read the cells of this one.
    setup.push(printEmptyCells(cellsTable(at, release, types)));
  }
  const post = await parser.bind({
    schema: publicEntries.map(emptyEntry),
    script: { setup, queries: [printPostOf(plan, limits.resultRows)] },
  });
  return post.ok ? accept({ keyTypes, types: post.value.tables[0]?.types ?? [] }) : post;
}

/** An entry as the worker finds it: protected ones in their private form. For binding, without rows. */
export function emptyEntry(entry: CatalogEntry): { name: string; ddl: string[] } {
  return { name: entry.id, ddl: isPublicEntry(entry) ? printSchema(entry) : printPrivateSchema(entry) };
}

/** Declared sizes of what is read, each scan once: public, so that the time that follows from them is. */
export function declaredRows(scans: ReturnType<typeof scansOf>): RowCount {
  return rowCount(scans.reduce((sum, { table }) => sum + table.volume, 0));
}

function tickOf({ releases }: PrivatePlan): Outcome<TickClass> {
  const rows = declaredRows(releases.flatMap(({ input }) => scansOf(input)));
  const tiers = releases.map(({ bounding }) => bounding.tier).toSorted();
  return tickClass({ rows, tier: tiers.at(-1) ?? 'T0' });
}

interface Explained {
  readonly scans: ReturnType<typeof scansOf>;
  readonly types: readonly string[];
  readonly tick: NonNullable<Explanation['private']>['tick'];
}

function explain(plan: PrivatePlan, { scans, types, tick }: Explained): Explanation {
  return {
    kind: 'private',
    columns: plan.post.columns.map(({ name }, at) => ({
      name,
      type: types[at] ?? 'VARCHAR',
      role: plan.roles[at] ?? 'key',
    })),
    entries: entriesIn(scans).map(({ id }) => id),
    tables: [...tableNamesIn(scans)],
    used: usedNames(plan.used),
    lineage: lineageOf(plan.written),
    units: [plan.space],
    k: 0,
    private: { ...describePlan(plan), tick },
  };
}
