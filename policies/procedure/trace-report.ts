/**
 * What a cause touched: every agreement, run, export, recipient and fit that a withdrawn dataset, a sanctioned vendor, an ended agreement or a
 * stop reaches. Computed from what is known, so that anybody computes the same; a trace report keeps its counts and its hash.
 *
 * @see SH-27-4, R22; procedure.md §3.15
 */
import { contentHash } from '../record/content-hash.ts';
import type { EntryId, OrgId, Sha256, SnapshotId } from '../units.ts';
import { hasLeft } from './export-table.ts';
import type { ProductForm } from './fields.ts';
import type { DocOf } from './lives.ts';
import type { Lookup } from './lookup.ts';
import { keepsFrom, type Measure } from './sanctions.ts';

/** What a cause reaches. */
export type Reach =
  /** `lineage`: with those that it took the place of. */
  | { readonly kind: 'agreement'; readonly agreement: string; readonly lineage?: readonly string[] }
  | { readonly kind: 'entry'; readonly entry: EntryId }
  /** Runs that have not finished may read it: they count as reached. */
  | { readonly kind: 'snapshot'; readonly entry: EntryId; readonly snapshot: SnapshotId }
  | { readonly kind: 'sanction'; readonly vendor: OrgId; readonly measure: Measure }
  | { readonly kind: 'scenarios'; readonly scenarios: readonly string[] }
  | { readonly kind: 'everything' };

/** Ids, each list in order and without repetition. */
export interface Impact {
  readonly agreements: readonly string[];
  readonly runs: readonly string[];
  /** Of these, also those that have not left. */
  readonly exports: readonly string[];
  /** Who was given something that left. */
  readonly recipients: readonly string[];
  readonly fits: readonly string[];
}

/** For every reach, returns all that it touches, of whatever state. */
export function impactOf(reach: Reach, lookup: Lookup): Impact {
  const runs = lookup.all('run').filter((run) => reachesRun(reach, run));
  const exports = lookup.all('export').filter((doc) => reachesExport(reach, doc, lookup));
  const fits = lookup.all('fit').filter((fit) => reachesFit(reach, fit));
  const agreements = [...runs, ...exports].map(({ agreement }) => agreement);
  const named = lookup.all('agreement').filter((doc) => reachesAgreement(reach, doc));
  return {
    agreements: sorted([...agreements, ...named.map(({ id }) => id)]),
    runs: sorted(runs.map(({ id }) => id)),
    exports: sorted(exports.map(({ id }) => id)),
    recipients: sorted(exports.filter(hasLeft).flatMap(({ product }) => product.recipients)),
    fits: sorted(fits.map(({ id }) => id)),
  };
}

/** Lengths of the lists. */
export type Counts = Readonly<Record<keyof Impact, number>>;

/** What the record keeps of it. */
export function summaryOf(impact: Impact): { readonly counts: Counts; readonly impact: Sha256 } {
  const { agreements, runs, exports, recipients, fits } = impact;
  const counts = {
    agreements: agreements.length,
    runs: runs.length,
    exports: exports.length,
    recipients: recipients.length,
    fits: fits.length,
  };
  return { counts, impact: contentHash(impact) };
}

/** Does it reach this run? */
export function reachesRun(reach: Reach, run: DocOf<'run'>): boolean {
  const entries = run.uses.map(({ entry }) => entry);
  switch (reach.kind) {
    case 'agreement':
      return isOf(reach, run.agreement);
    case 'entry':
      return entries.includes(reach.entry);
    case 'snapshot': {
      const { sources } = run.result ?? {};
      return sources ? sources.some(({ snapshot }) => snapshot === reach.snapshot) : entries.includes(reach.entry);
    }
    case 'sanction':
      return run.vendor === reach.vendor && keepsFrom(reach.measure, { entries });
    case 'scenarios':
      return reach.scenarios.includes(run.scenario);
    case 'everything':
      return true;
  }
}

/** Does it reach this export: itself, or a run that is in it? */
export function reachesExport(reach: Reach, doc: DocOf<'export'>, lookup: Lookup): boolean {
  const { vendor, agreement, product } = doc;
  if (reach.kind === 'everything') return true;
  if (reach.kind === 'agreement') return isOf(reach, agreement);
  if (reach.kind === 'scenarios') return reach.scenarios.includes(product.scenario);
  const form: ProductForm = product.form;
  if (reach.kind === 'sanction' && reach.vendor === vendor && keepsFrom(reach.measure, { entries: [], form }))
    return true;
  return product.runs.some((id) => {
    const run = lookup.get('run', id);
    return run !== undefined && reachesRun(reach, run);
  });
}

/** Fits are of data and of nobody's agreement. */
export function reachesFit(reach: Reach, { order, result }: DocOf<'fit'>): boolean {
  const entries: readonly string[] = order.entries;
  if (reach.kind === 'entry') return entries.includes(reach.entry);
  if (reach.kind === 'snapshot')
    return result ? result.sources.some(({ snapshot }) => snapshot === reach.snapshot) : entries.includes(reach.entry);
  return reach.kind === 'everything';
}

function reachesAgreement(reach: Reach, { id, vendor, clauses }: DocOf<'agreement'>): boolean {
  const entries = clauses.dataScope.map(({ entry }) => entry);
  switch (reach.kind) {
    case 'agreement':
      return isOf(reach, id);
    case 'entry':
    case 'snapshot':
      return entries.includes(reach.entry);
    case 'sanction':
      return vendor === reach.vendor && keepsFrom(reach.measure, { entries });
    case 'scenarios':
      return reach.scenarios.includes(clauses.scenario);
    case 'everything':
      return true;
  }
}

function isOf({ agreement, lineage = [] }: Extract<Reach, { kind: 'agreement' }>, id: string): boolean {
  return id === agreement || lineage.includes(id);
}

function sorted(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].toSorted();
}
